"""Legal grounds for withholding: how they are printed on a redaction, and what they say.

Since 1 May 2022 the Wet open overheid (Woo) gives them, before that the Wet openbaarheid van
bestuur (Wob). A ground is named by its article as it is printed most: "5.1.2e" is article 5.1,
second paragraph, under e. Labels are the short names that the departments print.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class GroundKind(StrEnum):
    """How much room a ground leaves to weigh openness against it."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    RESIDUAL = "residual"  # only where no other ground will do
    OPINIONS = "opinions"  # personal views on policy, for internal use
    FORMATION = "formation"  # what rests with who forms a government


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason that the law gives to withhold something.

    Attributes:
        code: As it is mostly printed, without the dot before the letter: "5.1.2e".
        law: "Woo" or "Wob".
        article: In full: "artikel 5.1, tweede lid, onder e, Woo".
        label: In Dutch, as departments name it.
        kind: Whether it is weighed.
    """

    code: str
    law: str
    article: str
    label: str
    kind: GroundKind


_ABSOLUTE_WOO = {
    "a": "Eenheid van de Kroon",
    "b": "Veiligheid van de Staat",
    "c": "Vertrouwelijk verstrekte bedrijfs- of fabricagegegevens",
    "d": "Bijzondere persoonsgegevens",
    "e": "Nationale identificatienummers",
}
_RELATIVE_WOO = {
    "a": "Internationale betrekkingen",
    "b": "Economische of financiële belangen van de Staat",
    "c": "Opsporing en vervolging van strafbare feiten",
    "d": "Inspectie, controle en toezicht van bestuursorganen",
    "e": "Eerbiediging van de persoonlijke levenssfeer",
    "f": "Andere (niet vertrouwelijk verstrekte) concurrentiegevoelige bedrijfs- en"
    " fabricagegegevens",
    "g": "Bescherming van het milieu waarop deze informatie betrekking heeft",
    "h": "Beveiliging van personen en bedrijven en voorkomen van sabotage",
    "i": "Goed functioneren van de Staat, andere publiekrechtelijke lichamen of bestuursorganen",
}
_ABSOLUTE_WOB = {
    "a": "Eenheid van de Kroon",
    "b": "Veiligheid van de Staat",
    "c": "Vertrouwelijk verstrekte bedrijfs- of fabricagegegevens",
    "d": "Bijzondere persoonsgegevens",
}
_RELATIVE_WOB = {
    "a": "Internationale betrekkingen",
    "b": "Economische of financiële belangen van de Staat",
    "c": "Opsporing en vervolging van strafbare feiten",
    "d": "Inspectie, controle en toezicht door bestuursorganen",
    "e": "Eerbiediging van de persoonlijke levenssfeer",
    "f": "Belang van de geadresseerde om als eerste kennis te nemen",
    "g": "Voorkomen van onevenredige bevoordeling of benadeling",
}
_ENVIRONMENT_WOB = {
    "a": "Bescherming van het milieu waarop deze informatie betrekking heeft",
    "b": "Beveiliging van bedrijven en voorkomen van sabotage",
}


def _lettered(
    article: str, paragraph: int, ordinal: str, labels: Mapping[str, str], kind: GroundKind
) -> Iterator[Ground]:
    law = "Woo" if article == "5.1" else "Wob"
    for letter, label in labels.items():
        full = f"artikel {article}, {ordinal} lid, onder {letter}, {law}"
        yield Ground(f"{article}.{paragraph}{letter}", law, full, label, kind)


_ALL = (
    *_lettered("5.1", 1, "eerste", _ABSOLUTE_WOO, GroundKind.ABSOLUTE),
    *_lettered("5.1", 2, "tweede", _RELATIVE_WOO, GroundKind.RELATIVE),
    Ground(
        "5.1.5",
        "Woo",
        "artikel 5.1, vijfde lid, Woo",
        "Voorkomen van onevenredige benadeling",
        GroundKind.RESIDUAL,
    ),
    Ground(
        "5.2",
        "Woo",
        "artikel 5.2 Woo",
        "Persoonlijke beleidsopvattingen in documenten voor intern beraad",
        GroundKind.OPINIONS,
    ),
    Ground(
        "5.4",
        "Woo",
        "artikel 5.4 Woo",
        "Informatie die berust bij de formateur",
        GroundKind.FORMATION,
    ),
    *_lettered("10", 1, "eerste", _ABSOLUTE_WOB, GroundKind.ABSOLUTE),
    *_lettered("10", 2, "tweede", _RELATIVE_WOB, GroundKind.RELATIVE),
    *_lettered("10", 7, "zevende", _ENVIRONMENT_WOB, GroundKind.RELATIVE),
    Ground(
        "11.1",
        "Wob",
        "artikel 11, eerste lid, Wob",
        "Persoonlijke beleidsopvattingen in documenten voor intern beraad",
        GroundKind.OPINIONS,
    ),
)

GROUNDS: Mapping[str, Ground] = MappingProxyType({ground.code: ground for ground in _ALL})
"""Every known ground by its code, in the order of the laws."""

# What a scanner and a person make of "5.1.2e": "512e", "5 12e", "5.1,2.e", "5.1 lid 2 sub e",
# "artikel 5.1, tweede lid, aanhef en onder e, van de Woo".
_DOT = r"\s?[.,]?\s?"
_ORDINALS = {"eerste": "1", "tweede": "2", "zevende": "7"}
_PARAGRAPH = r"(?:,?\s?lid\s|{dot})(?P<{name}>[{digits}])|,?\s(?P<{name}_word>{words})\slid"
_UNDER = r"(?:,?\s?(?:aanhef\sen\s)?(?:sub|onder(?:deel)?)\s|{dot})(?P<{name}>[{letters}])"


def _paragraph(name: str, digits: str) -> str:
    words = "|".join(word for word, digit in _ORDINALS.items() if digit in digits)
    return f"(?:{_PARAGRAPH.format(dot=_DOT, name=name, digits=digits, words=words)})"


def _under(name: str, letters: str) -> str:
    return f"(?:{_UNDER.format(dot=_DOT, name=name, letters=letters)})"


_PRINTED = re.compile(
    # Another ground may stand before it, or follow it, without a blank: "5.1.2.e5.1.2.i".
    r"(?:(?<![^\W_])(?<!\d[.,])|(?<=[\d.,][a-i]))(?:art(?:ikel|\.)?\s?)?(?:(?:"
    + rf"(?P<woo>5{_DOT}1{_paragraph('woo_paragraph', '12')}{_under('woo_letter', 'a-i')})"
    + rf"|(?P<wob>10{_paragraph('wob_paragraph', '127')}{_under('wob_letter', 'a-g')})"
    + r")(?![^\W\d_]|[.,]?(?!5[.,1]|10)\d)"
    # Without a letter it needs its own full stops: "5,15" and "52" are figures.
    + r"|(?:(?P<rest>5\.\s?1(?:\.\s?|,?\slid\s)5|5\.1,?\svijfde\slid)"
    + r"|(?P<views>5\.\s?2(?:(?:\.\s?|,?\slid\s)1|,?\seerste\slid)?)"
    + r"|(?P<formation>5\.\s?4)"
    + r"|(?P<wob_views>11(?:\.\s?|,?\slid\s)1|11,?\seerste\slid)"
    + r")(?![^\W\d_]|[.,]?\d))",
    re.IGNORECASE,
)
_NAME_OF_LAW = re.compile(
    r"\W*(?:(?:ingevolge|van|de|woo|wob|wet|open|overheid|openbaarheid|bestuur|en|jo|artikel|art)"
    r"\b\W*)*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[;|/&+\n]|\ben\b")
_WITHOUT_LETTER = {code for code in GROUNDS if code[-1].isdigit()}


def _code(match: re.Match[str]) -> str:
    """Return the code of what was printed; it may be unknown ("5.1.1h" does not exist)."""
    if match["rest"]:
        return "5.1.5"
    if match["views"]:
        return "5.2"
    if match["formation"]:
        return "5.4"
    if match["wob_views"]:
        return "11.1"
    article, law = ("5.1", "woo") if match["woo"] else ("10", "wob")
    digit = match[f"{law}_paragraph"] or _ORDINALS[match[f"{law}_paragraph_word"].lower()]
    return f"{article}.{digit}{match[f'{law}_letter'].lower()}"


def _known(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _PRINTED.finditer(text):
        code = _code(match)
        if code in GROUNDS:
            yield match, code


def normalise(printed: str) -> str:
    """Return the code of one printed ground ("512e" is "5.1.2e"), or what was printed, trimmed.

    A number without a letter ("5.2") is taken for a ground here: ask only of what is one.
    """
    found = [*_known(printed)]
    if len(found) == 1:
        match, code = found[0]
        around = printed[: match.start()] + " " + printed[match.end() :]
        if _NAME_OF_LAW.fullmatch(around):
            return code
    return " ".join(printed.split())


def looks_like_ground(text: str, *, boxed: bool = False) -> bool:
    """Return whether a text is one known ground and nothing else.

    A ground has a letter: "5.1.2" is how an agenda counts, and a run of digits may be anything.

    Args:
        text: As printed or as recognised in a scan.
        boxed: It stands in a box of its own, where "5.1.5", "5.2", "5.4" and "11.1" are grounds
            as well; elsewhere they are headings.
    """
    code = normalise(text)
    return code in GROUNDS and (boxed or code not in _WITHOUT_LETTER)


def grounds_in(label: str) -> tuple[str, ...]:
    """Return the grounds that the label of a redaction names, each once, in their order.

    What is no known ground comes back as printed, so that a label that the box cuts off ("10.2")
    is kept as it reads.
    """
    found: list[str] = []
    for piece in _SEPARATOR.split(label):
        codes = [code for _, code in _known(piece)]
        rest = _PRINTED.sub(" ", piece) if codes else piece
        found += codes
        if not _NAME_OF_LAW.fullmatch(rest):
            found.append(" ".join(rest.split()).strip(",:"))
    return tuple(dict.fromkeys(found))


def looks_clipped(label: str) -> bool:
    """Return whether a label is the visible part of a ground that its box cuts off: "10.2", "10.".

    Only for what stands in a box: elsewhere this is a number.
    """
    plain = re.sub(r"[\W_]", "", label.casefold())
    spelled = [code.replace(".", "") for code in GROUNDS]
    return bool(plain) and any(
        code.startswith(plain) or (plain[-1:].isalpha() and code.endswith(plain))
        for code in spelled
    )
