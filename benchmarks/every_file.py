"""What becomes of every file of a folder: one real job, and an account of all that was given.

It fails when a file is neither searchable nor listed. What the job prints and what ``status``
says afterwards are read as an operator reads them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ingest.sources import printable
from lrt_search.manifest import file_sha256

PROGRAM = (sys.executable, "-m", "lrt_search")


def main() -> int:
    """Run the job on the folder given; print the account; return 1 where a file is missing."""
    folder = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as index:
        environment = {**os.environ, "LRT_INDEX": index}
        start = time.perf_counter()
        peak, code = _job(folder, environment)
        seconds = time.perf_counter() - start
        told = subprocess.run(
            [*PROGRAM, "status", "--json"],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    status: dict[str, Any] = json.loads(told)
    missing = _tell(folder, status)
    print(f"job: {seconds:.0f} s, exit code {code}, parent at most {peak} MiB")
    return 1 if missing else 0


def _job(folder: Path, environment: dict[str, str]) -> tuple[int, int]:
    """Return the most memory that the job itself held (its readers apart), and its exit code."""
    job = subprocess.Popen([*PROGRAM, "ingest", str(folder)], env=environment)
    peak = 0
    while job.poll() is None:
        try:
            lines = Path(f"/proc/{job.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            break
        held = [line.split()[1] for line in lines if line.startswith("VmHWM")]
        peak = max([peak, *(int(size) // 1024 for size in held)])
        time.sleep(0.5)
    return peak, job.wait()


def _tell(folder: Path, status: dict[str, Any]) -> set[str]:
    searchable = {name for document in status["verslagen"] for name in document["bronnen"]}
    skipped = {one["bron"]: one["reden"] for one in status["overgeslagen"]}
    given = {
        str(Path(folder.name) / path.relative_to(folder))
        for path in folder.rglob("*")
        if not path.is_dir()
    }
    told = searchable | skipped.keys()
    missing = {name for name in given if not _is_told(folder.parent / name, name, told)}
    print(f"files: {len(given)}; searchable {len(searchable)}, listed {len(skipped)}")
    pages = {way: count for way, count in status["gelezen"].items() if isinstance(count, int)}
    print("pages:", ", ".join(f"{way} {count}" for way, count in pages.items()))
    for reason, count in Counter(skipped.values()).most_common():
        print(f"  {count:4} {reason}")
    print(f"unaccounted: {len(missing)}")
    for name in sorted(missing):
        print(f"  {printable(name)}")
    return missing


def _is_told(path: Path, name: str, told: set[str]) -> bool:
    """Return whether a file is told of, by its name or by the one that stands in for it."""
    return bool({printable(name), f"bestand {file_sha256(path)[:12]}"} & told)


if __name__ == "__main__":
    sys.exit(main())
