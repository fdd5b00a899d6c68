"""Passages -> statements: what minutes say that somebody decided, has to do, promised, asked. Pure.

    passage -> sentences -> the first rule that fits -> statement with its spans

The rules are in ``statement_rules.py``; here they are asked, sentence by sentence, with what the
place of a sentence says: its sub-heading, who spoke before, whether a motion has come to what it
asks for. ``docs/statements.md`` lists the rules and how often each is right.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest import statement_rules as rules
from ingest.due_dates import Due, find_due
from ingest.minutes import ROW_END, ROW_START, Minutes, is_decision_list
from ingest.redactions import without_marks
from ingest.sentences import merged, sentences_of
from ingest.speakers import Speaker, head_speaker, named_behind_verb, named_elsewhere
from ingest.statement_rules import Rule
from lrt_search.domain import Layout, Page, Passage, PassageKind, Span
from lrt_search.statements import DecisionOutcome, Statement, StatementKind

# Longer ones are tables or lists that no rule reads as a sentence.
_MAX_CHARS = 1200
# A task that stands in front of "Actie BZK." is told by at least this many letters.
_TASK_CHARS = 40


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage.

    Attributes:
        spans: Where it stands.
        words: Its text with line breaks and runs of blanks as one blank.
    """

    spans: tuple[Span, ...]
    words: str


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a rule read in a sentence, before it becomes a statement."""

    rule: Rule
    spans: tuple[Span, ...]
    owners: tuple[str, ...] = ()
    outcome: DecisionOutcome | None = None
    speaker: Speaker | None = None
    due: Due | None = None
    said_by: str | None = None


@dataclass(slots=True)
class _Walk:
    """What the sentences so far have said; the only state of the walk over a document."""

    meeting_day: date | None
    speaker: Speaker | None = None
    after_decision: bool = False
    asked: tuple[str, ...] | None = None
    heading: str | None = None
    action_table: tuple[int | None, str | None] | None = None


def recognise_statements(
    document_id: str, passages: Sequence[Passage], pages: Sequence[Page], minutes: Minutes
) -> tuple[Statement, ...]:
    """Recognise the statements of a document, in document order."""
    texts = {page.number: page.text for page in pages}
    walk = _Walk(minutes.meeting.date_guess)
    is_list = is_decision_list(page.text for page in pages)
    seen: Counter[str] = Counter()
    statements: list[Statement] = []
    for passage in passages:
        if is_list:
            found = _rows(passage, texts)
        elif minutes.layout is Layout.COUNCIL:
            found = _council(passage, _sentences(passage, texts), walk)
        else:
            found = _minutes(passage, _sentences(passage, texts), texts, walk, minutes)
        for finding in found:
            statement = _statement(document_id, passage, finding, texts, seen, len(statements) + 1)
            statements.append(statement)
    return tuple(statements)


def _sentences(passage: Passage, texts: dict[int, str]) -> list[_Sentence]:
    return [
        _Sentence(tuple(spans), _words(spans, texts))
        for sentence in sentences_of(passage.spans, texts, _MAX_CHARS)
        for spans in _cut_at_dictum(sentence, texts)
    ]


def _cut_at_dictum(sentence: Sequence[Span], texts: dict[int, str]) -> list[list[Span]]:
    """Cut a sentence behind "verzoekt het college:" and before "en gaat over tot de orde"."""
    pieces: list[list[Span]] = [[]]
    for span in sentence:
        start = span.start
        text = texts[span.page_number][: span.end]
        for cut in rules.DICTUM_CUT.finditer(text, span.start):
            line = text[text.rfind("\n", 0, cut.start()) + 1 : cut.start()]
            opens = rules.DICTUM_OPENS.search(line.strip())
            is_end = text[cut.start() : cut.start() + 1].isalpha()
            if (opens or is_end) and cut.start() > start and text[start : cut.start()].strip():
                pieces[-1].append(Span(span.page_number, start, cut.start()))
                pieces.append([])
                start = cut.start()
        rest = texts[span.page_number][start : span.end]
        if rest.strip():
            start += len(rest) - len(rest.lstrip())
            pieces[-1].append(Span(span.page_number, start, start + len(rest.strip())))
    return [piece for piece in pieces if piece]


def _words(spans: Sequence[Span], texts: dict[int, str]) -> str:
    return " ".join(" ".join(texts[one.page_number][one.start : one.end] for one in spans).split())


def _statement(
    document_id: str,
    passage: Passage,
    finding: _Finding,
    texts: dict[int, str],
    seen: Counter[str],
    position: int,
) -> Statement:
    spans = tuple(merged(finding.spans, texts))
    text = "\n".join(texts[one.page_number][one.start : one.end] for one in spans)
    key = f"{finding.rule.kind}\0{''.join(without_marks(text).split())}"
    seen[key] += 1
    due, speaker = finding.due, finding.speaker
    name = (speaker.name if speaker else None) or finding.said_by
    return Statement(
        statement_id=statement_id(document_id, key, seen[key]),
        document_id=document_id,
        passage_id=passage.passage_id,
        position=position,
        kind=finding.rule.kind,
        text=text,
        spans=spans,
        rule=finding.rule.name,
        confidence=finding.rule.confidence,
        agenda_position=passage.agenda_position,
        speaker=" ".join(name.split()) if name else None,
        speaker_organisation=speaker.organisation if speaker else None,
        owners=finding.owners,
        due_text=due.text if due else None,
        due_date_guess=due.day if due else None,
        outcome=finding.outcome,
    )


def statement_id(document_id: str, key: str, occurrence: int) -> str:
    """Derive an id from what a statement is and says, so that reviews outlive a re-ingest.

    Args:
        document_id: The document it stands in.
        key: Its kind and its text without blanks and without marks.
        occurrence: 1 for the first such statement of the document, and so on.
    """
    whole = f"{document_id}\0{key}\0{occurrence}"
    return "s" + hashlib.sha256(whole.encode()).hexdigest()[:15]


# --- minutes in reported speech --------------------------------------------------------------


def _minutes(
    passage: Passage,
    sentences: Sequence[_Sentence],
    texts: dict[int, str],
    walk: _Walk,
    minutes: Minutes,
) -> Iterator[_Finding]:
    """Read the sentences of a passage in which somebody reports what was said."""
    walk.speaker, walk.after_decision = None, False
    heading = passage.sub_heading or ""
    table = _action_table(passage, texts, walk)
    if table is not None:
        yield from table
        return
    _open_dictum(passage, walk)
    for number, sentence in enumerate(sentences):
        words = sentence.words
        yield from _asked_for(sentence, walk)
        if walk.asked is not None:
            continue
        speaker = _speaker(words, walk, minutes)
        action = _action(words, sentences, number, heading, walk)
        if action is not None:
            yield action
            continue
        found = _found(sentence, speaker, heading, number, walk)
        if found is None:
            walk.after_decision = False
        else:
            yield _with_text_before(found, sentences, number)
            walk.after_decision = found.rule.kind is StatementKind.DECISION
        if speaker and not speaker.is_table:
            walk.speaker = speaker


def _speaker(words: str, walk: _Walk, minutes: Minutes) -> Speaker | None:
    speaker = head_speaker(words, minutes.meeting.attendees)
    if speaker:
        return speaker
    pronoun = re.match(r"(?:(?:Wel|Ook|Daarom)\s+)?(?:Hij|Zij)\s+", words)
    inverted = re.match(r"Wel\s+(willen|wil|ziet|zien|vindt)\s+(?:zij|hij)\s", words)
    if walk.speaker and (pronoun or inverted):
        rest = words[pronoun.end() :] if pronoun else words.removeprefix("Wel ")
        return replace(walk.speaker, rest=rest, from_pronoun=True)
    return named_behind_verb(words)


def _action(
    words: str, sentences: Sequence[_Sentence], number: int, heading: str, walk: _Walk
) -> _Finding | None:
    spans = sentences[number].spans
    action = rules.action_of(words)
    if action:
        due = find_due(words, walk.meeting_day)
        if not _tells_a_task(action.task, due):
            spans, task = _reaching_back(sentences, number)
            due = due or find_due(task, walk.meeting_day, only_strong=True)
        return _Finding(rules.ACTION_MARK, spans, action.owners, due=due)
    if number == 0 and rules.ACTION_HEADING.fullmatch(heading):
        owners = rules.listed_owners(words)
        if owners:
            due = find_due(words, walk.meeting_day)
            return _Finding(rules.ACTION_LIST, spans, owners, due=due)
    return None


def _tells_a_task(task: str, due: Due | None) -> bool:
    """Whether words behind the owners are a task, and not only when or how it is to be done."""
    if due:
        task = task.replace(due.text, "")
    return len(task.strip(" .,;:")) >= 12 and not re.match(r"(?:met|in|na|per|voor)\b", task)


def _action_table(passage: Passage, texts: dict[int, str], walk: _Walk) -> list[_Finding] | None:
    """Read the rows of a table of actions; None for a passage that is none."""
    place = (passage.agenda_position, passage.sub_heading)
    lines = list(_lines(passage, texts))
    heads = [rules.ACTION_TABLE_HEAD.fullmatch(_words([line], texts)) for line in lines]
    if passage.sub_heading and rules.ACTION_TABLE_HEAD.fullmatch(passage.sub_heading):
        walk.action_table = place
    elif any(heads):
        walk.action_table = place
        first = next(number for number, head in enumerate(heads) if head)
        lines = lines[first + 1 :]
    elif walk.action_table != place or passage.kind is PassageKind.BULLET:
        return None
    found: list[_Finding] = []
    row: list[Span] = []
    for line in lines:
        row.append(line)
        words = _words(row, texts)
        owners = rules.row_owners(words)
        if owners:
            due = find_due(words, walk.meeting_day)
            found.append(_Finding(rules.ACTION_TABLE, tuple(row), owners, due=due))
            row = []
    return found


def _reaching_back(sentences: Sequence[_Sentence], number: int) -> tuple[tuple[Span, ...], str]:
    """Return the spans of "Actie BZK." with the sentences in front that say what is to be done."""
    first = number
    while first > 0 and sum(len(one.words) for one in sentences[first:number]) < _TASK_CHARS:
        if first < number and rules.action_of(sentences[first - 1].words):
            break  # That is another task's.
        first -= 1
    taken = sentences[first : number + 1]
    return tuple(span for one in taken for span in one.spans), " ".join(
        one.words for one in taken[:-1]
    )


def _with_text_before(found: _Finding, sentences: Sequence[_Sentence], number: int) -> _Finding:
    """Let "Aldus vastgesteld." take the sentence with it that says what was adopted."""
    is_short = len(sentences[number].words.split(":")[0]) <= 35
    if found.rule is rules.DECISION_VERB and number and is_short:
        return replace(found, spans=sentences[number - 1].spans + found.spans)
    return found


def _found(
    sentence: _Sentence, speaker: Speaker | None, heading: str, number: int, walk: _Walk
) -> _Finding | None:
    """Return what the first rule that fits reads in a sentence."""
    words, spans = sentence.words, sentence.spans
    promised = rules.commitment_of(words, speaker)
    if promised and promised[0] is rules.PROMISE and not (speaker and speaker.is_table):
        return _promise(promised, spans, speaker, walk, words)
    outcome = rules.decision_of(words, speaker)
    if outcome:
        return _Finding(rules.DECISION_VERB, spans, outcome=outcome)
    if promised:
        return _promise(promised, spans, speaker, walk, words)
    asked = rules.request_of(words, speaker)
    if asked is not None:
        by = speaker or named_elsewhere(words)
        due = find_due(words, walk.meeting_day, only_strong=True)
        return _Finding(rules.ASKS, spans, asked, speaker=by, due=due)
    if speaker and not speaker.is_table and rules.says_something(speaker):
        return _Finding(rules.SAYS, spans, speaker=speaker)
    elsewhere = named_elsewhere(words)
    if elsewhere:
        return _Finding(rules.SAYS, spans, speaker=elsewhere)
    is_listed = rules.DECISION_HEADING_TEXT.fullmatch(heading) is not None
    if not is_listed or speaker or not (number == 0 or walk.after_decision):
        return None
    if len(words.split()) < 5 or words.startswith("Geen"):
        return None
    return _Finding(rules.DECISION_HEADING, spans, outcome=rules.outcome_of(words))


def _promise(
    promised: tuple[Rule, tuple[str, ...]],
    spans: tuple[Span, ...],
    speaker: Speaker | None,
    walk: _Walk,
    words: str,
) -> _Finding:
    rule, owners = promised
    due = find_due(words, walk.meeting_day, only_strong=True)
    return _Finding(rule, spans, owners, speaker=speaker, due=due)


# --- motions -------------------------------------------------------------------------------


def _open_dictum(passage: Passage, walk: _Walk) -> None:
    """Let a sub-heading "Verzoekt het college" open what a motion asks for, and another end it."""
    if passage.sub_heading != walk.heading:
        walk.heading = passage.sub_heading
        heading = rules.DICTUM_HEADING.fullmatch((passage.sub_heading or "").strip(" :"))
        walk.asked = rules.asked_in(heading) if heading else None


def _asked_for(sentence: _Sentence, walk: _Walk) -> Iterator[_Finding]:
    """Read one sentence of a motion, or in front of it."""
    opens = rules.DICTUM_OPENS.search(sentence.words)
    if opens:
        walk.asked = rules.asked_in(opens)
    elif walk.asked is None:
        return
    elif rules.DICTUM_ENDS.match(sentence.words) or not rules.is_dictum_item(sentence.words):
        walk.asked = None
    else:
        due = find_due(sentence.words, walk.meeting_day, only_strong=True)
        yield _Finding(rules.DICTUM, sentence.spans, walk.asked, due=due)


# --- council minutes -----------------------------------------------------------------------

_CHAIR = re.compile(r"De (?:plaatsvervangend )?voorzitter")
_EXECUTIVE = re.compile(r"(?:Wethouder|Burgemeester)\b")


def _council(passage: Passage, sentences: Sequence[_Sentence], walk: _Walk) -> Iterator[_Finding]:
    """Read the sentences of a passage of council minutes: votes, motions and speeches."""
    speaker = passage.speaker
    if speaker:
        walk.asked = None
    for sentence in sentences:
        words, spans = sentence.words, sentence.spans
        if not speaker:
            yield from _asked_for(sentence, walk)
            if walk.asked is not None:
                continue
        outcome = rules.vote_of(words)
        if outcome and (speaker is None or _CHAIR.fullmatch(speaker)):
            yield _Finding(rules.VOTE, spans, outcome=outcome)
        elif speaker and not _CHAIR.fullmatch(speaker):
            yield from _speech(words, spans, speaker)


def _speech(words: str, spans: tuple[Span, ...], speaker: str) -> Iterator[_Finding]:
    if _EXECUTIVE.match(speaker) and rules.council_promise(words):
        yield _Finding(rules.PROMISE, spans, (speaker,), said_by=speaker)
    elif (asked := rules.council_request(words)) is not None:
        yield _Finding(rules.ASKS, spans, asked, said_by=speaker)
    elif rules.takes_sides(words):
        yield _Finding(rules.TAKES_SIDES, spans, said_by=speaker)


# --- decision lists ------------------------------------------------------------------------


def _rows(passage: Passage, texts: dict[int, str]) -> Iterator[_Finding]:
    """Read the rows of a decision list: each ends with what was decided, or opens with it."""
    row: list[Span] = []
    for line in _lines(passage, texts):
        words = _words([line], texts)
        if ROW_START.match(words) and row:
            yield from _row(row, texts)
            row = []
        row.append(line)
        if ROW_END.search(words):
            yield from _row(row, texts)
            row = []
    yield from _row(row, texts)


def _row(row: Sequence[Span], texts: dict[int, str]) -> Iterator[_Finding]:
    words = _words(row, texts) if row else ""
    end = ROW_END.search(words) if ROW_START.match(words) else None
    outcome = (end["outcome"] if end else None) or ("aangehouden" if _PUT_OFF.match(words) else "")
    if outcome:
        yield _Finding(rules.DECISION_ROW, tuple(row), outcome=rules.outcome_of(outcome.lower()))


_PUT_OFF = re.compile(r"\d{5,6}\s+Aangehouden\b")


def _lines(passage: Passage, texts: dict[int, str]) -> Iterator[Span]:
    for span in passage.spans:
        start = span.start
        for raw in texts[span.page_number][span.start : span.end].split("\n"):
            text = raw.strip()
            if text:
                first = start + raw.index(text)
                yield Span(span.page_number, first, first + len(text))
            start += len(raw) + 1
