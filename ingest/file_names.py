"""A file name -> what it says about a person. Pure.

    "brief aan mevr. Jansen.pdf" -> ["Jansen"]

Whoever saved the file wrote that, and no reader of its pages has to see it. The patterns are
narrow: "Brief aan de Tweede Kamer" and "besluitenlijst-20250123" say nothing about anybody.
"""

import re
from collections.abc import Callable, Iterator

from ingest.sensitive import passes_97_test, passes_eleven_test

_EXTENSION = re.compile(
    r"\.(?:pdf|txt|md|rtf|csv|docx?|xlsx?|pptx?|od[tsp]|html?|eml|msg|zip|jpe?g|png|tiff?)$",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ .]?[0-9]){8}(?![0-9A-Za-z])")
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}(?:[ .]?[0-9A-Z]){11,30}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)31[ .-]?(?:\(0\))?[1-9]|0[1-9])(?:[ .-]?[0-9]){8}(?![0-9A-Za-z])"
)
_HONORIFIC = re.compile(
    r"(?<![a-z])(?:dhr|mevr|mw|mej|heer|mevrouw|meneer)(?![a-z])[ .]*", re.IGNORECASE
)
_LETTER_TO = re.compile(r"(?<![a-z])(?:e?-?mail van|brief (?:aan|van)) +", re.IGNORECASE)
# What stands between "dhr." and a surname.
_INITIALS = re.compile(r"(?:[A-Z](?:\.| ) ?)+")
_PARTICLE = re.compile(
    r"(?:van|de|der|den|den|het|ten|ter|te|in|op|'t|el|al|la|le|du|von|ben) +", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_]{2,}(?:[-'][^\W\d_]{2,})*")
_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_IBAN, passes_97_test),
    (_PHONE, bool),
    (_DIGITS, passes_eleven_test),
)
# Whom letters of the government go to and come from, and what follows an honorific in a title.
_NOBODY = set(
    "tweede eerste kamer kamers staten provinciale gedeputeerde college raad gemeente gemeenten "
    "gemeenteraad raadslid raadsleden minister ministerie ministers president staatssecretaris "
    "burgemeester wethouder wethouders voorzitter griffier secretaris provincie provincies kabinet "
    "parlement europese commissie commissaris bestuur directie directeur nationale ombudsman "
    "autoriteit rekenkamer inspectie rechtbank hof koning koningin veiligheidsregio vereniging "
    "stichting opvang regietafel bewoners inwoners burgers leden fractie fracties partijen "
    "betrokkenen belanghebbenden verzoeker en of over inzake met voor aan uit als bij".split()
)


def private_words(file_name: str) -> list[str]:
    """Return what a file name says about a person: an address, a number or a name.

    Args:
        file_name: Without folders; its extension says nothing.
    """
    stem = file_name.removesuffix(known_extension(file_name))
    return [*_EMAIL.findall(stem), *_numbers(stem), *_names(stem)]


def known_extension(file_name: str) -> str:
    """Return the extension of a file name, or nothing: after "mevr." stands a name."""
    found = _EXTENSION.search(file_name)
    return found.group() if found else ""


def _numbers(stem: str) -> Iterator[str]:
    left = stem.replace("_", " ")
    for pattern, holds in _NUMBERS:
        for found in pattern.findall(left):
            number = re.sub(r"\(0\)|[ .-]", "", found)
            if holds(number):
                yield number
                left = left.replace(found, "/")


def _names(stem: str) -> Iterator[str]:
    """Yield surnames; a name that is all in small letters ("brief-aan-mevr-jansen") has them so."""
    spaced = re.sub(r"[\s_-]+", " ", stem)
    any_case = spaced == spaced.lower()
    for pattern, of_anybody in ((_HONORIFIC, False), (_LETTER_TO, True)):
        for found in pattern.finditer(spaced):
            rest = spaced[found.end() :]
            if initials := _INITIALS.match(rest):
                rest = rest[initials.end() :].lstrip()
            while particle := _PARTICLE.match(rest):
                rest = rest[particle.end() :]
            name = _NAME.match(rest)
            if name is None or name.group().casefold() in _NOBODY:
                continue
            word = name.group()
            is_named = word[0].isupper() and not (of_anybody and word.isupper())
            if is_named or (any_case and not of_anybody and len(word) > 2):
                yield word
