"""A folder of judged queries (the BEIR layout) -> corpus, queries and judgments, and an index.

    corpus.jsonl    {"_id": ..., "title": ..., "text": ...}
    queries.jsonl   {"_id": ..., "text": ..., "metadata": {"type": ...}}
    qrels/test.tsv  query-id <tab> corpus-id <tab> score       (or qrels.tsv)

Its texts go the way of minutes: the same passages, the same writer of the index. What an error
says of a line is where it stands and never what it holds.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ingest.documents import PIPELINE_VERSION
from ingest.index_writer import Content, index_lock, prune_generations, write_generation
from ingest.lines import Line
from ingest.minutes import Block, Minutes
from ingest.passages import cut_passages
from ingest.pipeline import Progress
from ingest.records import Records
from ingest.sources import TXT
from ingest.withdrawal import records_of, vectors_of
from lrt_search.archive import Archive, open_archive
from lrt_search.catalogue import DocumentRecord, SourceRecord
from lrt_search.domain import AgendaItem, Document, Layout, Meeting, Page, PassageKind, Source
from lrt_search.embedding import Embedder
from lrt_search.errors import (
    ArchiveError,
    BrokenJudgmentError,
    DuplicateIdError,
    EmptyCorpusError,
    IndexBusyError,
    NoJudgedQueryError,
    NotForEvaluationError,
    NotJudgedFolderError,
    PathNotFoundError,
)
from lrt_search.evaluation import JudgedQuery
from lrt_search.generations import writing_in
from lrt_search.language import N_
from lrt_search.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Says that a folder holds the index of a judged corpus, and may be written anew.
_MARK = "made-by-lrt-search-evaluate"


@dataclass(frozen=True, slots=True)
class JudgedFolder:
    """What a folder of judged queries holds.

    Attributes:
        records: The texts of the corpus as documents, in order; those without a word are left
            out. The name of the source of each is its id in the corpus.
        queries: Those with a relevant text, in order.
        judgments: Grades by query id and text id.
        wordless: Texts of the corpus that hold no word.
        unjudged: Queries without a relevant text.
        unknown: Judgments that name a query or a text that is not there, or has no word.
        corpus_sha256: Over all texts, so that two runs can tell whether they asked the same.
    """

    records: Records
    queries: tuple[JudgedQuery, ...]
    judgments: Mapping[str, Mapping[str, int]]
    wordless: int
    unjudged: int
    unknown: int
    corpus_sha256: str


def read_judged_folder(folder: Path, split: str = "test") -> JudgedFolder:
    """Read corpus, queries and judgments.

    Args:
        folder: As described above.
        split: Which file of ``qrels/``; ``qrels.tsv`` is read where that folder is absent.

    Raises:
        PathNotFoundError: there is no such folder.
        EvaluationError: it holds something else, a line cannot be read, an id is used twice, no
            text has a word, or no query has a relevant text.
    """
    if not folder.exists():
        raise PathNotFoundError(path=str(folder))
    corpus_path, queries_path = folder / "corpus.jsonl", folder / "queries.jsonl"
    single = folder / "qrels.tsv"
    qrels_path = folder / "qrels" / f"{split}.tsv"
    if not qrels_path.is_file() and not qrels_path.parent.is_dir() and single.is_file():
        qrels_path = single
    for path in (corpus_path, queries_path, qrels_path):
        if not path.is_file():
            name = path.relative_to(folder).as_posix()
            raise NotJudgedFolderError(path=str(folder), name=name)
    records, wordless, digest = [], 0, hashlib.sha256()
    for entry_id, entry in _entries(corpus_path):
        record = _record(entry_id, entry)
        digest.update(record.document.sha256.encode())
        if record.passages:
            records.append(record)
        else:
            wordless += 1
    if not records:
        raise EmptyCorpusError(path=str(corpus_path))
    queries = [
        JudgedQuery(entry_id, _text(entry), _kind(entry))
        for entry_id, entry in _entries(queries_path)
    ]
    texts = {record.document.source_names[0] for record in records}
    judgments, unknown = _judgments(qrels_path, {query.query_id for query in queries}, texts)
    judged = [query for query in queries if any(judgments.get(query.query_id, {}).values())]
    if not judged:
        raise NoJudgedQueryError(path=str(folder), unknown=unknown)
    return JudgedFolder(
        records=Records.of(records),
        queries=tuple(judged),
        judgments={query.query_id: judgments[query.query_id] for query in judged},
        wordless=wordless,
        unjudged=len(queries) - len(judged),
        unknown=unknown,
        corpus_sha256=digest.hexdigest(),
    )


def read_queries(path: Path) -> tuple[JudgedQuery, ...]:
    """Read queries without judgments: one a line, or JSON lines as in ``queries.jsonl``.

    Raises:
        PathNotFoundError: there is no such file.
        BrokenJudgmentError, DuplicateIdError: as ``read_judged_folder``.
    """
    if not path.is_file():
        raise PathNotFoundError(path=str(path))
    if path.suffix == ".jsonl":
        found = [JudgedQuery(key, _text(entry), _kind(entry)) for key, entry in _entries(path)]
    else:
        found = [JudgedQuery(str(number), line.strip()) for number, line in _lines(path)]
    if not found:
        raise _broken(path, 1, N_("it holds no query"))
    return tuple(found)


@contextmanager
def judged_archive(
    folder: JudgedFolder,
    settings: Settings,
    embedder: Embedder,
    keep: Path | None,
    progress: Progress,
) -> Iterator[Archive]:
    """Open an archive of the corpus, in an index of its own.

    Args:
        folder: Whose texts are searched.
        settings: Of the program; its index is neither read nor written.
        embedder: Makes the vectors.
        keep: Where the index is kept, so that what is unchanged is not embedded again; without
            it the index is removed at the end.
        progress: Hears how many passages are embedded.

    Raises:
        NotForEvaluationError: ``keep`` holds something else.
        ArchiveError: the index cannot be written.
    """
    if keep is None:
        with TemporaryDirectory(prefix="lrt-search-evaluate-") as made:
            yield from _opened(folder, replace(settings, index=Path(made)), embedder, progress)
        return
    with writing_in(keep):
        if keep.is_file() or (keep.is_dir() and not _may_hold_index(keep)):
            raise NotForEvaluationError(path=str(keep))
        keep.mkdir(parents=True, exist_ok=True)
        (keep / _MARK).touch()
    yield from _opened(folder, replace(settings, index=keep), embedder, progress)


def _may_hold_index(folder: Path) -> bool:
    return (folder / _MARK).exists() or not any(folder.iterdir())


def _opened(
    folder: JudgedFolder, settings: Settings, embedder: Embedder, progress: Progress
) -> Iterator[Archive]:
    with index_lock(settings.index):
        known, complete = _kept(folder.records, settings, embedder)
        if not complete:
            progress.embedding(sum(one.passage_count for one in folder.records.documents))
            content = Content(
                records=folder.records,
                sources=tuple(map(_source, folder.records.documents)),
                skipped=(),
                masked=False,
            )
            write_generation(settings.index, content, embedder, known, progress.embedded)
            prune_generations(settings.index, keep=1)
        archive = open_archive(settings, embedder)
        try:
            yield archive
        finally:
            archive.close()


def _kept(
    records: Records, settings: Settings, embedder: Embedder
) -> tuple[dict[str, "NDArray[np.float32]"], bool]:
    """Return the vectors of an earlier evaluation, and whether its index is the very same."""
    try:
        archive = open_archive(settings, embedder)
    except IndexBusyError:
        raise
    except ArchiveError:  # There is none, or another model or version made it.
        return {}, False
    try:
        before = [document.document_id for document in archive.documents()]
        wanted = [one.document_id for one in records.documents]
        if archive.manifest.pipeline_version != PIPELINE_VERSION:
            return {}, False
        if sorted(before) == sorted(wanted):
            return {}, True
        return vectors_of(archive, records_of(archive)), False
    finally:
        archive.close()


def _record(entry_id: str, entry: Mapping[str, Any]) -> DocumentRecord:
    """Make a document of one text of the corpus.

    Its title, and the title of the agenda item it stood under (``meta.agenda``), are its context.
    """
    text = _text(entry)
    title = _one_line(entry.get("title"))
    meta = entry.get("meta")
    agenda = _one_line(meta.get("agenda")) if isinstance(meta, dict) else ""
    # Whatever is embedded makes the id, so that a changed text is never given an old vector.
    sha256 = hashlib.sha256(json.dumps([entry_id, title, agenda, text]).encode()).hexdigest()
    heading = agenda or title
    page = Page(1, None, text)
    block = Block(
        kind=PassageKind.PARAGRAPH,
        lines=tuple(_page_lines(text)),
        agenda_position=1 if heading else None,
        sub_heading=title if agenda and title else None,
    )
    items = (AgendaItem(1, "", heading, 1),) if heading else ()
    minutes = Minutes(Layout.PLAIN, title, Meeting(), items, (block,) if block.lines else ())
    document = Document(
        document_id=sha256[:16],
        sha256=sha256,
        media_type=TXT,
        title=title or entry_id,
        layout=Layout.PLAIN,
        meeting=Meeting(),
        page_count=1,
        paged=False,
        sources=(Source(entry_id),),
        agenda_items=items,
    )
    passages = tuple(cut_passages(document.document_id, [page], minutes))
    document = replace(document, passage_count=len(passages))
    return DocumentRecord(document=document, pages=(page,), passages=passages)


def _source(document: Document) -> SourceRecord:
    name = document.source_names[0]
    return SourceRecord(name, name, document.document_id)


def _page_lines(text: str) -> Iterator[Line]:
    start = 0
    gap = False
    for line in text.split("\n"):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield Line(1, begin, begin + len(words), words, gap)
        gap = not words
        start += len(line) + 1


def _one_line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


# --- lines of files -------------------------------------------------------------------------


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not empty, with their numbers from 1."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise _broken(path, number, N_("it is not UTF-8")) from None
            if line.strip():
                yield number, line


def _entries(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the entries of a file of JSON lines with their ids."""
    seen: dict[str, int] = {}
    for number, line in _lines(path):
        try:
            entry = json.loads(line)
        except ValueError:  # Without its cause: it holds the line.
            raise _broken(path, number, N_("it is no JSON")) from None
        if not isinstance(entry, dict):
            raise _broken(path, number, N_("it is no JSON object"))
        entry_id = entry.get("_id", entry.get("id"))
        if not isinstance(entry_id, str | int) or not str(entry_id).strip():
            raise _broken(path, number, N_("it has no _id"))
        if not isinstance(entry.get("text"), str):
            raise _broken(path, number, N_("it has no text"))
        key = str(entry_id)
        if key in seen:
            raise DuplicateIdError(path=str(path), first=seen[key], line=number)
        seen[key] = number
        yield key, entry


