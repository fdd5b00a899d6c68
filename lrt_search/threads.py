"""What became of decisions, action items, promises and requests: later sentences on them. Pure.

    statements + passages of all documents -> follow-ups -> the progress of a statement

Two sentences are on one matter where they share words that are rare in the archive: enough of
them, and enough of all that the earlier one says. The weight of a word is its rarity (inverse
document frequency, Sparck Jones 1972) over the sentences of the archive. Whoever reads a link
sees the words that made it.

A wrong link is worse than none. Only a later meeting follows up an earlier one, never that of
another body, and a sentence says what became of something only in words that are on the list
below. What just misses is not linked; what just makes it is told as doubtful.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import log

from lrt_search.analysis import FUNCTION_WORDS, terms
from lrt_search.domain import Document, Passage, Span
from lrt_search.glossary import glossary
from lrt_search.sentences import Sentence, sentences
from lrt_search.statements import Statement, StatementKind
from lrt_search.stemming import infinitive_of


class Progress(StrEnum):
    """How a matter stands, as far as the archive says."""

    OPEN = "open"  # nothing later says otherwise
    RUNNING = "running"
    DONE = "done"
    LAPSED = "lapsed"


class LinkKind(StrEnum):
    """How a later sentence follows up an earlier statement."""

    REPORT = "report"  # it says what became of it
    SEQUEL = "sequel"  # it is a statement on the same subject
    REPEAT = "repeat"  # it says nearly the same, so that it may take its place


@dataclass(frozen=True, slots=True)
class FollowUp:
    """That a later sentence is on the matter of a statement.

    Attributes:
        statement_id: The earlier statement.
        document_id: Where the later sentence stands.
        passage_id: The passage it stands in.
        text: Verbatim: the text under ``spans``, joined by a line feed as in ``Passage``.
        spans: Where it stands.
        kind: How it follows up.
        progress: How the matter stands by it; None where it does not say.
        words: What both have, the rarest first, as they stand in the later sentence.
        sure: Whether they have more than enough in common.
        later_id: The statement that it is, or is part of; None where it is none.
    """

    statement_id: str
    document_id: str
    passage_id: str
    text: str
    spans: tuple[Span, ...]
    kind: LinkKind
    progress: Progress | None
    words: tuple[str, ...]
    sure: bool
    later_id: str | None = None

    def __post_init__(self) -> None:
        if not self.spans or not self.text.strip():
            raise ValueError(f"not a sentence: {self.passage_id} at {self.spans}")

    @property
    def page_number(self) -> int:
        """The page it opens on."""
        return self.spans[0].page_number

    @property
    def quotation(self) -> str:
        """Its words with line breaks and runs of blanks as one blank."""
        return " ".join(self.text.split())


# Kinds that something becomes of: what somebody thinks is neither done nor dropped.
_FOLLOWED = frozenset(StatementKind) - {StatementKind.POSITION}

# A report and what it reports on: least share of the weight of the earlier words and least sum of
# the weights in common; either of two pairs will do, the second where no other organisation is
# named. And the share and the days between them to be sure.
_REPORT_SHARE, _REPORT_WEIGHT = 0.5, 9.0
_AGREED_WEIGHT = 8.3  # instead, where both name the same organisation
_PART_SHARE, _PART_WEIGHT = 0.25, 11.0
_SURE_SHARE, _SURE_DAYS = 0.5, 550
_MOST_DAYS = 1100  # between them
# One word will do where it is long and this rare, and an organisation is named by both.
_TELLING_LETTERS, _TELLING_SENTENCES = 12, 5
# Two statements on one matter: least likeness (cosine), and least sum of the weights in common.
_SEQUEL_LIKENESS, _SEQUEL_WEIGHT = 0.33, 7.5
_SEQUEL_SURE = 0.55
# Least weight and length of a word that makes one matter of two statements of one kind by itself:
# it stands in both, and in the headings above both.
_TOPIC = 4.0
_TOPIC_LETTERS = 5
_REPEAT_LIKENESS = 0.75
# A word that more than this share of all sentences has tells no matter from another.
_COMMON = 0.03
_LEAST_COMMON = 4  # sentences: in a small archive everything is rare
_FEWEST_WORDS = 2  # in common
_MOST_FOLLOW_UPS = 8  # of one statement and kind: the surest

# What is said of something that was to be done. The first that fits counts: what is done but for
# a part of it is not done.
_SIGNS: tuple[tuple[Progress, re.Pattern[str]], ...] = tuple(
    (progress, re.compile(pattern, re.IGNORECASE))
    for progress, pattern in (
        (
            Progress.LAPSED,
            r"\b(?:vervalt|vervallen|gaa[nt] niet door|niet (?:is|zijn|wordt|worden) nagekomen"
            r"|niet nagekomen|(?:is|zijn|wordt|worden) ingetrokken|is gestopt|zijn gestopt"
            r"|van de (?:actie)?lijst te halen|niet overgenomen|komt te vervallen)\b"
            r"|\btrek(?:t|ken)\b.*\bin\b",
        ),
        (
            Progress.RUNNING,
            r"\b(?:vertraagd|vertraging|uitgesteld|uitstel|doorgeschoven"
            r"|(?<!niet )verschuift(?! niet)|schuift door|nog niet|niet af\b|niet gereed"
            r"|is niet klaar|blijft aangehouden|op schema"
            r"|op \w+ na (?:afgehandeld|afgerond|gereed|klaar)|(?:is|zijn) (?:\w+ ){0,6}gestart"
            r"|procent gevuld|nog in voorbereiding|in behandeling|blijven liggen"
            r"|wordt nog aan gewerkt)\b"
            r"|^\w+(?:\W+\w+){0,7}\W+loopt\W*$|\bloopt (?:nog|volgens)\b",
        ),
        (
            Progress.DONE,
            r"\b(?:is|zijn|was|waren|werd|werden|heeft|hebben)\b(?! niet)[^.;]{0,140}?\b(?:afgerond"
            r"|afgehandeld|gereed|klaar|uitgevoerd|voltooid|getekend|ondertekend|gepubliceerd"
            r"|gerealiseerd|vastgesteld|verzonden|verstuurd|opgeleverd|in gebruik genomen"
            r"|afgedaan|geopend|overgedragen|gesloten|opgesteld|toegezonden|in werking"
            r"|van kracht|genomen|ingericht|ingegaan|beëindigd)\b"
            r"|\bkan van de (?:actie)?lijst\b|\bafgedaan\b|\bkwam(?:en)?\b.*\bgereed\b",
        ),
    )
)
_DELIVERED = re.compile(
    r"\b(?:presente(?:ert|ren)|overhandig(?:t|en)|leg(?:t|gen)\b(?!.*\bverzoek).*\bvoor"
    r"|lich(?:t|ten) (?:de|het|een|hun|haar|zijn)\b.*\btoe)\b",
    re.IGNORECASE,
)
# A sentence with one of these does not report: it asks, sets conditions or looks ahead.
_NO_REPORT = re.compile(
    r"\b(?:vraagt|vragen|verzoekt|verzoeken|wil|willen|zou|zouden|moet|moeten|mits|indien"
    r"|stelt voor|stellen voor|pleit|voorstel|zegt toe|toegezegd|zeggen toe|besloten wordt"
    r"|afgesproken wordt)\b"
    r"|^\W*actie\b",
    re.IGNORECASE,
)
# Words of every decision and task: they tell that it is one, not what it is about.
_FORMAL = frozenset(
    term.stem
    for term in terms(
        "actie acties actiepunt actiepunten besluit besluiten besloten besluitenlijst akkoord"
        " instemmen stemt instemming afgesproken afspraak afspraken zegt zeggen toe toezegging"
        " toegezegd aangehouden verworpen vastgesteld vaststellen verzoek verzoekt verzocht"
        " gereed uiterlijk voor gaat komt maakt maken worden uitwerken voorstel plan"
        " afgerond afgehandeld uitgevoerd gestart loopt vertraagd uitgesteld uitstel vervalt"
        " vervallen klaar getekend gepubliceerd presenteert meldt licht legt tafel leden lid"
        " voorzitter secretariaat vergadering overleg regietafel landelijke verslag"
        " januari februari maart april mei juni juli augustus september oktober november december"
        " daarom sinds haar laten doen gezamenlijk samen komen zodat daar hier weer alleen vooral"
        " inmiddels reeds graag wel niet geen nog alle iedere elke ieder eigen vast vaste tegen"
        " tijdens rond tussen onder boven zonder zelf zij hen deel delen aantal ongeveer minder"
        " meer veel weinig goed groot grote klein kleine lang korte mogelijk nodig open dicht"
        " heeft gaan staan staat blijven blijft krijgt krijgen vraagt vragen geeft geven brengt"
        " brengen doet neemt nemen zien ziet wil willen moet kan uren uur dagen weken maanden jaren"
        " aandacht per derde twee drie vier vijf zes zeven acht negen tien half halve helft"
        " proef proeven evaluatie starten start inzet inzetten ingezet bestaande verlengen"
        " verlenging verlengd stelt stellen tijdelijke nieuw kabinet verslagen openbaar openbare"
        " staatssecretaris minister ministers voort zetten zet"
        " jaar maand week dag kwartaal eerste tweede extra nieuwe"
    )
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of the archive.

    Attributes:
        passage: Where it stands.
        said: The sentence itself.
        day: Of its meeting.
        body: Who met; None where nobody knows.
        forms: A word of it for each stem that may tell its matter.
    """

    passage: Passage
    said: Sentence
    day: date
    body: str | None
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Matter:
    """A statement by the words that tell what it is about.

    Attributes:
        statement: Which one.
        day: Of its meeting.
        body: Who met; None where nobody knows.
        forms: A word of it for each stem that may tell its matter.
        context: The same of the headings above it.
        organisations: Who says it, who has to do it, and who is named in it.
    """

    statement: Statement
    day: date
    body: str | None
    forms: Mapping[str, str]
    context: Mapping[str, str]
    organisations: frozenset[str]

    def weights(self, rarity: "_Rarity") -> dict[str, float]:
        """Return the weight of each of its words; one that only stands above it counts half."""
        whole = {stem: rarity(stem) for stem in self.forms}
        half = {stem: rarity(stem) / 2 for stem in self.context if stem not in whole}
        return {stem: weight for stem, weight in (whole | half).items() if weight}


