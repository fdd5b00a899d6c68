"""Which documents are versions of each other, and what differs between two of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.documents import ReadFile, Reading, read_document
from ingest.minutes import recognise_minutes
from ingest.pages import read_pages
from ingest.passages import cut_passages
from ingest.sources import PDF, find_sources
from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import (
    REDACTION_MARK,
    Document,
    Layout,
    Meeting,
    Page,
    Passage,
    PassageKind,
    Redaction,
    RedactionLook,
    Source,
    Span,
)
from lrt_search.versions import Change, ChangeKind, Difference, PagePair, difference, find_versions
from tests.fixtures.example_archive import EXAMPLE_MINUTES
from tests.fixtures.pdf_factory import Block, Bullet, draw_minutes

DAY = date(2022, 3, 3)
# Words enough for minutes of two pages; no run of four comes back.
WORDS = [f"{first}{last}" for first in "bcdfghjklmnp" for last in ("oom", "erg", "ijk", "uin")] * 8
random.Random(1).shuffle(WORDS)

Text = tuple[Document, Sequence[Passage], Sequence[Redaction]]


def document_of(key: str, meeting: Meeting, pages: int = 1) -> Document:
    return Document(key, key * 4, PDF, "Verslag", Layout.LRT, meeting, pages, True, (Source(key),))


def text_of(key: str, words: Sequence[str], day: date | None = DAY) -> Text:
    """Return a document of one passage; a mark among its words withholds six letters."""
    text = " ".join(words)
    passage = Passage(
        f"p{key}", key, 1, PassageKind.PARAGRAPH, text, (Span(1, 0, max(1, len(text))),)
    )
    hidden = [Redaction(1, None, RedactionLook.BLACK, (), None, 6)] * text.count(REDACTION_MARK)
    return document_of(key * 16, Meeting(date_guess=day)), [passage], hidden


def hidden(words: Sequence[str], share: float) -> list[str]:
    rule = random.Random(2)
    return [REDACTION_MARK if rule.random() < share else word for word in words]


def linked(*texts: Text) -> list[tuple[str, str]]:
    return [(link.document_id[0], link.other_id[0]) for link in find_versions(texts)]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("day", [DAY, None], ids=["same day", "no day"])
def test_a_release_with_other_redactions_is_a_version(share: float, day: date | None) -> None:
    first, second = text_of("a", WORDS, day), text_of("b", hidden(WORDS, share), day)
    assert linked(first, second) == [("a", "b")]


def test_two_releases_with_redactions_of_their_own_are_versions() -> None:
    assert linked(
        text_of("a", hidden(WORDS, 0.1)), text_of("b", hidden(WORDS[::-1], 0.1)[::-1])
    ) == [("a", "b")]


def test_half_of_the_pages_redacted_is_a_version_still() -> None:
    blacked = WORDS[: len(WORDS) // 2] + [REDACTION_MARK] * (len(WORDS) // 2)
    assert linked(text_of("a", WORDS), text_of("b", blacked)) == [("a", "b")]


def test_a_scan_with_misread_words_is_a_version_of_minutes_of_that_day() -> None:
    misread = [word + "x" if number % 25 == 0 else word for number, word in enumerate(WORDS)]
    assert linked(text_of("a", WORDS), text_of("b", misread)) == [("a", "b")]


def test_a_retyped_head_makes_no_difference() -> None:
    retyped = ["Verslag", "van", "de", "vergadering", *WORDS]
    assert linked(text_of("a", WORDS), text_of("b", retyped)) == [("a", "b")]


def test_the_shared_words_are_told_in_percent() -> None:
    (link,) = find_versions([text_of("a", WORDS), text_of("b", WORDS)])
    assert link.shared == 100


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # The same decisions at every meeting.
        (text_of("a", WORDS), text_of("b", WORDS, date(2022, 4, 7))),
        # Minutes hold the whole text of a motion.
        (text_of("a", WORDS[:100]), text_of("b", WORDS)),
        # A form with other words in it.
        (text_of("a", [*WORDS[:120], *WORDS[120:250:2]]), text_of("b", WORDS[60:250][::-1])),
        # Two lines that are the same say nothing.
        (text_of("a", WORDS[:20]), text_of("b", WORDS[:20])),
        (text_of("a", WORDS), text_of("b", [REDACTION_MARK] * len(WORDS))),
    ],
    ids=["another day", "a part", "other words", "too short", "nothing shown"],
)
def test_no_versions(first: Text, second: Text) -> None:
    assert linked(first, second) == []


def read(key: str, pages: Sequence[Page]) -> Text:
    minutes = recognise_minutes(pages)
    return document_of(key, minutes.meeting, len(pages)), cut_passages(key, pages, minutes), ()


@pytest.mark.slow
@pytest.mark.parametrize("dated", [True, False])
def test_no_example_minutes_are_versions(example_minutes: Path, dated: bool) -> None:
    texts: list[Text] = []
    for number, path in enumerate(sorted(example_minutes.glob("*.pdf"))):
        pages = read_pages(path.name, path.read_bytes(), PDF)
        document, passages, hidden_in = read(f"{number:016x}", pages)
        meeting = document.meeting if dated else Meeting()
        texts.append((replace(document, meeting=meeting), passages, hidden_in))
    assert len(texts) > 10
    assert linked(*texts) == []
    # One of them under another id is found: what is looked for can be found.
    document, passages, hidden_in = texts[0]
    again = (replace(document, document_id="f" * 16), passages, hidden_in)
    assert len(linked(*texts, again)) == 1


@pytest.mark.slow
def test_no_council_documents_are_versions(council_pages: Mapping[str, Sequence[Page]]) -> None:
    """Among them is a motion of which the minutes of that day hold the text."""
    pages = enumerate(council_pages.values())
    texts = [read(f"{number:016x}", one) for number, one in pages]
    assert len(texts) > 20
    assert linked(*texts) == []


# --- what differs --------------------------------------------------------------------------

OPENING = (
    "Landelijke Regietafel van 3 maart 2022 in Utrecht, aanwezig zijn alle leden.\n"
    "De voorzitter opent de vergadering en stelt de agenda ongewijzigd vast."
)
LETTER = "Er komt een brief van {} aan de gemeenten over de termijnen van de noodopvang."
COSTS = "De kosten zijn {} euro per plek en jaar, zo meldt het ministerie van Financiën."
CLOSING = "Volgende vergadering is op 7 april 2022 in het provinciehuis van Utrecht."


def page(number: int, *lines: str) -> Page:
    return Page(number, None, "\n".join(lines))


def redactions(pages: Sequence[Page], *grounds: str) -> list[Redaction]:
    """Return a redaction for each mark on the pages, with the grounds given."""
    places = [
        (one.number, offset)
        for one in pages
        for offset, char in enumerate(one.text)
        if char == REDACTION_MARK
    ]
    told = [*grounds, *[""] * len(places)]
    return [
        Redaction(number, offset, RedactionLook.BLACK, (ground,) if ground else (), None, 6)
        for (number, offset), ground in zip(places, told, strict=False)
    ]


def compared(before: Sequence[Page], after: Sequence[Page]) -> Difference:
    return difference(before, redactions(before, "5.1.2e"), after, redactions(after, "5.1.2e"))


def only(found: Difference) -> Change:
    (change,) = found.changes
    return change


def test_what_became_visible_is_told_verbatim_with_its_ground_and_its_place() -> None:
    before = [page(1, OPENING, LETTER.format("▮")), page(2, CLOSING)]
    after = [page(1, OPENING, LETTER.format("mevrouw\nDe Iep"), CLOSING)]
    change = only(compared(before, after))
    assert change.kind is ChangeKind.VISIBLE
    assert (change.before.text, change.before.redactions[0].grounds) == ("▮", ("5.1.2e",))
    assert change.after.text == "mevrouw\nDe Iep"
    assert (change.before.page_number, change.after.page_number) == (1, 1)
    assert change.left.endswith("een brief van")
    assert change.right.startswith("aan de gemeenten")


def test_what_became_hidden_is_told_too() -> None:
    before = [page(1, OPENING, COSTS.format("31.000"))]
    change = only(compared(before, [page(1, OPENING, COSTS.format("▮"))]))
    assert change.kind is ChangeKind.HIDDEN
    assert (change.before.text, change.after.text) == ("31.000", "▮")


def test_both_at_the_same_time() -> None:
    before = [page(1, OPENING, LETTER.format("▮"), COSTS.format("31.000"))]
    after = [page(1, OPENING, LETTER.format("BZK"), COSTS.format("▮"))]
    found = compared(before, after)
    kinds = [change.kind for change in found.changes]
    assert kinds == [ChangeKind.VISIBLE, ChangeKind.HIDDEN]
    assert [found.count(kind) for kind in ChangeKind] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("before", "after"),
    [("31.000", "32.000"), ("31.000", ""), ("", "31.000")],
    ids=["other", "gone", "new"],
)
def test_other_words_are_a_change(before: str, after: str) -> None:
    change = only(
        compared([page(1, OPENING, COSTS.format(before))], [page(1, OPENING, COSTS.format(after))])
    )
    assert change.kind is ChangeKind.CHANGED
    assert (change.before.text, change.after.text) == (before, after)
    assert change.before.page_number == change.after.page_number == 1


def test_another_ground_is_told() -> None:
    pages = [page(1, OPENING, LETTER.format("▮"))]
    found = difference(pages, redactions(pages, "5.1.2e"), pages, redactions(pages, "5.1.2i"))
    change = only(found)
    assert change.kind is ChangeKind.GROUNDS
    assert [change.before.redactions[0].grounds, change.after.redactions[0].grounds] == [
        ("5.1.2e",),
        ("5.1.2i",),
    ]


def test_the_same_twice_differs_in_nothing() -> None:
    pages = [page(1, OPENING, LETTER.format("▮")), page(2, CLOSING)]
    found = compared(pages, pages)
    assert found == Difference(100, (PagePair(1, 1), PagePair(2, 2)), ())


def test_other_line_breaks_quotes_and_page_breaks_are_no_change() -> None:
    before = [page(1, OPENING, "Hij zei: “akkoord” – en CdK’s ook."), page(2, LETTER.format("BZK"))]
    text = f'{OPENING} Hij zei: "akkoord" - en CdK\'s ook. {LETTER.format("BZK")}'
    assert compared(before, [page(1, text.replace(" ", "\n"))]).changes == ()


def test_pages_that_were_added_removed_and_moved_are_told() -> None:
    texts = [OPENING, LETTER.format("BZK"), COSTS.format("31.000"), CLOSING]
    before = [page(number, text) for number, text in enumerate(texts, start=1)]
    order = [CLOSING, OPENING, LETTER.format("BZK"), "Een bijlage met heel andere cijfers erin."]
    after = [page(number, text) for number, text in enumerate(order, start=1)]
    found = compared(before, after)
    assert found.pages == (
        PagePair(1, 2),
        PagePair(2, 3),
        PagePair(3, None),
        PagePair(4, 1, moved=True),
        PagePair(None, 4),
    )
    told = [(change.before.text, change.after.text) for change in found.changes]
    assert told == [(COSTS.format("31.000"), ""), ("", order[-1])]


def test_a_sentence_that_went_is_told_from_its_first_word() -> None:
    before = [page(1, OPENING, "De een vertelt. De ander luistert naar hem. De derde zwijgt.")]
    after = [page(1, OPENING, "De een vertelt. De derde zwijgt.")]
    assert only(compared(before, after)).before.text == "De ander luistert naar hem."
    assert only(compared(after, before)).after.text == "De ander luistert naar hem."


def test_words_that_are_the_same_by_chance_do_not_cut_a_change() -> None:
    before = "Gedeputeerde Beuk ziet niets in de verdeling van plekken over de provincies."
    after = "Burgemeester Iep vroeg gisteren om de begroting van volgend jaar te herzien."
    found = compared([page(1, OPENING, before, CLOSING)], [page(1, OPENING, after, CLOSING)])
    assert only(found).before.text == before.rstrip(".")


def test_a_page_that_was_redacted_as_a_whole_and_is_shown_now() -> None:
    before = [page(1, OPENING), page(2, ""), page(3, CLOSING)]
    after = [page(1, OPENING), page(2, LETTER.format("BZK")), page(3, CLOSING)]
    box = Redaction(2, None, RedactionLook.BLACK, ("5.1.2i",), (70, 70, 500, 700), 1500)
    found = difference(before, [box], after, ())
    assert found.pages == (PagePair(1, 1), PagePair(2, 2), PagePair(3, 3))
    change = only(found)
    assert change.kind is ChangeKind.VISIBLE
    assert (change.before.text, change.before.page_number) == ("▮", 2)
    assert change.before.redactions == (box,)
    assert change.after.text == LETTER.format("BZK")


@pytest.mark.slow
def test_redactions_drawn_in_a_pdf_are_told_one_by_one(tmp_path: Path) -> None:
    spec = next(one for one in EXAMPLE_MINUTES if one.date == date(2022, 3, 18))
    boxes = {"Actie BZK": "[[5.1.2i 80]]", "3.400 kinderen": "[[black 5.1.2i 70]]"}
    hidden_in = [
        replace(item, blocks=tuple(redacted(block, boxes) for block in item.blocks))
        for item in spec.items
    ]
    specs = [spec, replace(spec, items=tuple(hidden_in), file_name="opnieuw.pdf")]
    records: list[DocumentRecord] = []
    for one in specs:
        (source,) = find_sources([draw_minutes(one, tmp_path)])
        read = read_document(source, Reading())
        assert isinstance(read, ReadFile), read
        records += read.records
    (link,) = find_versions([(one.document, one.passages, one.redactions) for one in records])
    assert link.shared > 95
    first, second = records
    found = difference(first.pages, first.redactions, second.pages, second.redactions)
    told = [
        (change.kind, change.before.quotation, change.after.redactions[0].grounds)
        for change in found.changes
    ]
    assert told == [
        (ChangeKind.HIDDEN, "Actie BZK", ("5.1.2i",)),
        (ChangeKind.HIDDEN, "Actie BZK", ("5.1.2i",)),
        (ChangeKind.HIDDEN, "3.400 kinderen", ("5.1.2i",)),
    ]
    back = difference(second.pages, second.redactions, first.pages, first.redactions)
    assert back.count(ChangeKind.VISIBLE) == len(back.changes) == 3


def redacted(block: Block, boxes: Mapping[str, str]) -> Block:
    if not isinstance(block, Bullet):
        return block
    text = block.text
    for words, box in boxes.items():
        text = text.replace(words, box, 1)
    children = (redacted(child, boxes) for child in block.children)
    return replace(
        block, text=text, children=tuple(one for one in children if isinstance(one, Bullet))
    )


def test_documents_with_nothing_in_common_are_not_compared() -> None:
    found = compared([page(1, OPENING)], [page(1, LETTER.format("BZK"))])
    assert not found.related
    assert (found.shared, found.changes) == (0, ())


def test_pages_keep_the_numbers_of_their_file() -> None:
    before = [page(37, OPENING), page(38, LETTER.format("▮"))]
    after = [page(5, OPENING), page(6, LETTER.format("BZK"))]
    found = compared(before, after)
    assert found.pages == (PagePair(37, 5), PagePair(38, 6))
    change = only(found)
    assert (change.before.page_number, change.after.page_number) == (38, 6)


@pytest.mark.parametrize("seed", range(20))
def test_both_documents_can_be_told_from_each_other_and_the_changes(seed: int) -> None:
    """What is put where the changes say turns the words of the one into those of the other."""
    rule = random.Random(seed)
    old = [f"oud{number}" for number in range(200)]
    new = list(old)
    for number in range(12):
        place = rule.randrange(len(new))
        come = rule.choice([["▮"], [], [f"nieuw{number}a", f"nieuw{number}b"]])
        new[place : place + rule.randrange(3)] = come
    changes = compared([page(1, " ".join(old))], [page(1, " ".join(new))]).changes
    assert changes
    assert without(old, [one.before.text for one in changes]) == without(
        new, [one.after.text for one in changes]
    )


def without(words: Sequence[str], stretches: Sequence[str]) -> list[str]:
    """Return ``words`` but for those of each stretch, in order; all of them have to be there."""
    left, at = list(words), 0
    for word in " ".join(stretches).split():
        at = left.index(word, at)
        left.pop(at)
    return left
