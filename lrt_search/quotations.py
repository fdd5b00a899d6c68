"""Whether a quotation stands in a text: verbatim, nearly, or not. Pure.

    "De opvang (...) duurt [tot] 1 mei" -> pieces, and what stands between them
    pieces, text -> where they stand as they read, or the nearest place with what differs

"Verbatim" is character for character, after what ``plain`` does to both sides and no more; the
whole list is in ``docs/quotations.md``. What a journalist may do to a quotation (leave words out
with a sign, put words between square brackets) is told apart from the words themselves, and so is
what the archive has in its place.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from lrt_search.analysis import FUNCTION_WORDS, terms
from lrt_search.domain import REDACTION_MARK
from lrt_search.errors import EmptyQuotationError, QuotationTooLongError
from lrt_search.stemming import form_of

if TYPE_CHECKING:
    from rapidfuzz.distance import Opcode

LONGEST = 5000  # characters; a page of minutes is about 3,000
# Share of the words that have to agree before a place is called nearly the same, and how many.
NEAR_ENOUGH, FEWEST_ALIKE = 0.6, 3
# What an ellipsis may leave out: about a page. What stands where words are put between brackets.
FARTHEST, LONGEST_INSERTION = 3000, 80  # characters
_CONTEXT = 160  # characters shown before and after a quotation, within its sentence

# Signs of our own in plain text; no text holds them, for control characters are left out.
_BROKEN = "\x01"  # a hyphen at the end of a line: of the word, or of the line
_EITHER_CASE = "\x02"  # the next letter counts in either case


class Verdict(StrEnum):
    """What came of a check."""

    VERBATIM = "verbatim"
    NEARLY = "nearly"
    NOT_FOUND = "not_found"


class DifferenceKind(StrEnum):
    """What a change does to a quotation; the first four change what was said."""

    NUMBER = "number"  # also a date
    NEGATION = "negation"
    NAME = "name"
    REDACTION = "redaction"
    WORDS = "words"
    SPELLING = "spelling"
    CASE = "case"
    PUNCTUATION = "punctuation"


class Between(StrEnum):
    """What stands between two pieces of a quotation."""

    OMISSION = "omission"
    INSERTION = "insertion"


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two pieces of a quotation.

    Attributes:
        kind: Words left out, or words of the one who quotes.
        inserted: The latter, without their brackets; empty for an omission.
        glued_before, glued_after: Whether it touches the word before or after: "verklaar[de]".
    """

    kind: Between
    inserted: str = ""
    glued_before: bool = False
    glued_after: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation, taken apart.

    Attributes:
        text: As given, without the quotation marks around it.
        pieces: The stretches that have to stand in the archive, as ``plain`` makes them.
        gaps: What stands between them, one fewer.
        added: Words of the one who quotes at either end, or beside another gap.
    """

    text: str
    pieces: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()
    added: tuple[Gap, ...] = ()

    @property
    def words(self) -> str:
        """The words to look for, without those of the one who quotes."""
        shown = " ".join(self.pieces)
        return shown.translate({ord(_BROKEN): None, ord(_EITHER_CASE): None})


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is compared.

    Attributes:
        text: After ``plain``.
        places: For each character of it the offset in the text it was made of, and at the end the
            length of that text.
    """

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch that quotation and archive have in common, or that differs.

    Attributes:
        quoted: As the quotation has it; empty where the archive has more.
        source: As the archive has it; empty where it has nothing of the kind.
        kinds: What the change does; empty where the two are the same.
    """

    quoted: str
    source: str
    kinds: tuple[DifferenceKind, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.kinds


@dataclass(frozen=True, slots=True)
class Passed:
    """What the archive has where the quotation has an ellipsis or square brackets.

    Attributes:
        gap: What the quotation has.
        source: What the archive has there; may be empty.
        kinds: What of it changes what was said: a negation left out, a number put in.
    """

    gap: Gap
    source: str
    kinds: tuple[DifferenceKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text where a quotation stands, or nearly.

    Attributes:
        start, end: Half-open offsets into the text.
        similarity: Share of the words that are the same, 0 to 1; 1 for a verbatim quotation.
        verbatim: Whether every word stands there as it is quoted.
        steps: What is the same and what differs, in order.
        passed: What stands at each ellipsis and bracket, in order.
        redactions: Marks of redactions within it that the quotation does not show.
        before, after: What stands around it in the same sentence.
        outside: Negations in ``before`` and ``after``: they may turn the quotation round.
    """

    start: int
    end: int
    similarity: float
    verbatim: bool
    steps: tuple[Step, ...]
    passed: tuple[Passed, ...] = ()
    redactions: int = 0
    before: str = ""
    after: str = ""
    outside: tuple[str, ...] = ()

    @property
    def differences(self) -> tuple[Step, ...]:
        """The steps that differ."""
        return tuple(step for step in self.steps if not step.same)


