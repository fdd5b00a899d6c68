"""``lrt-search record`` and ``lrt-search replay``."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lrt_search.archive import open_archive
from lrt_search.command import filters_of, limit_of, question_of
from lrt_search.errors import InvalidParameterError, NoRecordError
from lrt_search.language import N_
from lrt_search.record_files import content_of, form_of_file, save
from lrt_search.replay import Replay, SearchChange
from lrt_search.replay import replay as ask_again
from lrt_search.retrieval import search
from lrt_search.search_record import (
    MOST_HITS,
    Question,
    RecordedHit,
    from_json,
    outcome_for,
    recorded,
)
from lrt_search.search_record import record as record_of
from lrt_search.settings import Settings
from lrt_search.wording import Wording

SAME, CHANGED = 0, 7  # exit codes of a replay; docs/errors.md tells them
_MOST_BYTES = 256 * 1024 * 1024  # of a record


def record(arguments: argparse.Namespace, settings: Settings) -> int:
    """Search, and save the record of it; return the exit code.

    Raises:
        QueryError: the question, or what is to be set aside, cannot be used.
        UnwritableRecordError: a file cannot be written.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
    """
    wording = Wording(settings.language)
    translate = wording.translate
    limit = limit_of(arguments, MOST_HITS, wording)
    files = [(Path(name), form_of_file(Path(name))) for name in arguments.out]
    question = Question(
        question_of(arguments),
        filters_of(arguments, wording),
        limit,
        set_aside_given(arguments.set_aside),
        arguments.expand,
    )
    archive = open_archive(settings)
    outcome = outcome_for(archive, question, search)
    made = record_of(archive, [recorded(archive, 1, question, outcome)], wording)
    for path, form in files:
        save(path, content_of(made, form, wording))
        print(path)
    text = translate(N_("Recorded: {count} of {total} passages. Checksum: {checksum}"))
    print(
        text.format(
            count=wording.number(len(outcome.hits)),
            total=wording.number(outcome.total),
            checksum=made.checksum,
        )
    )
    return 0


def set_aside_given(given: Sequence[str]) -> dict[str, str]:
    """Read what is to be set aside: "PASSAGE=reason" each.

    Raises:
        InvalidParameterError: one of them has no reason.
    """
    aside = {}
    for one in given:
        passage_id, equals, reason = one.partition("=")
        if not equals or not passage_id.strip() or not reason.strip():
            expected = N_("write the id of a passage, = and the reason")
            raise InvalidParameterError(name="--set-aside", expected=expected)
        aside[passage_id.strip()] = reason.strip()
    return aside


def replay(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask a record again and print what changed; return the exit code: 0 where nothing did.

    Raises:
        RecordError: it is no record, was changed, or was made over another archive.
        ArchiveError, ModelError: there is nothing to search, or nothing to search it with.
    """
    wording = Wording(settings.language)
    path = Path(arguments.record)
    made = from_json(_read(path), path.name)
    found = ask_again(open_archive(settings), made, search, wording, path.name)
    if arguments.json:
        print(json.dumps(_as_json(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found, wording)))
    return SAME if found.same else CHANGED


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NoRecordError(name=path.name, detail=N_("it is far too large"))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise NoRecordError(name=str(path), detail=detail) from error
    except UnicodeDecodeError:
        raise NoRecordError(name=path.name, detail=N_("it cannot be read as JSON")) from None


def _lines(found: Replay, wording: Wording) -> Iterator[str]:
    translate = wording.translate
    if found.same:
        yield translate(N_("Same: every question has the same outcome as when it was recorded."))
    else:
        count = sum(not one.same for one in found.searches)
        yield wording.ngettext(
            "Changed: {count} question has another outcome than when it was recorded.",
            "Changed: {count} questions have another outcome than when they were recorded.",
            count,
        )
    for change in found.state:
        text = translate(N_("{name}: was {before}, is {now}"))
        yield "  " + text.format(name=translate(change.name), before=change.before, now=change.now)
    for text, documents in (
        (N_("New in the archive: {document}"), found.added),
        (N_("No longer in the archive: {document}"), found.removed),
    ):
        for one in documents:
            told = translate(text).format(document=one)
            reason = found.withdrawn.get(one.partition(":")[0])
            if reason:
                told += " " + translate(N_("(withdrawn: {reason})")).format(reason=reason)
            yield f"  {told}"
    for search_change in found.searches:
        before, now = search_change.before, search_change.now
        if not search_change.same or before.expansions != now.expansions:
            yield ""
            yield from _search_lines(search_change, wording)


def _search_lines(change: SearchChange, wording: Wording) -> Iterator[str]:
    translate, before, now = wording.translate, change.before, change.now
    text = translate(N_("Question {number}: {query}"))
    yield text.format(number=before.number, query=before.query)
    for name, was, is_now in (
        (N_("Passages found"), str(before.total), str(now.total)),
        (N_("Evidence"), before.evidence or "–", now.evidence or "–"),
        (N_("Not searched because"), before.refused or "–", now.refused or "–"),
        (N_("Also looked for"), _expansions(before.expansions), _expansions(now.expansions)),
    ):
        if was != is_now:
            text = translate(N_("{name}: was {before}, is {now}"))
            yield "  " + text.format(name=translate(name), before=was, now=is_now)
    for sign, hits in (("+", change.new), ("-", change.missing), ("!", change.altered)):
        for hit in hits:
            yield f"  {sign} {_told(hit)}"
    for moved in change.moved:
        yield f"  {moved.hit.rank} → {moved.now}  {_told(moved.hit)}"


def _expansions(expansions: Sequence[Any]) -> str:
    return "; ".join(f"{one.word}: {', '.join(one.also)}" for one in expansions) or "–"


def _told(hit: RecordedHit) -> str:
    return f"{hit.rank}. {hit.title}, {hit.meeting_date or '–'}  {hit.permalink}"


def _as_json(found: Replay) -> dict[str, Any]:
    def hits(listed: Sequence[RecordedHit]) -> list[dict[str, Any]]:
        return [
            {"rang": hit.rank, "passageId": hit.passage_id, "permalink": hit.permalink}
            for hit in listed
        ]

    return {
        "zelfde": found.same,
        "archief": [
            {"wat": change.name, "was": change.before, "is": change.now} for change in found.state
        ],
        "nieuweVerslagen": list(found.added),
        "verdwenenVerslagen": list(found.removed),
        "ingetrokken": found.withdrawn,
        "zoekslagen": [
            {
                "nummer": one.before.number,
                "zelfde": one.same,
                "totaal": {"was": one.before.total, "is": one.now.total},
                "bewijs": {"was": one.before.evidence, "is": one.now.evidence},
                "uitbreidingenZelfde": one.before.expansions == one.now.expansions,
                "nieuw": hits(one.new),
                "verdwenen": hits(one.missing),
                "gewijzigd": hits(one.altered),
                "verplaatst": [
                    {"passageId": moved.hit.passage_id, "was": moved.hit.rank, "is": moved.now}
                    for moved in one.moved
                ],
            }
            for one in found.searches
        ],
    }
