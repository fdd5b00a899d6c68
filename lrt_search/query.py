"""What a reader types -> what is asked: words, phrases, exclusions and fields. Pure.

    besluiten "extra inzet" OF "extra geld" -noodopvang van:2023 tot:"maart 2024"

``docs/search.md`` explains the language. Every text is a question or is refused with the place
where it goes wrong and what to type there; nothing of it is passed over in silence.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lrt_search.analysis import searchable, terms
from lrt_search.errors import EmptyQueryError, InvalidQueryError
from lrt_search.grounds import normalise
from lrt_search.language import N_
from lrt_search.statement_kinds import kind_named
from lrt_search.statements import StatementKind
from lrt_search.stemming import fold


@dataclass(frozen=True, slots=True)
class Sought:
    """A word, or a phrase between quotes.

    Attributes:
        text: As typed, without its quotes.
        exact: Whether it is a phrase: to be found as it reads.
        start: Where ``text`` begins in the question.
    """

    text: str
    exact: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the fields of a question ask of a passage; all of it must hold.

    Attributes:
        first_date, last_date: The day of the meeting lies between, both included.
        documents: Each stands in the title or a file name of the document, or begins its id.
        agenda_items: Each is the label of the agenda item, or stands in its title.
        grounds: A redaction on each of these grounds stands in its agenda item.
        organisations: Each is named as the speaker, or was present at a meeting whose minutes
            name no speaker there. With ``kinds`` or ``owners``: each says or owns the statement.
        kinds: For each a statement of that kind stands in the passage.
        owners: Each has to do what that statement says.
    """

    first_date: date | None = None
    last_date: date | None = None
    documents: tuple[str, ...] = ()
    agenda_items: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    kinds: tuple[StatementKind, ...] = ()
    owners: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != NO_CONDITIONS


NO_CONDITIONS = Conditions()


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    Attributes:
        text: As typed.
        free: As long as ``text``, with blanks for all but the words and phrases looked for, so
            that a place in it is a place in ``text``.
        required: Of each group at least one stands in every hit.
        excluded: None of these stands in any hit.
        conditions: What the fields ask.
    """

    text: str
    free: str
    required: tuple[tuple[Sought, ...], ...] = ()
    excluded: tuple[Sought, ...] = ()
    conditions: Conditions = NO_CONDITIONS

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than passages that are about its words."""
        return bool(self.required or self.excluded or self.conditions)

    @property
    def phrases(self) -> tuple[Sought, ...]:
        """The phrases it looks for."""
        return tuple(one for group in self.required for one in group if one.exact)

    @property
    def words(self) -> str:
        """``free`` without its phrases: the words that are looked for in each of their forms."""
        words = self.free
        for one in self.phrases:
            end = one.start + len(one.text)
            words = words[: one.start] + " " * len(one.text) + words[end:]
        return words

    @property
    def meaning(self) -> str:
        """The words whose meaning is asked for: the question itself where it is nothing more."""
        return self.text if self.free == self.text else " ".join(self.free.split())


