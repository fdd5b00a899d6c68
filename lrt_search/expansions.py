"""What else is looked for beside the words of a question. Pure.

The glossary gives abbreviations, synonyms and Dutch for English words; ``spelling`` gives the words
of the archive that may be meant by a misspelt one. Nothing is looked for that a reader is not told
of, and whatever stands between quotes is left as it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lrt_search.analysis import Term, terms
from lrt_search.domain import Expansion, ExpansionKind
from lrt_search.glossary import Glossary, glossary

Stems = tuple[str, ...]
# The longest name that is looked for.
_MOST_WORDS = 12


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


def expansions_of(text: str, names: Glossary | None = None) -> tuple[Found, ...]:
    """Return what else is looked for because of the glossary, in the order of the question.

    Where entries overlap, the one with more words holds: of "crisis emergency reception" nothing
    is said about "reception".

    Args:
        text: The words of a question, without its phrases.
        names: The glossary; by default that of this program.
    """
    table = _table(names or glossary())
    asked = terms(text)
    stems = tuple(term.stem for term in asked)
    taken: set[int] = set()
    found: list[tuple[int, Found]] = []
    for length in range(min(_MOST_WORDS, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            places = range(start, start + length)
            rules = table.get(stems[start : start + length], ())
            if not rules or not taken.isdisjoint(places):
                continue
            taken.update(places)
            told = _told(text, asked[start : start + length], rules)
            found += [(start, one) for one in told]
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0]))


def _told(
    text: str, words: Sequence[Term], rules: Sequence[tuple[ExpansionKind, tuple[str, ...]]]
) -> Iterator[Found]:
    """Say what each kind of rule adds to some words of a question: nothing twice."""
    own = tuple(word.stem for word in words)
    known: list[Stems] = [own]
    typed = text[words[0].start : words[-1].end]
    for kind, others in rules:
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


@lru_cache(maxsize=10_000)
def stems_of(name: str) -> Stems:
    """Return the stems of a name, in order."""
    return tuple(term.stem for term in terms(name))


def _holds(longer: Stems, shorter: Stems) -> bool:
    width = len(shorter)
    return any(longer[n : n + width] == shorter for n in range(len(longer) - width + 1))


Rules = dict[Stems, tuple[tuple[ExpansionKind, tuple[str, ...]], ...]]


@lru_cache(maxsize=4)
def _table(names: Glossary) -> Rules:
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
        stems: tuple((kind, tuple(others)) for kind, others in told.items())
        for stems, told in rules.items()
    }
