"""A search record, asked again: whether the outcome is the same today, and what changed if not."""

from collections.abc import Iterator
from dataclasses import dataclass

from lrt_search import __version__
from lrt_search.archive import Archive
from lrt_search.errors import OtherArchiveError
from lrt_search.language import N_
from lrt_search.retrieval import Search
from lrt_search.search_record import (
    ArchiveState,
    RecordedHit,
    RecordedSearch,
    SearchRecord,
    ask,
    state_of,
)
from lrt_search.wording import Wording


@dataclass(frozen=True, slots=True)
class Moved:
    """A passage that is found at another rank than it was."""

    hit: RecordedHit
    now: int


@dataclass(frozen=True, slots=True)
class SearchChange:
    """What is different of one question.

    Attributes:
        before: As recorded.
        now: As it comes out today.
        new: Hits that were not recorded.
        missing: Recorded hits that are not found now.
        moved: Hits at another rank.
        altered: Hits whose words are not those recorded; such a passage is no longer the same.
    """

    before: RecordedSearch
    now: RecordedSearch
    new: tuple[RecordedHit, ...] = ()
    missing: tuple[RecordedHit, ...] = ()
    moved: tuple[Moved, ...] = ()
    altered: tuple[RecordedHit, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the same passages come in the same order, with the same count and evidence."""
        return not (self.new or self.missing or self.moved or self.altered) and (
            (self.before.total, self.before.evidence, self.before.refused is None)
            == (self.now.total, self.now.evidence, self.now.refused is None)
        )


@dataclass(frozen=True, slots=True)
class StateChange:
    """Something of program or archive that is not what it was.

    Attributes:
        name: English words for it, to be translated.
        before, now: Its values.
    """

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of asking a record again.

    Attributes:
        state: What is different of program and archive; it need not change the outcome.
        added: Documents that were not in the archive then.
        removed: Documents that were, and are not now.
        withdrawn: Of those the reasons, by id, where they were withdrawn.
        searches: Each question, in order.
    """

    state: tuple[StateChange, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    withdrawn: dict[str, str]
    searches: tuple[SearchChange, ...]

    @property
    def same(self) -> bool:
        """Whether the outcome of every question is the same."""
        return all(one.same for one in self.searches)


def replay(
    archive: Archive, recorded: SearchRecord, search: Search, wording: Wording, name: str
) -> Replay:
    """Ask a record again, and compare.

    Args:
        archive: As it is today.
        recorded: What was asked then.
        search: Finds passages.
        wording: In which language refusals are told.
        name: What the record is called.

    Raises:
        OtherArchiveError: it was made over an archive with none of the documents of this one.
    """
    now = state_of(archive, wording)
    known = {one.document_id: f"{one.title} ({one.source_name})" for one in now.documents}
    then = {
        one.document_id: f"{one.title} ({one.source_name})" for one in recorded.archive.documents
    }
    gone = {one.document_id: one.reason for one in now.withdrawn}
    if then and not known.keys() & then.keys() and not gone.keys() & then.keys():
        raise OtherArchiveError(name=name, count=len(then))
    return Replay(
        state=tuple(_state_changes(recorded, now)),
        added=tuple(f"{one}: {known[one]}" for one in known if one not in then),
        removed=tuple(f"{one}: {then[one]}" for one in then if one not in known),
        withdrawn={one: reason for one, reason in gone.items() if one in then},
        searches=tuple(
            _compared(one, ask(archive, one.number, one.asked(), search, wording))
            for one in recorded.searches
        ),
    )


def _state_changes(recorded: SearchRecord, now: ArchiveState) -> Iterator[StateChange]:
    then = recorded.archive
    for name, before, after in (
        (N_("Program"), recorded.program_version, __version__),
        (N_("Generation"), then.generation, now.generation),
        (N_("Manifest"), then.manifest_sha256, now.manifest_sha256),
        (N_("Model"), then.model, now.model),
        (N_("Fingerprint of the model"), then.fingerprint, now.fingerprint),
        (N_("Format of the index"), str(then.format_version), str(now.format_version)),
    ):
        if before != after:
            yield StateChange(name, before, after)


def _compared(before: RecordedSearch, now: RecordedSearch) -> SearchChange:
    then = {hit.passage_id: hit for hit in before.hits}
    today = {hit.passage_id: hit for hit in now.hits}
    both = [passage_id for passage_id in then if passage_id in today]
    return SearchChange(
        before=before,
        now=now,
        new=tuple(hit for key, hit in today.items() if key not in then),
        missing=tuple(hit for key, hit in then.items() if key not in today),
        moved=tuple(
            Moved(then[key], today[key].rank) for key in both if then[key].rank != today[key].rank
        ),
        altered=tuple(today[key] for key in both if then[key].quotation != today[key].quotation),
    )
