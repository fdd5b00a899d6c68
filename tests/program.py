"""Runs the program as a user would, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def program(index: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run ``lrt-search`` with an index; ``more`` are environment variables."""
    command = [sys.executable, "-m", "lrt_search", "--index", str(index), *arguments]
    environment = {**os.environ, **more}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
