"""A language model's text about an answer -> the sentences of it that can be checked. Pure.

A model may only order and shorten the sentences of an answer. Whatever it writes is cut into
sentences, and each is held against the sentences that it cites: numbers, dates, names, negations
and conditions, and every word that tells something. What does not hold is dropped and counted.
What is checked cannot prove that a sentence follows from its sources; ``docs/summary.md`` says
what is not. The verbatim answer is therefore always shown beside it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lrt_search.analysis import FUNCTION_WORDS, Term, terms
from lrt_search.answer_wording import sentence_quoted
from lrt_search.answers import Answer, AnswerSentence
from lrt_search.dates import MONTHS
from lrt_search.domain import REDACTION_MARK, SENSITIVE_MASK, Span
from lrt_search.sentences import sentence_spans
from lrt_search.wording import Wording

LONGEST = 600  # characters of one sentence
MOST_LETTERS = 1200  # of all of them together: a screen
_CITED = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_NAME = re.compile(r"\b[^\W\d_]*[A-ZÀ-Ý][^\W\d_]*\b")
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?\b", re.IGNORECASE)
# Words that turn what a sentence says: a summary has as many of each as its sources.
_TURNING = frozenset(
    "niet|geen|nooit|zonder|niets|niemand|nergens|noch|evenmin|weigert|tenzij|mits|behalve"
    "|uitgezonderd|af|tegen|gelakt|not|no|never|without|unless".split("|")
)
# Words that limit it: as many as stand between the first and the last word that a summary takes.
_LIMITING = frozenset(
    "alleen|slechts|hooguit|hoogstens|minstens|maximaal|minimaal|ruim|bijna|circa|ongeveer"
    "|mogelijk|misschien|wellicht|waarschijnlijk|nog|pas|voorlopig|concept|als|indien|zou|zouden"
    "|kan|kunnen|moet|moeten|mag|mogen|wil|willen|meer|minder|only|if|may|might|could|should".split(
        "|"
    )
)


class NoSummary(StrEnum):
    """Why there is no summary."""

    NOT_SET = "not_set"  # the operator named no endpoint
    NO_ANSWER = "no_answer"  # there is nothing to summarise
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # another status than 200, a redirect among them
    TOO_SLOW = "too_slow"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # no JSON, or JSON of another shape
    NOTHING_HOLDS = "nothing_holds"  # every sentence was dropped, or there was none


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of a model that holds against its sources.

    Attributes:
        text: As the model wrote it, without its citation numbers.
        numbers: Of the sentences of the answer that it cites, in the order cited.
    """

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What is left of a model's text, or why there is nothing.

    Attributes:
        sentences: Those that hold, in the model's order.
        dropped: How many did not hold.
        model: Its name, as set by the operator.
        lack: Why there are no sentences; None where there are.
    """

    sentences: tuple[SummarySentence, ...] = ()
    dropped: int = 0
    model: str = ""
    lack: NoSummary | None = None


def checked(text: str, answer: Answer, model: str) -> Summary:
    """Keep the sentences of a model's text that hold against the sentences they cite.

    Args:
        text: What the model wrote.
        answer: Whose sentences it was given, numbered from 1.
        model: Its name.
    """
    sources = {one.number: one for one in answer.sentences}
    held: list[SummarySentence] = []
    dropped = letters = 0
    for written in _sentences(text):
        found = _held(written, sources, masked=answer.searched.masked)
        if found is None or letters + len(found.text) > MOST_LETTERS:
            dropped += 1
        elif found not in held:
            held.append(found)
            letters += len(found.text)
    lack = None if held else NoSummary.NOTHING_HOLDS
    return Summary(tuple(held), dropped, model, lack)


def _sentences(text: str) -> list[str]:
    """Cut a model's text into sentences, each with the citation numbers behind it."""
    found: list[str] = []
    for line in text.splitlines():
        rest = line.strip().lstrip("-*•").strip()
        # A number between brackets belongs to the sentence before it, on either side of its stop.
        parts = re.split(r"(?<=[.!?])(?<!\d\.)\s+(?!\[)|(?<=\])\s+(?=[A-ZÀ-Ý\"“‘<])", rest)
        found += [part.strip() for part in parts if part.strip()]
    return found


def _held(
    written: str, sources: dict[int, AnswerSentence], *, masked: bool
) -> SummarySentence | None:
    """Return a sentence with its numbers, or None where it does not hold."""
    numbers = [
        int(one) for match in _CITED.finditer(written) for one in re.findall(r"\d+", match[1])
    ]
    text = " ".join(_CITED.sub(" ", written).split())
    text = re.sub(r"\s+([.,;:!?])", r"\1", text)
    if not numbers or any(number not in sources for number in numbers):
        return None
    if not any(char.isalnum() for char in text) or len(text) > LONGEST:
        return None
    cited = [sources[number] for number in dict.fromkeys(numbers)]
    if not _entailed(text, cited, masked=masked):
        return None
    return SummarySentence(text, tuple(dict.fromkeys(numbers)))