# --- texts as they are compared ------------------------------------------------------------

_QUOTES = str.maketrans(dict.fromkeys('“”„‟«»″＂"‘’‚‛ʼ´`′', "'"))
_SIGNS = _QUOTES | str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("•▪◦‣●", " "),
        "…": "...",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "ĳ": "ij",
        "Ĳ": "IJ",
    }
)
_UNIT = re.compile(
    # Plain signs, for speed; a line that ends in a soft hyphen; one that ends in a hyphen within a
    # word; the raised number of a footnote; blanks; a letter with its accents apart, or any sign.
    r"(?P<run>[!#-,.-_a-~]+(?![\u0300-\u036f]))|(?P<soft>\u00ad[^\S\n]*\n\s*)|(?P<broken>(?<=[^\W\d_])[-\u2010\u2011][^\S\n]*\n\s*(?=[^\W\d_]))"
    r"|(?P<note>(?<=[^\W\d_]{2}[\w.,;:!?)\]’”\"])[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<blank>[\s•▪◦‣●]+)|(?P<char>.[\u0300-\u036f]*)",
    re.DOTALL,
)


def plain(text: str) -> Plain:
    """Return a text as it is compared.

    Runs of blanks, line breaks and bullets become one blank; kinds of quotation marks, of hyphens
    and dashes become one kind; ligatures become letters and accents join theirs; soft hyphens,
    other signs that nobody sees and the raised numbers of footnotes go. Case, spelling,
    punctuation and numbers stay.
    """
    made: list[str] = []
    places: list[int] = []

    def add(signs: str, place: int) -> None:
        for sign in signs:
            if sign != " " or (made and made[-1] != " "):
                made.append(sign)
                places.append(place)

    for unit in _UNIT.finditer(text):
        if unit["run"]:
            made += unit["run"]
            places += range(*unit.span())
            continue
        if unit["soft"] or unit["note"]:
            continue
        if unit["broken"]:
            add(_BROKEN, unit.start())
        elif unit["blank"]:
            add(" ", unit.start())
        else:
            char = unit["char"]
            if unicodedata.category(char[0]) in {"Cc", "Cf"}:
                continue
            add(unicodedata.normalize("NFC", char).translate(_SIGNS), unit.start())
    return Plain("".join(made), (*places, len(text)))


# --- quotations ----------------------------------------------------------------------------

_DOTS = r"(?:\.[ \u00a0]?){2,}\.|…"
_ELLIPSIS = re.compile(rf"\(\s*(?:{_DOTS}|\.\.)\s*\)|\[\s*(?:{_DOTS}|\.\.)\s*\]|{_DOTS}")
_REDACTED = re.compile(
    r"[\[(]\s*(?:(?:weg|zwart)?gelakt|zwart|redacted|geanonimiseerd)\b[^\])\n]{0,80}[\])]"
    r"|\[\s*(?:art(?:ikel)?\.?\s*)?(?:5\.[12]|10\.[12])[^\]\n]{0,40}\]|\[\s*(?:[Xx]+|_+|\s*)\s*\]"
    rf"|[{REDACTION_MARK}█■▇▉▊▋▌]+|\b[Xx]{{3,}}\b|_{{3,}}",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?<!\w)\[([^\W\d_])\](?=\w)")
_INSERTION = re.compile(r"\[([^\[\]]{1,300})\]")
# A mark that is no apostrophe within a word.
_MARK = re.compile(r"(?<![^\W_])'|'(?![^\W_])")


