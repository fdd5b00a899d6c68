"""``lrt-search quarantine``: list, show, release and reject, for the person who must decide."""

import argparse
import json
from collections.abc import Sequence
from typing import Any

from ingest.command import progress_bars, tell
from ingest.findings import Finding, FindingKind
from ingest.given import user_name
from ingest.index_writer import index_lock
from ingest.pipeline import release_document
from ingest.quarantine import (
    Decision,
    HeldDocument,
    State,
    decide,
    find_held,
    held_documents,
    held_source,
)
from lrt_search.embedding import load_embedder
from lrt_search.errors import InArchiveError, InvalidParameterError, NoIndexError
from lrt_search.generations import current_generation
from lrt_search.language import N_
from lrt_search.manifest import read_inventory
from lrt_search.settings import Settings
from lrt_search.wording import Wording

_KINDS: dict[str, str] = {
    "covered_text": N_("text under a box, an image or an annotation"),
    "cut_off_text": N_("text that is cut off at the edge of its cell"),
    "same_colour_text": N_("text in the colour of its background"),
    "invisible_text": N_("text that is set to be invisible"),
    "tiny_text": N_("text that is too small to see"),
    "off_page_text": N_("text outside the part of the page that is shown"),
    "unshown_ocr": N_("recognised text of a scan that its picture does not show"),
    "unread_ocr": N_("recognised text of a scan that could not be read again"),
    "covered_picture": N_("a scan with its words still under the boxes"),
    "redact_mark": N_("an area marked for redaction and never redacted"),
    "annotation_text": N_("text in a note or a comment"),
    "form_value": N_("a value of a form that its page does not show"),
    "hidden_layer": N_("a layer that is switched off"),
    "attachment": N_("another file inside this one"),
    "outline": N_("a bookmark with words that the pages do not show"),
    "earlier_revision": N_("an earlier state of the file with other words"),
    "metadata": N_("properties of the file, such as title and author"),
    "alternative_text": N_("words for a screen reader that the page does not show"),
    "mail_link": N_("a link to an e-mail address that the page does not show"),
    "thumbnail": N_("a small picture of the page, perhaps of an earlier state"),
    "file_name": N_("a file name with words that the pages do not show"),
}
_STATES = {
    State.WAITING: N_("waits for a decision"),
    State.RELEASED: N_("released"),
    State.REJECTED: N_("rejected"),
    State.REPLACED: N_("replaced by another version of its file"),
    State.CLEARED: N_("found clean by a later check"),
}
_NEXT = {
    State.WAITING: (
        N_(
            "Best: have the document redacted anew, put it in the place of this file and run "
            "ingest again. It then leaves quarantine by itself."
        ),
        N_(
            "If what the pages show may be searched: lrt-search quarantine release {id} "
            "--reason TEXT"
        ),
        N_(
            "If the document is not to be in the archive: lrt-search quarantine reject {id} "
            "--reason TEXT"
        ),
    ),
    State.RELEASED: (
        N_("Nothing: only what its pages show is in the archive."),
        N_("To take it out again: lrt-search withdraw {id}"),
    ),
    State.REJECTED: (
        N_(
            "Nothing: its copy was removed. To come back on it, release it and then ingest the "
            "file again: lrt-search quarantine release {id} --reason TEXT"
        ),
    ),
    State.REPLACED: (N_("Nothing: its file holds another document now."),),
    State.CLEARED: (N_("Nothing: it is in the archive."),),
}
_NOT_IN_ARCHIVE = (
    N_(
        "It is not in the archive: it was withdrawn, or the job was stopped. To take it in: "
        "lrt-search quarantine release {id} --reason TEXT"
    ),
)
_UNJUDGED = (
    N_(
        "It could not be checked for hidden text ({detail}), so it cannot be released. Repair it "
        "(qpdf IN OUT) or print it to a new PDF, and run ingest on that file."
    ),
    _NEXT[State.WAITING][2],
)


def finding_in_words(kind: str, wording: Wording) -> str:
    """Say what a kind of finding is: "text under a box, an image or an annotation"."""
    return wording.translate(_KINDS[kind])


def state_in_words(state: State, wording: Wording) -> str:
    """Say what became of a document in quarantine."""
    return wording.translate(_STATES[state])


# --- Commands ----------------------------------------------------------------------------------


