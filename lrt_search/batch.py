"""Many questions, asked of one opened archive; a batch that was stopped goes on where it was.

What came of each question is written to a journal beside the results before the next is asked. A
journal of other questions, another archive or another program is not gone on with.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lrt_search import __version__
from lrt_search.archive import Archive
from lrt_search.domain import Filters
from lrt_search.embedding import Embedder, ModelCard
from lrt_search.errors import QueryError
from lrt_search.query import parse
from lrt_search.questions import AskedLine, QuestionFile
from lrt_search.retrieval import Search
from lrt_search.search_record import (
    Question,
    RecordedSearch,
    ask,
    refused,
    search_as_json,
    search_from_json,
)
from lrt_search.understanding import understood
from lrt_search.wording import Wording

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT_ONCE = 64  # questions that are embedded together


class PreparedEmbedder:
    """An embedder that has the vectors of the next questions ready.

    A question that was not prepared is embedded when it is asked for.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._ready: dict[str, NDArray[np.float32]] = {}

    @property
    def card(self) -> ModelCard:
        """What the model is."""
        return self._embedder.card

    def prepare(self, texts: Sequence[str]) -> None:
        """Embed questions together, and forget those before."""
        distinct = list(dict.fromkeys(texts))
        self._ready = dict(zip(distinct, self._embedder.embed_queries(distinct), strict=True))

    def embed_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> "NDArray[np.float32]":
        """Return the vectors of ``texts``: shape (n, dimension)."""
        return self._embedder.embed_passages(texts, on_progress)

    def embed_query(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of a question: shape (dimension,)."""
        ready = self._ready.get(text)
        return self._embedder.embed_query(text) if ready is None else ready

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of questions: shape (n, dimension)."""
        import numpy as np

        if texts and all(text in self._ready for text in texts):
            return np.stack([self._ready[text] for text in texts])
        return self._embedder.embed_queries(texts)


class Journal:
    """What came of the questions so far, in a file beside the results."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        """Open the journal at ``path``; one that is about something else is begun anew."""
        self.path = path
        self.done: list[RecordedSearch] = []
        self.begun_anew = False
        if path.exists():
            known, whole = _read(path, about)
            self.begun_anew = known is None
            self.done = known or []
            if known is not None:  # What was written half is cut off.
                with path.open("r+b") as file:
                    file.truncate(whole)
                return
        path.write_text(json.dumps(about) + "\n", encoding="utf-8")

    def add(self, search: RecordedSearch) -> None:
        """Write what came of a question."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(search_as_json(search)) + "\n")
        self.done.append(search)

    def remove(self) -> None:
        """Remove the file; the results are written."""
        with suppress(FileNotFoundError):
            self.path.unlink()


def _read(path: Path, about: dict[str, Any]) -> tuple[list[RecordedSearch] | None, int]:
    """Return what a journal holds, and how many bytes of it are whole; None for another one."""
    head, *lines = path.read_bytes().splitlines(keepends=True) or [b""]
    try:
        if json.loads(head) != about:
            return None, 0
    except ValueError:
        return None, 0
    done: list[RecordedSearch] = []
    whole = len(head)
    for line in lines:
        try:
            search = search_from_json(json.loads(line)) if line.endswith(b"\n") else None
        except (KeyError, TypeError, ValueError):
            search = None
        if search is None or search.number != len(done) + 1:
            break
        done.append(search)
        whole += len(line)
    return done, whole


def about(
    archive: Archive, questions: QuestionFile, filters: Filters, limit: int, *, expand: bool = True
) -> dict[str, Any]:
    """Return what a journal has to be about, to be gone on with."""
    return {
        "soort": "lrt-search batch",
        "vragen": questions.sha256,
        "generatie": archive.generation,
        "catalogus": archive.manifest.catalogue_sha256,
        "programma": __version__,
        "taal": archive.settings.language,
        "filters": [filters.ground, filters.least_withheld, filters.most_withheld],
        "uitbreiden": expand,
        "hoogstens": limit,
    }


def run(
    archive: Archive,
    embedder: PreparedEmbedder,
    questions: QuestionFile,
    journal: Journal,
    search: Search,
    *,
    filters: Filters,
    limit: int,
    expand: bool = True,
) -> Iterator[RecordedSearch]:
    """Ask the questions that the journal has no answer to, and write each to it.

    Args:
        archive: Opened with ``embedder``.
        embedder: Of the archive.
        questions: All of them.
        journal: Of this batch.
        search: Finds passages.
        filters: Which hits are wanted.
        limit: At most so many hits for each question.
        expand: Whether other words are looked for beside those typed.

    Yields:
        What came of each, once it is in the journal.
    """
    wording = Wording(archive.settings.language)
    left = questions.lines[len(journal.done) :]
    for start in range(0, len(left), AT_ONCE):
        lines = left[start : start + AT_ONCE]
        embedder.prepare(_meanings(archive, lines, expand=expand))
        for line in lines:
            question = Question(line.text, filters, limit, expand=expand)
            if line.trouble is None:
                one = ask(archive, line.number, question, search, wording)
            else:
                one = refused(line.number, question, wording.translate(line.trouble))
            journal.add(one)
            yield one


def _meanings(archive: Archive, lines: Sequence[AskedLine], *, expand: bool) -> list[str]:
    """Return the texts of which the search will want the vectors."""
    meanings: list[str | None] = []
    for line in lines:
        if line.trouble is None and len(line.text) <= archive.settings.max_query:
            with suppress(QueryError):
                asked = parse(line.text)
                meanings.append(asked.meaning)
                if expand:
                    meanings.append(understood(archive, asked).mended)
    return [one for one in meanings if one and one.strip()]