def parse_quotation(text: str) -> tuple[Quotation, ...]:
    """Take a quotation apart.

    Returns:
        The ways to read it, the most literal first: dots and brackets may stand in the archive
        themselves. The last way is that of a quotation with signs of the one who quotes.

    Raises:
        EmptyQuotationError: it holds no word of three letters or digits together.
        QuotationTooLongError: it is longer than ``LONGEST``.
    """
    if len(text) > LONGEST:
        raise QuotationTooLongError(length=len(text), limit=LONGEST)
    shown = _without_marks(text)
    ways = dict.fromkeys((_literal(shown), _redacted(shown), _signed(shown)))
    read = tuple(way for way in ways if sum(map(len, _WORD.findall(way.words))) > 2)
    if not read or read[-1] != list(ways)[-1] or not terms(read[-1].words):
        raise EmptyQuotationError
    return read


def _without_marks(text: str) -> str:
    """Take off the quotation marks around a quotation, and what stands after the last one."""
    shown = text.strip()
    marks = shown.translate(_QUOTES)
    closed = re.fullmatch(r"'(.+)'\s*[.,;:]?", marks, re.DOTALL)
    if closed:
        mark = _MARK.search(closed[1])
        # “Eens”, zei zij, “maar niet nu”: the first and the last do not belong together.
        if mark is None or closed[1][: mark.start()][-1:].isspace():
            shown = shown[closed.start(1) : closed.end(1)].strip()
    # A comma before the closing mark belongs to the newspaper; no sentence ends with one.
    return shown[:-1].rstrip() if shown.endswith(",") else shown


def _literal(text: str) -> Quotation:
    return Quotation(text, (plain(text).text.strip(),))


def _redacted(text: str) -> Quotation:
    return Quotation(text, (plain(_REDACTED.sub(REDACTION_MARK, text)).text.strip(),))


def _signed(text: str) -> Quotation:
    """Read the signs of the one who quotes: ellipses, brackets, and marks for redactions."""
    # A mark for a redaction is put in first: "[gelakt: 5.1.2e]" is no insertion.
    marked = _LETTER.sub(lambda letter: f"{_PRIVATE}{letter[1]}", text.replace(_PRIVATE, ""))
    marked = _REDACTED.sub(REDACTION_MARK, marked)
    cuts = sorted(
        [(m.span(), Gap(Between.OMISSION)) for m in _ELLIPSIS.finditer(marked)]
        + [
            (
                m.span(),
                Gap(
                    Between.INSERTION,
                    " ".join(m[1].split()),
                    marked[m.start() - 1 : m.start()].isalnum(),
                    marked[m.end() : m.end() + 1].isalnum(),
                ),
            )
            for m in _INSERTION.finditer(marked)
            if not _ELLIPSIS.fullmatch(m.group())
        ],
        key=lambda cut: cut[0],
    )
    pieces, gaps, done = [], [], 0
    for (start, end), gap in cuts:
        if start < done:  # dots within brackets
            continue
        pieces.append(marked[done:start])
        gaps.append(gap)
        done = end
    pieces.append(marked[done:])
    shown = [plain(piece).text.strip().replace(_PRIVATE, _EITHER_CASE) for piece in pieces]
    # A piece without a letter or digit says nothing: "(...)." and an ellipsis at either end.
    kept: list[str] = []
    between: list[Gap] = []
    waiting: list[Gap] = []  # since the last piece that was kept
    added: list[Gap] = []
    for piece, following in zip(shown, [*gaps, None], strict=True):
        if any(char.isalnum() or char == REDACTION_MARK for char in piece):
            if kept:
                between.append(max(waiting, key=lambda one: one.kind is Between.OMISSION))
                waiting.remove(between[-1])
            kept.append(piece)
            added += waiting
            waiting = []
        if following is not None:
            waiting.append(following)
    added = [one for one in [*added, *waiting] if one.kind is Between.INSERTION]
    return Quotation(text, tuple(kept), tuple(between), tuple(added))


_PRIVATE = "\ue000"
_WORD = re.compile(rf"[\w{_BROKEN}]+")


# --- verbatim ------------------------------------------------------------------------------

_STOPS = frozenset(".,;:!?)")
_MORE_OF_NUMBER = r"(?![.,:]\d)(?! ?(?:%|‰|procent|duizend|miljoen|miljard)\b)(?! ?[%‰])"


