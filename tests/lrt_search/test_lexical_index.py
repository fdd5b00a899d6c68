"""Which passages the words of a question find, and how much of the question they carry."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from lrt_search.catalogue import Catalogue, DocumentRecord, writing
from lrt_search.domain import Document, Layout, Meeting, Page, Passage, PassageKind, Span
from lrt_search.lexical_index import LexicalIndex, WordMatches

# By number: what passages 1 to 4 say. Each word is its own stem.
TEXTS = ("opvang coa", "opvang", "vng", "coa opvang coa")

HALF, ONCE = math.log(1 + 4 / 2), math.log(1 + 4 / 1)
MOST = math.log(1 + 4 / 3)


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
        (["vng", "ipo"], {3: 1.0}),
        (["ipo"], {}),
        ([], {}),
    ],
)
def test_coverage(index: LexicalIndex, stems: list[str], coverage: dict[int, float]) -> None:
    assert index.search(stems, 10).coverage == pytest.approx(coverage)


def test_a_rare_word_carries_more_than_a_common_one(index: LexicalIndex) -> None:
    coverage = index.search(["opvang", "vng"], 10).coverage
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
    assert index.search(stems, 10).unknown == unknown


def test_only_unknown_stems_find_nothing(index: LexicalIndex) -> None:
    assert index.search(["ipo", "bzk"], 10) == WordMatches((), {}, ("ipo", "bzk"))


def test_passages_come_best_first_and_always_the_same(index: LexicalIndex) -> None:
    found = index.search(["opvang", "coa"], 10)
    scores = [score for _, score in found.ranked]
    assert {number for number, _ in found.ranked} == {1, 2, 4}
    assert found.ranked[-1][0] == 2
    assert scores == sorted(scores, reverse=True)
    assert index.search(["opvang", "coa"], 10) == found


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_a_limit_keeps_the_best(index: LexicalIndex, limit: int) -> None:
    every = index.search(["opvang", "coa"], 10)
    found = index.search(["opvang", "coa"], limit)
    assert found.ranked == every.ranked[:limit]
    assert found.coverage == {number: every.coverage[number] for number, _ in found.ranked}


def test_the_order_of_the_words_does_not_matter(index: LexicalIndex) -> None:
    one, other = index.search(["opvang", "vng"], 10), index.search(["vng", "opvang"], 10)
    assert [number for number, _ in one.ranked] == [number for number, _ in other.ranked]
    assert one.coverage == pytest.approx(other.coverage)


def test_the_words_above_a_passage_find_it_too(tmp_path: Path) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3", "vng", "coa", headings=("Extra opvang:",))
    assert index.search(["opvang"], 10).coverage == {1: 1.0}


def test_an_empty_archive_holds_no_word(tmp_path: Path) -> None:
    index = make_index(tmp_path / "catalogue.sqlite3")
    assert index.search(["opvang"], 10) == WordMatches((), {}, ("opvang",))
