"""The word search: which passages hold the words of a question, by BM25 over Dutch stems."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lrt_search.analysis import Term, terms
from lrt_search.catalogue import Catalogue
from lrt_search.compounds import Compounds
from lrt_search.stemming import stem

# How much of a word a passage carries that has it only within a compound, or has only the parts
# of a compound that was asked for: they say nearly the same.
PART_CREDIT = 0.8
# How much of a word a passage carries that has another word for it instead (``expansions``), or a
# word that is only near to it.
OTHER_CREDIT, RELATED_CREDIT = 0.7, 0.5
# What the score of a part of a compound that was asked for weighs against that of a word, what is
# added where all its parts stand in a passage, and what the score of other words for it weighs.
# A word that no passage has says nothing itself: others for it then weigh more.
_PART, _ALL_PARTS, _OTHER, _INSTEAD = 0.3, 0.5, 0.5, 0.8

_ANYWHERE = "{passage context parts context_parts}"
_WHOLE, _WITHIN = "{passage context}", "{parts context_parts}"


@dataclass(frozen=True, slots=True)
class Other:
    """What is looked for beside a word.

    Attributes:
        stems: Of its words, one after the other.
        credit: How much of the word a passage carries that has it instead, 0 to 1.
    """

    stems: tuple[str, ...]
    credit: float = OTHER_CREDIT


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question, as it is looked up.

    Attributes:
        stem: What is matched.
        form: The word itself, which counts a little more.
        parts: Stems of its parts, where it is a compound.
        others: What is looked for beside it.
    """

    stem: str
    form: str = ""
    parts: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class WordMatches:
    """What the word search found.

    Attributes:
        ranked: Passage numbers and BM25 scores (higher is better), best first.
        coverage: By passage number, the share of the question's weight that its words carry:
            above 0 to 1. A rare word weighs more than a common one (its inverse document
            frequency), and one that the archive does not hold the most. A word within a compound,
            the parts of one that was asked for, and another word for it, carry a little less.
        unknown: Stems of the question that no passage holds.
    """

    ranked: tuple[tuple[int, float], ...]
    coverage: dict[int, float]
    unknown: tuple[str, ...]


