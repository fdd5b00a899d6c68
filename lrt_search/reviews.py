"""What a person said of statements that a rule found: the lines of ``reviews.jsonl``.

The file stands beside the generations, so a review outlives a re-ingest, a rebuild and another
rule: its statement is named by an id that comes from the document and its words. It never holds
a word of the document. It is read afresh each time, so a rejection holds for a running server.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from lrt_search.domain import file_id_of
from lrt_search.errors import DamagedReviewsError
from lrt_search.generations import append_durably, flush_to_disk, write_durably, writing_in


class Verdict(StrEnum):
    """Whether a person finds that a rule was right."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a statement.

    Attributes:
        statement_id: Which statement.
        document_id: The document it stands in: with a withdrawal its reviews go.
        verdict: Whether the rule was right.
        at: UTC, "2026-11-23T12:00:00Z".
        by: Who, as told on the command line; never shown on a page.
        reason: Why, where that was said; never shown on a page.
    """

    statement_id: str
    document_id: str
    verdict: Verdict
    at: str
    by: str | None = None
    reason: str | None = None


def reviews_file(index: Path) -> Path:
    """The file of the index that holds the reviews."""
    return index / "reviews.jsonl"


def reviews(index: Path) -> dict[str, Review]:
    """Return the last review of each statement, by the id of the statement.

    Raises:
        DamagedReviewsError: a line cannot be read. To pass over it might show a statement that
            was rejected.
    """
    return {one.statement_id: one for one in _lines(index)}


def _lines(index: Path) -> list[Review]:
    path, found = reviews_file(index), []
    try:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise DamagedReviewsError(path=str(path), detail=type(error).__name__) from error
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            found.append(Review(**(entry | {"verdict": Verdict(entry["verdict"])})))
        except (KeyError, TypeError, ValueError) as error:
            if not line.endswith("\n"):
                break  # The command that wrote it was killed, and told nobody that it was done.
            raise DamagedReviewsError(path=str(path), detail=f"line {number}") from error
    return found


def note_review(index: Path, review: Review) -> None:
    """Write a review to disk; the caller holds the lock of the index.

    Raises:
        IndexNotWritableError: no right, or no room.
    """
    with writing_in(index):
        append_durably(reviews_file(index), _line(review))


def holds_reviews_of(index: Path, file_ids: Collection[str]) -> bool:
    """Return whether there are reviews of statements in the files ``file_ids``.

    Raises:
        DamagedReviewsError: a line cannot be read.
    """
    return any(file_id_of(one.document_id) in file_ids for one in _lines(index))


def forget_reviews_of(index: Path, file_ids: Collection[str]) -> None:
    """Remove the reviews of statements in the files ``file_ids``; the caller holds the lock.

    Raises:
        DamagedReviewsError: a line cannot be read.
        OSError: the file cannot be written.
    """
    kept = [one for one in _lines(index) if file_id_of(one.document_id) not in file_ids]
    path = reviews_file(index)
    if not path.exists():
        return
    waiting = path.with_name(f"{path.name}.new")
    write_durably(waiting, "".join(map(_line, kept)))
    waiting.replace(path)
    flush_to_disk(index)


def _line(review: Review) -> str:
    return json.dumps(asdict(review), ensure_ascii=False) + "\n"
