"""A job of the tests: an index of its own, threads instead of processes, and a toy model."""

from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from ingest.pipeline import Report, build_index, rebuild_index, release_document
from ingest.sources import find_sources
from lrt_search.settings import Settings
from lrt_search.testing import ToyEmbedder

HEAD = """\
Landelijke Regietafel Migratie en Integratie
Vergaderdatum en -tijd  {date}, 9:00 – 10.00 uur
Vergaderplaats  Webex
Aanwezig  Dhr. Eik (VNG), secretariaat.
"""


class Silence:
    """A job's progress that nobody looks at, but a test: how many were read and embedded."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.done = 0
        self.total = 0

    def reading(self, total: int) -> None: ...

    def read(self, name: str) -> None:
        self.names.append(name)

    def embedding(self, total: int) -> None:
        self.total = total

    def embedded(self, count: int) -> None:
        self.done += count


class Job:
    """Runs jobs on one index, in threads and with a toy model."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(index=folder / "index")
        self.embedder = ToyEmbedder()
        self.progress = Silence()
        self.inbox = folder / "inbox"
        self.inbox.mkdir()

    def put(self, name: str, *bullets: str, date: str = "3 maart 2022") -> Path:
        """Write minutes with some bullets to the inbox."""
        path = self.inbox / name
        lines = "\n".join(f"• {bullet}" for bullet in bullets)
        path.write_text(f"{HEAD.format(date=date)}1. OPENING\n{lines}\n", encoding="utf-8")
        return path

    def ingest(self, *paths: Path) -> Report:
        self.progress = Silence()
        given = find_sources(paths or (self.inbox,))
        return build_index(self.settings, self.embedder, given, self.progress, threads)

    def rebuild(self) -> Report:
        self.progress = Silence()
        return rebuild_index(self.settings, self.embedder, self.progress, threads)

    def release(self, document: str) -> Report:
        self.progress = Silence()
        why, who = "niets geheims", "J. Eik"
        return release_document(
            self.settings, self.embedder, document, why, who, self.progress, threads
        )


def threads() -> Executor:
    # One: the library that draws PDFs must not be called by two threads.
    return ThreadPoolExecutor(1)
