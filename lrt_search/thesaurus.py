"""The words of government around migration, and those by which people ask for them.

``thesaurus.tsv`` beside this module holds them: a word of minutes, English for it, Dutch words
that mean the same, and everyday words that lead to it. Unlike the glossary it names nothing that
has to be looked up: it is the language at large. How it was written: ``docs/decisions/0018``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from lrt_search.analysis import terms
from lrt_search.stemming import english_stem

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headword:
    """A word of minutes.

    Attributes:
        dutch: The word or phrase, uninflected.
        english: What a question in English may say for it.
        similar: Dutch words that mean the same: each is looked for with the other.
        everyday: Dutch words that lead to it, and not the other way round.
    """

    dutch: str
    english: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thesaurus:
    """All words, and by the stems of a word what it leads to, the likeliest first."""

    words: tuple[Headword, ...]

    @cached_property
    def translations(self) -> Mapping[Stems, tuple[str, ...]]:
        """By English stems: Dutch words."""
        return _leading(((one.dutch, one.english) for one in self.words), english=True)

    @cached_property
    def similar(self) -> Mapping[Stems, tuple[str, ...]]:
        """By Dutch stems: words that mean the same."""
        pairs = [(one.dutch, other) for one in self.words for other in one.similar]
        return _leading((one, (other,)) for pair in pairs for one, other in (pair, pair[::-1]))

    @cached_property
    def everyday(self) -> Mapping[Stems, tuple[str, ...]]:
        """By Dutch stems of an everyday word: words of minutes."""
        return _leading((one.dutch, one.everyday) for one in self.words)


def _leading(
    goals: Iterable[tuple[str, Iterable[str]]], *, english: bool = False
) -> dict[Stems, tuple[str, ...]]:
    """Turn what leads to each word into what each of those leads to."""
    found: dict[Stems, list[tuple[int, str]]] = {}
    for goal, leads in goals:
        # Who wrote the words put the commonest first.
        for place, lead in enumerate(leads):
            stems = english_stems_of(lead) if english else stems_of(lead)
            found.setdefault(stems, []).append((place, goal))
    return {
        stems: tuple(dict.fromkeys(goal for _, goal in sorted(pairs, key=lambda pair: pair[0])))
        for stems, pairs in found.items()
    }


@lru_cache(maxsize=10_000)
def stems_of(text: str) -> Stems:
    """Return the stems of Dutch words, in order."""
    return tuple(term.stem for term in terms(text))


def english_stems_of(text: str) -> Stems:
    """Return the stems of English words, in order."""
    return tuple(english_stem(term.form) for term in terms(text))


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    """Return the thesaurus of this program."""
    text = (files("lrt_search") / "thesaurus.tsv").read_text(encoding="utf-8")
    return Thesaurus(
        tuple(
            Headword(dutch, *(tuple(column.split("; ")) if column else () for column in columns))
            for dutch, *columns in (line.split("\t") for line in text.splitlines())
        )
    )
