"""A quotation is found in the archive that holds it, on its page."""

import pytest

from lrt_search.archive import Archive, open_archive
from lrt_search.quotations import Verdict
from lrt_search.verification import verify
from tests.job import HEAD, Job


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    job = Job(tmp_path_factory.mktemp("verification"))
    job.put(
        "a.txt",
        "De gemeenten vragen om flexwoningen.",
        "Het COA zegt [gelakt] toe dat er 12 locaties komen.",
        "Volgende week overleg met de VNG.",
    )
    job.put("b.txt", "De gemeenten vragen om flexwoningen.", date="5 mei 2023")
    job.ingest()
    return open_archive(job.settings, job.embedder)


@pytest.mark.parametrize(
    ("quotation", "verdict", "total"),
    [
        ("De gemeenten vragen om flexwoningen", Verdict.VERBATIM, 2),
        ("“gemeenten vragen om flexwoningen.”", Verdict.VERBATIM, 2),
        ("flexwoningen. Het COA zegt [gelakt] toe", Verdict.VERBATIM, 1),
        ("De gemeenten (...) overleg met de VNG", Verdict.VERBATIM, 1),
        ("Het COA zegt XXX toe dat er 12 locaties komen", Verdict.VERBATIM, 1),
        ("Landelijke Regietafel Migratie en Integratie", Verdict.VERBATIM, 2),
        ("De gemeenten vragen niet om flexwoningen", Verdict.NEARLY, 2),
        ("Het COA zegt toe dat er 120 locaties komen", Verdict.NEARLY, 1),
        ("De provincies bouwen zwembaden", Verdict.NOT_FOUND, 0),
        ("niet geen nooit", Verdict.NOT_FOUND, 0),
        ("<script>alert(1)</script>", Verdict.NOT_FOUND, 0),
        ("'; DROP TABLE passage; --", Verdict.NOT_FOUND, 0),
        ('flexwoningen" OR NEAR(* "passage', Verdict.NOT_FOUND, 0),
        ("\u202eDe gemeenten vragen om flexwoningen\u200f", Verdict.VERBATIM, 2),
        ("halve \ud83d letter", Verdict.NOT_FOUND, 0),
    ],
)
def test_verdict(archive: Archive, quotation: str, verdict: Verdict, total: int) -> None:
    check = verify(archive, quotation)
    assert (check.verdict, check.total) == (verdict, total)
    assert check.searched.documents == 2


def test_the_newest_meeting_comes_first_and_each_place_cites_its_characters(
    archive: Archive,
) -> None:
    check = verify(archive, "gemeenten vragen om flexwoningen")
    assert [place.citation.source_name for place in check.places] == ["inbox/b.txt", "inbox/a.txt"]
    for place in check.places:
        page = archive.catalogue.page(place.citation.document_id, place.citation.page_number)
        (span,) = place.spans
        assert page.text[span.start : span.end] == "gemeenten vragen om flexwoningen"
        assert place.citation.line_number == page.text[: span.start].count("\n") + 1
        assert place.permalink.endswith(f"#{place.citation.passage_id}")


def test_the_words_of_a_place_are_those_under_its_spans(archive: Archive) -> None:
    (place,) = verify(archive, "flexwoningen. Het COA zegt [gelakt] toe").places
    pages = [
        archive.catalogue.page(place.citation.document_id, span.page_number).text[
            span.start : span.end
        ]
        for span in place.spans
    ]
    assert pages == ["flexwoningen.", "Het COA zegt ▮ toe"]
    assert place.text == " ".join(pages)
    assert len(place.redactions) == 1


def test_a_heading_is_cited_by_its_page(archive: Archive) -> None:
    place = verify(archive, HEAD.splitlines()[0]).places[0]
    assert place.permalink == f"/v/{place.citation.document_id}/p/1"


def test_only_the_document_asked_for_is_looked_in(archive: Archive) -> None:
    document = next(one for one in archive.documents() if one.source_names[0].endswith("a.txt"))
    assert verify(archive, "gemeenten vragen om flexwoningen", document).total == 1
    assert verify(archive, "gemeenten vragen om woningen", document).total == 1
