"""Who says a sentence of minutes: "SJenV stelt ...", "Dhr. Eik (VB) ziet ...", "COA: ...". Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.owners import BETWEEN, organisation_of, organisation_pattern, owners_in, plain
from lrt_search.domain import REDACTION_MARK, Attendee


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a sentence.

    Attributes:
        name: As printed.
        organisations: By their short names in the glossary; empty where that is not sure.
        rest: What follows the name in the sentence: "stelt dat ...".
        is_table: Whether it is the meeting as a whole: "De LRT".
        from_pronoun: Whether the sentence says "Hij" and the one before it names them.
    """

    name: str
    organisations: tuple[str, ...]
    rest: str
    is_table: bool = False
    from_pronoun: bool = False

    @property
    def organisation(self) -> str | None:
        """The one organisation meant; None where there is none or more than one."""
        return self.organisations[0] if len(self.organisations) == 1 else None


_TABLE = r"De (?:LRT|tafel|regietafel|leden|vergadering)|Leden|De Landelijke Regietafel"
_PERSON = (
    r"(?:Dhr\.|Mevr\.|Mw\.|De heer|Mevrouw|De heren)"
    rf"(?:\s(?:[A-ZÀ-Ý{REDACTION_MARK}][\w’-]*|van|de|der|den|ter|ten|’t|{REDACTION_MARK}))+"
)
_ROLE = (
    r"(?:De\s+)?[Vv]oorzitter(?:\s+van\s+(?:het\s+|de\s+)?@)?|De\s+vertegenwoordigers?\s+van\s+@"
    r"|De\s+(?:minister|staatssecretaris)(?:\s+van\s+@)?|Het\s+(?:college|secretariaat|presidium)"
    r"|Een\s+(?:burgemeester|wethouder)"
    r"|De\s+(?:gemeente|burgemeester\s+van|wethouder\s+van|burgemeester|wethouder)"
    rf"(?:\s[A-ZÀ-Ý][\w’-]+)?(?:\s{REDACTION_MARK})?"
    rf"|De\s+(?:secretaris|politie|commissie)(?:\s{REDACTION_MARK})?"
)
# Words that may stand in front: "Ook COA rekent op de wet".
_LEAD = r"(?:Ook|Daarnaast|Verder|Tot slot|Daarbij|Vervolgens)\s+"
# An abbreviation that the glossary does not know; the verb behind it makes it a speaker.
_UNKNOWN = r"[A-Z][A-Za-z&]*[A-Z]{1,}|Nidos"


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    one = organisation_pattern()
    organisations = rf"(?:[Dd]e\s+|[Hh]et\s+)?{one}(?:{BETWEEN}(?:de\s+|het\s+)?(?:{one}|Nidos))*"
    role = _ROLE.replace("@", rf"(?:{one}|[A-Z]\w+)")
    return re.compile(
        rf"(?:{_LEAD})?(?P<name>(?P<table>{_TABLE})|(?P<organisations>{organisations})"
        rf"|(?P<person>{_PERSON})(?:\s*\((?P<of>[^()]*)\))?|(?P<role>{role})|(?P<other>{_UNKNOWN}))"
        r"(?:\s+\(ambtelijk\))?(?=[\s:,])\s*"
    )


@lru_cache(maxsize=1)
def _elsewhere() -> re.Pattern[str]:
    """Return what names the speaker behind the verb, or in the passive."""
    named = rf"(?:de\s+|het\s+)?{organisation_pattern()}|{_PERSON}"
    verbs = r"stelt|zegt|meldt|vindt|aldus|merkt|meent|vraagt|antwoordt|vinden|zeggen|melden"
    return re.compile(
        rf"[Vv]olgens\s+(?P<after>{named})|,\s(?:{verbs})\s+(?P<behind>{named})(?=[\s.,]|$)"
        rf"|\b(?:word(?:t|en))\s+(?:door|vanuit)\s+(?P<by>{named})(?=\s)"
        rf"|^(?:De vraag|Het verzoek|Tot slot)\s.*?\b(?:door|vanuit)\s+(?P<from>{named})(?=\s)"
        rf"|^Gevraagd\s.{{0,40}}?\b(?:{verbs})\s+(?P<asked>{named})(?=\s)"
    )


