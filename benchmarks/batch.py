"""How long a question takes as a call of the program, as a multiple of one in a batch."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.search import QUESTIONS

CALLS, BATCH = 5, 200


def seconds(index: str, *arguments: str) -> float:
    """Run the program once."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "lrt_search", "--index", index, *arguments]
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio, and both."""
    index = sys.argv[1]
    asked = [f"{QUESTIONS[number % len(QUESTIONS)]} {number}" for number in range(BATCH)]
    seconds(index, "search", "--json", asked[0])  # files are read from the disk once before
    calls = [seconds(index, "search", "--json", asked[number]) for number in range(CALLS)]
    with tempfile.TemporaryDirectory() as folder:
        questions = Path(folder) / "questions.csv"
        questions.write_text("\n".join(["vraag", *asked]) + "\n", encoding="utf-8")
        whole = seconds(index, "batch", str(questions), "--out", f"{folder}/results.csv")
    call, one = sum(calls) / CALLS, whole / BATCH
    print(f"a call / one of a batch of {BATCH}: {call / one:.1f} ({call:.2f} s / {one:.3f} s)")


if __name__ == "__main__":
    main()
