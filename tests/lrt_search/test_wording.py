"""What is said of the archive in words."""

from string import Formatter

import pytest

from lrt_search import errors
from lrt_search.domain import ReadingMethod, Readings, Searched, SkippedSource, together
from lrt_search.errors import SourceDocumentError
from lrt_search.wording import (
    Wording,
    not_looked_through,
    numbers_in_words,
    quarantined,
    readings_in_words,
    skipped_groups,
    skipped_lines,
)

ENGLISH = Wording("en")
READ = Readings(
    {ReadingMethod.TEXT_LAYER: 1200, ReadingMethod.OCR: 2, ReadingMethod.UNREADABLE: 3},
    {ReadingMethod.OCR: (4, 5), ReadingMethod.UNREADABLE: (7, 8, 12)},
    (91, 74),
)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [([], ""), ([3], "3"), ([3, 7, 8, 9], "3, 7-9"), ([1, 2, 4, 6, 7], "1-2, 4, 6-7")],
)
def test_numbers_in_order_are_told_as_ranges(numbers: list[int], said: str) -> None:
    assert numbers_in_words(numbers) == said


def test_how_pages_were_read_names_all_but_those_with_a_text_layer() -> None:
    assert readings_in_words(READ, ENGLISH) == (
        "1,200 pages from the text layer, 2 pages by OCR (p. 4-5; confidence 82, lowest 74),"
        " 3 pages unreadable (p. 7-8, 12)"
    )


def test_readings_of_documents_add_up() -> None:
    one = Readings({ReadingMethod.OCR: 1, ReadingMethod.BLANK: 1}, {}, (60,))
    total = together([READ, one])
    assert total.pages == {
        ReadingMethod.TEXT_LAYER: 1200,
        ReadingMethod.OCR: 3,
        ReadingMethod.UNREADABLE: 3,
        ReadingMethod.BLANK: 1,
    }
    assert (total.mean_confidence, total.lowest_confidence) == (75, 60)
    assert together([]).mean_confidence is None


def test_what_a_search_cannot_have_found_is_told() -> None:
    searched = Searched("g", 1, 9, 9, None, None, skipped=1, unread_pages=2, ocr_pages=3)
    assert not_looked_through(searched, ENGLISH) == [
        "1 file could not be read and is not searched.",
        "2 pages could not be read and are not searched.",
        "3 pages were read by text recognition (OCR), which makes mistakes.",
    ]
    assert not_looked_through(Searched("g", 1, 9, 9, None, None, skipped=0), ENGLISH) == []


def empty(name: str) -> SkippedSource:
    return SkippedSource(name, "EmptyFileError", (("name", name),))


def leaky(name: str, document_id: str) -> SkippedSource:
    fields = (("name", name), ("found", "outline (3)"), ("document_id", document_id))
    return SkippedSource(name, "HiddenTextError", fields)


def test_files_with_one_trouble_are_told_together_and_the_cure_once() -> None:
    odd = SkippedSource("odd.pdf", "FormerError")
    lines = list(skipped_lines([empty("a. b.pdf"), odd, empty("c.pdf")], ENGLISH))
    assert lines == [
        "  - 2 files. Fetch the document again from its source and run ingest again.",
        "      a. b.pdf is empty.",
        "      c.pdf is empty.",
        "  - odd.pdf could not be read (FormerError). Run ingest again.",
    ]


def test_a_cure_that_names_the_document_is_told_once_and_each_file_names_its_id() -> None:
    skipped = [leaky("a.pdf", "0a"), leaky("b.pdf", "0b")]
    lines = list(skipped_lines(skipped, ENGLISH))
    assert lines[0].startswith("  - 2 files. ")
    assert lines[0].endswith("lrt-search quarantine show ID")
    assert [line.rpartition(" (ID ")[2] for line in lines[1:]] == ["0a)", "0b)"]
    assert quarantined([*skipped, empty("c.pdf")]) == 2


def test_a_long_list_says_how_many_are_left_out() -> None:
    lines = list(skipped_lines([empty(f"{n}.pdf") for n in range(5)], ENGLISH, most=2))
    assert len(lines) == 4
    assert lines[-1] == "    ... and 3 more; all of them with: lrt-search status --all"


@pytest.mark.parametrize("old", [SkippedSource("b.pdf", "EmptyFileError"), empty("b.pdf")])
def test_every_file_of_a_group_is_named(old: SkippedSource) -> None:
    """Also where one comes from an index that lacks a value of its sentence."""
    (group,) = skipped_groups([empty("a.pdf"), old], ENGLISH)
    assert len(group.files) == 2
    assert all(name in " ".join(group.files) for name in ("a.pdf", "b.pdf"))


def test_the_cure_is_what_holds_no_value_of_the_one_file() -> None:
    class LongError(SourceDocumentError):
        message = "{name} has no text. Of its {pages} pages none is read. Scan it again. Then wait."

    cause, cure = LongError(name="a.pdf", pages=3).cause_and_cure(str)
    assert cause == "a.pdf has no text. Of its 3 pages none is read."
    assert cure == "Scan it again. Then wait."


def source_errors() -> list[type[SourceDocumentError]]:
    return [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, SourceDocumentError)
        and kind is not SourceDocumentError
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", source_errors())
def test_every_trouble_with_a_file_has_a_cause_and_a_cure(
    kind: type[SourceDocumentError], language: str
) -> None:
    names = {name for _, name, _, _ in Formatter().parse(kind.message) if name}
    error = kind(**dict.fromkeys(names, "Noord. Zuid"))
    cause, cure = error.cause_and_cure(Wording(language).translate)
    assert error.explain(Wording(language).translate).startswith(cause)
    assert cause.endswith(".")
    assert "Noord. Zuid" in cause
    assert cure[:1].isupper()
    assert not cure.startswith("Zuid")