# Each field by the names it has, Dutch and English, folded.
_FIELDS = {
    "van": "first_date",
    "from": "first_date",
    "tot": "last_date",
    "to": "last_date",
    "until": "last_date",
    "document": "documents",
    "agendapunt": "agenda_items",
    "item": "agenda_items",
    "grond": "grounds",
    "ground": "grounds",
    "organisatie": "organisations",
    "organisation": "organisations",
    "organization": "organisations",
    "soort": "kinds",
    "kind": "kinds",
    "eigenaar": "owners",
    "owner": "owners",
}
_DATES = ("first_date", "last_date")
# Names that readers try, and what they mean here.
_MEANT = {
    **dict.fromkeys(
        "datum|date|dag|day|jaar|year|maand|month|periode|period|vanaf|sinds|since|after|na|before"
        "|voor|tm|t".split("|"),
        N_("van: or tot: with a date, for example van:2023 tot:2024"),
    ),
    **dict.fromkeys(
        "titel|title|bestand|file|filename|doc|verslag|bron|source|site".split("|"),
        N_("document: with words of its title, for example document:defensie"),
    ),
    **dict.fromkeys(
        "agenda|punt|onderwerp|topic|subject".split("|"),
        N_("agendapunt: with its number or words of its title, for example agendapunt:3"),
    ),
    **dict.fromkeys(
        "artikel|article|reden|lak|gelakt|weglakking|woo".split("|"),
        N_("grond: with a ground, for example grond:5.1.2e"),
    ),
    **dict.fromkeys(
        "spreker|speaker|partij|party|org|wie|who|aanwezig|aanwezige".split("|"),
        N_("organisatie: with a name, for example organisatie:VNG"),
    ),
    **dict.fromkeys(
        "besluit|besluiten|actiepunten|actiehouder|trekker|type|decision|action|toezegging|verzoek"
        "|standpunt".split("|"),
        N_("soort: with a kind, for example soort:actie eigenaar:BZK"),
    ),
}
_KNOWN_FIELDS = N_(
    "one of van: tot: document: agendapunt: grond: organisatie: soort: eigenaar:, or a blank "
    "after the colon where these are words"
)
_TYPE_WORDS = N_("a word or a few words there")
_MINUS_AGAINST = N_("it against the word that must not occur, as in -noodopvang")
_OR = frozenset({"OR", "OF"})
_QUOTES = '"„“”‟«»'
_CLOSES = {**dict.fromkeys('"„“”‟', '"„“”‟'), "«": "»", "»": "«"}
_MINUS = "-−–"
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_MAX_VALUE = 200  # characters; a title is shorter

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari|january|jan",
            "februari|february|feb",
            "maart|march|mrt|mar",
            "april|apr",
            "mei|may",
            "juni|june|jun",
            "juli|july|jul",
            "augustus|august|aug",
            "september|sept|sep",
            "oktober|october|okt|oct",
            "november|nov",
            "december|dec",
        ),
        start=1,
    )
    for name in names.split("|")
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>[0-9]{4})"
_WRITTEN = rf"(?:(?P<day>[0-9]{{1,2}})[ -])?(?P<name>{_MONTH})\.?[ -]{_YEAR}"
_DATE_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>[0-9]{{1,2}})-(?P<day>[0-9]{{1,2}})",
        rf"(?P<day>[0-9]{{1,2}})[-/.](?P<month>[0-9]{{1,2}})[-/.]{_YEAR}",
        rf"{_YEAR}-(?P<month>[0-9]{{2}})",
        rf"(?P<month>[0-9]{{1,2}})[-/]{_YEAR}",
        _WRITTEN,
        _YEAR,
    )
)
# A date that is written out needs no quotes: tot:8 december 2023.
_WRITTEN_HERE = re.compile(_WRITTEN.replace("[ -]", r"(?:\s+|-)") + r"(?!\w)", re.IGNORECASE)


@dataclass(slots=True)
class _Token:
    """A part of a question, where it begins and ends in it, and what it says.

    Attributes:
        start, end: Half-open offsets.
        inner: The same of what is sought or asked for, without quotes and signs.
        text: That.
        field: The name of its field, as in ``Conditions``; empty where it is none.
    """

    start: int
    end: int
    inner: tuple[int, int]
    text: str
    exact: bool = False
    excluded: bool = False
    field: str = ""

    @property
    def sought(self) -> Sought:
        """What it looks for."""
        return Sought(self.text, self.exact, self.inner[0])

    @property
    def operator(self) -> bool:
        """Whether it says that one of its neighbours will do."""
        return self.text in _OR and not (self.exact or self.excluded or self.field)


