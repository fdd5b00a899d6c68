"""How long a whole search takes, as a multiple of embedding its question."""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lrt_search.archive import open_archive
from lrt_search.retrieval import search
from lrt_search.settings import Settings

QUESTIONS = (
    "besluiten over defensielocaties",
    "Wie betaalt de opvang?",
    "VNG",
    "flexwoningen bouwen",
)
ROUNDS = 10


def seconds(call: Callable[[], object]) -> float:
    """Call once."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio of the medians, and both."""
    archive = open_archive(Settings(index=Path(sys.argv[1])))
    archive.embedder.embed_query("warm")
    embedding, searching = [], []
    for _ in range(ROUNDS):
        for question in QUESTIONS:
            embedding.append(seconds(partial(archive.embedder.embed_query, question)))
            searching.append(seconds(partial(search, archive, question)))
    a, b = statistics.median(embedding), statistics.median(searching)
    print(f"passages: {archive.searched().passages}")
    print(f"search / embedding: {b / a:.2f} ({b * 1000:.0f} ms / {a * 1000:.0f} ms)")


if __name__ == "__main__":
    main()
