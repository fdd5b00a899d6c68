"""How registers are put into words: kinds, outcomes, progress, confidence, threads."""

from collections.abc import Sequence

from lrt_search.language import N_
from lrt_search.registers import Entry, Step
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import LinkKind, Progress
from lrt_search.wording import Wording

_KINDS = {
    StatementKind.DECISION: N_("decision"),
    StatementKind.ACTION_ITEM: N_("action item"),
    StatementKind.COMMITMENT: N_("commitment"),
    StatementKind.REQUEST: N_("request"),
    StatementKind.POSITION: N_("position"),
}
REGISTER_TITLES = {
    StatementKind.DECISION: N_("Decisions"),
    StatementKind.ACTION_ITEM: N_("Action items"),
    StatementKind.COMMITMENT: N_("Commitments"),
    StatementKind.REQUEST: N_("Requests"),
}
OUTCOMES = {
    DecisionOutcome.ADOPTED: N_("adopted"),
    DecisionOutcome.DEFERRED: N_("deferred"),
    DecisionOutcome.REJECTED: N_("not adopted"),
}
PROGRESS = {
    Progress.OPEN: N_("open"),
    Progress.RUNNING: N_("running"),
    Progress.DONE: N_("done"),
    Progress.LAPSED: N_("lapsed"),
}
_LINKS = {
    LinkKind.REPORT: N_("says what became of it"),
    LinkKind.SEQUEL: N_("on the same subject"),
    LinkKind.REPEAT: N_("says nearly the same"),
}
_DOUBTFUL_LINKS = {
    LinkKind.REPORT: N_("may say what became of it"),
    LinkKind.SEQUEL: N_("may be on the same subject"),
    LinkKind.REPEAT: N_("may say nearly the same"),
}
# From so many right in a hundred: what a reader is told of a rule.
_CONFIDENT, _FAIR = 90, 75


def kind_in_words(kind: StatementKind, wording: Wording) -> str:
    """Say what a statement is: "actiepunt"."""
    return wording.translate(_KINDS[kind])


def outcome_in_words(outcome: DecisionOutcome, wording: Wording) -> str:
    """Say what became of a proposal: "verworpen"."""
    return wording.translate(OUTCOMES[outcome])


def progress_in_words(progress: Progress, wording: Wording) -> str:
    """Say how a matter stands: "afgerond"."""
    return wording.translate(PROGRESS[progress])


def status_in_words(entry: Entry, wording: Wording) -> str:
    """Say how an entry stands, and how sure that is: "waarschijnlijk afgerond"."""
    if entry.evidence is None:
        if entry.statement.kind is StatementKind.DECISION:
            return wording.translate(N_("no later report found"))
        return wording.translate(N_("open: no later report found"))
    said = progress_in_words(entry.progress, wording)
    if entry.evidence.link.sure:
        return said
    return wording.translate(N_("perhaps {progress}")).format(progress=said)


def confidence_in_words(statement: Statement, wording: Wording) -> str:
    """Say how far the rule that found a statement is to be trusted, and name it."""
    if statement.confidence >= _CONFIDENT:
        text = N_("Recognised with high confidence ({confidence} of 100; rule {rule})")
    elif statement.confidence >= _FAIR:
        text = N_("Recognised with fair confidence ({confidence} of 100; rule {rule})")
    else:
        text = N_("Recognised with doubt ({confidence} of 100; rule {rule})")
    return wording.translate(text).format(confidence=statement.confidence, rule=statement.rule)


def link_in_words(step: Step, wording: Wording) -> str:
    """Say why a sentence is in a thread, and by which words: "zelfde zaak (woorden: kazerne)"."""
    text = N_("{why} (words in common: {words})")
    why = (_LINKS if step.link.sure else _DOUBTFUL_LINKS)[step.link.kind]
    return wording.translate(text).format(
        why=wording.translate(why), words=", ".join(step.link.words)
    )


def owners_in_words(statement: Statement, wording: Wording) -> str:
    """Say who has to do it, all of them: "BZK en Aedes"."""
    *others, last = statement.owners or ("",)
    if not others:
        return last
    return wording.translate(N_("{names} and {last}")).format(names=", ".join(others), last=last)


def recognised_in_words(statements: Sequence[Statement], wording: Wording) -> str | None:
    """Say what was recognised in a passage: "actiepunt (BZK en Aedes)", each once.

    Returns:
        None where nothing was.
    """
    said = []
    for one in statements:
        whose = owners_in_words(one, wording) or one.speaker_organisation or ""
        kind = kind_in_words(one.kind, wording)
        said.append(f"{kind} ({whose})" if whose else kind)
    if not said:
        return None
    text = wording.translate(N_("Recognised in it: {statements}"))
    return text.format(statements=", ".join(dict.fromkeys(said)))


def empty_in_words(kind: StatementKind, wording: Wording) -> str:
    """Say why a register holds nothing."""
    texts = {
        StatementKind.DECISION: N_(
            "No rule recognised a decision in these minutes. That does not say that nothing was "
            "decided: a decision may be worded in a way that no rule knows."
        ),
        StatementKind.ACTION_ITEM: N_(
            "No rule recognised an action item in these minutes. That does not say that nobody "
            "has to do anything: a task may be worded in a way that no rule knows."
        ),
        StatementKind.COMMITMENT: N_(
            "No rule recognised a commitment in these minutes. That does not say that nothing "
            "was promised: a promise may be worded in a way that no rule knows."
        ),
        StatementKind.REQUEST: N_(
            "No rule recognised a request in these minutes. That does not say that nothing was "
            "asked: a request may be worded in a way that no rule knows."
        ),
    }
    return wording.translate(texts[kind])
