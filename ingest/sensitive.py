"""Page texts -> personal data in them that somebody has to look at: BSN, address, number, plate.

What is found here stands on the page for every reader: it is no hidden text, but perhaps it
should have been redacted. A person judges that. So a match is counted by kind and page and never
told in words; with the setting ``mask_sensitive`` it is replaced before anything is stored.

A pattern never reaches over a ``SENSITIVE_MASK``, so that masked text has no match left.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from lrt_search.domain import SENSITIVE_MASK, Page, Redaction, SensitiveCount, SensitiveKind

_Found = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """Something sensitive in one page's text.

    Attributes:
        kind: What it looks like.
        start, end: Half-open offsets into the text.
    """

    kind: SensitiveKind
    start: int
    end: int


def find_sensitive(page_text: str, repeated: Collection[str] = ()) -> list[Match]:
    """Find what looks sensitive in the text of a page; in order, without overlap.

    Args:
        page_text: Line by line, as a reader of the page sees it.
        repeated: Lines that stand on page after page, stripped: they belong to the letterhead.
    """
    found: list[Match] = []
    text = page_text
    # What stood next to a match may be one itself once that is gone: look until nothing is left.
    while new := _matches(text, repeated):
        found += new
        text = _replaced(text, new, lambda match: SENSITIVE_MASK * (match.end - match.start))
    return sorted(found, key=lambda match: match.start)


def masked(text: str, matches: Sequence[Match]) -> str:
    """Return ``text`` with one ``SENSITIVE_MASK`` in the place of each match."""
    return _replaced(text, matches, lambda match: SENSITIVE_MASK)


def _replaced(text: str, matches: Sequence[Match], sign: Callable[[Match], str]) -> str:
    parts, end = [], 0
    for match in sorted(matches, key=lambda match: match.start):
        parts += [text[end : match.start], sign(match)]
        end = match.end
    return "".join([*parts, text[end:]])


def count_sensitive(pages: Sequence[Page]) -> tuple[SensitiveCount, ...]:
    """Count what looks sensitive in a document, by page and kind."""
    repeated = _repeated_lines(pages)
    return tuple(
        SensitiveCount(kind, page.number, count)
        for page in pages
        for kind, count in sorted(
            Counter(match.kind for match in find_sensitive(page.text, repeated)).items()
        )
    )


def masked_pages(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages of a document with everything masked that ``count_sensitive`` counts."""
    repeated = _repeated_lines(pages)
    return tuple(
        replace(page, text=masked(page.text, find_sensitive(page.text, repeated))) for page in pages
    )


def redactions_after_masking(
    pages: Sequence[Page], redactions: Sequence[Redaction]
) -> tuple[Redaction, ...]:
    """Return redactions with the offsets that their marks have in ``masked_pages(pages)``.

    No match has a redaction mark in it, so every mark is still there.
    """
    repeated = _repeated_lines(pages)
    matches = {page.number: find_sensitive(page.text, repeated) for page in pages}
    return tuple(
        replace(one, offset=_offset_after(one.offset, matches[one.page_number]))
        for one in redactions
    )


def _offset_after(offset: int | None, matches: Sequence[Match]) -> int | None:
    if offset is None:
        return None
    gone = (
        match.end - match.start - len(SENSITIVE_MASK) for match in matches if match.end <= offset
    )
    return offset - sum(gone)


def _matches(text: str, repeated: Collection[str]) -> list[Match]:
    letterhead = _letterhead(text, repeated)

    def outside(found: Iterator[_Found]) -> Iterator[_Found]:
        return (one for one in found if not any(start <= one[0] < end for start, end in letterhead))

    found: list[Match] = []
    taken = bytearray(len(text))
    for kind, candidates in (
        (SensitiveKind.EMAIL, _emails(text)),
        (SensitiveKind.IBAN, outside(_ibans(text))),
        (SensitiveKind.PHONE, _mobiles(text)),
        (SensitiveKind.PHONE, outside(_phones(text))),
        (SensitiveKind.BSN, _bsns(text)),
        (SensitiveKind.LICENCE_PLATE, _plates(text)),
    ):
        for start, end in candidates:
            if not any(taken[start:end]):
                taken[start:end] = b"x" * (end - start)
                found.append(Match(kind, start, end))
    return found


