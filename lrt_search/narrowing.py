"""The passages that a question leaves: with its phrases and fields, without its exclusions."""

from collections.abc import Callable, Sequence

from lrt_search.analysis import searchable
from lrt_search.archive import Archive
from lrt_search.catalogue import PassagePlace
from lrt_search.domain import AgendaItem, Document
from lrt_search.query import Conditions, Query, Sought
from lrt_search.registers import is_named
from lrt_search.statements import Statement

# So many digits of an id are meant as one: "5" is rather a word of a title.
_ID_DIGITS = 8


def left_by(archive: Archive, query: Query) -> list[int]:
    """Return the numbers of the passages that a question leaves, the newest meeting first."""
    left = _meeting(archive, query.conditions)
    for group in query.required:
        either = set[int]().union(
            *(_holding(archive, one, archive.lexical.passages_about) for one in group)
        )
        left = [number for number in left if number in either]
    for one in query.excluded:
        without = _holding(archive, one, archive.lexical.passages_with)
        left = [number for number in left if number not in without]
    return left


def _holding(archive: Archive, one: Sought, by_words: Callable[[str], set[int]]) -> set[int]:
    if one.exact:
        return set(archive.catalogue.numbers_saying(searchable(one.text)))
    return by_words(one.text)


def _meeting(archive: Archive, conditions: Conditions) -> list[int]:
    places = archive.catalogue.places()
    if not conditions:
        return [place.number for place in places]
    documents = archive.documents_by_id
    meant = {key for key, document in documents.items() if _is_meant(document, conditions)}
    items = {
        (key, item.position)
        for key in meant
        for item in documents[key].agenda_items
        if all(_is_item(item, text) for text in conditions.agenda_items)
    }
    left = [
        place.number
        for place in places
        if place.document_id in meant
        and (not conditions.agenda_items or (place.document_id, place.agenda_position) in items)
    ]
    left = _said(archive, conditions, places, left)
    if not conditions.grounds:
        return left
    withheld = archive.catalogue.withheld_around(left)
    return [n for n in left if set(conditions.grounds) <= set(withheld[n].grounds)]


def _said(
    archive: Archive, conditions: Conditions, places: Sequence[PassagePlace], left: list[int]
) -> list[int]:
    """Leave the passages with what is asked of a statement, or of who speaks."""
    stating = conditions.kinds or conditions.owners
    if not stating and not conditions.organisations:
        return left
    statements = archive.statements_by_passage()
    numbers = archive.catalogue.numbers_of(list(statements))
    by_number = {numbers[key]: found for key, found in statements.items()}
    if stating:
        return [n for n in left if _states(by_number.get(n, ()), conditions)]
    documents = archive.documents_by_id
    speakers = {place.number: (documents[place.document_id], place.speaker) for place in places}
    return [
        number
        for number in left
        if all(
            _speaks(*speakers[number], name)
            or is_named(name, (one.speaker_organisation for one in by_number.get(number, ())))
            for name in conditions.organisations
        )
    ]


def _states(statements: Sequence[Statement], conditions: Conditions) -> bool:
    """Return whether statements are of every kind asked for, each of and by those asked for."""
    fitting = [
        one
        for one in statements
        if all(is_named(name, one.owners) for name in conditions.owners)
        and all(
            is_named(name, (one.speaker_organisation, *one.owners))
            for name in conditions.organisations
        )
    ]
    return bool(fitting) and set(conditions.kinds) <= {one.kind for one in fitting}


def undated(archive: Archive, conditions: Conditions) -> int:
    """Count the documents that a question leaves out because nobody knows their date."""
    if conditions.first_date is None and conditions.last_date is None:
        return 0
    documents = archive.documents_by_id.values()
    return sum(document.meeting.date_guess is None for document in documents)


def _is_meant(document: Document, conditions: Conditions) -> bool:
    first, last, day = conditions.first_date, conditions.last_date, document.meeting.date_guess
    if (first or last) and day is None:
        return False
    if day and ((first and day < first) or (last and day > last)):
        return False
    names = [searchable(name) for name in (document.title, *document.source_names)]
    return all(
        any(searchable(text) in name for name in names)
        or (len(text) >= _ID_DIGITS and document.document_id.startswith(searchable(text)))
        for text in conditions.documents
    )


def _is_item(item: AgendaItem, text: str) -> bool:
    """Return whether an agenda item is meant: by its label, or by words of its title."""
    sought = searchable(text).rstrip(".")
    return sought == searchable(item.label).rstrip(".") or _stands_in(sought, item.title)


def _speaks(document: Document, speaker: str | None, name: str) -> bool:
    """Return whether an organisation is the speaker, or was there where no speaker is named."""
    if speaker is not None:
        return _stands_in(searchable(name), speaker)
    present = (one.organisation for one in document.meeting.attendees if one.organisation)
    return any(_stands_in(searchable(name), organisation) for organisation in present)


def _stands_in(sought: str, text: str) -> bool:
    """Return whether words stand in a text as whole words: "VNG" not in "VNGC"."""
    looked = searchable(text)
    start = looked.find(sought)
    while start >= 0:
        around = looked[start - 1 : start] + looked[start + len(sought) : start + len(sought) + 1]
        if not any(char.isalnum() for char in around):
            return True
        start = looked.find(sought, start + 1)
    return False
