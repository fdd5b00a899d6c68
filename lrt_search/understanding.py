"""A question -> what else is looked for because of its words, and how it may have been meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lrt_search.analysis import FUNCTION_WORDS, Term, query_terms, terms
from lrt_search.archive import Archive
from lrt_search.domain import Expansion, ExpansionKind
from lrt_search.expansions import Found, expansions_of
from lrt_search.lexical_index import OTHER_CREDIT, RELATED_CREDIT, AskedWord, Other
from lrt_search.query import Query
from lrt_search.separable import separated
from lrt_search.stemming import is_word
from lrt_search.thesaurus import stems_of

# How much of a word another one is; of the other kinds ``OTHER_CREDIT``.
_CREDIT = {ExpansionKind.RELATED: RELATED_CREDIT}
# A question may have a compound of the archive in so many words.
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """What else is looked for.

    Attributes:
        others: By stem of a word of the question, each other word or phrase.
        expansions: The same, as readers are told.
        suggestion: The question with its misspelt words as the archive spells them.
        mended: The words whose meaning is asked for, as the archive spells them; None where none
            is misspelt.
        joined: Stems of words of the question that the archive has in one with their neighbours.
    """

    others: Mapping[str, tuple[Other, ...]]
    expansions: tuple[Expansion, ...] = ()
    suggestion: str | None = None
    mended: str | None = None
    joined: frozenset[str] = frozenset()


AS_TYPED = Understood({})


def understood(archive: Archive, asked: Query) -> Understood:
    """Return what else is looked for: of the glossary, in one word, for words misspelt.

    What stands between quotes is left as it is.
    """
    known = expansions_of(asked.words, archive.lexical.holds)
    compounds = [*_compounds(archive, asked.words), *_verbs(archive, asked.words)]
    explained = frozenset[str]().union(*(found.stems for found in (*known, *compounds)))
    mended = [
        (term, meant) for term, meant in _mended(archive, asked.words) if term.stem not in explained
    ]
    spelled = [
        Found(
            Expansion(asked.text[term.start : term.end], (meant,), ExpansionKind.SPELLING),
            frozenset({term.stem}),
            (stems_of(meant),),
        )
        for term, meant in mended
    ]
    others: dict[str, tuple[Other, ...]] = {}
    for found in (*known, *compounds, *spelled):
        credit = _CREDIT.get(found.expansion.kind, OTHER_CREDIT)
        also = [Other(stems, credit) for stems in found.also]
        for stem in found.stems:
            others[stem] = tuple(dict.fromkeys((*others.get(stem, ()), *also)))
    return Understood(
        others,
        tuple(found.expansion for found in (*known, *compounds, *spelled)),
        _corrected(asked.text, mended) if mended else None,
        " ".join(_corrected(asked.free, mended).split()) if mended else None,
        frozenset[str]().union(*(found.stems for found in compounds)),
    )


def with_others(
    words: Sequence[AskedWord], others: Mapping[str, tuple[Other, ...]]
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


def _verbs(archive: Archive, text: str) -> list[Found]:
    """Return the verbs of a question that stand in two parts, in one: "stemt ... in"."""
    found = []
    for one in separated(text, terms(text)):
        if archive.lexical.holds((one.stem,)):
            typed = " … ".join(text[part.start : part.end] for part in (one.verb, one.particle))
            expansion = Expansion(typed, (one.infinitive,), ExpansionKind.COMPOUND)
            found.append(Found(expansion, frozenset({one.verb.stem}), ((one.stem,),)))
    return found


def _may_be_one(text: str, parts: Sequence[Term]) -> bool:
    """Whether words stand next to each other, and none is one that only joins others."""
    gaps = (text[one.end : other.start] for one, other in pairwise(parts))
    return all(gap.isspace() for gap in gaps) and all(
        part.form.isalpha() and part.form not in FUNCTION_WORDS for part in parts
    )


def _mended(archive: Archive, text: str) -> list[tuple[Term, str]]:
    """Return the words that the archive does not have, and what may be meant by each."""
    words = query_terms(text)
    meant = [
        (term, archive.spelling.meant(term.form))
        for term, parts in zip(words, archive.lexical.part_stems(words), strict=True)
        if not parts
        and term.form not in FUNCTION_WORDS
        and not archive.lexical.holds((term.stem,))
        and not _is_right(text, term)
    ]
    return [(term, word) for term, word in meant if word]


def _is_right(text: str, term: Term) -> bool:
    """Whether a word is spelled as it should be, though the archive does not have it.

    "detentie" is no slip for "defensie". A name is in no dictionary: "Appel" may be "Apel".
    """
    is_name = text[term.start].isupper() and bool(text[: term.start].strip())
    return is_word(term.form) and not is_name


def _corrected(text: str, mended: Sequence[tuple[Term, str]]) -> str:
    """Put the words that are meant in the places of those typed, with their capitals."""
    for term, meant in sorted(mended, key=lambda pair: -pair[0].start):
        typed = text[term.start : term.end]
        as_typed = meant.capitalize() if typed[0].isupper() else meant
        text = text[: term.start] + as_typed + text[term.end :]
    return text