# --- letterheads -----------------------------------------------------------------------------

# A letterhead stands at the top or at the foot of a page, near the address of an office.
_EDGE_LINES = 15
_NEAR_LINES = 6
_OFFICE = re.compile(
    r"\b(?:postbus [0-9]|www\.|bezoekadres|postadres|antwoordnummer"
    r"|(?-i:[1-9][0-9]{3} ?[A-Z]{2} {1,3}['’]?[A-Za-z]{2}))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\s*(?:T|F|Tel|Telefoon|Telefoonnummer|Fax|Bank|Bankrekening|IBAN|BIC)\b[.:]?[\s0-9(+A-Z]"
)
_NUMBER_ONLY = re.compile(r"[\s0-9()+./–‑-]+")
_REPEATED_EDGE = 5


def _letterhead(text: str, repeated: Collection[str]) -> list[_Found]:
    """Return the offsets of the lines in which an office tells how it can be reached.

    Its telephone and bank account are meant to be known. A mobile number, an e-mail address of
    a person and a BSN are looked for there as well: they belong to someone.
    """
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, start + len(line), line))
        start += len(line) + 1
    offices = {number for number, (*_, line) in enumerate(lines) if _OFFICE.search(line)}
    distances = range(-_NEAR_LINES, _NEAR_LINES + 1)
    near = {office + distance for office in offices for distance in distances}
    found = []
    for number, (start, end, line) in enumerate(lines):
        at_edge = number < _EDGE_LINES or number >= len(lines) - _EDGE_LINES
        is_contact = number in offices or _LABEL.match(line) or _NUMBER_ONLY.fullmatch(line)
        if line.strip() in repeated or (at_edge and is_contact and number in near):
            found.append((start, end))
    return found


