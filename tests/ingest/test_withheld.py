"""How much was withheld, of a page, an agenda item and a document."""

import pytest

from ingest.withheld import shares_of
from lrt_search.domain import (
    REDACTION_MARK,
    Page,
    PageReading,
    ReadingMethod,
    Redaction,
    RedactionLook,
    Withheld,
)


def redaction(page: int, offset: int | None, size: int, *grounds: str) -> Redaction:
    return Redaction(page, offset, RedactionLook.BLACK, grounds, None, size)


# The second item begins on the first page and runs over on the second.
PAGES = (
    Page(1, None, f"EEN\nabcd {REDACTION_MARK}\nTWEE\nabcdef"),
    Page(2, None, f"{REDACTION_MARK} {REDACTION_MARK} abcdefghij"),
)
STARTS = ((1, 0), (1, 11))
REDACTIONS = (
    redaction(1, 9, 7, "5.1.2e"),
    redaction(2, 0, 10, "5.1.2i", "5.1.2e"),
    redaction(2, 2, 10, "5.1.2i"),
)


def test_the_share_of_an_agenda_item_counts_its_own_text_over_its_pages() -> None:
    one, two = shares_of(PAGES, REDACTIONS, STARTS).agenda_items
    assert one == Withheld(50, 1, ("5.1.2e",))  # 7 of 7 + 7
    assert two == Withheld(50, 2, ("5.1.2i", "5.1.2e"))  # 20 of 20 + 20


def test_the_share_of_a_page_and_of_the_document() -> None:
    shares = shares_of(PAGES, REDACTIONS, STARTS)
    assert [page.percent for page in shares.pages] == [29, 67]  # 7 of 24, 20 of 30
    assert shares.document == Withheld(50, 3, ("5.1.2e", "5.1.2i"))  # 27 of 54


def test_nothing_withheld_is_nothing() -> None:
    shares = shares_of([Page(1, None, "EEN\nabc")], (), ((1, 0),))
    assert (shares.document, shares.pages, shares.agenda_items) == (
        Withheld(),
        (Withheld(),),
        (Withheld(),),
    )


@pytest.mark.parametrize(("letters", "size", "percent"), [(1000, 1, 1), (1, 1000, 99)])
def test_a_little_is_not_told_as_nothing_nor_nearly_all_as_all(
    letters: int, size: int, percent: int
) -> None:
    page = Page(1, None, "a" * letters + REDACTION_MARK)
    assert shares_of([page], [redaction(1, letters, size)], ()).document.percent == percent


def test_a_page_that_is_one_box_is_wholly_withheld() -> None:
    shares = shares_of([Page(1, None, "")], [redaction(1, None, 3000, "5.2")], ())
    assert shares.pages == (Withheld(100, 1, ("5.2",)),)


@pytest.mark.parametrize(
    ("method", "size", "share"),
    [
        (ReadingMethod.REDACTED, 40, Withheld(100, 1, ("5.2",))),
        (ReadingMethod.UNREADABLE, 40, Withheld(None, 1, ("5.2",))),
    ],
)
def test_a_page_of_nothing_but_redactions_is_wholly_withheld(
    method: ReadingMethod, size: int, share: Withheld
) -> None:
    page = Page(1, None, "", PageReading(method))
    assert shares_of([page], [redaction(1, None, size, "5.2")], ()).pages == (share,)


def test_of_a_blank_page_nothing_is_withheld() -> None:
    page = Page(1, None, "", PageReading(ReadingMethod.BLANK))
    assert shares_of([page], [], ()).pages == (Withheld(),)


def test_of_a_scan_without_text_the_share_is_not_known() -> None:
    pages = [Page(1, None, " \n"), Page(2, None, "abc")]
    shares = shares_of(pages, [redaction(1, None, 40, "5.1.2e")], ((2, 0),))
    assert shares.pages == (Withheld(None, 1, ("5.1.2e",)), Withheld())
    assert shares.document == Withheld()


def test_a_page_without_text_belongs_to_the_item_that_goes_on() -> None:
    pages = [Page(1, None, "EEN\nabc"), Page(2, None, "")]
    shares = shares_of(pages, [redaction(2, None, 2994)], ((1, 0),))
    assert shares.agenda_items == (Withheld(99, 1),)


def test_what_stands_before_the_first_item_belongs_to_none() -> None:
    page = Page(1, None, f"{REDACTION_MARK} abc\nEEN")
    shares = shares_of([page], [redaction(1, 0, 9)], ((1, 6),))
    assert shares.agenda_items == (Withheld(),)
    assert shares.document.redactions == 1
