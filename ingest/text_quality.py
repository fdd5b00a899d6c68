"""A text -> how much it looks like written language, whatever the language. Pure.

Programs that make PDF go wrong in few ways: a font without a table of its letters gives signs of
private use or other letters than it shows, kerning comes out as blanks ("v e r g a d e r i n g"),
and missing blanks glue words together. Each way spoils stretches of a text; the quality is the
share of the text that none of them spoils. Names, numbers and abbreviations spoil nothing.
"""

import re
import unicodedata
from collections.abc import Sequence

from lrt_search.stemming import fold

# The least quality of a text that is worth indexing as it is.
USABLE = 70

# Letters and signs that are needed to judge: a page with only its number is as good as any.
_ENOUGH = 40
# The same, for how often vowels should come.
_ENOUGH_LETTERS = 150
# Single letters in a row; "a b c" may be a list, and initials have full stops.
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
# A reader of PDF writes so where a font does not say which letter a sign is.
_NUMBERED_SIGN = re.compile(r"\(cid:\d+\)")
# Dots that lead to a page number, and rules made of signs.
_RULE = re.compile(r"([-._=*~·…–—])(?:\s?\1){2,}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# An address or a path has no blanks by right.
_ADDRESS = re.compile(r"\S*(?:[@/\\]|www\.)\S*")
# "Meervoudigepersoonlijkheidsstoornis" has 35 letters.
_LONGEST_WORD = 36
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]")
# "McDonald", "JenV": what is glued goes on for longer.
_SHORTEST_GLUED = 10
# Of running text, words of up to three letters are a third; of names and headings a tenth.
_FEWEST_SHORT, _LONGEST_MEAN, _ENOUGH_WORDS = 0.05, 11.0, 40
_VOWELS = frozenset("aeiouy")
# "Slechtstschrijvend" has nine consonants in a row; abbreviations are written in capitals.
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{10,}")
_LONGEST_ABBREVIATION = 6
_LEAST_WITHOUT_VOWEL = 5
# Of the letters of Dutch and English four in ten are vowels.
_FEWEST_VOWELS, _MOST_VOWELS = 0.22, 0.62
_SPOILT_CATEGORIES = {"Co", "Cn", "Cs", "Cc"}
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def quality(text: str) -> int:
    """Return from 0 to 100 how much a text looks like written language.

    100 where there is too little of it to judge. A mark for a redaction counts as a sign.
    """
    text = _RULE.sub(" ", text)
    signs = [char for char in text if not char.isspace()]
    if len(signs) < _ENOUGH:
        return 100
    spoilt: int = sum(map(len, _NUMBERED_SIGN.findall(text))) + sum(map(_is_spoilt, signs))
    text = _NUMBERED_SIGN.sub(" ", text)
    spoilt += sum(len(run) - run.count(" ") for run in _SPACED.findall(text))
    words = _WORD.findall(_ADDRESS.sub(" ", _SPACED.sub(" ", text)))
    spoilt += _spoilt_letters(words)
    spoilt += _too_many_signs(signs)
    return max(0, 100 - round(100 * spoilt / len(signs)))


def _is_spoilt(char: str) -> bool:
    return char == _REPLACEMENT or unicodedata.category(char) in _SPOILT_CATEGORIES


def _too_many_signs(signs: Sequence[str]) -> int:
    """Return how many signs there are beyond one for each letter or digit."""
    others = [char for char in signs if not char.isalnum() and not _is_spoilt(char)]
    told = sum(map(str.isalnum, signs))
    return max(0, len(others) - told)


def _spoilt_letters(words: list[str]) -> int:
    """Return how many letters stand in words that are none."""
    letters = sum(map(len, words))
    if _have_odd_vowels(words) or _are_glued(words):
        return letters
    return sum(len(word) for word in words if _is_glued(word) or _is_unspeakable(word))


def _are_glued(words: list[str]) -> bool:
    short = sum(len(word) <= 3 for word in words)
    return (
        len(words) >= _ENOUGH_WORDS
        and short < _FEWEST_SHORT * len(words)
        and sum(map(len, words)) > _LONGEST_MEAN * len(words)
    )


def _is_glued(word: str) -> bool:
    return len(word) > _LONGEST_WORD or (
        len(word) >= _SHORTEST_GLUED and bool(_INNER_CAPITAL.search(word))
    )


def _is_unspeakable(word: str) -> bool:
    plain = fold(word)
    if _may_be_short_for_something(word) or not (plain.isascii() and plain.isalpha()):
        return False
    without = len(plain) >= _LEAST_WITHOUT_VOWEL and not _VOWELS & set(plain)
    return without or bool(_CONSONANTS.search(plain))


def _have_odd_vowels(words: list[str]) -> bool:
    """Return whether Latin letters are others than they should be: one in three is a vowel."""
    others = [word for word in words if not _may_be_short_for_something(word)]
    # A page in capitals is no list of abbreviations.
    told = others if 2 * sum(map(len, others)) > sum(map(len, words)) else words
    letters = [char for word in told for char in fold(word) if "a" <= char <= "z"]
    if len(letters) < _ENOUGH_LETTERS:
        return False
    share = sum(char in _VOWELS for char in letters) / len(letters)
    return not _FEWEST_VOWELS <= share <= _MOST_VOWELS


def _may_be_short_for_something(word: str) -> bool:
    return word.isupper() and len(word) <= _LONGEST_ABBREVIATION