def list_held(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print every document in quarantine, those that wait first; return the exit code."""
    held = sorted(held_documents(settings.index), key=lambda one: one.state is not State.WAITING)
    if arguments.json:
        _print_json([as_json(one) for one in held])
        return 0
    wording = Wording(settings.language)
    if not held:
        print(wording.translate(N_("There is nothing in quarantine.")))
    for one in held:
        print("\n".join(_listed(one, wording)))
    return 0


def show_held(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print all that is known of a document in quarantine; return the exit code.

    Raises:
        QuarantineError: no document, or more than one, has such an id.
    """
    held = find_held(settings.index, arguments.document)
    if arguments.json:
        _print_json(as_json(held))
    else:
        print("\n".join(_shown(held, settings, Wording(settings.language))))
    return 0


def release_held(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a document in with only what its pages show; return the exit code.

    Raises:
        InvalidParameterError: no reason.
        LrtError: as ``ingest.pipeline.release_document``.
    """
    wording = Wording(settings.language)
    reason = _reason(arguments, wording)
    held = find_held(settings.index, arguments.document)
    embedder = load_embedder(settings)
    with progress_bars(wording) as progress:
        report = release_document(
            settings, embedder, held.sha256, reason, _who(arguments), progress
        )
    if not report.skipped:
        print(wording.translate(N_("Released: {name}.")).format(name=held.name))
    return tell(report, wording)


def reject_held(arguments: argparse.Namespace, settings: Settings) -> int:
    """Remove the copy of a document and never read it again; return the exit code.

    Raises:
        QuarantineError: no such document, or it is in the archive.
        InvalidParameterError: no reason.
    """
    wording = Wording(settings.language)
    reason = _reason(arguments, wording)
    held = find_held(settings.index, arguments.document)
    with index_lock(settings.index):
        held = find_held(settings.index, held.sha256)
        if _is_served(settings, held):
            raise InArchiveError(name=held.name, document_id=held.document_id)
        decide(settings.index, held, State.REJECTED, reason, _who(arguments))
    text = N_("Rejected: {name}. Its copy was removed and it is not taken in again.")
    print(wording.translate(text).format(name=held.name))
    return 0


def _reason(arguments: argparse.Namespace, wording: Wording) -> str:
    reason = " ".join(arguments.reason.split())
    if not reason:
        expected = wording.translate(N_("say in a few words why"))
        raise InvalidParameterError(name="--reason", expected=expected)
    return reason


def _who(arguments: argparse.Namespace) -> str:
    return str(arguments.by) if arguments.by else user_name()


def _is_served(settings: Settings, held: HeldDocument) -> bool:
    try:
        served = read_inventory(current_generation(settings.index))
    except NoIndexError:
        return False
    return any(entry.sha256 == held.sha256 for entry in served.sources)


# --- What is printed ---------------------------------------------------------------------------


def _listed(held: HeldDocument, wording: Wording) -> Sequence[str]:
    since = wording.moment(held.first_seen)
    state = state_in_words(held.state, wording)
    lines = [f"{held.document_id}  {held.name}", f"    {state}; {_since(wording, since)}"]
    by_kind: dict[FindingKind, tuple[int, tuple[int, ...]]] = {}
    for found in held.findings:
        if not found.harmless:
            count, pages = by_kind.get(found.kind, (0, ()))
            pages += (found.page_number,) if found.page_number else ()
            by_kind[found.kind] = (count + found.count, pages)
    for kind, (count, pages) in by_kind.items():
        where = f", p. {', '.join(map(str, dict.fromkeys(pages)))}" if pages else ""
        lines.append(f"    - {finding_in_words(kind, wording)} ({wording.number(count)}){where}")
    if not held.judged:
        lines.append(f"    - {_unjudged(held, wording)}")
    return lines


def _shown(held: HeldDocument, settings: Settings, wording: Wording) -> Sequence[str]:
    translate = wording.translate
    state = state_in_words(held.state, wording)
    lines = [
        f"{held.document_id}  {held.name}",
        f"SHA-256: {held.sha256}",
        _since(wording, wording.moment(held.first_seen)),
        translate(N_("State: {state}")).format(state=state),
    ]
    copy = held_source(settings.index, held.sha256, held.media_type)
    if copy.is_file():
        lines.append(translate(N_("Copy: {path}")).format(path=copy))
    lines.append(translate(N_("Found:")))
    lines += [f"  - {_found(found, wording)}" for found in held.findings]
    if not held.judged:
        lines.append(f"  - {_unjudged(held, wording)}")
    if held.decisions:
        lines.append(translate(N_("Decided:")))
        lines += [f"  - {_decided(one, wording)}" for one in held.decisions]
    lines.append(translate(N_("What to do next:")))
    values = {"id": held.document_id, "detail": held.detail}
    steps = _next_steps(held, settings)
    return [*lines, *(f"  - {translate(step).format(**values)}" for step in steps)]


def _next_steps(held: HeldDocument, settings: Settings) -> Sequence[str]:
    is_open = held.state is State.WAITING or (
        held.state is State.RELEASED and not _is_served(settings, held)
    )
    if is_open and not held.judged:
        return _UNJUDGED
    return _NOT_IN_ARCHIVE if is_open and held.state is State.RELEASED else _NEXT[held.state]


def _since(wording: Wording, moment: str) -> str:
    return wording.translate(N_("in quarantine since {moment}")).format(moment=moment)


def _unjudged(held: HeldDocument, wording: Wording) -> str:
    text = wording.translate(N_("could not be checked for hidden text ({detail})"))
    return text.format(detail=held.detail)


def _found(found: Finding, wording: Wording) -> str:
    translate = wording.translate
    where = (
        translate(N_("p. {label}")).format(label=found.page_number)
        if found.page_number
        else translate(N_("whole document"))
    )
    harmless = N_("harmless")
    told = f"{where}: {finding_in_words(found.kind, wording)} ({wording.number(found.count)})"
    return f"{told}, {translate(harmless)}" if found.harmless else told


def _decided(decision: Decision, wording: Wording) -> str:
    state = state_in_words(decision.state, wording)
    told = f"{wording.moment(decision.at)}, {decision.by}: {state}"
    return f"{told} ({decision.reason})" if decision.reason else told


def as_json(held: HeldDocument) -> dict[str, Any]:
    """Return a record for programs, with Dutch names as in the API."""
    return {
        "id": held.document_id,
        "sha256": held.sha256,
        "mediaType": held.media_type,
        "staat": held.state,
        "sinds": held.first_seen,
        "bronnen": [origin.name for origin in held.origins],
        "reden": held.trouble,
        "detail": held.detail or None,
        "bevindingen": [
            {
                "soort": found.kind,
                "pagina": found.page_number,
                "aantal": found.count,
                "onschuldig": found.harmless,
            }
            for found in held.findings
        ],
        "besluiten": [
            {"op": one.at, "door": one.by, "staat": one.state, "reden": one.reason}
            for one in held.decisions
        ],
    }


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
