"""The text of a page -> the redactions that stand in the text itself: gaps, signs and grounds.

    "Dhr. Kolff (VB),          (JenV)"      a gap where a name was
    "De heer ████ vraagt", "[gelakt]"       a sign
    "Secretaris 5.1.2.e geeft aan"          the ground, where its box is not drawn

For every kind of document: plain text, Word, and what a reader of PDF leaves of a page. What may
be something else (a column, a table, a list of grounds, a heading "5.1.2", an article of law in a
letter of decision) is no redaction here: one that is missed is a gap in a count, one that is made
up is a wrong fact. Pure: text in, places out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lrt_search.domain import REDACTION_MARK, RedactionLook
from lrt_search.grounds import grounds_in, looks_like_ground

# Letters of "Dhr. Van Duin": what is taken for the size of a name that left no measure.
NAME_SIZE = 12
# A blank is narrower than a letter.
_BLANK_SIZE = 0.6
# Blanks side by side that are more than carelessness.
MIN_BLANKS = 4
# The longest list of people, in letters.
_LONGEST_LIST = 6000
# Letters of a line that are looked at; a file may be one line.
_FAR = 300


@dataclass(frozen=True, slots=True)
class PrintedRedaction:
    """A redaction that stands in a text.

    Attributes:
        start, end: What its mark takes the place of: half-open offsets; equal where a reader of
            PDF left nothing of a gap.
        look: GAP or PRINTED.
        grounds: As in ``Redaction``.
        size: As in ``Redaction``.
    """

    start: int
    end: int
    look: RedactionLook
    grounds: tuple[str, ...] = ()
    size: int = NAME_SIZE


def printed_redactions(text: str) -> list[PrintedRedaction]:
    """Return the redactions that stand in ``text``, in its order; none overlaps another."""
    found: dict[tuple[int, int], PrintedRedaction] = {}
    taken = bytearray(len(text) + 1)
    # The surest first: of two that overlap the first is kept.
    for look_for in (_bars, _bracketed, _crosses, _bare_grounds, _people, _running_gaps, _mail):
        for one in look_for(text):
            # What has no width may stand at the edge of another, and not in it.
            inside = taken[one.start : one.end] or taken[one.start - 1 : one.start + 1]
            free = not any(inside) if one.start < one.end or not one.start else not all(inside)
            if free and (one.start, one.end) not in found:
                found[one.start, one.end] = one
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
    return [found[place] for place in sorted(found)]


# --- Signs -------------------------------------------------------------------------------------

_BLANK = "[ \u00a0\u2000-\u200a\u202f\u3000]"
_BAR = rf"(?:[█▮■]{{2,}}|{REDACTION_MARK})"
# A name is two bars, and a passage is bars over several lines.
_BARS = re.compile(rf"{_BAR}(?:(?:{_BLANK}|{_BLANK}?\n{_BLANK}*)?{_BAR})*")
_BRACKETED = re.compile(r"\[(?P<words>[^\[\]\n]{1,60})\]|<(?P<more>[^<>\n]{1,60})>")
_SIGN = re.compile(
    r"\W*(?:(?:deze|dit|de|naam|namen|persoonsgegevens?|gegevens?|passages?|tekst|alinea|zin)\s)*"
    r"(?:(?:weg|zwart|wit|af)?[\s-]?gelakt|geanonimiseerd|onleesbaar\sgemaakt|geredigeerd)\W*",
    re.IGNORECASE,
)
_CROSSES = re.compile(r"(?<!\w)X{3,}(?!\w)")
_NUMERAL = re.compile(r"(?:hoofdstuk|deel|titel|bijlage|artikel|boek|afdeling)\s+$", re.IGNORECASE)


def _bars(text: str) -> Iterator[PrintedRedaction]:
    for match in _BARS.finditer(text):
        size = sum(char in "█■" for char in match.group()) or NAME_SIZE
        yield PrintedRedaction(match.start(), match.end(), RedactionLook.PRINTED, (), size)


def _bracketed(text: str) -> Iterator[PrintedRedaction]:
    """Yield "[gelakt]", "[5.1.2e]" and "[naam gelakt, 5.1.2e]"."""
    for match in _BRACKETED.finditer(text):
        words = match["words"] or match["more"]
        grounds = tuple(code for code in grounds_in(words) if looks_like_ground(code))
        if _SIGN.fullmatch(words):
            grounds = ()
        elif not grounds or not _only_grounds(_SIGN_OR_NOTHING.sub(" ", words)):
            continue
        yield PrintedRedaction(match.start(), match.end(), RedactionLook.PRINTED, grounds)


_SIGN_OR_NOTHING = re.compile(_SIGN.pattern.replace(r"\W*", ""), re.IGNORECASE)


def _only_grounds(words: str) -> bool:
    return all(map(looks_like_ground, grounds_in(words)))


def _crosses(text: str) -> Iterator[PrintedRedaction]:
    for match in _CROSSES.finditer(text):
        if not _NUMERAL.search(text[max(0, match.start() - 20) : match.start()]):
            yield PrintedRedaction(match.start(), match.end(), RedactionLook.PRINTED)


# --- Grounds that stand where a word would -----------------------------------------------------

# In running text only as it is printed on purpose: "512e" may be anything.
_CODE = r"(?:5\.1\.[12]\.?[a-i]|10\.[127]\.?[a-g])"
_BARE = re.compile(
    rf"(?<![\w.,/§-])\(?{_CODE}(?:(?:{_BLANK}?[;/]{_BLANK}?)?{_CODE})*(?![\w-]|\.\d)\)?"
)
# Before it: an article of law, a reason, or a list of these.
_LAW_BEFORE = re.compile(
    r"\b(?:artikel(?:en)?|art|\w*grond(?:en|slag)?|sub|onder|onderdeel|lid|leden|aanhef|ex|conform"
    r"|ingevolge|krachtens|wegens|vanwege|bedoeld\sin|basis\svan|woo|wob|zie|code"
    r"|levenssfeer|persoonsgegevens|beleidsopvattingen|functioneren|staat|bestuursorganen"
    r"|belangen|betrekkingen|benadeling|bevoordeling|toezicht|milieu|sabotage|feiten)\b"
    rf"[\s.,:;(\"'‘“-]*(?:{_CODE}[\s,;/]*(?:en|of)?\s*)*$",
    re.IGNORECASE,
)
_LAW_AFTER = re.compile(
    r"\)?(?:,?\s*(?:van\sde\s)?(?:woo|wob|wet\sopen)\b|\s*[:=]|\s+[-–—]\s|\t"
    r"|,?\s*(?:aanhef|lid|onder|sub)\b)",
    re.IGNORECASE,
)
_OTHER_GROUND = re.compile(rf"\)?\s*(?P<by>,|en|of|t/m)\s*\(?(?P<code>{_CODE})(?!\w)")
_GROUND_BEFORE = re.compile(rf"(?P<code>{_CODE})\)?\s*(?P<by>,|\ben|\bof|\bt/m)\s*\(?$")
# A list of documents or of grounds: "0012 Verslag LRT, deels openbaar, 5.1.2e".
_LIST_OF_DOCUMENTS = re.compile(r"openbaar|geweigerd|\bwob?o?-verzoek|\t", re.IGNORECASE)
_HEADING = re.compile(r"\s+[A-ZÀ-Ý]")


def _bare_grounds(text: str) -> Iterator[PrintedRedaction]:
    for match in _BARE.finditer(text):
        words = match.group()
        if words.startswith("(") != words.endswith(")"):
            # The bracket is one of the sentence: "(JenV, 5.1.2e)".
            trimmed = words.strip("()")
            start = match.start() + words.index(trimmed)
        else:
            trimmed, start = words, match.start()
        if not _is_mention(text, start, start + len(trimmed)) and _only_grounds(trimmed):
            yield PrintedRedaction(
                start, start + len(trimmed), RedactionLook.PRINTED, grounds_in(trimmed.strip("()"))
            )


def _is_mention(text: str, start: int, end: int) -> bool:
    """Return whether a ground is spoken of, or may be, and does not stand in for a word."""
    line_start = text.rfind("\n", max(0, start - _FAR), start) + 1 or max(0, start - _FAR)
    line_end = text.find("\n", end, end + _FAR)
    line = text[line_start : line_end if line_end >= 0 else end + _FAR]
    before, after = text[max(0, start - 80) : start], text[end : end + 40]
    if _LIST_OF_DOCUMENTS.search(line) or _LAW_AFTER.match(after) or _LAW_BEFORE.search(before):
        return True
    own = grounds_in(text[start:end].strip("()"))
    follows, precedes = _OTHER_GROUND.match(after), _GROUND_BEFORE.search(before)
    for other in (follows, precedes):
        # "5.1.2e, 5.1.2e" are two names; "5.1.2e en 5.1.2i" are two reasons.
        if other and grounds_in(other["code"]) != own:
            return True
    is_first = not text[line_start:start].strip(" \t•-–o(")
    return is_first and bool(_HEADING.match(after))


# --- Gaps in lists of people -------------------------------------------------------------------

_LIST = re.compile(
    rf"^(?:{_BLANK}|\t)*(?:aanwezig(?:en)?(?:\szijn(?:\s\w+)?\sleden)?|afwezig(?:en)?"
    r"(?:\smet\skennisgeving)?|afgemeld|afmeldingen|verhinderd|deelnemers|genodigden)\b"
    rf"(?:{_BLANK}|\t)*:?",
    re.IGNORECASE | re.MULTILINE,
)
_NEXT_FIELD = re.compile(
    r"\s*(?:\d{1,2}[a-z]?[.)]\s|[•▪●◦‣∙·]|(?:vergaderdatum|vergaderplaats|datum|plaats|locatie"
    r"|aanwezig|afwezig|afgemeld|afmelding|verhinderd|deelnemers|genodigden|voorzitter|secretaris"
    r"|verslag|onderwerp|agenda|kopie)\w*\s*(?:$|:|\s{2}))",
    re.IGNORECASE,
)
_ENDED = re.compile(r"(?<!\bdhr)(?<!\bmw)(?<!\bmevr)(?<!\bdrs)(?<!\bmr)(?<!\bir)\.\s*$", re.I)
_PLACE = re.compile(
    r"(?P<before>[,;]|\ben\b|\))(?P<white>\s*)(?P<next>\((?P<organisation>[^()\n]{1,60})\)|,|\.)"
)
_ORGANISATION = re.compile(
    r"[A-ZÀ-Ý][^\d]*|(?:gemeente|provincie|ministerie|regio|directie)\b.*|(?:concern)?secretariaat"
)
_RUN = re.compile(rf"{_BLANK}{{{MIN_BLANKS},}}")


def _people(text: str) -> Iterator[PrintedRedaction]:
    listed = bytearray(len(text) + 1)
    for start, end in _lists(text):
        listed[start:end] = b"\1" * (end - start)
        first = re.compile(r"(?P<white>\s*)\((?P<organisation>[^()\n]{1,60})\)").match(
            text, start, end
        )
        if first and _ORGANISATION.fullmatch(first["organisation"]):
            # The blanks behind the word "Aanwezig" are those of a column.
            yield _gap(text, first.start("white"), first.end("white"), from_label=True)
    for match in _every(_PLACE, text):
        if _is_gap(match, text, in_list=bool(listed[match.start()])):
            yield _gap(text, match.start("white"), match.end("white"))


def _every(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches that may share the comma, or the bracket, at which the last one ended."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def _lists(text: str) -> Iterator[tuple[int, int]]:
    """Yield where lists of people stand, behind their label."""
    for match in _LIST.finditer(text):
        end = match.end()
        for number, line in enumerate(text[match.end() : match.end() + _LONGEST_LIST].split("\n")):
            if number and _NEXT_FIELD.match(line):
                break
            end += len(line) + 1
            if _ENDED.search(line):
                break
        yield match.end(), min(end, len(text))


def _is_gap(match: re.Match[str], text: str, *, in_list: bool) -> bool:
    white, organisation = match["white"], match["organisation"]
    visible = _RUN.search(white) is not None
    if organisation is None:
        # ",          ," and, at the end of a list, ",          .": a name without organisation.
        return in_list and visible and match["before"] in ",;"
    if match["before"] == ")":
        # A line for each person: the one before is complete.
        return in_list and "\n" in white and _ORGANISATION.fullmatch(organisation) is not None
    if visible:
        return in_list or _ORGANISATION.fullmatch(organisation) is not None
    behind = text[max(0, match.start() - _FAR) : match.start()].rstrip()
    complete = behind.endswith((")", REDACTION_MARK))
    return in_list and complete and _ORGANISATION.fullmatch(organisation) is not None


def _gap(text: str, start: int, end: int, *, from_label: bool = False) -> PrintedRedaction:
    """Return the redaction in a stretch of white space."""
    found = run_of_blanks(text, start, end)
    if found is None or from_label:
        return PrintedRedaction(end, end, RedactionLook.GAP)
    return _blank_gap(*found)


def _blank_gap(start: int, end: int) -> PrintedRedaction:
    size = max(1, round(_BLANK_SIZE * (end - start)))
    return PrintedRedaction(start, end, RedactionLook.GAP, (), size)


def run_of_blanks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the widest run of blanks in ``text[start:end]``, if it is wide enough for a gap.

    A blank on either side is left to the words that stand there.
    """
    runs = [match.span() for match in _RUN.finditer(text, start, end)]
    if not runs:
        return None
    left, right = max(runs, key=lambda run: run[1] - run[0])
    if left and not text[left - 1].isspace():
        left += 1
    if right < len(text) and not text[right].isspace() and text[right] not in ".,;:)":
        right -= 1
    return left, right


