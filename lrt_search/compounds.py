"""A compound -> its parts, by the words of the archive itself. Pure.

Dutch writes as one word what a question may say in two: "defensielocaties" are locations of
Defensie. A word is cut where both sides are words of the archive that are, together, about as usual
there as the word itself (after Koehn & Knight, 2003, "Empirical methods for compound splitting").
"""

import math
from collections.abc import Callable

from lrt_search.analysis import FUNCTION_WORDS

# A shorter part is as often a syllable as a word: "verslagen" is no "lagen" that are "ver".
SHORTEST = 4
_LONGEST = 60
# The word itself may be so many times as usual as its parts are together: "noodopvang" is, where
# it is what everybody speaks of.
_USUAL = 2
# What may stand between two parts: "rijk-s-vastgoed", "gemeente-n-fonds", "ziek-en-huis".
_LINKS = ("", "s", "en", "n", "e")
# Words that are prefixes far more often than parts: "overzicht" is no "zicht".
_PREFIXES = frozenset(
    "achter|beneden|binnen|boven|buiten|door|hier|daar|waar|elkaar|langs|mede|meer|midden|naar|neer"
    "|nooit|onder|over|rond|samen|tegen|terug|tussen|vast|voor|voort|weder|zelf|zonder|eerst|heen"
    "|anders|alle|eens|haar|hoog|laag|goed|deel|heel|half|open|weer|veel|vele|vrij|wel|echt|soms"
    "|sten|ster|lijk|lijke|heid|heden|baar|bare|loos|loze|zaam|zame|aar|inge|ende|ingen|atie|eren"
    "|same|inter|trans|best|beste|even|isch|ische|aren|eert|elen|teit|iteit|schap|ling".split("|")
)


class Compounds:
    """Takes words apart, given how often the archive has each word.

    Attributes:
        count: Passages with exactly this word, by its form (``analysis.form_of``).
        related: Passages with another form of this word: the archive may know only "locatie".
    """

    def __init__(self, count: Callable[[str], int], related: Callable[[str], int]) -> None:
        """Count words with ``count`` and ``related``."""
        self._count = count
        self._related = related

    def parts(self, form: str) -> tuple[str, ...]:
        """Return the forms of the parts, longer ones first broken down: of no compound none.

        "crisisnoodopvang" gives "crisis", "noodopvang", "nood" and "opvang".
        """
        if not (2 * SHORTEST <= len(form) <= _LONGEST and form.isalpha()):
            return ()
        best = self._cut(form)
        if best is None:
            return ()
        head, tail = best
        return (head, *self.parts(head), tail, *self.parts(tail))

    def _cut(self, form: str) -> tuple[str, str] | None:
        """Return the most usual way to cut a word in two; None where it is better left whole."""
        best = self._best(form)
        return best[3:] if best and best[1] * _USUAL**2 >= self._count(form) ** 2 else None

    def _best(self, form: str, *, deep: bool = True) -> tuple[bool, int, int, str, str] | None:
        """Return the best cut, or None.

        Args:
            form: The word.
            deep: Whether one of the parts may itself be a compound that the archive has only in
                other words; a cut into two words that it has is always better.

        Returns:
            Whether both parts are words of the archive, how usual they are together, the link
            between them (none is best), and the parts.
        """
        found = []
        for middle in range(SHORTEST, len(form) - SHORTEST + 1):
            tail = form[middle:]
            last = 0 if _no_part(tail) else self._count(tail) or self._related(tail)
            for link in _LINKS:
                head = form[: middle - len(link)]
                if len(head) < SHORTEST or form[len(head) : middle] != link or _no_part(head):
                    continue
                first = self._count(head)
                if first and last:
                    found.append((True, first * last, -len(link), head, tail))
                elif deep and (first or last):
                    rest = self._best(head if last else tail, deep=False)
                    if rest:
                        often = (first or last) * math.isqrt(rest[1])
                        found.append((False, often, -len(link), head, tail))
        return max(found, default=None)


def _no_part(form: str) -> bool:
    return form in FUNCTION_WORDS or form in _PREFIXES


def is_related(form: str, other: str) -> bool:
    """Return whether two words of one stem may be forms of one word: "locaties" and "locatie".

    Stems go far: "uurders" has that of "uur", and "ommen" that of "om".
    """
    return len(other) >= SHORTEST and abs(len(form) - len(other)) <= 3