def _text(entry: Mapping[str, Any]) -> str:
    return str(entry["text"])


def _kind(entry: Mapping[str, Any]) -> str:
    metadata = entry.get("metadata")
    inner = metadata.get("type") if isinstance(metadata, dict) else None
    return _one_line(entry.get("type", inner))


def _judgments(
    path: Path, queries: set[str], texts: set[str]
) -> tuple[dict[str, dict[str, int]], int]:
    """Return the grades by query and text, and how many name what is not there."""
    grades: dict[str, dict[str, int]] = {}
    unknown = 0
    for number, line in _lines(path):
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        try:
            query_id, text_id, score = cells[0], cells[1], int(cells[2])
        except (IndexError, ValueError):
            if number == 1 and len(cells) >= 3:
                continue  # The names of the columns.
            detail = N_("it needs a query id, a text id and a whole number, with tabs between")
            raise _broken(path, number, detail) from None
        if query_id not in queries or text_id not in texts:
            unknown += 1
            continue
        of_query = grades.setdefault(query_id, {})
        # A grade below 0 ("harmful") is as irrelevant as 0.
        if of_query.setdefault(text_id, max(score, 0)) != max(score, 0):
            raise _broken(path, number, N_("the same pair has another score above it"))
    return grades, unknown


def _broken(path: Path, line: int, detail: str) -> BrokenJudgmentError:
    return BrokenJudgmentError(path=str(path), line=line, detail=detail)
