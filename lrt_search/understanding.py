"""A question -> what else is looked for because of its words, and how it may have been meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lrt_search.analysis import FUNCTION_WORDS, Term, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import Expansion, ExpansionKind
from lrt_search.expansions import Found, Stems, expansions_of, stems_of
from lrt_search.lexical_index import AskedWord
from lrt_search.query import Query

# A question may have a compound of the archive in so many words.
_MOST_PARTS = 3
# Other words of one that count in the meaning of a question: many would drown what was typed.
_EMBEDDED = 2


@dataclass(frozen=True, slots=True)
class Understood:
    """What else is looked for.

    Attributes:
        others: By stem of a word of the question, the stems of each other word or phrase.
        expansions: The same, as readers are told.
        suggestion: The question with its misspelt words as the archive spells them.
        rephrased: The words whose meaning is asked for, mended, and the other words after them;
            None where there is nothing else to look for.
        joined: Stems of words of the question that the archive has in one with their neighbours.
    """

    others: Mapping[str, tuple[Stems, ...]]
    expansions: tuple[Expansion, ...] = ()
    suggestion: str | None = None
    rephrased: str | None = None
    joined: frozenset[str] = frozenset()


AS_TYPED = Understood({})


def understood(archive: Archive, asked: Query) -> Understood:
    """Return what else is looked for: of the glossary, in one word, for words misspelt.

    What stands between quotes is left as it is.
    """
    known = expansions_of(asked.words)
    compounds = _compounds(archive, asked.words)
    explained = frozenset[str]().union(*(found.stems for found in (*known, *compounds)))
    mended = [
        (term, meant)
        for term, meant in _mended(archive, query_terms(asked.words))
        if term.stem not in explained
    ]
    spelled = [
        Found(
            Expansion(asked.text[term.start : term.end], (meant,), ExpansionKind.SPELLING),
            frozenset({term.stem}),
            (stems_of(meant),),
        )
        for term, meant in mended
    ]
    others: dict[str, tuple[Stems, ...]] = {}
    for found in (*known, *compounds, *spelled):
        for stem in found.stems:
            others[stem] = tuple(dict.fromkeys((*others.get(stem, ()), *found.also)))
    return Understood(
        others,
        tuple(found.expansion for found in (*known, *compounds, *spelled)),
        _corrected(asked.text, mended) if mended else None,
        _rephrased(asked, (*known, *compounds), mended) if others else None,
        frozenset[str]().union(*(found.stems for found in compounds)),
    )


def with_others(
    words: Sequence[AskedWord], others: Mapping[str, tuple[Stems, ...]]
) -> list[AskedWord]:
    """Give the words of a question what else is looked for."""
    return [replace(word, others=others.get(word.stem, ())) for word in words]


def _compounds(archive: Archive, text: str) -> list[Found]:
    """Return the words of the archive that a question has in several: "flex woning".

    That Dutch writes them as one is what is left out most; the longest wins.
    """
    words = terms(text)
    found, taken = [], -1
    for start in range(len(words)):
        for length in range(_MOST_PARTS, 1, -1):
            parts = words[start : start + length]
            if start <= taken or len(parts) < length or not _may_be_one(text, parts):
                continue
            whole = "".join(part.form for part in parts)
            if archive.lexical.has(whole):
                found.append(
                    Found(
                        Expansion(
                            text[parts[0].start : parts[-1].end], (whole,), ExpansionKind.COMPOUND
                        ),
                        frozenset(part.stem for part in parts),
                        (stems_of(whole),),
                    )
                )
                taken = start + length - 1
                break
    return found


def _may_be_one(text: str, parts: Sequence[Term]) -> bool:
    """Whether words stand next to each other, and none is one that only joins others."""
    gaps = (text[one.end : other.start] for one, other in pairwise(parts))
    return all(gap.isspace() for gap in gaps) and all(
        part.form.isalpha() and part.form not in FUNCTION_WORDS for part in parts
    )


def _mended(archive: Archive, words: Sequence[Term]) -> list[tuple[Term, str]]:
    """Return the words that the archive does not have, and what may be meant by each."""
    unknown = [
        (term, parts)
        for term, parts in zip(words, archive.lexical.part_stems(words), strict=True)
        if not parts and term.form not in FUNCTION_WORDS and not archive.lexical.knows(term.stem)
    ]
    meant = [(term, archive.spelling.meant(term.form)) for term, _ in unknown]
    return [(term, word) for term, word in meant if word]


def _rephrased(asked: Query, known: Sequence[Found], mended: Sequence[tuple[Term, str]]) -> str:
    """Return the question with what else is looked for, at most two for each of its words."""
    meaning = " ".join(_corrected(asked.free, mended).split())
    also = [other for found in known for other in found.expansion.also[:_EMBEDDED]]
    return f"{meaning} ({', '.join(also)})" if also else meaning


def _corrected(text: str, mended: Sequence[tuple[Term, str]]) -> str:
    """Put the words that are meant in the places of those typed, with their capitals."""
    for term, meant in sorted(mended, key=lambda pair: -pair[0].start):
        typed = text[term.start : term.end]
        as_typed = meant.capitalize() if typed[0].isupper() else meant
        text = text[: term.start] + as_typed + text[term.end :]
    return text
