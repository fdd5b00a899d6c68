"""What a job tells its reader in the end, and with which exit code."""

from dataclasses import replace
from datetime import date

import pytest

from ingest.command import tell
from ingest.pipeline import Report
from lrt_search import errors
from lrt_search.domain import Searched, SensitiveCount, SensitiveKind, SkippedSource
from lrt_search.wording import Wording

SEARCHED = Searched(
    generation="g",
    documents=2,
    pages=1200,
    passages=1,
    first_date=date(2021, 9, 17),
    last_date=date(2025, 9, 26),
    skipped=0,
)
ALL_WELL = Report(
    searched=SEARCHED, new=2, carried=3, replaced=1, skipped=(), unread_pages=(), changed=True
)
EMPTY = SkippedSource("in/leeg.pdf", "EmptyFileError", (("name", "in/leeg.pdf"),))
COUNTED: dict[str, str | int] = {
    "name": "in/scan.pdf",
    "pages": 3,
    "blank": 1,
    "redacted": 0,
    "unreadable": 2,
}
SCAN = SkippedSource("in/scan.pdf", "NoTextError", tuple(COUNTED.items()))


def told(report: Report, language: str) -> tuple[int, list[str]]:
    lines: list[str] = []
    return tell(report, Wording(language), lines.append), lines


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "Klaar: 2 nieuw, 3 ongewijzigd, 1 vervangen.",
                "Het archief bevat nu 2 documenten, 1.200 pagina's, 1 passage.",
                "Vergaderingen van 17 september 2021 tot en met 26 september 2025.",
            ],
        ),
        (
            "en",
            [
                "Done: 2 new, 3 unchanged, 1 replaced.",
                "The archive now holds 2 documents, 1,200 pages, 1 passage.",
                "Meetings from 17 September 2021 to 26 September 2025.",
            ],
        ),
    ],
)
def test_all_is_well(language: str, expected: list[str]) -> None:
    assert told(ALL_WELL, language) == (0, expected)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "nl",
            [
                "2 bestanden zijn niet doorzoekbaar:",
                "  - " + errors.EmptyFileError(name="in/leeg.pdf").explain(Wording("nl").translate),
                "  - " + errors.NoTextError(**COUNTED).explain(Wording("nl").translate),
                "Klaar: 2 nieuw, 3 ongewijzigd, 1 vervangen.",
            ],
        ),
        (
            "en",
            [
                "2 files are not searchable:",
                f"  - {errors.EmptyFileError(name='in/leeg.pdf')}",
                f"  - {errors.NoTextError(**COUNTED)}",
                "Done: 2 new, 3 unchanged, 1 replaced.",
            ],
        ),
    ],
)
def test_some_failed(language: str, expected: list[str]) -> None:
    code, lines = told(replace(ALL_WELL, skipped=(EMPTY, SCAN)), language)
    assert (code, lines[:4]) == (3, expected)


def test_files_that_failed_for_one_reason_are_told_together() -> None:
    other = SkippedSource("in/niets.pdf", "EmptyFileError", (("name", "in/niets.pdf"),))
    lines = told(replace(ALL_WELL, skipped=(SCAN, EMPTY, other)), "en")[1]
    assert lines[:5] == [
        "3 files are not searchable:",
        "  - 2 files. Fetch the document again from its source and run ingest again.",
        "      in/leeg.pdf is empty.",
        "      in/niets.pdf is empty.",
        f"  - {errors.NoTextError(**COUNTED)}",
    ]


def test_one_that_failed_is_told_in_the_singular() -> None:
    assert told(replace(ALL_WELL, skipped=(EMPTY,)), "nl")[1][0] == (
        "1 bestand is niet doorzoekbaar:"
    )


def test_a_reason_that_this_version_does_not_know_is_told_all_the_same() -> None:
    odd = SkippedSource("a.pdf", "FormerError", (("name", "a.pdf"),))
    code, lines = told(replace(ALL_WELL, skipped=(odd,)), "en")
    assert (code, lines[1]) == (
        3,
        "  - a.pdf could not be read (FormerError). Run ingest again.",
    )


def test_a_reason_that_lacks_a_value_of_its_sentence_is_told_all_the_same() -> None:
    """The index may be of an earlier version, whose sentence had fewer."""
    old = SkippedSource("a.pdf", "HiddenTextError", (("name", "a.pdf"), ("found", "outline (3)")))
    assert told(replace(ALL_WELL, skipped=(old,)), "en")[1][1] == (
        "  - a.pdf could not be read (HiddenTextError). Run ingest again."
    )