def _pattern(piece: str, *, first: bool, opens: bool, closes: bool) -> re.Pattern[str]:
    """Return what a piece looks like in a plain text.

    Args:
        piece: As in ``Quotation.pieces``.
        first: Whether its first letter counts in either case: a quotation may begin a sentence.
        opens: Whether it begins with a whole word.
        closes: Whether it ends with one.
    """
    parts: list[str] = []
    either = first
    signs = iter(enumerate(piece))
    for place, sign in signs:
        following = piece[place + 1 : place + 2]
        if sign == _EITHER_CASE:
            either = True
        elif sign == " ":
            parts.append(f" (?:{REDACTION_MARK} ?)*")
        elif sign == REDACTION_MARK:
            parts.append(f"{REDACTION_MARK}(?: ?{REDACTION_MARK})*")
        elif sign == _BROKEN:
            parts.append(f"(?:{_BROKEN}|- ?)?")
        elif sign == "-" and following == " ":
            parts.append(f"(?:- |{_BROKEN})")
            next(signs)
        elif sign == "-":
            parts.append(f"[-{_BROKEN}]")
        elif sign in _STOPS:
            parts.append(f"(?: ?{REDACTION_MARK})*{re.escape(sign)}")
        elif sign.isalpha():
            cases = sorted({sign, sign.upper(), sign.lower()}) if either else [sign]
            one = f"[{''.join(cases)}]" if all(len(case) == 1 for case in cases) else sign
            parts.append(one + (f"{_BROKEN}?" if following.isalpha() else ""))
            either = False
        else:
            parts.append(re.escape(sign))
    head = tail = ""
    if opens and piece[0].isalnum():
        head = rf"(?<![\w{_BROKEN}])(?<![nN]iet-)(?<![nN]on-)"
        if piece[0].isdigit():
            head += r"(?<!\d[.,:])"
    if closes and piece[-1].isalnum():
        tail = rf"(?![\w{_BROKEN}])"
        if piece[-1].isdigit():
            tail += _MORE_OF_NUMBER
    return re.compile(head + "".join(parts) + tail)


def verbatim(quotation: Quotation, text: str, shown: Plain | None = None) -> list[Match]:
    """Return the places where a quotation stands as it reads, in order, none overlapping.

    Args:
        quotation: What is looked for.
        text: Where to look.
        shown: ``plain(text)``, where it is known already.
    """
    shown = shown or plain(text)
    gaps = quotation.gaps
    every: list[list[tuple[int, int]]] = []
    for number, piece in enumerate(quotation.pieces):
        before = gaps[number - 1] if number else None
        after = gaps[number] if number < len(gaps) else None
        pattern = _pattern(
            piece,
            first=before is None or before.kind is Between.OMISSION,
            opens=not (before and before.glued_after),
            closes=not (after and after.glued_before),
        )
        found = [match.span() for match in pattern.finditer(shown.text)]
        if not found:
            return []
        every.append(found)
    matches: list[Match] = []
    for chain in _chains(every, gaps):
        match = _as_quoted(quotation, text, shown, chain)
        if not matches or match.start >= matches[-1].end:
            matches.append(match)
    return matches


def _chains(
    every: Sequence[Sequence[tuple[int, int]]], gaps: Sequence[Gap]
) -> Iterator[list[tuple[int, int]]]:
    """Join the places of pieces to places of the whole: each piece next after the one before."""
    # From the last place of the first piece that still reaches the same next one: the shortest.
    best: dict[int, list[tuple[int, int]]] = {}
    for start in every[0]:
        chain = [start]
        for gap, places in zip(gaps, every[1:], strict=True):
            end = chain[-1][1]
            number = bisect_left(places, (end, 0))
            reach = FARTHEST if gap.kind is Between.OMISSION else LONGEST_INSERTION
            if number == len(places) or places[number][0] - end > reach:
                break
            chain.append(places[number])
        else:
            best[chain[-1][1] if len(chain) > 1 else chain[0][0]] = chain
    yield from best.values()


def _as_quoted(
    quotation: Quotation, text: str, shown: Plain, chain: Sequence[tuple[int, int]]
) -> Match:
    steps = []
    for piece, (start, end) in zip(quotation.pieces, chain, strict=True):
        steps.append(Step(_readable(piece), _under(text, shown, start, end)))
    passed = tuple(
        _passed(gap, _under(text, shown, before[1], after[0]))
        for gap, (before, after) in zip(quotation.gaps, pairwise(chain), strict=True)
    )
    added = tuple(_passed(gap, "") for gap in quotation.added)
    quoted = sum(piece.count(REDACTION_MARK) for piece in quotation.pieces)
    marks = sum(shown.text.count(REDACTION_MARK, *place) for place in chain)
    start, end = chain[0][0], chain[-1][1]
    match = Match(
        start=shown.places[start],
        end=_end(text, shown, end),
        similarity=1.0,
        verbatim=not any(
            _turns(one, ended=piece[-1] in ".!?")
            for one, piece in (
                *zip(passed, quotation.pieces, strict=False),
                *((one, quotation.pieces[-1]) for one in added),
            )
        ),
        steps=tuple(steps),
        passed=passed + added,
        redactions=max(0, marks - quoted),
    )
    return _with_context(match, text)


