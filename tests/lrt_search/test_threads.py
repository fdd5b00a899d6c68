"""What became of a statement: later sentences on its matter, and none on another."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest

from lrt_search.domain import Document, Layout, Meeting, Passage, PassageKind, Source, Span
from lrt_search.statements import DecisionOutcome, Statement, StatementKind
from lrt_search.threads import (
    FollowUp,
    LinkKind,
    Progress,
    find_follow_ups,
    last_report,
    progress_in,
)

# What else the archive says: among few sentences no word is rare enough to tell a matter.
ELSE = [f"Over onderwerp{number} sprak vergadering{number}." for number in range(1000)]


@dataclass
class Minutes:
    """Minutes of one meeting: sentences, each a passage of its own, some of them statements."""

    day: date | None
    said: Sequence[str]
    body: str | None = "Regietafel"
    stated: dict[int, StatementKind] = field(default_factory=dict)
    owners: tuple[str, ...] = ()

    def record(self, number: int) -> tuple[Document, tuple[Passage, ...], tuple[Statement, ...]]:
        key = f"{number:016x}"
        passages = tuple(
            Passage(
                passage_id=f"{key}-{position}",
                document_id=key,
                position=position,
                kind=PassageKind.BULLET,
                text=text,
                spans=(Span(1, 1000 * position, 1000 * position + len(text)),),
            )
            for position, text in enumerate(self.said, start=1)
        )
        statements = tuple(
            Statement(
                statement_id=f"s{number}{place}",
                document_id=key,
                passage_id=passages[place].passage_id,
                position=place + 1,
                kind=kind,
                text=passages[place].text,
                spans=passages[place].spans,
                rule="a-rule",
                confidence=90,
                owners=self.owners,
                outcome=DecisionOutcome.ADOPTED if kind is StatementKind.DECISION else None,
            )
            for place, kind in self.stated.items()
        )
        document = Document(
            document_id=key,
            sha256=key * 4,
            media_type="text/plain",
            title="Verslag",
            layout=Layout.LRT,
            meeting=Meeting(body=self.body, date_guess=self.day),
            page_count=1,
            paged=False,
            sources=(Source("a.txt"),),
        )
        return document, passages, statements


def follow_ups(*minutes: Minutes) -> list[FollowUp]:
    every = (*minutes, Minutes(date(2001, 1, 1), ELSE))
    return list(find_follow_ups(one.record(number) for number, one in enumerate(every)))


def task(
    text: str, *, day: date | None = date(2023, 9, 15), owners: tuple[str, ...] = ("JenV",)
) -> Minutes:
    return Minutes(day, [text], stated={0: StatementKind.ACTION_ITEM}, owners=owners)


def later(text: str, *, day: date | None = date(2023, 11, 17), body: str = "Regietafel") -> Minutes:
    return Minutes(day, [text], body)


SIGNING = "Actie JenV: aanvulling op de bestuursovereenkomst, te tekenen voor 20 oktober."


@pytest.mark.parametrize(
    ("asked", "report", "progress", "sure"),
    [
        (SIGNING, "Aanvulling bestuursovereenkomst is getekend.", Progress.DONE, True),
        (
            "Actie JenV: voorstel meerjarige vergoeding, eerste kwartaal 2023.",
            "Actiepunt meerjarige vergoeding: uitstel tot april.",
            Progress.RUNNING,
            True,
        ),
        (
            "JenV zegt toe dat openstaande declaraties worden vergoed tegen een tarief.",
            "De openstaande declaraties zijn op twee na afgehandeld.",
            Progress.RUNNING,
            False,
        ),
        (
            "Actie JenV: zeeschip huren voor de haven van Rotterdam.",
            "Het zeeschip in de haven van Rotterdam gaat niet door.",
            Progress.LAPSED,
            True,
        ),
        (
            "Actie JenV: ontwikkelkalender per provincie.",
            "JenV licht de ontwikkelkalender toe.",
            Progress.DONE,
            False,
        ),
        (
            SIGNING,
            "COA meldt dat de aanvulling bestuursovereenkomst is getekend.",
            Progress.DONE,
            False,
        ),
    ],
)
def test_a_later_sentence_says_what_became_of_a_task(
    asked: str, report: str, progress: Progress, sure: bool
) -> None:
    (found,) = follow_ups(task(asked), later(report))
    assert (found.statement_id, found.text, found.kind) == ("s00", report, LinkKind.REPORT)
    assert (found.progress, found.sure) == (progress, sure)


@pytest.mark.parametrize(
    "text",
    [
        "VNG vraagt of de aanvulling op de bestuursovereenkomst is getekend.",
        "De aanvulling op de bestuursovereenkomst moet nog worden getekend.",
        "De aanvulling op de bestuursovereenkomst leidde tot vragen.",
        "De begroting is vastgesteld.",
        "Een bestuursovereenkomst is getekend.",
    ],
)
def test_what_does_not_report_or_is_on_another_matter_is_not_linked(text: str) -> None:
    assert follow_ups(task(SIGNING), later(text)) == []


@pytest.mark.parametrize(
    "report",
    [
        later("Aanvulling bestuursovereenkomst is getekend.", day=date(2023, 9, 15)),
        later("Aanvulling bestuursovereenkomst is getekend.", day=date(2023, 6, 1)),
        later("Aanvulling bestuursovereenkomst is getekend.", day=date(2027, 6, 1)),
        later("Aanvulling bestuursovereenkomst is getekend.", day=None),
        later("Aanvulling bestuursovereenkomst is getekend.", body="Gemeenteraad"),
    ],
    ids=["same day", "earlier", "years later", "undated", "another body"],
)
def test_only_a_later_meeting_of_the_same_body_reports(report: Minutes) -> None:
    assert follow_ups(task(SIGNING), report) == []


def test_a_report_long_after_is_doubtful() -> None:
    report = later("Aanvulling bestuursovereenkomst is getekend.", day=date(2025, 9, 1))
    (found,) = follow_ups(task(SIGNING), report)
    assert not found.sure


def test_the_words_in_common_are_told_the_rarest_first() -> None:
    again = later("De bestuursovereenkomst is besproken.", day=date(2023, 10, 1))
    (found,) = follow_ups(
        task(SIGNING), again, later("Aanvulling bestuursovereenkomst is getekend.")
    )
    assert found.words == ("Aanvulling", "bestuursovereenkomst")


def test_a_position_is_followed_up_by_nothing() -> None:
    minutes = Minutes(date(2023, 9, 15), [SIGNING], stated={0: StatementKind.POSITION})
    assert follow_ups(minutes, later("Aanvulling bestuursovereenkomst is getekend.")) == []


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ("De LRT besluit kazerne Zandhoven te sluiten als opvanglocatie.", LinkKind.REPEAT),
        ("De bewoners van kazerne Zandhoven verhuizen naar Emmeloord.", LinkKind.SEQUEL),
    ],
)
def test_decisions_on_one_matter_are_linked(second: str, kind: LinkKind) -> None:
    first = "Besloten wordt kazerne Zandhoven per 1 november te sluiten als opvanglocatie."
    decided = {0: StatementKind.DECISION}
    (found,) = follow_ups(
        Minutes(date(2024, 2, 9), [first], stated=decided),
        Minutes(date(2024, 9, 20), [second], stated=decided),
    )
    assert (found.statement_id, found.later_id, found.progress) == ("s00", "s10", None)
    assert found.kind is kind
    assert "Zandhoven" in found.words


def test_decisions_in_the_same_formal_words_are_not_linked() -> None:
    decided = {0: StatementKind.DECISION}
    assert not follow_ups(
        Minutes(
            date(2024, 2, 9), ["De LRT stemt in met verlenging van noodopvang."], stated=decided
        ),
        Minutes(
            date(2024, 9, 20), ["De LRT stemt in met verlenging van contracten."], stated=decided
        ),
    )


def test_the_last_sure_report_counts() -> None:
    reports = follow_ups(
        task(SIGNING),
        later("Aanvulling bestuursovereenkomst is uitgesteld.", day=date(2023, 10, 20)),
        later("De aanvulling bestuursovereenkomst is getekend."),
        later("COA presenteert de aanvulling bestuursovereenkomst.", day=date(2024, 1, 19)),
    )
    assert [one.sure for one in reports] == [True, True, False]
    last = last_report(reports)
    assert last is not None
    assert last.progress is Progress.DONE
    assert last.text == "De aanvulling bestuursovereenkomst is getekend."
    assert last_report(()) is None


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("De actie over de fietsen kan van de lijst.", (Progress.DONE, True)),
        ("Het onderzoek is vertraagd tot februari.", (Progress.RUNNING, True)),
        ("De uitwerking is niet af.", (Progress.RUNNING, True)),
        ("Dit actiepunt vervalt.", (Progress.LAPSED, True)),
        ("De toezegging is niet nagekomen.", (Progress.LAPSED, True)),
        ("COA en Nidos presenteren hun plan.", (Progress.DONE, False)),
        ("JenV licht toe dat de wet is uitgelegd.", None),
        ("De einddatum verschuift niet.", None),
        ("Actie COA: plan gereed in mei.", None),
        ("De opvang is vol.", None),
    ],
)
def test_signs_of_progress(text: str, progress: tuple[Progress, bool] | None) -> None:
    assert progress_in(text) == progress
