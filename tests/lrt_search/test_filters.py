"""Filters on what was withheld, and the facets that count what they would leave."""

import pytest

from lrt_search.domain import NO_FILTERS, Facets, Filters, Withheld
from lrt_search.filters import RANGES, count_facets, keep

NOTHING = Withheld()
A_LITTLE = Withheld(3, 1, ("5.1.2e",))
HALF = Withheld(50, 4, ("5.1.2i", "5.1.2e"))
UNKNOWN = Withheld(None, 2, ("5.1.2e",))
AROUND = (NOTHING, NOTHING, A_LITTLE, HALF, UNKNOWN)


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        (NO_FILTERS, AROUND),
        (Filters(ground="5.1.2e"), (A_LITTLE, HALF, UNKNOWN)),
        (Filters(ground="5.1.2i"), (HALF,)),
        (Filters(ground="5.2"), ()),
        (Filters(least_withheld=3), (A_LITTLE, HALF)),
        (Filters(least_withheld=4), (HALF,)),
        (Filters(most_withheld=3), (NOTHING, NOTHING, A_LITTLE, UNKNOWN)),
        (Filters(ground="5.1.2e", least_withheld=1, most_withheld=49), (A_LITTLE,)),
    ],
)
def test_a_filter_keeps(filters: Filters, kept: tuple[Withheld, ...]) -> None:
    assert tuple(one for one in AROUND if keep(one, filters)) == kept


def test_facets_count_every_hit_when_nothing_is_filtered() -> None:
    assert count_facets(AROUND, NO_FILTERS) == Facets(
        grounds=(("5.1.2e", 3), ("5.1.2i", 1)),
        withheld=((0, 0, 3), (1, 24, 1), (50, 100, 1)),
    )


def test_a_facet_counts_with_the_other_filter_in_use_and_without_its_own() -> None:
    facets = count_facets(AROUND, Filters(ground="5.1.2i", least_withheld=1, most_withheld=24))
    assert facets.grounds == (("5.1.2e", 1),)
    assert facets.withheld == ((50, 100, 1),)


def test_each_percentage_falls_in_one_range() -> None:
    for percent in range(101):
        assert sum(least <= percent <= most for least, most in RANGES) == 1


def test_a_count_is_what_the_filter_leaves() -> None:
    facets = count_facets(AROUND, NO_FILTERS)
    for ground, count in facets.grounds:
        assert sum(keep(one, Filters(ground=ground)) for one in AROUND) == count
    for least, most, count in facets.withheld:
        assert sum(keep(one, Filters(None, least, most)) for one in AROUND) == count


def test_no_filter_is_no_filter() -> None:
    assert not NO_FILTERS
    assert Filters(least_withheld=0)