@dataclass(slots=True)
class _Reader:
    """Reads a question from left to right."""

    text: str
    place: int = 0
    free: list[str] = field(default_factory=list)

    def tokens(self) -> Iterator[_Token]:
        while self.place < len(self.text):
            if self.text[self.place].isspace():
                self.place += 1
            else:
                yield self._token()

    def _token(self) -> _Token:
        start = self.place
        excluded = self.text[start] in _MINUS and self._minus()
        if self.text[self.place] in _QUOTES:
            return self._phrase(start, excluded=excluded)
        match = _FIELD.match(self.text, self.place)
        if match and (token := self._field(start, match, excluded=excluded)):
            return token
        return self._word(start, self.place, excluded=excluded)

    def _minus(self) -> bool:
        """Return whether the sign here is a minus before a word, and read it then."""
        run = self.place
        while run < len(self.text) and self.text[run] in _MINUS:
            run += 1
        before, alone = (
            self.place == 0 or self.text[self.place - 1].isspace(),
            run - self.place == 1,
        )
        if run == len(self.text) or self.text[run].isspace():
            if alone and self.text[self.place] == "-":
                raise refusal(self.place, N_("a minus sign stands alone"), _MINUS_AGAINST)
            return False  # A dash between words is punctuation.
        if before and not alone:
            raise refusal(self.place, N_("there is more than one minus sign"), _MINUS_AGAINST)
        self.place += before
        return before

    def _phrase(self, start: int, *, excluded: bool) -> _Token:
        opened, inner, end = self._quoted()
        text = self.text[inner:end]
        if not searchable(text):
            raise refusal(opened, N_("there is nothing between the quotes"), _TYPE_WORDS)
        return _Token(start, self.place, (inner, end), text, exact=True, excluded=excluded)

    def _quoted(self) -> tuple[int, int, int]:
        """Read what stands between quotes; return where they open, and both its ends."""
        opened = self.place
        closers = _CLOSES[self.text[opened]]
        ends = [place for mark in closers if (place := self.text.find(mark, opened + 1)) >= 0]
        if not ends:
            raise refusal(
                opened,
                N_("a quote is opened and not closed"),
                N_('the second quote after the last word, as in "extra inzet"'),
            )
        self.place = min(ends) + 1
        return opened, opened + 1, min(ends)

    def _word(self, start: int, inner: int, *, excluded: bool) -> _Token:
        end = max(inner, self.place)
        while end < len(self.text) and not self.text[end].isspace():
            if end > inner and self.text[end] in _QUOTES:
                break
            end += 1
        self.place = end
        text = self.text[inner:end]
        if excluded and not terms(text):
            raise refusal(start, N_("there is no word after the minus sign"), _TYPE_WORDS)
        return _Token(start, end, (inner, end), text, excluded=excluded)

    def _field(self, start: int, match: re.Match[str], *, excluded: bool) -> _Token | None:
        """Read a field with its value; None where the colon is only punctuation."""
        name = fold(match[1])
        known = _FIELDS.get(name, "")
        after = self.text[match.end() : match.end() + 1]
        if not known:
            if not after or not (after.isalnum() or after in _QUOTES):
                return None
            expected = _MEANT.get(name, _KNOWN_FIELDS)
            raise refusal(start, N_("there is no field of this name"), expected)
        if excluded:
            raise refusal(
                start,
                N_("a field cannot be excluded"),
                N_("the minus sign before a word or a phrase, or leave it out"),
            )
        self.place = match.end()
        if after and after in _QUOTES:
            _, inner, end = self._quoted()
        elif known in _DATES and (written := _WRITTEN_HERE.match(self.text, self.place)):
            inner, end = written.span()
            self.place = end
        else:
            inner = end = self.place
            while end < len(self.text) and not self.text[end].isspace():
                end += 1
            self.place = end
        text = " ".join(self.text[inner:end].strip(" \t\n,;").split())
        if not text:
            raise refusal(
                start,
                N_("this field has no value"),
                N_("the value right after the colon, as in van:2023, or leave out the colon"),
            )
        if len(text) > _MAX_VALUE:
            raise refusal(start, N_("the value of this field is too long"), _TYPE_WORDS)
        return _Token(start, self.place, (inner, end), text, field=known)


def refusal(place: int, found: str, expected: str) -> InvalidQueryError:
    """Return the refusal of a question: where, what is wrong there, and what to type instead."""
    return InvalidQueryError(position=place + 1, found=found, expected=expected)


