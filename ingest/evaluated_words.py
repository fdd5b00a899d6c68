"""An evaluation -> lines for a reader, in Dutch or English. Pure.

The text of a query stands only among the losses that were asked for.
"""

from collections.abc import Mapping, Sequence

from ingest.evaluated import Compared, Evaluation, against_best
from lrt_search.answer_measures import (
    LEAST_RELEVANT,
    MOST_WRONG,
    AnswerMeasures,
    Share,
)
from lrt_search.answers import MOST_LETTERS, MOST_SENTENCES
from lrt_search.domain import Evidence
from lrt_search.evaluation import (
    MEANING,
    MEASURES,
    PRODUCT,
    SYSTEMS,
    WORDS,
    Difference,
    Interval,
    Run,
    Separation,
    interval,
    losses,
)
from lrt_search.language import N_
from lrt_search.wording import Wording

_SYSTEM_NAMES = {
    WORDS: N_("words alone"),
    MEANING: N_("meaning alone"),
    PRODUCT: N_("the search"),
}
_EVIDENCE_NAMES = {
    Evidence.STRONG: N_("strong"),
    Evidence.WEAK: N_("weak"),
    Evidence.NONE: N_("none"),
}
# Where on the curve of answerable queries the text report looks; JSON has all of it.
_FALSE_RATES = (0.0, 0.05, 0.1, 0.2, 0.5)


def report(evaluation: Evaluation, wording: Wording) -> list[str]:
    """Return the figures as lines for a reader."""
    run = evaluation.run
    lines = _head(evaluation, wording)
    for measure in MEASURES:
        lines += ["", *table(run, measure, wording)]
    lines += ["", wording.translate(N_("Against the better of the two alone:"))]
    for measure in MEASURES:
        other, found = against_best(run, measure)
        name = f"{measure}, {wording.translate(_SYSTEM_NAMES[other])}"
        lines.append(f"  {name}: {_in_words(found, wording)}")
    lines += ["", *answers_in_words(evaluation.answers, run.by_kind(), wording)]
    if evaluation.compared:
        lines += ["", *_compared_in_words(evaluation.compared, wording)]
    if evaluation.separation:
        lines += ["", *separation_in_words(evaluation.separation, wording)]
    if evaluation.shown:
        lines += ["", *losses_in_words(run, evaluation.shown, wording)]
    return lines


def _head(evaluation: Evaluation, wording: Wording) -> list[str]:
    translate, run, folder = wording.translate, evaluation.run, evaluation.folder
    text = N_("{queries} queries over {texts} texts ({passages} passages), model {model}.")
    lines = [
        translate(text).format(
            queries=len(run.figures),
            texts=run.about["texts"],
            passages=run.about["passages"],
            model=run.about["model"],
        )
    ]
    for count, told in (
        (folder.unjudged, N_("Left out, queries without a relevant text: {count}.")),
        (folder.unknown, N_("Left out, judgments that name an unknown id: {count}.")),
        (folder.wordless, N_("Left out, texts without a word: {count}.")),
        (
            evaluation.refused,
            N_("Counted as nothing found, queries that cannot be searched: {count}."),
        ),
    ):
        if count:
            lines.append(translate(told).format(count=count))
    return lines


def table(run: Run, measure: str, wording: Wording) -> list[str]:
    """Return the table of one measure: a row for all queries and one for each type."""
    cells = [[measure, "n", *(wording.translate(_SYSTEM_NAMES[system]) for system in SYSTEMS)]]
    for name, queries in _rows(run.by_kind(), list(run.figures), wording):
        figures = (interval(run.values(system, measure, queries)) for system in SYSTEMS)
        cells.append([name, str(len(queries)), *map(_interval_in_words, figures)])
    return _aligned(cells)


def _rows(
    kinds: Mapping[str, Sequence[str]], queries: Sequence[str], wording: Wording
) -> list[tuple[str, Sequence[str]]]:
    """Return the rows of a table: all queries, and those of each type where there are some."""
    rows = [(wording.translate(N_("all")), queries)]
    if len(kinds) > 1:
        rows += [(kind or wording.translate(N_("(no type)")), ids) for kind, ids in kinds.items()]
    return rows


