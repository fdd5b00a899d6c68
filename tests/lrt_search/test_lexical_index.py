"""Which passages the words of a question find, and how much of the question they carry."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from lrt_search.analysis import query_terms
from lrt_search.catalogue import Catalogue, DocumentRecord, writing
from lrt_search.domain import Document, Layout, Meeting, Page, Passage, PassageKind, Span
from lrt_search.lexical_index import PART_CREDIT, AskedWord, LexicalIndex, WordMatches

# By number: what passages 1 to 4 say. Each word is its own stem.
TEXTS = ("opvang coa", "opvang", "vng", "coa opvang coa")

HALF, ONCE = math.log(1 + 4 / 2), math.log(1 + 4 / 1)
MOST = math.log(1 + 4 / 3)
# A word that no passage has counts as if half a passage had it.
NEVER = math.log(1 + 4 / 0.5)


def make_index(path: Path, *texts: str, headings: tuple[str | None, ...] = ()) -> LexicalIndex:
    """Make a word index over passages that say ``texts``, in order, below ``headings``."""
    passages = tuple(
        Passage(f"p{number}", "d", number, PassageKind.BULLET, text, (Span(1, 0, len(text)),))
        for number, text in enumerate(texts, start=1)
    )
    for number, heading in enumerate(headings):
        below = replace(passages[number], sub_heading=heading)
        passages = (*passages[:number], below, *passages[number + 1 :])
    document = Document("d", "d", "text/plain", "t", Layout.PLAIN, Meeting(), 1, False, ())
    with writing(path) as writer:
        writer.add_document(DocumentRecord(document, (Page(1, None, "t"),), passages))
    return LexicalIndex(Catalogue(path))


def asked(*stems: str) -> list[AskedWord]:
    return [AskedWord(stem) for stem in stems]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return make_index(tmp_path_factory.mktemp("words") / "catalogue.sqlite3", *TEXTS)


@pytest.mark.parametrize(
    ("stems", "coverage"),
    [
        (["opvang"], {1: 1.0, 2: 1.0, 4: 1.0}),
        (["vng"], {3: 1.0}),
        (
            ["opvang", "coa"],
            {1: 1.0, 2: MOST / (MOST + HALF), 4: 1.0},
        ),
        (
            ["opvang", "vng"],
            {
                1: MOST / (MOST + ONCE),
                2: MOST / (MOST + ONCE),
                3: ONCE / (MOST + ONCE),
                4: MOST / (MOST + ONCE),
            },
        ),
        (["vng", "ipo"], {3: ONCE / (ONCE + NEVER)}),
        (["ipo"], {}),
        ([], {}),
    ],
)
def test_coverage(index: LexicalIndex, stems: list[str], coverage: dict[int, float]) -> None:
    assert index.search(asked(*stems), 10).coverage == pytest.approx(coverage)


def test_a_rare_word_carries_more_than_a_common_one(index: LexicalIndex) -> None:
    coverage = index.search(asked("opvang", "vng"), 10).coverage
    assert coverage[3] > coverage[2]


@pytest.mark.parametrize(
    ("stems", "unknown"),
    [
        (["opvang"], ()),
        (["ipo", "opvang", "bzk"], ("ipo", "bzk")),
        (["opvan"], ("opvan",)),
        ([], ()),
    ],
)
def test_stems_that_no_passage_holds(
    index: LexicalIndex, stems: list[str], unknown: tuple[str, ...]
) -> None:
    assert index.search(asked(*stems), 10).unknown == unknown


def test_only_unknown_stems_find_nothing(index: LexicalIndex) -> None:
    assert index.search(asked("ipo", "bzk"), 10) == WordMatches((), {}, ("ipo", "bzk"))


def test_passages_come_best_first_and_always_the_same(index: LexicalIndex) -> None:
    found = index.search(asked("opvang", "coa"), 10)
    scores = [score for _, score in found.ranked]
    assert {number for number, _ in found.ranked} == {1, 2, 4}
    assert found.ranked[-1][0] == 2
    assert scores == sorted(scores, reverse=True)
    assert index.search(asked("opvang", "coa"), 10) == found


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_limit_keeps_the_best(index: LexicalIndex, limit: int) -> None:
    every = index.search(asked("opvang", "coa"), 10)
    found = index.search(asked("opvang", "coa"), limit)
    assert found.ranked == every.ranked[:limit]
    assert found.coverage == {number: every.coverage[number] for number, _ in found.ranked}


def test_the_order_of_the_words_does_not_matter(index: LexicalIndex) -> None:
    one, other = index.search(asked("opvang", "vng"), 10), index.search(asked("vng", "opvang"), 10)
    assert [number for number, _ in one.ranked] == [number for number, _ in other.ranked]
    assert one.coverage == pytest.approx(other.coverage)


def test_the_words_above_a_passage_find_it_too(tmp_path: Path) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3", "vng", "coa", headings=("Extra opvang:",))
    assert index.search(asked("opvang"), 10).coverage == {1: 1.0}


def test_an_empty_archive_holds_no_word(tmp_path: Path) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3")
    assert index.search(asked("opvang"), 10) == WordMatches((), {}, ("opvang",))


# --- compounds -----------------------------------------------------------------------------

# By number: what passages 1 to 5 say.
SAID = (
    "Defensie zoekt mee naar defensielocaties.",
    "Er zijn locaties van Defensie.",
    "De locaties zijn vol.",
    "De gemeente heeft rijksvastgoed/defensie nodig.",
    "Er is vastgoed van het rijk.",
    *(f"Over iets anders ging punt {number}." for number in range(1, 10)),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return make_index(tmp_path_factory.mktemp("said") / "catalogue.sqlite3", *SAID)


def found(index: LexicalIndex, query: str) -> list[int]:
    return [number for number, _ in index.search(index.asked(query_terms(query)), 10).ranked]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("defensielocaties", [1, 2, 4, 3]),
        ("locaties van Defensie", [2, 1, 3, 4]),
        ("defensielocatie", [1, 2, 4, 3]),
        ("rijksvastgoed", [4, 5]),
        ("vastgoed", [5, 4]),
        ("het rijk", [5, 4]),
    ],
)
def test_a_compound_is_found_by_its_parts_and_the_parts_by_the_compound(
    said: LexicalIndex, query: str, numbers: list[int]
) -> None:
    assert sorted(found(said, query)) == sorted(numbers)
    assert found(said, query)[0] == numbers[0]


def test_a_compound_that_the_archive_lacks_is_found_by_its_parts(said: LexicalIndex) -> None:
    matches = said.search(said.asked(query_terms("rijkslocatie")), 10)
    assert matches.unknown == ("rijksloceer",)
    assert {number for number, _ in matches.ranked} == {1, 2, 3, 4, 5}


def test_the_parts_of_a_word_carry_less_than_the_word(said: LexicalIndex) -> None:
    coverage = said.search(said.asked(query_terms("defensielocaties")), 10).coverage
    assert coverage[1] == 1.0
    assert coverage[2] == pytest.approx(PART_CREDIT)
    assert coverage[3] < PART_CREDIT and coverage[4] < PART_CREDIT


def test_a_word_within_a_compound_carries_less_than_by_itself(said: LexicalIndex) -> None:
    coverage = said.search(said.asked(query_terms("vastgoed")), 10).coverage
    assert coverage == {5: 1.0, 4: PART_CREDIT}


def test_a_compound_in_a_heading_is_found_by_its_parts(tmp_path: Path) -> None:
    texts = ("vng", "De locatie van Defensie.")
    index = make_index(tmp_path / "catalogue.sqlite3", *texts, headings=("Defensielocaties",))
    assert found(index, "locaties") == [2, 1]


def test_the_exact_form_of_a_word_comes_first(tmp_path: Path) -> None:
    index = make_index(
        tmp_path / "catalogue.sqlite3", "Het lid is er.", "De leden zijn er.", "Nee."
    )
    assert found(index, "leden") == [2, 1]
    assert found(index, "lid") == [1, 2]


@pytest.mark.parametrize("query", ["36333", "36 333", "36.333"])
@pytest.mark.parametrize("printed", ["Zaak 36333.", "Zaak 36 333.", "Zaak 36.333."])
def test_a_number_is_found_however_it_is_written(tmp_path: Path, query: str, printed: str) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3", "Zaak 36334.", printed, "Zaak 12.")
    assert found(index, query)[0] == 2


def test_a_group_of_a_number_is_found_too(tmp_path: Path) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3", "In zaal 12 400 stoelen.", "Zaal 13.")
    assert found(index, "400 stoelen") == [1]
    assert found(index, "400") == [1]


def test_only_the_passages_asked_for_are_looked_at(said: LexicalIndex) -> None:
    words = said.asked(query_terms("defensielocaties"))
    everything = dict(said.search(words, 10).ranked)
    some = dict(said.search(words, 10, within=[2, 3, 5]).ranked)
    assert some == {number: everything[number] for number in (2, 3)}
    assert said.search(words, 10, within=[]).ranked == ()
