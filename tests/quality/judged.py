"""The judged queries of the example archive: see example/README.md."""

import csv
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lrt_search.archive import Archive
from lrt_search.domain import Passage
from lrt_search.evaluation import JudgedQuery

EXAMPLE = Path(__file__).parent / "example"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A judgment that survives another way of cutting passages.

    Attributes:
        query_id: Of the query.
        document: File name of the minutes.
        words: Verbatim words that stand in one passage of that document, and in no other.
        grade: 2 where the passage answers the query, 1 where it is about the same matter.
    """

    query_id: str
    document: str
    words: str
    grade: int


def queries(name: str = "queries.jsonl") -> tuple[JudgedQuery, ...]:
    entries = map(json.loads, (EXAMPLE / name).read_text(encoding="utf-8").splitlines())
    return tuple(
        JudgedQuery(entry["_id"], entry["text"], entry["metadata"]["type"]) for entry in entries
    )


def anchors() -> tuple[Anchor, ...]:
    with (EXAMPLE / "qrels.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return tuple(Anchor(query, name, words, int(grade)) for query, name, words, grade in rows)


def is_seen(query_id: str) -> bool:
    """Whether a query may be looked at when the search is tuned; the others only measure."""
    return int(hashlib.sha256(query_id.encode()).hexdigest()[:8], 16) % 2 == 0


def anchored(anchor: Anchor, passages: Sequence[Passage]) -> Passage:
    """Return the passage that holds the words of an anchor.

    Raises:
        LookupError: none does, or more than one: the judgment has to be made anew.
    """
    found = [passage for passage in passages if anchor.words in passage.quotation]
    if len(found) != 1:
        raise LookupError(
            f"{anchor.query_id}: “{anchor.words}” stands in {len(found)} passages of "
            f"{anchor.document}, and must stand in one. Choose other words in qrels.tsv."
        )
    return found[0]


def judgments(archive: Archive) -> dict[str, dict[str, int]]:
    """Return the grades by query id and passage id."""
    passages = {
        Path(document.source_names[0]).name: archive.passages(document.document_id)
        for document in archive.documents()
    }
    found: dict[str, dict[str, int]] = {}
    for anchor in anchors():
        passage = anchored(anchor, passages.get(anchor.document, ()))
        grades = found.setdefault(anchor.query_id, {})
        grades[passage.passage_id] = max(anchor.grade, grades.get(passage.passage_id, 0))
    return found
