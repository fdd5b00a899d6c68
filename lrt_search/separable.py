"""Verbs that come apart: "stemt ... in" is a form of "instemmen". Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lrt_search.analysis import Term, terms
from lrt_search.stemming import PARTICLES, infinitive_of, is_separable, stem

# Where a clause goes on after a particle; before any other word it is a preposition: "stemt in met
# het plan", "stemt in de zaal".
_GOES_ON = frozenset("als|dat|en|hoe|maar|met|of|om|omdat|waarbij|waarmee|wat|zodat".split("|"))
_CLAUSE_END = re.compile(r"[.;:!?,()]")
_SENTENCE_END = re.compile(r"[.;:!?]")
_FURTHEST = 25  # words from a verb to its particle


@dataclass(frozen=True, slots=True)
class Separated:
    """A verb in two parts.

    Attributes:
        infinitive: The verb as a dictionary has it.
        verb, particle: Its two parts, where they stand.
    """

    infinitive: str
    verb: Term
    particle: Term

    @property
    def stem(self) -> str:
        """The stem of the verb as a whole."""
        return stem(self.infinitive)


def separated(text: str, found: Sequence[Term]) -> Iterator[Separated]:
    """Yield the verbs that stand in two parts in one sentence of a text, in order of the particle.

    Args:
        text: With single blanks; a line break is one.
        found: Its words (``analysis.terms``).
    """
    for place, particle in enumerate(found):
        if particle.form not in PARTICLES or not _ends_clause(text, found, place):
            continue
        for verb in reversed(found[max(0, place - _FURTHEST) : place]):
            if _SENTENCE_END.search(text, verb.end, particle.start):
                break
            infinitive = infinitive_of(verb.form)
            if infinitive and is_separable(particle.form, infinitive):
                yield Separated(particle.form + infinitive, verb, particle)
                break


def stems_in(text: str) -> frozenset[str]:
    """Return the stems of all words of a text, and of its verbs in two parts."""
    found = terms(text)
    return frozenset((*(one.stem for one in found), *(one.stem for one in separated(text, found))))


def _ends_clause(text: str, found: Sequence[Term], place: int) -> bool:
    if place + 1 == len(found):
        return True
    after = found[place + 1]
    return after.form in _GOES_ON or bool(_CLAUSE_END.search(text, found[place].end, after.start))