# --- Gaps in running text ----------------------------------------------------------------------

_TITLE = re.compile(r"\b(?:(?:de\s|den\s)?heer|mevrouw|mevr\.|mw\.|dhr\.)$", re.IGNORECASE)
# Words that cannot be the last of a phrase; and a sentence starts with a capital.
_OPEN = re.compile(
    r"\b(?:de|het|een|van|door|aan|met|bij|voor|naar|op|uit|tussen|over|en|of|namens|dat|om"
    r"|was|is|wordt|werd|bedraagt)$|[a-z]{2}[.!?]$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[a-zà-ÿ(.,;:)]")
# "Dhr.      van Duin" is a name in columns.
_NAME_AHEAD = re.compile(
    r"(?:(?:van|von|de|der|den|het|ter|ten|te|el|al|in|op|'t)\s+)+[A-ZÀ-Ý][a-zà-ÿ]"
)
_AFTER_TITLE = re.compile(rf"{_BLANK}{{0,{MIN_BLANKS - 1}}}\((?P<organisation>[^()\n]{{2,60}})\)")


def _running_gaps(text: str) -> Iterator[PrintedRedaction]:
    """Yield the blanks inside sentences, but not those of columns and of justified lines."""
    start = 0
    lines = text.split("\n")
    gapped = [len(re.findall(rf"(?<=\S){_BLANK}{{3,}}(?=\S)", line)) for line in lines]
    for number, line in enumerate(lines):
        beside = [*gapped[max(0, number - 1) : number], *gapped[number + 1 : number + 2]]
        alone = gapped[number] == 1 and not any(beside) and "\t" not in line
        below = next(
            (other.strip() for other in lines[number + 1 : number + 3] if other.strip()), ""
        )
        for run in _RUN.finditer(line):
            left = line[max(0, run.start() - _FAR) : run.start()]
            right = line[run.end() : run.end() + _FAR]
            after_title = _TITLE.search(left) is not None
            ahead = (right or below) if after_title else right
            goes_on = _GOES_ON.match(ahead) and not _NAME_AHEAD.match(ahead)
            if goes_on and (after_title or (alone and right and _OPEN.search(left))):
                found = run_of_blanks(text, start + run.start(), start + run.end())
                assert found is not None
                yield _blank_gap(*found)
        for match in re.finditer(r"\b(?:de heer|mevrouw|dhr\.|mevr\.|mw\.)", line, re.IGNORECASE):
            left_out = _AFTER_TITLE.match(line, match.end())
            if left_out and _ORGANISATION.fullmatch(left_out["organisation"]):
                at = start + left_out.start("organisation") - 1
                yield PrintedRedaction(at, at, RedactionLook.GAP)
        start += len(line) + 1


_DOMAIN = re.compile(r"@(?:[\w-]+\.)+[a-z]{2,}\b", re.IGNORECASE)
_BEFORE_MAIL = re.compile(rf"(?:^|\n|[:<\[/])(?P<white>{_BLANK}*)$|(?P<wide>{_BLANK}{{4,}})$")


def _mail(text: str) -> Iterator[PrintedRedaction]:
    """Yield what is missing before the domain of an address: "E-mail: @minbzk.nl"."""
    for match in _DOMAIN.finditer(text):
        before = text[max(0, match.start() - 200) : match.start()]
        gap = _BEFORE_MAIL.search(before)
        if gap:
            width = len(gap["white"] or gap["wide"] or "")
            found = run_of_blanks(text, match.start() - width, match.start())
            if found:
                yield _blank_gap(found[0], match.start())
            else:
                yield PrintedRedaction(match.start(), match.start(), RedactionLook.GAP)
