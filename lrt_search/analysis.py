"""Dutch text -> the terms that passages and questions are matched on.

Stems come from Snowball's ``dutch`` (since 3.0 the Kraaij-Pohlmann stemmer), with a short list of
words where it errs: it strips "ge-" from gemeente, gevolg, gesprek and gebied, which makes
"gemeente" and "gemeen" one word. Accents fold, so that "Oekraine" finds "Oekraïne". Negations
("niet", "geen", "zonder") are terms like any other: in minutes they change what was decided.
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

# A number with its separators is one term ("14:30", "5.1.2e", "1.360"), and so is an abbreviation
# with an ampersand ("A&M", "DT&V"); else a term is a run of letters and digits.
_TERM = re.compile(r"\d+(?:[.:,]\d+)*(?:\.?[a-i]\b)?|\w+&\w+|[^\W_]+")
# "CdK's" and "PRT’s": the plural's s is not a word.
_PLURAL_S = re.compile(r"['’´`]\s?s\b", re.IGNORECASE)

_OVERRIDES = {
    "gemeente": "gemeente",
    "gemeenten": "gemeente",
    "gemeentes": "gemeente",
    "gevolg": "gevolg",
    "gevolgen": "gevolg",
    "gesprek": "gesprek",
    "gesprekken": "gesprek",
    "gebied": "gebied",
    "gebieden": "gebied",
    "gezin": "gezin",
    "gezinnen": "gezin",
    "kind": "kind",
    "kinderen": "kind",
    "lid": "lid",
    "leden": "lid",
}

# Words that say how a question is put, not what it is about. They are looked for only in a
# question that has no other word.
_FUNCTION_WORDS = frozenset(
    "de|het|een|en|of|in|op|te|van|voor|met|aan|bij|door|over|om|uit|tot|naar|dat|die|dit|deze|is"
    "|zijn|was|waren|wordt|worden|werd|werden|er|als|dan|dus|ook|maar|want|wat|wie|waar|wanneer"
    "|hoe|welke|welk|waarom|heeft|hebben|had|zou|zouden|kan|kunnen|moet|moeten|zal|zullen|je|jij"
    "|ik|we|wij|u|uw|hij|zij|ze|hun|hen|men|me|mij"
    "|the|a|an|and|or|on|to|for|with|at|by|from|about|are|were|be|been|which|what|who|when|where"
    "|how|why|did|does|do|has|have|that|this|these|those|it|its|they|their".split("|")
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is matched, and where it stands.

    Attributes:
        stem: What is matched: folded and stemmed.
        start, end: Half-open offsets into the text it was found in.
    """

    stem: str
    start: int
    end: int


_local = threading.local()


def fold(word: str) -> str:
    """Lower the case and take accents off: "Oekraïense" -> "oekraiense"."""
    parts = unicodedata.normalize("NFKD", word)
    return "".join(char for char in parts if not unicodedata.combining(char)).casefold()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one word: "locaties" and "locatie" give the same."""
    folded = fold(word)
    if folded in _OVERRIDES:
        return _OVERRIDES[folded]
    # A Snowball stemmer keeps state: each thread has its own.
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("dutch")
    return str(stemmer.stemWord(folded))


def terms(text: str) -> list[Term]:
    """Cut a text into its terms, in order."""
    found = []
    blanked = _PLURAL_S.sub(lambda match: " " * len(match.group()), text)
    for match in _TERM.finditer(blanked):
        stemmed = stem(match.group())
        if stemmed:
            found.append(Term(stemmed, match.start(), match.end()))
    return found


def query_terms(query: str) -> list[Term]:
    """Return the terms a question is about, each stem once, in its order.

    Function words are left out unless there is nothing else.
    """
    first: dict[str, Term] = {}
    for term in terms(query):
        first.setdefault(term.stem, term)
    found = list(first.values())
    telling = [term for term in found if fold(query[term.start : term.end]) not in _FUNCTION_WORDS]
    return telling or found