def _entailed(text: str, cited: Sequence[AnswerSentence], *, masked: bool) -> bool:
    """Whether a text says nothing that its sources do not say, as far as can be checked."""
    quoted = [sentence_quoted(one, Wording("nl"), masked=masked) for one in cited]
    said = " ".join(quoted)
    if _signs(text) - _signs(said):
        return False
    words, known = terms(text), terms(said)
    stems = {term.stem for term in known}
    for one in cited:
        day = one.citation.meeting_date
        if day is not None:  # A fact of the citation: a model is told it.
            stems |= {str(day.day), str(day.year)}
            stems |= {term.stem for term in terms(MONTHS[day.month - 1])}
        stems |= {term.stem for term in terms(one.speaker or "")}
    if any(term.stem not in stems for term in words if _tells(term)):
        return False
    return (
        _count(words, _TURNING) == _turns(words, quoted)
        and _turn_alike(words, known)
        and _count(words, _LIMITING) == _limits(words, quoted)
        and _numbers_hold(text, said, cited)
        and _names_in_order(text, said, cited)
    )


def _tells(term: Term) -> bool:
    return term.form not in FUNCTION_WORDS or term.form in _TURNING | _LIMITING


def _count(words: Sequence[Term], among: frozenset[str]) -> Counter[str]:
    return Counter(term.form for term in words if term.form in among)


def _turns(words: Sequence[Term], quoted: Sequence[str]) -> Counter[str]:
    """Count the turning words of the sentences that a summary takes words from."""
    sources = [terms(sentence) for one in quoted for sentence in _cut(one)]
    taken = {term.stem for term in words if _tells(term)}
    found: Counter[str] = Counter()
    for place, source in enumerate(sources):
        others = {term.stem for n, one in enumerate(sources) if n != place for term in one}
        if taken & ({term.stem for term in source if _tells(term)} - others):
            found += _count(source, _TURNING)
    return found


def _cut(text: str) -> list[str]:
    whole = Span(1, 0, len(text))
    cut = sentence_spans([(whole, text)], len(text) + 1)
    return [text[span.start : span.end] for spans in cut for span in spans]


def _turned(words: Sequence[Term]) -> list[tuple[str, str, str]]:
    """Return each turning word with the words that it may turn: those before and after it."""
    telling = [term.stem for term in words if _tells(term)]
    forms = [term.form for term in words if _tells(term)]
    around = zip(forms, ["", *telling], [*telling[1:], ""], strict=False)
    return [(form, before, after) for form, before, after in around if form in _TURNING]


def _turn_alike(words: Sequence[Term], known: Sequence[Term]) -> bool:
    """Whether each turning word stands beside a word that it stands beside in the sources."""
    sources = _turned(known)
    return all(
        any(form == other and (before == left or after == right) for other, left, right in sources)
        for form, before, after in _turned(words)
    )


def _limits(words: Sequence[Term], quoted: Sequence[str]) -> Counter[str]:
    """Count the limiting words of the stretches that a summary takes from its sources."""
    taken = {term.stem for term in words if _tells(term)}
    found: Counter[str] = Counter()
    for one in quoted:
        known = terms(one)
        places = [place for place, term in enumerate(known) if term.stem in taken]
        if places:
            found += _count(known[places[0] : places[-1] + 1], _LIMITING)
    return found


def _signs(text: str) -> set[str]:
    """Return the signs of a text that minutes and summaries have no use for in common."""
    return {char for char in text if char in f"<>{{}}|\\^~`={REDACTION_MARK}{SENSITIVE_MASK}€$%&@#"}


def _numbers_hold(text: str, said: str, cited: Sequence[AnswerSentence]) -> bool:
    """Whether each date, and each number with the word it counts, stands so in the sources."""
    dates = _dates(said)
    for one in cited:
        day = one.citation.meeting_date
        if day is not None:
            month = MONTHS[day.month - 1]
            dates |= {(str(day.day), month, str(day.year)), (str(day.day), month, "")}
    if not _dates(text) <= dates:
        return False
    without = _DATE.sub(" ", text)
    return _counted(without) <= _counted(_DATE.sub(" ", said)) | _counted(said)


def _dates(text: str) -> set[tuple[str, str, str]]:
    found = set()
    for day, month, year in _DATE.findall(text):
        found |= {(day, month.casefold(), year), (day, month.casefold(), "")}
    return found


def _counted(text: str) -> set[tuple[str, str]]:
    """Return each number of a text with the stem of the word behind it, "" at its end."""
    words = terms(text)
    behind = [*(term.stem for term in words[1:]), ""]
    return {
        (term.stem, following)
        for term, following in zip(words, behind, strict=True)
        if term.form[:1].isdigit()
    }


def _names_in_order(text: str, said: str, cited: Sequence[AnswerSentence]) -> bool:
    """Whether names stand as in the sources, and in their order: who asks whom is not turned."""
    speakers = " ".join(one.speaker or "" for one in cited)
    names = _names(text)
    source_names = _NAME.findall(said)
    known = {*source_names, *_NAME.findall(speakers), *(month for month in MONTHS)}
    if any(name not in known for name in names):
        return False
    named = [name for name in names if name in set(source_names)]
    places = iter(source_names)
    return all(any(name == place for place in places) for name in named)


def _names(text: str) -> list[str]:
    """Return the words with a capital, but for the first: any word has one there."""
    first = re.match(r"\W*\w+", text)
    found = _NAME.findall(text[first.end() :] if first else text)
    opening = first[0].strip("\"“‘'( ") if first else ""
    # "COA", "IPO": an opening word with more capitals is a name.
    return [opening, *found] if sum(map(str.isupper, opening)) > 1 else found
