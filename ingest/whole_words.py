"""Pages of a PDF -> the same text with its words whole, to be searched and quoted. Pure.

    ﬁ -> fi      soft hyphen -> nothing      odd blanks -> blank      V E R S L A G -> VERSLAG
    "verga-          "vergadering
     dering van" ->   van"

Only letters that stand on the page are kept, in their order: what goes is blanks and hyphens that a
program for making PDF put between the letters of a word. In doubt it all stays as it was.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lrt_search.domain import Page

_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_LETTER_BY_LETTER = {
    "\N{LATIN SMALL LIGATURE FF}": "ff",
    "\N{LATIN SMALL LIGATURE FI}": "fi",
    "\N{LATIN SMALL LIGATURE FL}": "fl",
    "\N{LATIN SMALL LIGATURE FFI}": "ffi",
    "\N{LATIN SMALL LIGATURE FFL}": "ffl",
    "\N{LATIN SMALL LIGATURE LONG S T}": "st",
    "\N{LATIN SMALL LIGATURE ST}": "st",
}
# One for one: how wide a gap is tells whether something was redacted there.
_BLANKS = dict.fromkeys(
    ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", *map(chr, range(0x2000, 0x200B))], " "
)
_NOTHING = dict.fromkeys(
    ["\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}", "\N{ZERO WIDTH NO-BREAK SPACE}"], ""
)
_CHARACTERS = str.maketrans(_LETTER_BY_LETTER | _BLANKS | _NOTHING)
_SOFTLY_DIVIDED = re.compile(rf"{_SOFT_HYPHEN}[ \t]*\n[ \t]*(\S+)(?:[ \t]*(?:\n|$)|[ \t](?=\S))")

# The first part of a word, a hyphen at the end of a line, and what goes on in small letters.
_DIVIDED = re.compile(
    r"(?<![\w-])(?P<head>[^\W\d_]{2,})-[ \t]*\n[ \t]*(?P<tail>[a-zà-ÿ]{2,})(?P<rest>[^\s\w-]*)"
    # What follows goes on a line of its own; a wide blank may be a redaction, and stays.
    r"(?:[ \t]*(?:\n|$)|[ \t](?=\S))"
)
# "Asiel- en migratiebeleid": the hyphen stands for a part that is left out.
_LEFT_OUT = frozenset("en of tot noch dan als and or to nor".split())
# Words that a line divides and that stand whole elsewhere: from here on it is a habit.
_ENOUGH_PROOF = 3
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){4,}[^\W\d_](?!\S)")


def settled(text: str) -> str:
    """Return a text with plain letters and blanks, and without soft hyphens."""
    whole = _SOFTLY_DIVIDED.sub(lambda match: f"{match[1]}\n", text)
    return whole.replace(_SOFT_HYPHEN, "").translate(_CHARACTERS)


def with_whole_words(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return pages with the words whole that lines divide, or that are spaced out.

    A word is made whole where it stands so elsewhere in the document. In a document that is known
    by that to divide words, one is made whole too where neither of its parts stands elsewhere.
    "VNG-leden" and "niet-begeleide" keep their hyphen.
    """
    words = _words_of(page.text for page in pages)
    proven = {
        match["head"] + match["tail"]
        for page in pages
        for match in _DIVIDED.finditer(page.text)
        if _stands_whole(match["head"], match["tail"], words)
    }
    divides = len(proven) >= _ENOUGH_PROOF
    return tuple(_whole(page, words, divides) for page in pages)


def _words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of a document in small letters, those that a line divides left out."""
    found: set[str] = set()
    for text in texts:
        found.update(map(str.casefold, _WORD.findall(_DIVIDED.sub(" ", text))))
    return found


def _whole(page: Page, words: set[str], divides: bool) -> Page:
    def joined(match: re.Match[str]) -> str:
        head, tail, rest = match["head"], match["tail"], match["rest"]
        is_one = _stands_whole(head, tail, words) or (divides and _may_be_one(head, tail, words))
        return f"{head}{tail}{rest}\n" if is_one else match[0]

    def closed(match: re.Match[str]) -> str:
        word = match[0].replace(" ", "")
        return word if word.casefold() in words else match[0]

    text = _SPACED.sub(closed, _DIVIDED.sub(joined, page.text))
    return page if text == page.text else replace(page, text=text)


def _stands_whole(head: str, tail: str, words: set[str]) -> bool:
    return (
        tail not in _LEFT_OUT
        and f"{head}{tail}".casefold() in words
        and f"{head}-{tail}".casefold() not in words
    )


def _may_be_one(head: str, tail: str, words: set[str]) -> bool:
    is_plain = head.islower() or head.istitle()
    parts = {head.casefold(), tail, f"{head}-{tail}".casefold()}
    return is_plain and tail not in _LEFT_OUT and parts.isdisjoint(words)