def parse(text: str) -> Query:
    """Return what a text asks.

    Raises:
        EmptyQueryError: it has no word, phrase or field.
        InvalidQueryError: it uses a sign of the language in a way that means nothing.
    """
    tokens = list(_Reader(text).tokens())
    _check_brackets(tokens)
    required: list[tuple[Sought, ...]] = []
    excluded: list[Sought] = []
    conditions = NO_CONDITIONS
    free = [" "] * len(text)
    group: list[_Token] = []
    joined = False  # whether OR stands before the next token

    def close() -> None:
        if len(group) > 1 or (group and group[0].exact):
            required.append(tuple(one.sought for one in group))
        group.clear()

    for token in tokens:
        if token.operator:
            if joined or not (group and (group[-1].exact or terms(group[-1].text))):
                raise _or_refusal(token)
            joined = True
            continue
        if token.excluded or token.field:
            if joined:
                raise _or_refusal(token)
            close()
            if token.excluded:
                excluded.append(token.sought)
            else:
                conditions = _with(conditions, token)
            continue
        if not joined:
            close()
        elif not token.exact and not terms(token.text):
            raise _or_refusal(token)
        joined = False
        group.append(token)
        free[slice(*token.inner)] = text[slice(*token.inner)]
    if joined:
        raise _or_refusal(tokens[-1])
    close()
    kept = "".join(free)
    if not (required or excluded or conditions):
        # A plain question is asked as it stands, its blanks included.
        kept = text
        if not terms(text):
            raise EmptyQueryError()
    return Query(text, kept, tuple(required), tuple(excluded), conditions)


def _or_refusal(token: _Token) -> InvalidQueryError:
    return refusal(
        token.start,
        N_("OR (or OF) needs a word or a phrase on both sides"),
        N_("one on each side, or write the word in small letters"),
    )


def _check_brackets(tokens: list[_Token]) -> None:
    """Refuse brackets about alternatives: they would seem to group, and do not."""
    if not any(token.operator for token in tokens):
        return
    for token in tokens:
        if not token.exact and not token.field and token.text.strip("()") != token.text:
            raise refusal(
                token.start,
                N_("brackets do not group words here"),
                N_("the alternatives next to each other, as in asiel OF noodopvang"),
            )


def _with(conditions: Conditions, token: _Token) -> Conditions:
    name, value = token.field, token.text
    if name not in _DATES:
        if name == "kinds":
            return replace(conditions, kinds=(*conditions.kinds, _kind(token)))
        if name == "owners":
            value = value.rstrip(".?!")
        if name == "grounds":
            value = normalise(value)
        known: tuple[str, ...] = getattr(conditions, name)
        more: dict[str, Any] = {name: (*known, value)}
        return replace(conditions, **more)
    if getattr(conditions, name) is not None:
        raise refusal(
            token.start,
            N_("this date is given twice"),
            N_("van: once and tot: once"),
        )
    days = days_of(value.rstrip(".?!"))
    if days is None:
        raise refusal(
            token.start,
            N_("this is no date"),
            N_("a year, a month or a day, as in 2024, maart 2024, 2024-03-14 or 14-03-2024"),
        )
    given: dict[str, Any] = {name: days[0] if name == "first_date" else days[1]}
    conditions = replace(conditions, **given)
    first, last = conditions.first_date, conditions.last_date
    if first and last and first > last:
        raise refusal(
            token.start,
            N_("the last day comes before the first"),
            N_("the earlier date after van: and the later one after tot:"),
        )
    return conditions


def _kind(token: _Token) -> StatementKind:
    kind = kind_named(fold(token.text).rstrip(".?!"))
    if kind is None:
        raise refusal(
            token.start,
            N_("there is no kind of this name"),
            N_("one of soort:besluit soort:actie soort:toezegging soort:verzoek soort:standpunt"),
        )
    return kind


def days_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day of a year, a month or a day; None for no date."""
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match:
            break
    else:
        return None
    given = match.groupdict()
    year = int(given["year"])
    month = _MONTHS[given["name"].lower()] if given.get("name") else int(given.get("month") or 0)
    day = int(given.get("day") or 0)
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if not given.get("day"):
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