def find_follow_ups(
    documents: Iterable[tuple[Document, Sequence[Passage], Sequence[Statement]]],
) -> tuple[FollowUp, ...]:
    """Return the later sentences on the statements of all documents, each pair once.

    Args:
        documents: Each with its passages and its statements.

    Returns:
        In the order of the statements' ids, and of the meetings that follow them up.
    """
    # Of all sentences the words are counted; only those that report something are kept.
    counts: Counter[str] = Counter()
    total, told, days = 0, [], {}
    matters: list[_Matter] = []
    for document, passages, statements in documents:
        days[document.document_id] = document.meeting.date_guess
        for sentence in _sentences(document, passages):
            total += 1
            counts.update(sentence.forms.keys())
            if found := progress_in(sentence.said.text):
                told.append((sentence, found))
        matters += _matters(document, passages, statements)
    rarity = _Rarity(counts, total)
    links = [*_reports(matters, told, rarity), *_sequels(matters, rarity)]
    return tuple(
        sorted(
            _surest(links, matters),
            key=lambda one: (one.statement_id, str(days[one.document_id]), one.passage_id),
        )
    )


def last_report(follow_ups: Iterable[FollowUp]) -> FollowUp | None:
    """Return the last report among the follow-ups of a statement; None where there is none.

    A doubtful report counts only where there is no sure one.
    """
    reports = [one for one in follow_ups if one.progress is not None]
    sure = [one for one in reports if one.sure]
    last = sure or reports
    return last[-1] if last else None


