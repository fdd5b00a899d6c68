"""Verbs in two parts are found, and prepositions are no parts of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrt_search.analysis import terms
from lrt_search.archive import open_archive
from lrt_search.retrieval import search
from lrt_search.separable import separated, stems_in
from lrt_search.stemming import stem
from tests.job import Job


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("De LRT stemt in met de raming.", ["instemmen"]),
        (
            "De LRT stelt de notitie, na een lange bespreking, vast en dankt de griffie.",
            ["vaststellen"],
        ),
        ("VNG gaf aan dat gemeenten wachten.", ["aangeven"]),
        ("SJenV nodigt de leden voor mei uit", ["uitnodigen"]),
        ("Hij zegt toe dat hij belt; zij merkt op dat het laat is.", ["toezeggen", "opmerken"]),
        # A preposition, another sentence, no such verb, and a verb in one part.
        ("De LRT stemt in Assen over de raming.", []),
        ("De LRT stemt. Zij gaat in.", []),
        ("De bus rijdt langs en wacht.", ["langsrijden"]),
        ("De tafel loopt uit, de bus telt op.", ["uitlopen", "optellen"]),
        ("De raming is vastgesteld.", []),
        ("In met het plan", []),
        ("", []),
    ],
)
def test_a_verb_in_two_parts_is_one_verb(text: str, verbs: list[str]) -> None:
    assert [one.infinitive for one in separated(text, terms(text))] == verbs


@given(st.text())
def test_both_parts_stand_in_the_text_in_order(text: str) -> None:
    for one in separated(text, terms(text)):
        assert one.verb.end <= one.particle.start
        assert one.particle.end <= len(text)


def test_the_stems_of_a_text_have_its_verbs_in_two_parts() -> None:
    assert stem("instemmen") in stems_in("De LRT stemt in.")
    assert stem("instemmen") not in stems_in("De LRT stemt in Assen.")


def test_a_verb_is_found_in_either_form_and_both_parts_are_marked(job: Job) -> None:
    job.put(
        "a.txt",
        "De LRT stemt na enig beraad in met de raming.",
        "Het instemmen met de raming duurde lang.",
        "De gemeenten wachten op de raming.",
    )
    job.ingest()
    archive = open_archive(job.settings, job.embedder)
    hits = search(archive, "instemmen").hits
    assert {hit.passage.quotation: hit.reason.words for hit in hits[:2]} == {
        "De LRT stemt na enig beraad in met de raming.": ("stemt", "in"),
        "Het instemmen met de raming duurde lang.": ("instemmen",),
    }
    asked = search(archive, "wie stemt ermee in")
    assert [(one.word, one.also) for one in asked.expansions] == [("stemt … in", ("instemmen",))]
    assert "Het instemmen met de raming duurde lang." in [
        hit.passage.quotation for hit in asked.hits if hit.reason.words
    ]
