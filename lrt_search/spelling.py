"""A misspelt word -> the word of the archive that is meant. Pure but for its distance.

A word is taken as misspelt where neither the archive nor the glossary has it, and where it is no
compound of words that the archive has. What is meant is a word of the archive that is one slip away
(a letter too many, too few, wrong, or two that changed places), or two slips for a long word:
Damerau (1964), "A technique for computer detection and correction of spelling errors", found that
four of five misspelt words have just one.
"""

from collections.abc import Mapping
from typing import Any, cast

SHORTEST = 4
"""Letters that a word has at least: a shorter one is one slip away from too many others."""

_LONG = 8  # Letters from which on a word may have two slips.


class Spelling:
    """Knows the words of an archive.

    Attributes:
        counts: How many passages have each word, by its form (``analysis.form_of``).
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Correct by the words of ``counts``."""
        self._counts = {
            form: count
            for form, count in counts.items()
            if len(form) >= SHORTEST and form.isalpha()
        }
        self._forms = tuple(self._counts)

    def meant(self, form: str) -> str | None:
        """Return the word that is most likely meant by one that the archive does not have.

        The fewest slips win, then the more usual word, then the alphabet. "kapzerne" gives
        "kazerne"; of a compound its last part may be mended: "noodopvnag" gives "noodopvang" where
        the archive has "nood" and "opvang" only.
        """
        if len(form) <= SHORTEST or not form.isalpha():
            return None
        return self._nearest(form, 2 if len(form) >= _LONG else 1) or self._by_parts(form)

    def _nearest(self, form: str, most: int) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near: Any = process.extract(
            form, self._forms, scorer=cast("Any", OSA.distance), score_cutoff=most, limit=None
        )
        # Who mistypes a word mistypes its first letter least (Pollock & Zamora, 1984).
        same = [(slips, -self._counts[one], one) for one, slips, _ in near if one[0] == form[0]]
        return min(same)[2] if same else None

    def _by_parts(self, form: str) -> str | None:
        for middle in range(len(form) - SHORTEST, SHORTEST - 1, -1):
            head, tail = form[:middle], form[middle:]
            if head in self._counts and len(tail) > SHORTEST and (mended := self._nearest(tail, 1)):
                return head + mended
        return None
