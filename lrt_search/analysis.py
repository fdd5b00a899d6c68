"""Dutch text -> the terms that passages and questions are matched on.

A term has the stem of its word (``stemming``). Negations ("niet", "geen", "zonder") are terms like
any other: in minutes they change what was decided.

``compounds`` takes words apart ("defensielocaties"), with the words of the archive itself.
"""

import re
from dataclasses import dataclass

from lrt_search.stemming import fold, form_of, stem

# A number with its separators is one term ("14:30", "5.1.2e", "1.360", "36 333"), and so are a
# number with a capital ("1F-opvang") and an abbreviation with an ampersand ("A&M", "DT&V"); else a
# term is a run of letters and digits.
_TERM = re.compile(
    r"(?<![\d.,:])[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?![.,:]?\d|[^\W\d_])"
    r"|\d{1,2}[A-Z]\b|\d+(?:[.:,]\d+)*(?:\.?[a-i]\b)?|\w+&\w+|[^\W_]+"
)
# "CdK's" and "PRT’s": the plural's s is not a word.
_PLURAL_S = re.compile(r"['’´`]\s?s\b", re.IGNORECASE)

# The raised number of a footnote behind a word is no part of it; that of "m²" is.
_FOOTNOTE_NUMBER = re.compile(r"(?<=[^\W\d_]{3})[⁰¹²³⁴⁵⁶⁷⁸⁹]+")

# Words that say how a question is put, not what it is about. They are looked for only in a
# question that has no other word.
DUTCH_FUNCTION_WORDS = frozenset(
    "de|het|een|en|of|in|op|te|van|voor|met|aan|bij|door|over|om|uit|tot|naar|dat|die|dit|deze|is"
    "|zijn|was|waren|wordt|worden|werd|werden|er|als|dan|dus|ook|maar|want|wat|wie|waar|wanneer"
    "|hoe|welke|welk|waarom|heeft|hebben|had|zou|zouden|kan|kunnen|moet|moeten|zal|zullen|je|jij"
    "|ik|we|wij|u|uw|hij|zij|ze|hun|hen|men|me|mij".split("|")
)
ENGLISH_FUNCTION_WORDS = frozenset(
    "the|a|an|and|or|on|to|for|with|at|by|from|about|are|were|be|been|which|what|who|when|where"
    "|how|why|did|does|do|has|have|that|this|these|those|it|its|they|their".split("|")
)
FUNCTION_WORDS = DUTCH_FUNCTION_WORDS | ENGLISH_FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is matched, and where it stands.

    Attributes:
        stem: What is matched: folded and stemmed.
        start, end: Half-open offsets into the text it was found in.
        form: The word itself, folded and in the newer spelling: what tells "leden" from "lid".
        pieces: Of a number written with blanks its groups: ("36", "333").
    """

    stem: str
    start: int
    end: int
    form: str = ""
    pieces: tuple[str, ...] = ()


def terms(text: str) -> list[Term]:
    """Cut a text into its terms, in order."""
    found = []
    blanked = _FOOTNOTE_NUMBER.sub(lambda match: " " * len(match.group()), text)
    blanked = _PLURAL_S.sub(lambda match: " " * len(match.group()), blanked)
    for match in _TERM.finditer(blanked):
        word = match.group()
        stemmed = stem(word)
        if stemmed:
            pieces = tuple(word.split()) if word[0].isdigit() else ()
            found.append(
                Term(
                    stemmed,
                    match.start(),
                    match.end(),
                    form_of(word),
                    pieces if len(pieces) > 1 else (),
                )
            )
    return found


def query_terms(query: str) -> list[Term]:
    """Return the terms a question is about, each stem once, in its order.

    Function words are left out unless there is nothing else.
    """
    first: dict[str, Term] = {}
    for term in terms(query):
        first.setdefault(term.stem, term)
    found = list(first.values())
    telling = [term for term in found if term.form not in FUNCTION_WORDS]
    return telling or found


# A reader types straight quotes and hyphens; a page prints others.
_SIGNS = str.maketrans("’‘ʼ´`‐‑–—−", "'" * 5 + "-" * 5)


def searchable(text: str) -> str:
    """Return a text as phrases are looked up in it, and a phrase as it is looked up.

    Case, accents, blanks and the kind of quotes and hyphens make no difference; else every
    character counts, as it does to a reader who looks it up on the page.
    """
    return " ".join(fold(text.translate(_SIGNS)).split())


def occurrences(phrase: str, text: str) -> list[tuple[int, int]]:
    """Find a phrase in a text: half-open offsets into ``text``, in order, none overlapping."""
    sought = searchable(phrase)
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text.translate(_SIGNS)):
        for one in fold(char):
            blank = one.isspace()
            if blank and folded[-1:] in ([], [" "]):
                continue
            folded.append(" " if blank else one)
            places.append(place)
    looked = "".join(folded)
    found, start = [], looked.find(sought) if sought else -1
    while start >= 0:
        end = start + len(sought)
        found.append((places[start], places[end - 1] + 1))
        start = looked.find(sought, end)
    return found