class LexicalIndex:
    """Looks words up in the catalogue of a generation."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look words up in ``catalogue``."""
        self._catalogue = catalogue
        self._size = catalogue.counts().passages
        # What a word weighs that no passage has: as if half a passage had it.
        self._unheard_of = math.log(1 + 2 * self._size)
        self._compounds = Compounds(catalogue.form_count, catalogue.related_count)

    def asked(self, found: Sequence[Term]) -> list[AskedWord]:
        """Return the words of a question with their parts, as this archive knows them."""
        return [
            AskedWord(term.stem, term.form, tuple(dict.fromkeys(parts)))
            for term, parts in zip(found, self.part_stems(found), strict=True)
        ]

    def part_stems(self, found: Sequence[Term]) -> list[tuple[str, ...]]:
        """Return the stems of the parts of each word, as this archive knows them."""
        known = self._catalogue.parts_of({term.form for term in found})
        stems = []
        for term in found:
            parts = known.get(term.form)
            if parts is None:
                parts = self._compounds.parts(term.form)
            stems.append((*term.pieces, *map(stem, parts)))
        return stems

    def holds(self, stems: tuple[str, ...]) -> bool:
        """Return whether any passage has words one after the other, in any of their forms.

        One word may also be part of a compound.
        """
        return bool(stems) and self._catalogue.count_words(_match(stems)) > 0

    def has(self, form: str) -> bool:
        """Return whether any passage has a word by itself, in this form or in another of it."""
        return bool(self._catalogue.form_count(form) or self._catalogue.related_count(form))

    def search(
        self, words: Sequence[AskedWord], limit: int, within: Collection[int] | None = None
    ) -> WordMatches:
        """Find the passages with at least one of the words, the best ``limit`` of them.

        Args:
            words: Each stem once.
            limit: At most so many.
            within: Numbers of the passages looked at; None for all.
        """
        credit = self._credit({one for word in words for one in (word.stem, *word.parts)})
        rarity = {one: math.log(1 + self._size / len(found)) for one, found in credit.items()}
        unknown = tuple(word.stem for word in words if word.stem not in rarity)
        stems = [word.stem for word in words if word.stem in rarity]
        forms = [word.form for word in words if word.form and word.stem in rarity]
        parts = dict.fromkeys(part for word in words for part in word.parts if part in rarity)
        alone = [part for part in parts if part not in stems]
        groups = [
            " AND ".join(f"{_ANYWHERE} : {as_string(one)}" for one in word.parts)
            for word in words
            if len(word.parts) > 1 and rarity.keys() >= set(word.parts)
        ]
        whole = [f"{_ANYWHERE} : {as_string(one)}" for one in stems]
        whole += [f"exact : {as_string(one)}" for one in forms]
        apart = [f"{_ANYWHERE} : {as_string(one)}" for one in alone]
        others = _weights(words, rarity)
        alike: dict[float, list[str]] = {}
        for other, weight in others.items():
            alike.setdefault(weight, []).append(_match(other))
        also = [
            (weight, " OR ".join(one))
            for weight, one in (
                (_PART if whole else 1.0, apart),
                (_ALL_PARTS, [f"({group})" for group in groups]),
                *alike.items(),
            )
            if one
        ]
        if not whole and not also:
            return WordMatches((), {}, unknown)
        ranked = self._catalogue.match_words(" OR ".join(whole), limit, also, within)
        instead = {other: set(self._catalogue.numbers_with(_match(other))) for other in others}
        coverage = self._coverage(words, rarity, credit, instead, [n for n, _ in ranked])
        return WordMatches(tuple(ranked), coverage, unknown)

    def passages_about(self, text: str) -> set[int]:
        """Return the passages with every word of a text: in them, above them, or in a compound."""
        found = [
            set(self._catalogue.numbers_with(f"{_ANYWHERE} : {as_string(term.stem)}"))
            for term in terms(text)
        ]
        return set.intersection(*found) if found else set()

    def passages_with(self, text: str) -> set[int]:
        """Return the passages in which the words of a text stand one after the other."""
        stems = " ".join(term.stem for term in terms(text))
        return set(self._catalogue.numbers_with(f"passage : {as_string(stems)}"))

    def with_all(self, text: str) -> set[int]:
        """Return the passages with every word of a text that the archive holds."""
        stems = dict.fromkeys(term.stem for term in terms(text))
        known = [f"passage : {as_string(one)}" for one in stems]
        known = [one for one in known if self._catalogue.match_words(one, 1)]
        return set(self._catalogue.numbers_with(" AND ".join(known))) if known else set()

    def with_most(self, text: str, limit: int) -> list[int]:
        """Return the passages that share most of the rare words of a text, best first."""
        stems = dict.fromkeys(term.stem for term in terms(text))
        if not stems:
            return []
        match = " OR ".join(f"passage : {as_string(one)}" for one in stems)
        return [number for number, _ in self._catalogue.match_words(match, limit)]

    def _credit(self, stems: Collection[str]) -> dict[str, dict[int, float]]:
        """Say which passages have each stem, and how much of it; one that none has is left out."""
        found = {}
        for one in stems:
            within = self._catalogue.numbers_with(f"{_WITHIN} : {as_string(one)}")
            whole = self._catalogue.numbers_with(f"{_WHOLE} : {as_string(one)}")
            found[one] = dict.fromkeys(within, PART_CREDIT) | dict.fromkeys(whole, 1.0)
        return {one: numbers for one, numbers in found.items() if numbers}

    def with_any(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of all passages with one of the words, or with a form of it."""
        stems = {term.stem for word in words for term in terms(word)}
        return self._catalogue.numbers_with(" OR ".join(map(as_string, sorted(stems))))

    def _coverage(
        self,
        words: Sequence[AskedWord],
        rarity: Mapping[str, float],
        credit: Mapping[str, Mapping[int, float]],
        instead: Mapping[tuple[str, ...], Collection[int]],
        numbers: Sequence[int],
    ) -> dict[int, float]:
        """Return the share of the question's weight that each passage carries."""
        coverage = dict.fromkeys(numbers, 0.0)
        total = 0.0
        for word in words:
            parts = {part: rarity[part] for part in word.parts if part in rarity}
            weight = rarity.get(word.stem) or max(parts.values(), default=0.0) or self._unheard_of
            total += weight
            own = credit.get(word.stem, {})
            whole = sum(parts.values())
            for number in numbers:
                carried = own.get(number, 0.0)
                for other in word.others:
                    if carried < other.credit and number in instead[other.stems]:
                        carried = other.credit
                if parts and carried < PART_CREDIT:
                    by_parts = sum(
                        share * credit[part].get(number, 0.0) for part, share in parts.items()
                    )
                    carried = max(carried, PART_CREDIT * by_parts / whole)
                coverage[number] += weight * carried
        return {number: carried / total for number, carried in coverage.items()}


def _weights(words: Sequence[AskedWord], known: Collection[str]) -> dict[tuple[str, ...], float]:
    """Return what else is looked for, by its stems: what its score weighs."""
    weights: dict[tuple[str, ...], float] = {}
    for word in words:
        most = _OTHER if word.stem in known else _INSTEAD
        for other in word.others:
            weight = most * other.credit / OTHER_CREDIT
            weights[other.stems] = max(weight, weights.get(other.stems, 0.0))
    return weights


def _match(stems: Sequence[str]) -> str:
    """Return the query for a word, or for words one after the other."""
    where = _ANYWHERE if len(stems) == 1 else _WHOLE
    return f"{where} : {as_string(' '.join(stems))}"


def as_string(stem: str) -> str:
    """Make a stem a string of FTS5: whatever a reader types is never query syntax."""
    return '"' + stem.replace('"', '""') + '"'
