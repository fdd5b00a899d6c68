"""Text -> the organisations and people it names: who speaks, who has to do something. Pure.

Names are those of ``lrt_search/glossary.toml``, with whatever apostrophe a minute-taker typed.
What the glossary does not know stays as printed.
"""

import re
from functools import lru_cache

from lrt_search.domain import REDACTION_MARK
from lrt_search.glossary import glossary

_APOSTROPHES = str.maketrans(dict.fromkeys("'´`‘", "’"))


def plain(text: str) -> str:
    """Return ``text`` with one apostrophe for all, and of the same length."""
    return text.translate(_APOSTROPHES)


@lru_cache(maxsize=1)
def organisation_pattern() -> str:
    """Return a pattern for one organisation of the glossary, the longest names first."""
    names = {plain(name) for entry in glossary().organisations for name in entry.dutch}
    # "CDK" for "CdK", as the LRT's own minutes write it; never "ind" for "IND".
    names |= {name.upper().replace("’S", "’s") for name in names if len(name) <= 5}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return rf"\b(?:{'|'.join(map(re.escape, longest_first))})(?!\w|’\w\w)"


BETWEEN = r"(?:\s*,\s*(?:en\s+)?|\s+en\s+|\s*/\s*|\s*&\s*|\s*\+\s*)"
# Who has a task and is no organisation; small words that only a list of names may hold.
_ROLES = (
    r"secretari(?:aat|s)|voorzitters?|kerngroep|allen|alle leden|leden|werkgroep|college|griffie"
    r"|wethouder|burgemeester|presidium|gemeenten|provincies|regio’s|inspecties|commissie|tafel"
)


@lru_cache(maxsize=1)
def names_pattern() -> re.Pattern[str]:
    """Return a pattern for a list of names: "BZK, Aedes en het secretariaat"."""
    one = (
        rf"(?:(?:de|het|alle|De|Het)\s+)?(?:{organisation_pattern()}|(?:{_ROLES})\b"
        rf"|[A-ZÀ-Ý{REDACTION_MARK}][\w’&.-]*(?:\s(?:van|de|der|den|[A-ZÀ-Ý])[\w’-]*){{0,3}})"
    )
    return re.compile(rf"{one}(?:{BETWEEN}{one})*")


def owners_in(names: str) -> tuple[str, ...]:
    """Return who a list of names names: ("BZK", "Aedes") for "MBZK en Aedes".

    By their short names in the glossary, in printed order and each once; as printed, without an
    article, where the glossary has none.
    """
    found: list[str] = []
    for part in _split(plain(names)):
        name = part.strip(" .,;:")
        entry = glossary().organisation(name)
        bare = re.sub(r"(?i)^(?:de|het)\s+", "", name)
        owner = entry.short if entry else bare
        if owner and owner not in found and any(char.isalnum() for char in owner):
            found.append(owner)
    return tuple(found)


def _split(names: str) -> list[str]:
    """Split a list at its commas, unless the whole is one name: "DT&V", "Asiel en Migratie"."""
    if glossary().organisation(names.strip(" .,;:")):
        return [names]
    parts: list[str] = []
    rest = names
    while rest.strip():
        known = re.match(rf"\s*(?:de\s+|het\s+)?{organisation_pattern()}", rest, re.IGNORECASE)
        end = known.end() if known and glossary().organisation(known.group()) else 0
        cut = re.compile(BETWEEN).search(rest, end)
        if cut is None:
            return [*parts, rest]
        parts.append(rest[: cut.start()])
        rest = rest[cut.end() :]
    return parts


def organisation_of(written: str) -> str | None:
    """Return the short name of the one organisation that is written so, or None where unsure."""
    entry = glossary().organisation(plain(written))
    return entry.short if entry else None
