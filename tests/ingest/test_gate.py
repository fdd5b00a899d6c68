"""Nothing hidden gets in: whole documents through the job, and every byte it wrote."""

from pathlib import Path

import pytest

from ingest.gate import only_shown
from lrt_search.archive import open_archive
from lrt_search.domain import Page
from lrt_search.errors import HiddenTextError, UnjudgedDocumentError
from lrt_search.retrieval import search
from tests.fixtures.leaky_pdf import HIDDEN, LEAKS, SHOWN
from tests.job import Job

REFUSED = [name for name, leak in LEAKS.items() if not leak.harmless]
HARMLESS = [name for name, leak in LEAKS.items() if leak.harmless]


def written(job: Job) -> bytes:
    """Everything that the job wrote, but the kept copies of documents that were taken in."""
    files = [path for path in job.settings.index.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files if path.parent.name != "sources")


@pytest.mark.parametrize("name", REFUSED)
def test_a_leaking_document_is_refused_and_leaves_no_word_behind(job: Job, name: str) -> None:
    job.put("goed.txt", "Een goed punt.")
    (job.inbox / "lek.pdf").write_bytes(LEAKS[name].draw(True))
    report = job.ingest()
    (refused,) = report.skipped
    # A file too odd for the reader itself is refused earlier, for that reason.
    assert refused.reason in {"HiddenTextError", "NoTextError"}
    assert HIDDEN not in repr(report)
    assert HIDDEN.encode() not in written(job)
    assert HIDDEN.lower().encode() not in written(job).lower()
    assert len(list((job.settings.index / "sources").iterdir())) == 1


@pytest.mark.parametrize("name", ["black_box", "white_text", "render_mode_3"])
def test_its_clean_twin_is_searchable(job: Job, name: str) -> None:
    (job.inbox / "goed.pdf").write_bytes(LEAKS[name].draw(False))
    assert job.ingest().skipped == ()
    hits = search(open_archive(job.settings, job.embedder), "voorzitter opent de vergadering").hits
    assert SHOWN in hits[0].passage.quotation


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_is_taken_in_without_the_word(job: Job, name: str) -> None:
    (job.inbox / "a.pdf").write_bytes(LEAKS[name].draw(True))
    assert job.ingest().skipped == ()
    assert HIDDEN.lower().encode() not in written(job).lower()


def test_letters_that_the_page_does_not_show_do_not_go_on() -> None:
    """Whatever a reader of PDFs makes of a file: only what the page shows is kept."""
    content = LEAKS["black_box"].draw(False)
    (page,) = only_shown("a.pdf", content, [Page(1, None, f"{SHOWN} {HIDDEN}")])
    assert SHOWN in page.text
    assert HIDDEN not in page.text


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(UnjudgedDocumentError):
        only_shown("a.pdf", b"%PDF-1.7 rubbish", [Page(1, None, "text")])


def test_the_refusal_names_class_page_and_count_only() -> None:
    with pytest.raises(HiddenTextError, match=r"covered_text p\. 1 \(10\)"):
        only_shown("a.pdf", LEAKS["black_box"].draw(True), [Page(1, None, "text")])


@pytest.mark.parametrize(
    "name",
    [
        "redacted_bad_black_boxes.pdf",
        "redacted_marked_not_applied.pdf",
        "redacted_black_highlight.pdf",
        "hidden_white_and_invisible_text.pdf",
    ],
)
def test_real_leaks_are_refused(job: Job, name: str) -> None:
    path = Path(__file__).parents[3] / "shared" / "data" / "pdf" / "made" / name
    if not path.is_file():
        pytest.skip("needs ../shared/data/pdf/made")
    report = job.ingest(path)
    assert [refused.reason for refused in report.skipped] == ["HiddenTextError"]
    assert report.searched is None