def head_speaker(sentence: str, attendees: tuple[Attendee, ...] = ()) -> Speaker | None:
    """Return whom the head of a sentence names, with what follows; None where it names nobody."""
    text = plain(sentence)
    match = _head().match(text)
    if match is None:
        return None
    rest = sentence[match.end() :]
    name = sentence[match.start("name") : match.end("name")]
    if match["table"]:
        return Speaker(name, (), rest, is_table=True)
    if match["organisations"]:
        return Speaker(name, _known(match["organisations"]), rest)
    if match["person"]:
        return Speaker(name, _of_person(match["person"], match["of"], attendees), rest)
    return Speaker(name, _of_role(match["name"]), rest)


_VERBS_IN_FRONT = (
    "adviseert|bekijkt|bereidt|bericht|biedt|gaat|houdt|komt|laat|legt|levert|leveren|maakt|maken"
    "|meldt|neemt|nemen|noemt|onderzoekt|onderzoeken|organiseert|pakt|past|pleit|rapporteert"
    "|regelt|regelen|stelt|stuurt|sturen|verwerkt|verzoekt|verzorgt|vindt|vinden|vraagt|vragen"
    "|werkt|werken|wijst|wil|willen|zal|zegt|zet|ziet|zoekt|zorgt|zullen"
)


@lru_cache(maxsize=1)
def _behind_verb() -> re.Pattern[str]:
    one = rf"(?:{organisation_pattern()}|secretariaat)"
    return re.compile(
        rf"(?P<front>[^,;:.]{{1,80}}?)\s(?P<verb>{_VERBS_IN_FRONT})\s"
        rf"(?P<name>(?:de\s|het\s)?{one}(?:{BETWEEN}(?:de\s|het\s)?{one})*)(?=[\s.,])"
    )


def named_behind_verb(sentence: str) -> Speaker | None:
    """Return whom "Voor de overige plekken zoekt COA een locatie" names, verb first in the rest.

    Only in the main clause: no comma and no "dat" in front of the verb.
    """
    match = _behind_verb().match(plain(sentence))
    if match is None or re.search(r"\s(?:dat|die|als|of|om|wie|wat|hoe)\b", match["front"]):
        return None
    name = sentence[match.start("name") : match.end("name")]
    rest = f"{match['verb']}{sentence[match.end() :]}"
    return Speaker(name, _known(match["name"]), rest)


def named_elsewhere(sentence: str) -> Speaker | None:
    """Return whom a sentence names behind "volgens", behind its verb, or in the passive."""
    match = _elsewhere().search(plain(sentence))
    if match is None:
        return None
    group = next(name for name, value in match.groupdict().items() if value)
    name = sentence[match.start(group) : match.end(group)]
    return Speaker(name, _known(name), sentence)


def _known(names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in owners_in(names) if (one := organisation_of(name))))


def _of_person(
    person: str, printed: str | None, attendees: tuple[Attendee, ...]
) -> tuple[str, ...]:
    if printed:
        return _known(printed)
    surname = _surname(person)
    of = {one.organisation for one in attendees if one.name and _surname(one.name) == surname}
    if not surname or len(of) != 1 or None in of:
        return ()
    return _known(str(next(iter(of))))


def _surname(name: str) -> str:
    return re.sub(r"^(?:dhr\.|mevr\.|mw\.|de heer|mevrouw|de heren)\s*", "", plain(name).casefold())


def _of_role(role: str) -> tuple[str, ...]:
    behind = re.search(r"\svan\s(?:het\s|de\s)?(.+)", role)
    one = organisation_of(behind[1]) if behind else organisation_of(role)
    return (one,) if one else ()
