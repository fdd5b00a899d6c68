"""A question followed: an Atom feed (RFC 4287) of the passages that answer it. Pure."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from lrt_search.domain import Hit, Outcome

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
LOOKED_AT = 300  # of the best hits of a question
MOST_ENTRIES = 100
# A passage without a word of the question belongs to its feed where it is this near in meaning:
# cosines of two questions cannot be compared, ranks can.
NEAREST_IN_MEANING = 20
# Ids are made of what never changes, in a name space of our own (RFC 9562).
_NAMES = uuid.UUID("6a1f6f0e-0f0c-5c55-9a57-7c6d0f6a4a11")


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage in a feed.

    Attributes:
        passage_id: What its id in the feed is made of.
        updated: When its document was read, UTC, "2026-11-24T12:00:00Z".
        day: Of the meeting, "2024-03-14"; empty where it is not known.
        title: Of the agenda item, or of the document.
        link: Absolute address.
        quotation: Its words, with redactions in words.
        reason: Why it is in this feed.
    """

    passage_id: str
    updated: str
    day: str
    title: str
    link: str
    quotation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What stands above the entries.

    Attributes:
        query: What its id is made of.
        updated: When the archive was made, for a feed without entries.
        title, subtitle, author: To be shown.
        self_link, page_link: Absolute addresses of the feed and of the page of hits.
        language: "nl" or "en".
    """

    query: str
    updated: str
    title: str
    subtitle: str
    author: str
    self_link: str
    page_link: str
    language: str


def belong(outcome: Outcome) -> list[Hit]:
    """Return the hits that belong in the feed of a question.

    Those with a word of it do, and those without where they are among the nearest in meaning;
    none does where the archive holds no answer.
    """
    if not outcome.found:
        return []
    return [
        hit
        for hit in outcome.hits
        if hit.reason.meaning_rank is None
        or hit.reason.word_rank is not None
        or hit.reason.words
        or hit.reason.meaning_rank <= NEAREST_IN_MEANING
    ]


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries as they stand in a feed: the last read first, then by meeting."""
    listed = list(entries)  # in order of rank, which settles what is left
    return sorted(listed, key=lambda entry: (entry.updated, entry.day), reverse=True)[:MOST_ENTRIES]


def updated(feed: Feed, entries: Sequence[Entry]) -> str:
    """Return when a feed changed last."""
    return max((entry.updated for entry in entries), default=feed.updated)


def to_atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Write a feed."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _add(root, "id", _id(f"vraag {feed.query}"))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", updated(feed, entries))
    _add(_add(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=feed.self_link)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page_link)
    for one in entries:
        entry = _add(root, "entry")
        _add(entry, "id", _id(f"passage {one.passage_id}"))
        _add(entry, "title", f"{one.title} ({one.day})" if one.day else one.title)
        _add(entry, "updated", one.updated)
        _add(entry, "link", rel="alternate", type="text/html", href=one.link)
        _add(entry, "summary", one.reason, type="text")
        _add(entry, "content", one.quotation, type="text")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _id(name: str) -> str:
    return uuid.uuid5(_NAMES, name.encode("utf-8", "replace").decode()).urn


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = "".join(char for char in text if _may_stand_in_xml(char))
    return element


def _may_stand_in_xml(char: str) -> bool:
    """Whether XML 1.0 takes a character (its section 2.2)."""
    code = ord(char)
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or code >= 0x10000
    )