class _Rarity:
    """How much each word tells: nothing where many sentences have it."""

    def __init__(self, counts: Counter[str], sentences: int) -> None:
        self._counts = counts
        self._all = max(sentences, 2)
        self._most = max(_LEAST_COMMON, _COMMON * self._all)

    def __call__(self, stem: str) -> float:
        """Return the weight of a word, 0 for a common one."""
        count = self._counts[stem]
        return log(self._all / count) if 0 < count <= self._most else 0.0

    def telling(self, stem: str, form: str) -> bool:
        """Whether a word tells a matter by itself: long, no verb, and in hardly any sentence."""
        return (
            len(form) >= _TELLING_LETTERS
            and self._counts[stem] <= _TELLING_SENTENCES
            # Much can be "overgedragen".
            and infinitive_of(form) is None
        )

    def of(self, stems: Iterable[str]) -> float:
        """Return the weight of several words."""
        return sum(map(self, stems))


def _forms(text: str, people: frozenset[str] = frozenset()) -> dict[str, str]:
    names = _name_stems() | people
    return {
        term.stem: text[term.start : term.end]
        for term in terms(text)
        if len(term.form) > 2
        and term.form not in FUNCTION_WORDS
        and term.stem not in _FORMAL
        and term.stem not in names
        and not term.form[0].isdigit()
    }


@lru_cache(maxsize=1)
def _name_stems() -> frozenset[str]:
    """Return the short names of organisations: who acts is compared apart."""
    return frozenset(
        term.stem
        for entry in glossary().organisations
        for name in (entry.short, *entry.forms)
        if " " not in name
        for term in terms(name)
    )