def _repeated_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Return the lines at the edge of at least two pages, and of half of all pages."""
    counts: Counter[str] = Counter()
    for page in pages:
        lines = [line.strip() for line in page.text.split("\n") if line.strip()]
        counts.update({*lines[:_REPEATED_EDGE], *lines[-_REPEATED_EDGE:]})
    least = max(2, len(pages) / 2)
    return frozenset(line for line, count in counts.items() if count >= least)


# --- e-mail addresses ------------------------------------------------------------------------

_AT = r"(?:@|\s?[(\[{]\s?(?:at|apenstaartje|apenstaart|@)\s?[)\]}]\s?)"
# An address that runs on to the next line does so after the at sign or before "nl".
_DOT = r"(?:\.(?:\n(?=(?-i:nl|eu|com|org|net)\b))?|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?)"
_EMAIL = re.compile(
    rf"(?<!\w)((?:\w[\w.]{{0,40}}-\n)?\w(?:[\w.+%'’-]{{0,62}}\w)?){_AT}\n?"
    rf"(?:[\w-]{{1,63}}{_DOT}){{1,4}}[a-z]{{2,12}}(?!\w)",
    re.IGNORECASE,
)

# Mailboxes of an office and not of a person: whoever reads them, they are made to be known.
_MAILBOX_WORDS = frozenset(
    "contact woo wob avg pers lrt prt coa vng ipo ind djz dgm balie loket raad college kabinet"
    " post mail inkoop juridisch receptie no support team website webmaster".split()
)
# Long enough to be looked for at the start of a compound: "postbuslrt", "wooverzoeken".
_MAILBOX_STARTS = tuple(
    "info secretariaat secretaris postbus griffie raadsgriffie statengriffie bestuur directie"
    " afdeling servicedesk helpdesk klantcontact meldpunt communicatie redactie webredactie"
    " voorlichting persvoorlichting privacy gegevensbescherming functionaris noreply donotreply"
    " reply wooverzoek wobverzoek bezwaar klacht inspraak archief documentatie administratie"
    " beheer ondersteuning organisatie programma project vergunning omgeving publieks stadhuis"
    " fractie burgemeester wethouder gemeente provincie ministerie veiligheidsregio regietafel"
    " opvang asiel migratie oekraine vluchteling".split()
)
_PARTS = re.compile(r"[._+\-\n]+")


def _emails(text: str) -> Iterator[_Found]:
    for match in _EMAIL.finditer(text):
        if not _is_mailbox(match[1]):
            yield match.span()


def _is_mailbox(local_part: str) -> bool:
    """Whether the part before the at sign names an office: "info", "woo-verzoeken", "postbus.lrt".

    An initial makes it a person again: "p.griffie" may be somebody's name.
    """
    parts = [part.rstrip("0123456789") for part in _PARTS.split(local_part.lower())]
    parts = [part for part in parts if part]
    if not parts or any(len(part) == 1 for part in parts):
        return False
    # A short word at the end is a surname as often: "jan.post".
    return parts[0] in _MAILBOX_WORDS or any(
        part.startswith(_MAILBOX_STARTS) for part in (parts[0], parts[-1])
    )


# --- bank accounts ---------------------------------------------------------------------------

# Letters and digits of an IBAN, by country (IBAN registry of SWIFT, ISO 13616).
_IBAN_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "FO", "GL", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "KZ", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "GE", "IE", "ME", "RS", "VA"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "IQ", "TL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN", "VG"), 24),
    **dict.fromkeys(("LY", "PT"), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "MR", "SM"), 27),
    **dict.fromkeys(("AL", "AZ", "BY", "CY", "DO", "GT", "HU", "LB", "PL", "SV"), 28),
    **dict.fromkeys(("BR", "EG", "PS", "QA", "UA"), 29),
    **dict.fromkeys(("JO", "KW", "MU"), 30),
    **dict.fromkeys(("MT", "SC"), 31),
}
_IBAN_START = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2})[ \u00a0]?[0-9]{2}")
_IBAN_REST = re.compile(r"[ \u00a0.\n]?([A-Z0-9])")


def _ibans(text: str) -> Iterator[_Found]:
    for match in _IBAN_START.finditer(text):
        characters, end = "".join(match[0].split()), match.end()
        length = _IBAN_LENGTHS.get(match[1], 0)
        while len(characters) < length and (more := _IBAN_REST.match(text, end)):
            characters, end = characters + more[1], more.end()
        ends = not text[end : end + 1].isalnum()
        if len(characters) == length and ends and _is_iban(characters):
            yield match.start(), end


def _is_iban(characters: str) -> bool:
    """Whether it has the form of its country, where that is known, and the right check digits."""
    if characters.startswith("NL") and not re.fullmatch(r"NL\d\d[A-Z]{4}\d{10}", characters):
        return False
    return passes_97_test(characters)


def passes_97_test(characters: str) -> bool:
    """Return whether the check digits of an IBAN are right: the remainder by 97 is 1 (ISO 7064)."""
    moved = characters[4:] + characters[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


# --- telephone numbers -----------------------------------------------------------------------

_GAP = r"[ \u00a0()./–‑-]{0,3}"  # between two digits of a number that is written in groups
_BREAK = r"(?:[ \u00a0()./–‑-]{0,3}|[-–‑]?\n)"  # ... that may run on to the next line
_ENDS = r"(?![0-9A-Za-z_])(?![-.:,–][0-9])(?!/[1-9])"
_NATIONAL = re.compile(rf"\(?0(?:{_GAP}[0-9]){{9}}{_ENDS}")
_MOBILE = re.compile(rf"\(?06(?:{_BREAK}[0-9]){{8}}{_ENDS}")
_DUTCH_CODE = r"\(?(?:\+|00)[ \u00a0]?31\)?[ \u00a0]?(?:\(0\)|0)?"
_INTERNATIONAL = re.compile(rf"{_DUTCH_CODE}{_GAP}([1-9](?:{_BREAK}[0-9]){{8}}){_ENDS}")
_FOREIGN = re.compile(
    rf"\+(?!31)(?:1|[2-9][0-9]{{1,2}})(?:[ \u00a0()/-]{{0,2}}[0-9]){{8,11}}{_ENDS}"
)
# Area codes of three digits, and those of services that belong to no area; 0800 and 0900 are
# numbers for the public and stand in neither list, and so are 112 and 14 with an area code.
_AREAS = re.compile(
    r"0(?:10|13|15|20|23|24|26|30|33|35|36|38|40|43|45|46|50|53|55|58|7[0-9]|8[4578])"
)
_LONG_AREAS = re.compile(r"0(?:1[1-8]|2[2-9]|3[1-4]|4[1-9]|5[1-9])[0-9]")
_MOBILE_AREAS = re.compile(r"06[1-58]")
_DATE_LIKE = re.compile(r"06[-./ ][0-9]{1,2}[-./ ](?:19|20)[0-9]{2}\b")
_DIGITS = re.compile(r"[0-9]+")


def _mobiles(text: str) -> Iterator[_Found]:
    for match in _INTERNATIONAL.finditer(text):
        if match[1].startswith("6") and _stands_alone(text, match.start()):
            yield match.span()
    for match in _MOBILE.finditer(text):
        digits = "".join(_DIGITS.findall(match[0]))
        if (
            _MOBILE_AREAS.match(digits)
            and not _DATE_LIKE.match(match[0].lstrip("("))
            and _stands_alone(text, match.start())
            and not (match[0].isdigit() and _is_numbered(text, match.start()))
        ):
            yield match.span()


def _phones(text: str) -> Iterator[_Found]:
    for match in _NATIONAL.finditer(text):
        if (
            _reads_as_phone(match[0])
            and _stands_alone(text, match.start())
            and not (match[0].isdigit() and _is_numbered(text, match.start()))
        ):
            yield match.span()
    for pattern in (_INTERNATIONAL, _FOREIGN):
        for match in pattern.finditer(text):
            if _stands_alone(text, match.start()):
                yield match.span()


def _reads_as_phone(printed: str) -> bool:
    """Whether digits are grouped as in a number: an area code, then groups of two and more."""
    groups = _DIGITS.findall(printed)
    digits = "".join(groups)
    area = _AREAS.match(digits) or _LONG_AREAS.match(digits)
    if area is None:
        return False
    well_cut = len(groups[0]) == len(area[0]) and len(groups) <= 5
    return len(groups) == 1 or (well_cut and all(len(group) > 1 for group in groups))


def _stands_alone(text: str, start: int) -> bool:
    """Whether a number begins at ``start`` and is no part of a longer word or number."""
    before = text[max(0, start - 2) : start]
    if not before or before[-1].isspace():
        return not re.fullmatch(r"[0-9][ \u00a0]", before) or text[start] in "(+"
    if before[-1] in "-/.,=#_&+–":
        return before[0] == SENSITIVE_MASK
    return not before[-1].isalnum()


# --- citizen service numbers -----------------------------------------------------------------

_PLAIN_BSN = re.compile(r"(?<![0-9])[0-9]{8,9}(?![0-9])")
_GROUPED_BSN = re.compile(
    r"(?<![0-9])(?:[0-9]{3}([. \u00a0-])[0-9]{3}\1[0-9]{3}|[0-9]{4}([. \u00a0-])[0-9]{2}\2[0-9]{3}"
    r"|[0-9]{2}([. \u00a0-])[0-9]{3}\3[0-9]{3}|[0-9]{4}([. \u00a0-])[0-9]{2}\4[0-9]{2})(?![0-9])"
)
_IS_BSN = re.compile(
    rf"(?:\bbsn|burger ?service ?nummers?|sofi-? ?nummers?)[^0-9{SENSITIVE_MASK}]{{0,40}}$",
    re.IGNORECASE,
)
_NEAR = rf"[^0-9{SENSITIVE_MASK}]{{0,15}}$"
# Words after which a number is that of a case, a company or a document.
_NUMBERED = re.compile(
    r"\b(?:kenmerk|referentie|ref|zaak\w*|dossier\w*|kvk|kvk-?\w+|kamer van koophandel|rsin|btw\w*"
    r"|nrs?|nummers?|no|registratie\w*|document\w*|volg\w+|factuur\w*|polis\w*|order\w*"
    r"|isbn|issn|id|doc|ris|kamerstuk\w*|stuk\w*|bijlage|project\w*|contract\w*"
    r"|vergunning\w*|verplichting\w*|rekening\w*|v-nummer|vreemdelingen\w*|oin|eori|besluit\w*"
    rf"|artikel\w*|klant\w*|meeting\w*|webex|code|wachtwoord)\b{_NEAR}",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(rf"\b(?:tel|fax|telefoon\w*)\b{_NEAR}", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"(?:€|\beuro|\beur)\s*$", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(
    r"\s*(?:€|%|euro?\b|miljoen|mln|m2\b|m²|inwoners|personen|stuks|kilo|ton\b)|,-|[.,][0-9]",
    re.IGNORECASE,
)
_LARGE_NUMBER = re.compile(r"(?<![0-9.])[0-9]{1,3}(?:[. \u00a0][0-9]{3})+(?![0-9])|€")
_CONTEXT = 80


def _bsns(text: str) -> Iterator[_Found]:
    for pattern in (_PLAIN_BSN, _GROUPED_BSN):
        for match in pattern.finditer(text):
            if passes_eleven_test(match[0]) and _is_bsn(text, match.start(), match.end()):
                yield match.span()


def passes_eleven_test(printed: str) -> bool:
    """Whether nine times the first digit, eight times the second, ... minus the last fits eleven.

    One number of nine digits in eleven does so by chance. Eight digits are nine with a zero
    before them (https://www.rvig.nl, "elfproef").
    """
    digits = [int(digit) for digit in printed if digit.isdigit()]
    digits = [0] * (9 - len(digits)) + digits
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * digit for weight, digit in zip(weights, digits, strict=True))
    return any(digits) and total % 11 == 0


def _is_bsn(text: str, start: int, end: int) -> bool:
    """Judge a number that passes the eleven test by the words and signs around it."""
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + 20]
    if after[:1].isalnum() or re.match(r"[-/_@][0-9A-Za-z]", after):
        return False
    if _IS_BSN.search(before):
        return True
    digits = sum(character.isdigit() for character in text[start:end])
    return (
        digits == 9
        and _stands_alone(text, start)
        and not _is_numbered(text, start)
        and not _TELEPHONE.search(before)
        and not _MONEY_BEFORE.search(before)
        and not _AMOUNT_AFTER.match(after)
        and (end - start == 9 or not _has_amounts(text, start, end))
    )


def _is_numbered(text: str, start: int) -> bool:
    return _NUMBERED.search(text[max(0, start - _CONTEXT) : start]) is not None


def _has_amounts(text: str, start: int, end: int) -> bool:
    """Whether the rest of the line has other large numbers: then it is a row of amounts."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    rest = (text[line_start:start], text[end : line_end if line_end >= 0 else len(text)])
    return any(_LARGE_NUMBER.search(part) for part in rest) or bool(re.match(r" [0-9]", rest[1]))


# --- licence plates --------------------------------------------------------------------------

# The sidecodes of the RDW, 1 to 14; X is a letter. Since sidecode 4 no vowels are given out.
_SIDECODES = (
    ("XX-99-99", "99-99-XX", "99-XX-99"),
    ("XX-99-XX", "XX-XX-99", "99-XX-XX", "99-XXX-9", "9-XXX-99", "XX-999-X", "X-999-XX"),
    ("XXX-99-X", "X-99-XXX", "9-XX-999", "999-XX-9"),
)
_ANY, _CONSONANT = "[A-Z]", "[BCDFGHJKLMNPQRSTVWXYZ]"
_PLATE = re.compile(
    r"(?<![\w./-])(?:{})(?![\w/-])(?![.,][0-9])".format(
        "|".join(
            code.replace("9", "[0-9]").replace("X", letter)
            for codes, letter in zip(_SIDECODES, (_ANY, _CONSONANT, _CONSONANT), strict=True)
            for code in codes
        )
    )
)
_LETTERS = re.compile(r"[A-Z]+")
# Letters that the RDW does not give out, or that stand for a party, a chamber or a decree where
# minutes number their papers and years.
_NO_PLATE = frozenset(
    "TK EK HK KB DG SG MR EU NL BW CW SS SD SA PVV SGP VVD BBB CDA FVD HSP NSB KKK KVT LPF GPV RPF"
    " PSV PKK TBS GVD VVV MSD SDS JZ DT MT RV SP GL PVD VB VNG IPO COA IND WTK".split()
)


def _plates(text: str) -> Iterator[_Found]:
    for match in _PLATE.finditer(text):
        letters = set(_LETTERS.findall(match[0]))
        if not letters & _NO_PLATE and not _is_session(match[0]):
            yield match.span()


def _is_session(printed: str) -> bool:
    """Whether two numbers are years that follow each other: a session, "HV-22-23"."""
    years = [int(number) for number in _DIGITS.findall(printed) if len(number) == 2]
    return len(years) == 2 and years[1] == years[0] + 1