def _turns(passed: Passed, *, ended: bool) -> bool:
    """Whether what was passed over changes what is said, so that the rest is no verbatim quote.

    Args:
        passed: What was left out or put in.
        ended: Whether the piece before it ends its sentence.
    """
    if passed.gap.kind is Between.INSERTION:
        return bool({DifferenceKind.NEGATION, DifferenceKind.NUMBER}.intersection(passed.kinds))
    # A sentence that was left out as a whole may hold a negation of its own; what counts is the
    # rest of the sentence before the ellipsis, and the beginning of the one after it.
    parts = _SENTENCE_END.split(passed.source)
    told = parts[-1:] if ended else [parts[0], parts[-1]]
    return any(_is_negation(word) for part in told for word in _tokens(part))


def _passed(gap: Gap, source: str) -> Passed:
    told = _kinds(_tokens(plain(gap.inserted).text), _tokens(plain(source).text))
    if gap.kind is Between.OMISSION:
        told = tuple(kind for kind in told if kind is DifferenceKind.NEGATION)
    return Passed(gap, source, told)


def _readable(piece: str) -> str:
    return piece.replace(_EITHER_CASE, "").replace(_BROKEN, "")


def _end(text: str, shown: Plain, end: int) -> int:
    """Return where the text under a stretch of plain text ends."""
    begin = shown.places[end - 1]
    return begin + len(text[begin : shown.places[end]].rstrip()) if end else 0


def _under(text: str, shown: Plain, start: int, end: int) -> str:
    """Return the text under a stretch of plain text, with blanks and line breaks as one blank."""
    if start >= end:
        return ""
    return " ".join(text[shown.places[start] : _end(text, shown, end)].split())


_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


def _with_context(match: Match, text: str) -> Match:
    """Add what stands around a match in its sentence."""
    begin = max(0, match.start - _CONTEXT)
    before = text[begin : match.start]
    ends = list(_SENTENCE_END.finditer(before))
    before = " ".join((before[ends[-1].end() :] if ends else before).split())
    after = text[match.end : match.end + _CONTEXT]
    # A quotation that ends with its sentence has nothing after it.
    if _SENTENCE_END.search(text[max(match.start, match.end - 1) : match.end + 1].rstrip("\n")):
        after = ""
    elif stop := _SENTENCE_END.search(after):
        after = after[: stop.end()]
    after = " ".join(after.split())
    outside = tuple(
        token for token in _tokens(plain(f"{before} {after}").text) if token.lower() in _NEGATIONS
    )
    return replace(match, before=before, after=after, outside=outside)


# --- nearly --------------------------------------------------------------------------------

_TOKEN = re.compile(
    rf"{REDACTION_MARK}|\d+(?:[.,:/]\d+)*|[^\W\d_][\w{_BROKEN}]*(?:'\w+)?|\d\w*|[^\w\s]"
)
# How far around the likeliest place its edges are looked for.
_EDGE = 4  # words