def _aligned(cells: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def answers_in_words(
    found: AnswerMeasures, kinds: Mapping[str, Sequence[str]], wording: Wording
) -> list[str]:
    """Return whether answers keep what is promised and how often they help, as lines.

    Args:
        found: The figures.
        kinds: The ids of the judged queries of each type.
        wording: The language.
    """
    lines = _promises_in_words(found, wording)
    lines += ["", *_helped_table(found, kinds, wording)]
    text = N_("  Aimed at: {least} or more of all with a relevant sentence.")
    lines.append(wording.translate(text).format(least=f"{LEAST_RELEVANT:.3f}"))
    if found.unanswerable:
        lines += ["", *_unanswerable_in_words(found, wording)]
    return lines


def _promises_in_words(found: AnswerMeasures, wording: Wording) -> list[str]:
    translate = wording.translate
    text = N_("Answers to {answered} of {queries} queries, {sentences} sentences in all:")
    lines = [
        translate(text).format(
            answered=found.answered.count, queries=found.answered.of, sentences=found.verbatim.of
        )
    ]
    for told, share in (
        (N_("  verbatim in the text of their pages: {share}"), found.verbatim),
        (N_("  on the page cited: {share}"), found.page_right),
        (N_("  with a source that leads to them: {share}"), found.cited),
        (N_("  from a text judged relevant: {share}"), found.relevant),
    ):
        lines.append(translate(told).format(share=_share_in_words(share, wording)))
    text = N_(
        "  most sentences in an answer: {sentences} (may be {most}); most characters: {letters} "
        "(may be {most_letters})"
    )
    lines.append(
        translate(text).format(
            sentences=found.most_sentences,
            most=MOST_SENTENCES,
            letters=found.most_letters,
            most_letters=MOST_LETTERS,
        )
    )
    for told, ids in zip(
        (
            N_("  Beware: a sentence of the answers to these queries breaks a promise: {queries}"),
            N_(
                "  Beware: a sentence of the answers to these queries of --no-answer breaks a "
                "promise: {queries}"
            ),
        ),
        found.unsound,
        strict=True,
    ):
        if ids:
            lines.append(translate(told).format(queries=", ".join(ids)))
    return lines


def _helped_table(
    found: AnswerMeasures, kinds: Mapping[str, Sequence[str]], wording: Wording
) -> list[str]:
    names = (N_("with a relevant sentence"), *_EVIDENCE_NAMES.values())
    cells = [[wording.translate(N_("answers")), "n", *map(wording.translate, names)]]
    for name, queries in _rows(kinds, list(found.answers), wording):
        helped = _interval_in_words(interval(found.helped(queries)))
        told = found.by_evidence(queries)
        counts = (str(told[evidence].count) for evidence in _EVIDENCE_NAMES)
        cells.append([name, str(len(queries)), helped, *counts])
    return _aligned(cells)


def _unanswerable_in_words(found: AnswerMeasures, wording: Wording) -> list[str]:
    translate = wording.translate
    shares = found.unanswerable_by_evidence()
    text = N_("Answers to the {queries} queries that the texts do not answer:")
    lines = [translate(text).format(queries=len(found.unanswerable))]
    for told, evidence in (
        (N_("  strong, and so wrong: {share}; aimed at: {most} % at most"), Evidence.STRONG),
        (N_("  weak, and called so: {share}"), Evidence.WEAK),
        (N_("  none: {share}"), Evidence.NONE),
    ):
        share = _share_in_words(shares[evidence], wording, up=evidence is Evidence.STRONG)
        lines.append(translate(told).format(share=share, most=f"{100 * MOST_WRONG:.0f}"))
    return lines


def _share_in_words(share: Share, wording: Wording, *, up: bool = False) -> str:
    """Say a share in percent, rounded to the side that flatters least: 100 % is all of them."""
    if not share.of:
        return wording.translate(N_("there is none to look at"))
    tenths = -(-1000 * share.count // share.of) if up else 1000 * share.count // share.of
    text = wording.translate(N_("{percent} % ({count} of {total})"))
    return text.format(percent=f"{tenths / 10:.1f}", count=share.count, total=share.of)


def _interval_in_words(found: Interval) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}-{found.high:.3f}]"


def _in_words(found: Difference, wording: Wording) -> str:
    text = N_(
        "{mean} [{low} to {high}], p = {p}; better on {better} queries, worse on {worse}, "
        "of {queries}"
    )
    around = found.interval
    return wording.translate(text).format(
        mean=f"{around.mean:+.3f}",
        low=f"{around.low:+.3f}",
        high=f"{around.high:+.3f}",
        p=f"{found.p:.4f}",
        better=found.better,
        worse=found.worse,
        queries=found.queries,
    )


def _compared_in_words(found: Compared, wording: Wording) -> list[str]:
    translate = wording.translate
    lines = [translate(N_("The search against the saved run:"))]
    lines += [
        f"  {measure}: {_in_words(one, wording)}" for measure, one in found.differences.items()
    ]
    if found.answers:
        text = translate(N_("  answers with a relevant sentence: {difference}"))
        lines.append(text.format(difference=_in_words(found.answers, wording)))
    else:
        text = N_("  Beware: the saved run holds no answers to compare with.")
        lines.append(translate(text))
    if not found.same_corpus:
        lines.append(translate(N_("  Beware: the saved run searched other texts.")))
    if found.left_out:
        text = translate(N_("  Left out, queries that only one of the two has: {count}."))
        lines.append(text.format(count=found.left_out))
    return lines


def separation_in_words(found: Separation, wording: Wording) -> list[str]:
    """Return how well queries with and without an answer are told apart, as lines."""
    translate = wording.translate
    text = N_("Is there an answer? AUROC {auroc} ({with_answer} queries with, {without} without).")
    lines = [
        translate(text).format(
            auroc=f"{found.auroc:.3f}", with_answer=found.answerable, without=found.unanswerable
        )
    ]
    text = N_("  Wrongly answered at most {false}: rightly answered {true}.")
    for most in _FALSE_RATES:
        true = max(rate for false, rate in found.curve if false <= most)
        lines.append(translate(text).format(false=f"{most:.2f}", true=f"{true:.2f}"))
    return lines


def losses_in_words(run: Run, count: int, wording: Wording) -> list[str]:
    """Return the queries that lose most, with their text, as lines."""
    translate = wording.translate
    lines = [translate(N_("Greatest losses against words or meaning alone, nDCG@10:"))]
    found = losses(run, count)
    for query_id, other, before, now in found:
        text = N_("  {query} ({kind}): {other} {before}, the search {now}: {text}")
        lines.append(
            translate(text).format(
                query=query_id,
                kind=run.kinds[query_id] or "-",
                other=translate(_SYSTEM_NAMES[other]),
                before=f"{before:.3f}",
                now=f"{now:.3f}",
                text=run.texts.get(query_id, ""),
            )
        )
    return lines if found else [*lines, translate(N_("  none"))]
