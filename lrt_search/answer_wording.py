"""How an answer is told, on the pages and on the command line alike."""

from collections.abc import Sequence

from lrt_search.answers import Answer, AnswerSentence, Lack, Order
from lrt_search.domain import Citation, Evidence, Withheld
from lrt_search.language import N_
from lrt_search.register_wording import REGISTER_TITLES, kind_in_words
from lrt_search.statements import DecisionOutcome, StatementKind
from lrt_search.wording import Wording, place, words_with_redactions


def group_in_words(kind: StatementKind | None, wording: Wording) -> str:
    """Name a group of sentences of one kind: "Besluiten"."""
    names = {**REGISTER_TITLES, StatementKind.POSITION: N_("Positions")}
    return wording.translate(N_("Also said") if kind is None else names[kind])


def about_in_words(one: AnswerSentence, wording: Wording) -> list[str]:
    """Say what a sentence is, who says it, who has to do it and by when, one text each."""
    said = []
    if one.statement is not None:
        said.append(_kind(one, wording))
    if one.speaker:
        said.append(wording.translate(N_("said by {speaker}")).format(speaker=one.speaker))
    if one.statement is not None and one.statement.owners:
        owners = ", ".join(one.statement.owners)
        said.append(wording.translate(N_("to be done by {owners}")).format(owners=owners))
    if one.statement is not None and one.statement.due_text:
        text = wording.translate(N_("when: {due}"))
        said.append(text.format(due=one.statement.due_text))
    return said


def _kind(one: AnswerSentence, wording: Wording) -> str:
    assert one.statement is not None
    outcomes = {
        DecisionOutcome.ADOPTED: N_("decision: adopted"),
        DecisionOutcome.DEFERRED: N_("decision: deferred"),
        DecisionOutcome.REJECTED: N_("decision: rejected"),
    }
    if one.statement.outcome is not None:
        return wording.translate(outcomes[one.statement.outcome])
    return kind_in_words(one.statement.kind, wording)


def cut_off_in_words(one: AnswerSentence, wording: Wording) -> str | None:
    """Say that a redaction cuts a sentence off; None where it does not."""
    opens, ends = one.sentence.opens_redacted, one.sentence.ends_redacted
    if opens and ends:
        return wording.translate(N_("beginning and end of this sentence are redacted"))
    if opens:
        return wording.translate(N_("the beginning of this sentence is redacted"))
    return wording.translate(N_("the end of this sentence is redacted")) if ends else None


def order_in_words(order: Order, wording: Wording) -> str:
    """Say how the sentences of an answer come."""
    texts = {
        Order.STRENGTH: N_("The sentences that fit your question best come first."),
        Order.DATE: N_("By date of the meeting, the oldest first."),
        Order.KIND: N_("By kind, each by date of the meeting, the oldest first."),
    }
    return wording.translate(texts[order])


def lack_in_words(answer: Answer, wording: Wording) -> str | None:
    """Say why there is no answer; None where there is one."""
    if answer.lack is None:
        return None
    texts = {
        Lack.NOTHING_FOUND: N_("Not found: the archive has no answer to this question."),
        Lack.FILTERED: N_("Not found with this filter: the filter leaves no passage."),
        Lack.NO_WORDS: N_(
            "There is nothing to answer: your question has no word that says what it is about."
        ),
    }
    return wording.translate(texts[answer.lack])


def weak_in_words(answer: Answer, wording: Wording) -> str | None:
    """Say that the evidence is weak; None where it is not, and where there is no answer."""
    if answer.lack is not None or answer.evidence is not Evidence.WEAK:
        return None
    text = N_("The evidence is weak: these sentences may be about something else.")
    if answer.outcome.evidence is Evidence.STRONG:
        text = N_(
            "The evidence is weak: no sentence has all that your question is about, so that these "
            "may be about something else."
        )
    return wording.translate(text)


def withheld_overall_in_words(withheld: Withheld, wording: Wording) -> str | None:
    """Say how much of the archive is redacted, and so cannot be found; None where nothing is."""
    if not withheld.redactions:
        return None
    text = N_("About {share} of their text is redacted and cannot be found.")
    return wording.translate(text).format(share=f"{withheld.percent}%")


def sentence_quoted(one: AnswerSentence, wording: Wording, *, masked: bool) -> str:
    """Return the words of a sentence with its redactions as words: "[gelakt: 5.1.2e]"."""
    return words_with_redactions(one.quotation, one.sentence.redactions, wording, masked=masked)


def source_in_words(citation: Citation, wording: Wording) -> str:
    """Say in one line where a sentence stands."""
    day = wording.day(citation.meeting_date) if citation.meeting_date else None
    item = citation.agenda_item.heading if citation.agenda_item else None
    parts: Sequence[str | None] = (citation.title, day, item, place(citation, wording))
    return " · ".join(part for part in parts if part)
