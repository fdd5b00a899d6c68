"""Filters on what was withheld, and how many hits each of them would leave. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lrt_search.domain import Facets, Filters, Withheld

# Least and most percent withheld. "Nothing" is a range of its own: it is what most ask for.
RANGES = ((0, 0), (1, 24), (25, 49), (50, 100))


def keep(withheld: Withheld, filters: Filters) -> bool:
    """Return whether a hit passes the filters, given what was withheld around it."""
    percent = withheld.percent or 0
    return (
        (filters.ground is None or filters.ground in withheld.grounds)
        and (filters.least_withheld is None or percent >= filters.least_withheld)
        and (filters.most_withheld is None or percent <= filters.most_withheld)
    )


def count_facets(withheld: Iterable[Withheld], filters: Filters) -> Facets:
    """Count how many hits each ground and each range would leave, the other filter as it is.

    Args:
        withheld: What was withheld around each hit of the question, before any filter.
        filters: Those in use.
    """
    around = list(withheld)
    any_ground = replace(filters, ground=None)
    any_share = replace(filters, least_withheld=None, most_withheld=None)
    grounds = Counter(
        ground for one in around if keep(one, any_ground) for ground in dict.fromkeys(one.grounds)
    )
    ranges = [
        (
            least,
            most,
            sum(
                keep(one, replace(any_share, least_withheld=least, most_withheld=most))
                for one in around
            ),
        )
        for least, most in RANGES
    ]
    return Facets(
        grounds=tuple(sorted(grounds.items(), key=lambda pair: (-pair[1], pair[0]))),
        withheld=tuple(one for one in ranges if one[2]),
    )