NOTHING = Report(None, 0, 0, 0, (EMPTY,), (), changed=False)


@pytest.mark.parametrize(
    ("skipped", "code"),
    [
        ((EMPTY,), errors.EmptyFileError.exit_code),
        ((EMPTY, replace(EMPTY, source_name="b.pdf")), errors.EmptyFileError.exit_code),
        ((SCAN,), errors.NoTextError.exit_code),
        ((EMPTY, SCAN), 3),
    ],
)
def test_the_exit_code_where_nothing_could_be_read(
    skipped: tuple[SkippedSource, ...], code: int
) -> None:
    assert told(replace(NOTHING, skipped=skipped), "nl")[0] == code


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Er kon niets worden gelezen; er is dus nog geen archief."),
        ("en", "Nothing could be read, so there is no archive yet."),
    ],
)
def test_nothing_could_be_read(language: str, expected: str) -> None:
    assert told(NOTHING, language)[1][-1] == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nl", "Er is niets veranderd: het archief blijft zoals het was."),
        ("en", "Nothing changed: the archive stays as it was."),
    ],
)
def test_nothing_changed(language: str, expected: str) -> None:
    unchanged = Report(SEARCHED, 0, 5, 0, (), (), changed=False)
    code, lines = told(unchanged, language)
    assert (code, lines[0], len(lines)) == (0, expected, 3)


def test_a_bad_file_beside_an_archive_that_stays_is_some_that_failed() -> None:
    unchanged = Report(SEARCHED, 0, 5, 0, (EMPTY,), (), changed=False)
    assert told(unchanged, "nl")[0] == 3


@pytest.mark.parametrize(
    ("language", "pages", "expected"),
    [
        ("nl", 1, "  - a.pdf: 1 pagina is niet te lezen en niet te vinden."),
        ("nl", 2, "  - a.pdf: 2 pagina’s zijn niet te lezen en niet te vinden."),
        ("en", 1, "  - a.pdf: 1 page could not be read and cannot be found."),
        ("en", 2, "  - a.pdf: 2 pages could not be read and cannot be found."),
    ],
)
def test_pages_without_text_are_told_and_are_no_failure(
    language: str, pages: int, expected: str
) -> None:
    code, lines = told(replace(ALL_WELL, unread_pages=(("a.pdf", pages),)), language)
    assert (code, lines[0]) == (0, expected)


def test_a_missing_reader_is_told_with_the_command_that_installs_it() -> None:
    report = replace(ALL_WELL, unread_pages=(("a.pdf", 2),), reader_missing=True)
    _, lines = told(report, "en")
    assert "sudo apt-get install tesseract-ocr-nld tesseract-ocr-eng" in lines[1]
    assert "tesseract" not in " ".join(told(replace(report, reader_missing=False), "en")[1])


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        (False, "  - a.pdf: 1 e-mail address, 3 telephone numbers to be judged (p. 2, 5)."),
        (True, "  - a.pdf: 1 e-mail address, 3 telephone numbers masked (p. 2, 5)."),
    ],
)
def test_what_looks_sensitive_is_told_and_is_no_failure(masked: bool, expected: str) -> None:
    counts = (
        SensitiveCount(SensitiveKind.PHONE, 2, 2),
        SensitiveCount(SensitiveKind.EMAIL, 5, 1),
        SensitiveCount(SensitiveKind.PHONE, 5, 1),
    )
    report = replace(ALL_WELL, sensitive=(("a.pdf", counts),), masked=masked)
    code, lines = told(report, "en")
    assert (code, lines[0]) == (0, expected)


def test_every_kind_of_what_looks_sensitive_has_a_word() -> None:
    counts = tuple(SensitiveCount(kind, 1, 1) for kind in SensitiveKind)
    report = replace(ALL_WELL, sensitive=(("a.pdf", counts),))
    assert told(report, "en")[1][0] == (
        "  - a.pdf: 1 citizen service number, 1 e-mail address, 1 telephone number, 1 bank account,"
        " 1 licence plate to be judged (p. 1)."
    )


def test_an_archive_without_dates_says_nothing_of_a_period() -> None:
    undated = replace(ALL_WELL, searched=replace(SEARCHED, first_date=None, last_date=None))
    assert len(told(undated, "nl")[1]) == 2


def test_the_report_is_printed_by_default(capsys: pytest.CaptureFixture[str]) -> None:
    tell(ALL_WELL, Wording("en"))
    assert capsys.readouterr().out.startswith("Done: 2 new")
