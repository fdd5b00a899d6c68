"""How long ``lrt-search --help`` takes, as a multiple of the bare start of Python."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 21


def seconds(*command: str) -> float:
    """Run a command once."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the medians, and both."""
    program = str(Path(sys.executable).with_name("lrt-search"))
    bare, helped = [], []
    for _ in range(RUNS):
        bare.append(seconds(sys.executable, "-c", "pass"))
        helped.append(seconds(program, "--help"))
    a, b = statistics.median(bare), statistics.median(helped)
    print(f"lrt-search --help / python: {b / a:.2f} ({b * 1000:.0f} ms / {a * 1000:.0f} ms)")


if __name__ == "__main__":
    main()
