"""``lrt-search register confirm`` and ``reject``: a person says whether a rule was right."""

import argparse

from ingest.given import user_name, words_given
from ingest.index_writer import index_lock
from lrt_search.archive import open_archive
from lrt_search.generations import utc_now
from lrt_search.language import N_
from lrt_search.register_wording import kind_in_words
from lrt_search.registers import find_statement
from lrt_search.reviews import Review, Verdict, note_review
from lrt_search.settings import Settings
from lrt_search.wording import Wording


def confirm(arguments: argparse.Namespace, settings: Settings) -> int:
    """Note that a person found a statement right; return the exit code.

    Raises:
        LrtError: as ``_note``.
    """
    return _note(arguments, settings, Verdict.CONFIRMED, N_("Confirmed: {kind} {statement_id}."))


def reject(arguments: argparse.Namespace, settings: Settings) -> int:
    """Note that a person found a statement wrong: it is shown no more; return the exit code.

    Raises:
        LrtError: as ``_note``.
    """
    return _note(arguments, settings, Verdict.REJECTED, N_("Rejected: {kind} {statement_id}."))


def _note(arguments: argparse.Namespace, settings: Settings, verdict: Verdict, done: str) -> int:
    """Write a review.

    Raises:
        InvalidParameterError: the reason or the name cannot be used.
        RegisterError: no statement, or more than one, has such an id.
        ArchiveError, ModelError: there is no archive, or it cannot be written as it stands.
    """
    wording = Wording(settings.language)
    reason = None if arguments.reason is None else words_given("--reason", arguments.reason)
    by = user_name() if arguments.by is None else words_given("--by", arguments.by)
    statement = find_statement(open_archive(settings), arguments.statement)
    with index_lock(settings.index):
        note_review(
            settings.index,
            Review(
                statement_id=statement.statement_id,
                document_id=statement.document_id,
                verdict=verdict,
                at=utc_now(),
                by=by,
                reason=reason,
            ),
        )
    kind = kind_in_words(statement.kind, wording)
    print(wording.translate(done).format(kind=kind, statement_id=statement.statement_id))
    return 0