def nearest(quotation: Quotation, text: str, shown: Plain | None = None) -> Match | None:
    """Return the place in a text that comes nearest to a quotation, or None where none does.

    The likeliest place of each piece is found by its letters, and compared word by word.

    Args:
        quotation: What is looked for.
        text: Where to look.
        shown: ``plain(text)``, where it is known already.
    """
    from rapidfuzz.distance import Levenshtein

    shown = shown or plain(text)
    words = list(_TOKEN.finditer(shown.text))
    keys = [_key(word.group()) for word in words]
    steps: list[Step] = []
    places: list[tuple[int, int]] = []
    distance = size = alike = 0
    begin = 0
    for number, piece in enumerate(quotation.pieces):
        quoted = list(_TOKEN.finditer(_readable(piece)))
        asked = [word.group() for word in quoted]
        window = _window(asked, words, keys, shown.text, begin)
        if window is None:
            return None
        low, high = window
        if number == 0 or quotation.gaps[number - 1].kind is Between.OMISSION:
            asked = _first_case(asked, keys[low:high])
        changes = Levenshtein.opcodes(asked, keys[low:high])
        found = list(_compared(changes, quoted, words[low:high], _readable(piece), shown, text))
        steps += found
        alike += sum(
            sum(key[0].isalnum() for key in asked[one.src_start : one.src_end])
            for one in changes
            if one.tag == "equal"
        )
        apart, longest = Levenshtein.distance(asked, keys[low:high]), max(len(asked), high - low)
        if 2 * apart >= longest and len(quotation.pieces) > 1:
            return None  # A piece that stands elsewhere would be made good by the others.
        distance, size = distance + apart, size + longest
        if places and words[low].start() - places[-1][1] > FARTHEST:
            return None
        places.append((words[low].start(), words[high - 1].end()))
        begin = high
    similarity = 1 - distance / size if size else 0.0
    if similarity < NEAR_ENOUGH or alike < FEWEST_ALIKE:
        return None
    passed = tuple(
        _passed(gap, _under(text, shown, before[1], after[0]))
        for gap, (before, after) in zip(quotation.gaps, pairwise(places), strict=True)
    )
    passed += tuple(_passed(gap, "") for gap in quotation.added)
    start, end = shown.places[places[0][0]], _end(text, shown, places[-1][1])
    match = Match(start, end, min(similarity, 0.999), False, tuple(steps), passed)
    return _with_context(match, text)


def _key(word: str) -> str:
    return word.replace(_BROKEN, "")


def _first_case(asked: list[str], keys: Sequence[str]) -> list[str]:
    """Let the first letter of a quotation count in either case."""
    if asked and keys and asked[0] != keys[0] and asked[0][1:] == keys[0][1:]:
        first = asked[0][0]
        if keys[0][0] in {first.upper(), first.lower()}:
            return [keys[0], *asked[1:]]
    return asked