def _people(document: Document) -> frozenset[str]:
    """Return the words of the names of those present: who speaks is no matter."""
    names = " ".join(one.name or "" for one in document.meeting.attendees)
    return frozenset(term.stem for term in terms(f"{names} dhr mevr heer mevrouw"))


def _sentences(document: Document, passages: Sequence[Passage]) -> Iterator[_Sentence]:
    day = document.meeting.date_guess
    if day is None:
        return  # Nobody knows what comes before it, and what after.
    people = _people(document)
    for passage in passages:
        for said in sentences(passage):
            forms = _forms(said.text, people)
            yield _Sentence(passage, said, day, document.meeting.body, forms)


def _matters(
    document: Document, passages: Sequence[Passage], statements: Sequence[Statement]
) -> Iterator[_Matter]:
    day = document.meeting.date_guess
    by_id, people = {passage.passage_id: passage for passage in passages}, _people(document)
    for one in statements:
        if day is None or one.kind not in _FOLLOWED or one.passage_id not in by_id:
            continue
        passage = by_id[one.passage_id]
        forms = _forms(one.text, people)
        if len(forms) < _FEWEST_WORDS:
            # "Actie JenV." says nothing of what: the sentence before it does.
            forms = _forms(_with_the_one_before(passage, one), people) | forms
        said_by = filter(None, [one.speaker_organisation])
        organisations = {*one.owners, *said_by, *_named(one.text)}
        context = _forms(document.context_of(passage), people)
        yield _Matter(one, day, document.meeting.body, forms, context, frozenset(organisations))


def _with_the_one_before(passage: Passage, statement: Statement) -> str:
    start = _start(statement.spans)
    before = [one.text for one in sentences(passage) if _start(one.spans) < start]
    return " ".join([*before[-1:], statement.text])


def _start(spans: Sequence[Span]) -> tuple[int, int]:
    return spans[0].page_number, spans[0].start


