"""What else is looked for beside the words of a question. Pure.

The glossary gives abbreviations, synonyms and Dutch for English words, and the thesaurus what the
language at large has of those; ``spelling`` gives the words of the archive that may be meant by a
misspelt one. Nothing is looked for that a reader is not told of, and whatever stands between
quotes is left as it is.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from lrt_search.analysis import (
    DUTCH_FUNCTION_WORDS,
    ENGLISH_FUNCTION_WORDS,
    FUNCTION_WORDS,
    Term,
    terms,
)
from lrt_search.domain import Expansion, ExpansionKind
from lrt_search.glossary import Glossary, glossary
from lrt_search.stemming import english_stem
from lrt_search.thesaurus import Stems, Thesaurus, stems_of, thesaurus

# Why, and which words.
Rules = Mapping[ExpansionKind, Sequence[str]]

_TRANSLATION = ExpansionKind.TRANSLATION
# The longest name that is looked for.
_MOST_WORDS = 12
# Of the thesaurus, for one word and one reason: what comes later is less likely meant.
_MOST_OTHERS = 6
# Small words that tell in which language a question is put: those that both have do not.
_ENGLISH = ENGLISH_FUNCTION_WORDS | frozenset(
    "not|should|would|could|can|many|much|any|there|between|before|after|into|because|than|if|our"
    "|his|her".split("|")
)
_BOTH = frozenset("of|in|is|was|had|we|me|men|over|door|die".split("|"))
_DUTCH = (DUTCH_FUNCTION_WORDS - _BOTH) | {"niet", "geen", "hoeveel"}


@dataclass(frozen=True, slots=True)
class Found:
    """An expansion and where its word stands in the question.

    Attributes:
        expansion: What is told to the reader.
        stems: Of the words of the question that it is about.
        also: The stems of each of ``expansion.also``, in its order.
    """

    expansion: Expansion
    stems: frozenset[str]
    also: tuple[Stems, ...]


def expansions_of(
    text: str,
    holds: Callable[[Stems], bool],
    *,
    names: Glossary | None = None,
    words: Thesaurus | None = None,
) -> tuple[Found, ...]:
    """Return what else is looked for, in the order of the question.

    Where entries overlap, the one with more words holds: of "crisis emergency reception" nothing
    is said about "reception". Of the thesaurus nothing is looked for that the archive does not
    have, and everyday words lead on only where it does not have them.

    Args:
        text: The words of a question, without its phrases.
        holds: Whether the archive has words with these stems, one after the other.
        names: The glossary; by default that of this program.
        words: The thesaurus; by default that of this program.
    """
    asked = terms(text)
    sources = _Sources(
        _table(names or glossary()), words or thesaurus(), cache(holds), is_english(asked)
    )
    taken: set[int] = set()
    found: list[tuple[int, Found]] = []
    for length in range(min(_MOST_WORDS, len(asked)), 0, -1):
        for start in range(len(asked) - length + 1):
            places = range(start, start + length)
            if not taken.isdisjoint(places):
                continue
            here = asked[start : start + length]
            if rules := sources.rules(here):
                taken.update(places)
                found += [(start, one) for one in _told(text, here, rules)]
    # What is asked twice is told once.
    once: dict[tuple[frozenset[str], ExpansionKind], Found] = {}
    for _, one in sorted(found, key=lambda pair: pair[0]):
        once.setdefault((one.stems, one.expansion.kind), one)
    return tuple(once.values())


def is_english(asked: Sequence[Term]) -> bool | None:
    """Return whether a question is in English, by its small words; None where it has none."""
    english = sum(term.form in _ENGLISH for term in asked)
    dutch = sum(term.form in _DUTCH for term in asked)
    return english > dutch if english or dutch else None


@dataclass(frozen=True, slots=True)
class _Sources:
    """What glossary and thesaurus say of the words of one question.

    Attributes:
        names: The glossary, by the stems of what may be typed.
        words: The thesaurus.
        holds: Whether the archive has words with these stems.
        english: Whether the question is in English; None where nothing tells.
    """

    names: Mapping[Stems, Rules]
    words: Thesaurus
    holds: Callable[[Stems], bool]
    english: bool | None

    def rules(self, here: Sequence[Term]) -> Rules:
        """Return what else to look for because of some words next to each other."""
        named, common = self._named(here), self._common(here)
        kinds = dict.fromkeys((*named, *common))
        return {kind: (*named.get(kind, ()), *common.get(kind, ())) for kind in kinds}

    def _named(self, here: Sequence[Term]) -> Rules:
        rules = self.names.get(_stems(here), {})
        if self.english is False and self._held(here) == len(here):
            # A word of Dutch that English has too: "school".
            return {kind: one for kind, one in rules.items() if kind is not _TRANSLATION}
        return rules

    def _common(self, here: Sequence[Term]) -> Rules:
        if all(term.form in FUNCTION_WORDS for term in here):
            return {}
        stems, english = _stems(here), tuple(english_stem(term.form) for term in here)
        found: dict[ExpansionKind, Sequence[str]] = {}
        if self.english is not False:
            found[_TRANSLATION] = self.words.translations.get(english, ())
        if not self.english:
            found[ExpansionKind.SYNONYM] = self.words.similar.get(stems, ())
            found[ExpansionKind.RELATED] = self.words.everyday.get(stems, ())
        if not any(found.values()):
            return {}
        held = self._held(here)
        if held and not self.english:
            found[_TRANSLATION] = ()
        if held == len(here):
            found[ExpansionKind.RELATED] = ()
        kept = {
            kind: [one for one in others if self.holds(stems_of(one))][:_MOST_OTHERS]
            for kind, others in found.items()
        }
        return {kind: others for kind, others in kept.items() if others}

    def _held(self, here: Sequence[Term]) -> int:
        return sum(self.holds((term.stem,)) for term in here)


def _stems(words: Iterable[Term]) -> Stems:
    return tuple(word.stem for word in words)


def _told(text: str, words: Sequence[Term], rules: Rules) -> Iterator[Found]:
    """Say what each kind of rule adds to some words of a question: nothing twice."""
    own = _stems(words)
    known: list[Stems] = [own]
    typed = text[words[0].start : words[-1].end]
    for kind, others in rules.items():
        also = []
        for other in others:
            stems = stems_of(other)
            # A longer name that holds what is already looked for finds nothing more.
            if not any(_holds(stems, one) for one in known):
                known.append(stems)
                also.append(other)
        if also:
            yield Found(
                Expansion(typed, tuple(also), kind),
                frozenset(own),
                tuple(map(stems_of, also)),
            )


def _holds(longer: Stems, shorter: Stems) -> bool:
    width = len(shorter)
    return any(longer[n : n + width] == shorter for n in range(len(longer) - width + 1))


@lru_cache(maxsize=4)
def _table(names: Glossary) -> dict[Stems, Rules]:
    """Return by the stems of what may be typed: what else it stands for, shorter names first."""
    rules: dict[Stems, dict[ExpansionKind, dict[str, None]]] = {}

    def add(typed: Iterable[str], kind: ExpansionKind, others: Sequence[str]) -> None:
        for one in typed:
            told = rules.setdefault(stems_of(one), {}).setdefault(kind, {})
            told.update(dict.fromkeys(sorted(others, key=lambda other: len(stems_of(other)))))

    for entry in (*names.organisations, *names.abbreviations):
        add(entry.dutch, ExpansionKind.ABBREVIATION, entry.dutch)
        add(entry.english, ExpansionKind.TRANSLATION, entry.dutch)
    for words in names.synonyms:
        add(words, ExpansionKind.SYNONYM, words)
    for english, dutch in names.translations:
        add(english, ExpansionKind.TRANSLATION, dutch)
    return {
        stems: {kind: tuple(others) for kind, others in told.items()}
        for stems, told in rules.items()
    }