def _window(
    asked: Sequence[str],
    words: Sequence[re.Match[str]],
    keys: Sequence[str],
    text: str,
    begin: int,
) -> tuple[int, int] | None:
    """Return which words of a text come nearest to those asked for, from word ``begin`` on."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if begin >= len(words) or not asked:
        return None
    offset = words[begin].start()
    lowered, looked = " ".join(asked).lower(), text[offset:].lower()
    if len(looked) != len(text) - offset:  # a letter whose small form is longer
        looked = text[offset:]
    found = fuzz.partial_ratio_alignment(lowered, looked)
    if found is None:
        return None
    starts = [word.start() - offset for word in words[begin:]]
    low = begin + max(0, bisect_left(starts, found.dest_start + 1) - 1)
    high = begin + bisect_left(starts, found.dest_end)
    best = (len(asked) + len(keys), len(keys), low, max(high, low + 1))
    for first in range(max(begin, low - _EDGE), min(len(words), low + _EDGE + 1)):
        for last in range(max(first + 1, high - _EDGE), min(len(words), high + _EDGE) + 1):
            apart = Levenshtein.distance(asked, keys[first:last], score_cutoff=best[0])
            best = min(best, (apart, abs(last - first - len(asked)), first, last))
    return best[2], best[3]


def _compared(
    changes: "Iterable[Opcode]",
    quoted: Sequence[re.Match[str]],
    words: Sequence[re.Match[str]],
    piece: str,
    shown: Plain,
    text: str,
) -> Iterator[Step]:
    """Return what is the same and what differs; changes side by side are one."""
    waiting: list[tuple[int, int, int, int]] = []

    def step(a: int, b: int, c: int, d: int, *, same: bool) -> Step:
        said = piece[quoted[a].start() : quoted[b - 1].end()] if a < b else ""
        source = _under(text, shown, words[c].start(), words[d - 1].end()) if c < d else ""
        if same:
            return Step(said, source)
        starts = c == 0 or words[c - 1].group() in ".!?:"
        told = _kinds(
            [word.group() for word in quoted[a:b]],
            [_key(word.group()) for word in words[c:d]],
            starts=starts,
        )
        return Step(said, source, told or (DifferenceKind.WORDS,))

    for one in changes:
        place = (one.src_start, one.src_end, one.dest_start, one.dest_end)
        if one.tag != "equal":
            waiting.append(place)
            continue
        if waiting:
            yield step(waiting[0][0], waiting[-1][1], waiting[0][2], waiting[-1][3], same=False)
            waiting = []
        yield step(*place, same=True)
    if waiting:
        yield step(waiting[0][0], waiting[-1][1], waiting[0][2], waiting[-1][3], same=False)


# --- what a change does --------------------------------------------------------------------

_NEGATIONS = frozenset(
    "niet|geen|nooit|niemand|niets|nergens|noch|zonder|evenmin|geenszins|nimmer|amper|nauwelijks"
    "|not|no|never|none|nothing|nobody|nowhere|neither|nor|without|cannot|hardly".split("|")
)
_NUMBER_WORDS = frozenset(
    "nul|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien"
    "|zestien|zeventien|achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig"
    "|negentig|honderd|duizend|miljoen|miljard|half|halve|helft|kwart|derde|dubbel|dubbele|beide"
    "|eerste|tweede|vierde|vijfde|zesde|zevende|achtste|negende|tiende|procent|één"
    "|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    "|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
    "|fifty|hundred|thousand|million|billion|half|first|second|third".split("|")
)
_OPPOSITES = ("on", "in", "il", "im", "ir", "non", "niet", "wan", "un", "dis")


def _tokens(shown: str) -> list[str]:
    return [_key(word) for word in _TOKEN.findall(shown)]


def _kinds(
    quoted: Sequence[str], source: Sequence[str], *, starts: bool = False
) -> tuple[DifferenceKind, ...]:
    """Say what differs between two stretches of words; nothing where they are the same.

    Args:
        quoted: Words of the quotation.
        source: Words of the archive.
        starts: Whether the stretch begins a sentence, where a capital tells nothing.
    """
    if list(quoted) == list(source):
        return ()
    letters = [[word for word in words if word[0].isalnum()] for words in (quoted, source)]
    small = [[word.casefold() for word in words] for words in letters]
    if letters[0] != letters[1] and small[0] == small[1]:
        return (DifferenceKind.CASE,)
    told = []
    if _only(quoted, _is_number) != _only(source, _is_number):
        told.append(DifferenceKind.NUMBER)
    if _only(quoted, _is_negation) != _only(source, _is_negation) or _opposed(quoted, source):
        told.append(DifferenceKind.NEGATION)
    if _names(quoted, starts=starts) != _names(source, starts=starts):
        told.append(DifferenceKind.NAME)
    if quoted.count(REDACTION_MARK) != source.count(REDACTION_MARK):
        told.append(DifferenceKind.REDACTION)
    if told:
        return tuple(told)
    letters = [[word for word in words if word[0].isalnum()] for words in (quoted, source)]
    if letters[0] == letters[1]:
        return (DifferenceKind.PUNCTUATION,)
    if [word.casefold() for word in letters[0]] == [word.casefold() for word in letters[1]]:
        return (DifferenceKind.CASE,)
    if len(letters[0]) == len(letters[1]) == 1 and _alike(letters[0][0], letters[1][0]):
        return (DifferenceKind.SPELLING,)
    return (DifferenceKind.WORDS,)


def _only(words: Sequence[str], wanted: Callable[[str], bool]) -> Counter[str]:
    return Counter(form_of(word) for word in words if wanted(word))


def _is_number(word: str) -> bool:
    return any(char.isdigit() for char in word) or word.lower() in _NUMBER_WORDS or word in "%€"


def _is_negation(word: str) -> bool:
    return word.lower() in _NEGATIONS


def _opposed(quoted: Sequence[str], source: Sequence[str]) -> bool:
    """Whether a word became its opposite: "mogelijk", "onmogelijk"."""
    ones, others = ({word.lower() for word in words} for words in (quoted, source))
    return any(
        len(word) > 3 and opposite + word in there
        for here, there in ((ones, others), (others, ones))
        for word in here
        for opposite in _OPPOSITES
    )


def _names(words: Sequence[str], *, starts: bool) -> Counter[str]:
    """Return the words with a capital that look like names, abbreviations included."""
    return Counter(
        word.casefold()
        for number, word in enumerate(words)
        if word[0].isupper()
        and word.lower() not in FUNCTION_WORDS
        and (number > 0 or not starts or any(char.isupper() for char in word[1:]))
    )


def _alike(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.normalized_similarity(one, other) >= 0.75)