def _reports(
    matters: Sequence[_Matter],
    said: Sequence[tuple[_Sentence, tuple[Progress, bool]]],
    rarity: _Rarity,
) -> Iterator[FollowUp]:
    """Yield the sentences that say what became of a statement."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, (one, _found) in enumerate(said):
        for stem in one.forms:
            if rarity(stem):
                holders[stem].append(number)
    by_passage: dict[str, list[Statement]] = defaultdict(list)
    for matter in matters:
        by_passage[matter.statement.passage_id].append(matter.statement)
    for matter in matters:
        common: dict[int, list[str]] = defaultdict(list)
        for stem in matter.forms:
            for number in holders.get(stem, ()):
                common[number].append(stem)
        whole = rarity.of(matter.forms)
        for number, stems in common.items():
            sentence, (progress, plain) = said[number]
            if not _later(matter.day, matter.body, sentence.day, sentence.body):
                continue
            days = (sentence.day - matter.day).days
            named = _named(sentence.said.text)
            agree, other = bool(named & matter.organisations), bool(named - matter.organisations)
            weight = rarity.of(stems)
            share = weight / whole
            several = len(stems) >= _FEWEST_WORDS
            least = _AGREED_WEIGHT if agree else _REPORT_WEIGHT
            linked = (
                (several and weight >= least and share >= _REPORT_SHARE)
                or (
                    several
                    and weight >= _PART_WEIGHT
                    and share >= _PART_SHARE
                    and (agree or not other)
                )
                or (agree and any(rarity.telling(one, sentence.forms[one]) for one in stems))
            )
            if not linked or days > _MOST_DAYS:
                continue
            passage = sentence.passage
            yield FollowUp(
                statement_id=matter.statement.statement_id,
                document_id=passage.document_id,
                passage_id=passage.passage_id,
                text=sentence.said.text,
                spans=sentence.said.spans,
                kind=LinkKind.REPORT,
                progress=progress,
                words=_words(stems, sentence.forms, rarity),
                sure=plain
                and days <= _SURE_DAYS
                and (agree or not other)
                and (share >= _SURE_SHARE or agree),
                later_id=_statement_at(by_passage[passage.passage_id], sentence),
            )


def progress_in(sentence: str) -> tuple[Progress, bool] | None:
    """Return how a matter stands by a sentence, and whether it says so in plain words.

    "De regeling is gepubliceerd" says that it is done; "COA presenteert het plan" only lets one
    think so. None where a sentence does not say.
    """
    flat = " ".join(sentence.split())
    if _NO_REPORT.search(flat):
        return None
    found = next(((progress, True) for progress, sign in _SIGNS if sign.search(flat)), None)
    return found or ((Progress.DONE, False) if _DELIVERED.search(flat) else None)


def _statement_at(statements: Iterable[Statement], sentence: _Sentence) -> str | None:
    return next(
        (
            one.statement_id
            for one in statements
            if any(
                theirs.page_number == ours.page_number
                and theirs.start < ours.end
                and ours.start < theirs.end
                for theirs in one.spans
                for ours in sentence.said.spans
            )
        ),
        None,
    )


@lru_cache(maxsize=10_000)
def _named(text: str) -> frozenset[str]:
    """Return the organisations that a sentence names, by their short names."""
    words = re.findall(r"[\w&]+(?:[’'´]s)?", text)
    found = map(glossary().organisation, words)
    return frozenset(entry.short for entry in found if entry)


def _sequels(matters: Sequence[_Matter], rarity: _Rarity) -> Iterator[FollowUp]:
    """Yield the later statements on the matter of an earlier one.

    What both are about is in the headings of the minutes: one of the words in common must stand
    in some heading, or be a name.
    """
    titled = {stem for matter in matters for stem in matter.context}
    weights = [matter.weights(rarity) for matter in matters]
    sizes = [sum(one**2 for one in each.values()) ** 0.5 for each in weights]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(weights):
        for stem in each:
            holders[stem].append(number)
    for number, matter in enumerate(matters):
        common: dict[int, list[str]] = defaultdict(list)
        for stem in weights[number]:
            for other in holders[stem]:
                common[other].append(stem)
        for other, stems in common.items():
            later = matters[other]
            if not _later(matter.day, matter.body, later.day, later.body):
                continue
            said = [one for one in stems if one in matter.forms and one in later.forms]
            products = sum(weights[number][one] * weights[other][one] for one in stems)
            likeness = products / (sizes[number] * sizes[other])
            topics = [
                one
                for one in said
                if rarity(one) >= _TOPIC
                and len(later.forms[one]) >= _TOPIC_LETTERS
                and one in matter.context
                and one in later.context
            ]
            alike = (
                likeness >= _SEQUEL_LIKENESS
                and len(said) >= _FEWEST_WORDS
                and rarity.of(said) >= _SEQUEL_WEIGHT
                and any(one in titled or _is_name(later, one) for one in said)
            )
            if not alike and not (topics and matter.statement.kind is later.statement.kind):
                continue
            kinds = {matter.statement.kind, later.statement.kind}
            repeats = likeness >= _REPEAT_LIKENESS and kinds == {StatementKind.DECISION}
            yield FollowUp(
                statement_id=matter.statement.statement_id,
                document_id=later.statement.document_id,
                passage_id=later.statement.passage_id,
                text=later.statement.text,
                spans=later.statement.spans,
                kind=LinkKind.REPEAT if repeats else LinkKind.SEQUEL,
                progress=None,
                words=_words(said, later.forms, rarity),
                sure=bool(topics) or likeness >= _SEQUEL_SURE,
                later_id=later.statement.statement_id,
            )


def _is_name(matter: _Matter, stem: str) -> bool:
    """Whether a word is written as a name within its sentence."""
    form = matter.forms[stem]
    return form[0].isupper() and not matter.statement.text.startswith(form)


def _later(day: date, body: str | None, later: date, other: str | None) -> bool:
    return day < later and (body is None or other is None or body == other)


def _words(stems: Iterable[str], forms: Mapping[str, str], rarity: _Rarity) -> tuple[str, ...]:
    told = sorted((one for one in stems if rarity(one)), key=lambda one: (-rarity(one), one))
    return tuple(forms[stem] for stem in told)


def _surest(links: Sequence[FollowUp], matters: Sequence[_Matter]) -> Iterator[FollowUp]:
    """Yield each pair of places once, as a report where it is one, and the surest of many."""
    best: dict[tuple[str, str, str], FollowUp] = {}
    for one in links:
        key = (one.statement_id, one.passage_id, one.later_id or one.text)
        known = best.get(key)
        if known is None or (one.progress is not None, one.sure) > (
            known.progress is not None,
            known.sure,
        ):
            best[key] = one
    by_statement: dict[str, list[FollowUp]] = defaultdict(list)
    for one in best.values():
        by_statement[one.statement_id].append(one)
    for found in by_statement.values():
        yield from sorted(found, key=lambda one: (not one.sure, -len(one.words)))[:_MOST_FOLLOW_UPS]
