"""How a model's summary, or its absence, is told."""

from lrt_search.language import N_
from lrt_search.summary import NoSummary, Summary
from lrt_search.wording import Wording


def made_by_in_words(summary: Summary, wording: Wording) -> str:
    """Say that a language model wrote this, and which."""
    text = N_(
        "Made by a language model ({model}) from the sentences of the answer. It may be wrong: "
        "quote the answer, not this."
    )
    return wording.translate(text).format(model=summary.model)


def dropped_in_words(summary: Summary, wording: Wording) -> str | None:
    """Say how many sentences of a model were left out; None where none was."""
    if not summary.dropped:
        return None
    return wording.ngettext(
        "{count} sentence of the model is left out: it says more than its sources, or names none.",
        "{count} sentences of the model are left out: they say more than their sources, or name "
        "none.",
        summary.dropped,
    )


def lack_of_summary_in_words(summary: Summary, wording: Wording) -> str | None:
    """Say why there is no summary; None where there is one."""
    if summary.lack is None:
        return None
    texts = {
        NoSummary.NOT_SET: N_("No summary: this archive asks no language model."),
        NoSummary.NO_ANSWER: N_("No summary: there is no answer to be summarised."),
        NoSummary.UNREACHABLE: N_("No summary: the language model could not be reached."),
        NoSummary.REFUSED: N_("No summary: the language model refused."),
        NoSummary.TOO_SLOW: N_("No summary: the language model took too long."),
        NoSummary.TOO_LARGE: N_("No summary: the language model sent too much."),
        NoSummary.UNREADABLE: N_("No summary: what the language model sent cannot be read."),
        NoSummary.NOTHING_HOLDS: N_(
            "No summary: nothing that the language model wrote holds against the sources."
        ),
    }
    return wording.translate(texts[summary.lack])
