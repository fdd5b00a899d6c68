"""How often statements are recognised rightly, on minutes that a person judged.

See statements/README.md. Rules are written by looking at the seen half of the judgments; the
unseen half only measures. ``pytest -s`` prints the figures.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from ingest.minutes import recognise_minutes
from ingest.pages import read_pages
from ingest.passages import cut_passages
from ingest.redactions import mark_redactions
from ingest.sources import TXT
from ingest.statement_rules import RULES
from ingest.statements import recognise_statements
from lrt_search.archive import open_archive
from lrt_search.catalogue import DocumentRecord
from lrt_search.domain import Document, Layout, Page, Passage, Span
from lrt_search.settings import Settings
from lrt_search.statements import Statement, StatementKind
from tests.conftest import COUNCIL
from tests.quality.judged import is_seen

JUDGED = Path(__file__).parent / "statements"
SEED_FILE = Path(__file__).parents[3] / "shared" / "data" / "minutes" / "lrt-2023-12-08.txt"
# The LRT minutes of 8 December 2023: what they hold is asked for by name, so they count as seen.
SEED = "23d01279b1128696"
# A bit below what was measured; docs/statements.md has the figures.
LEAST = {
    Layout.LRT: {
        StatementKind.DECISION: 0.9,
        StatementKind.ACTION_ITEM: 0.97,
        StatementKind.COMMITMENT: 0.9,
        StatementKind.REQUEST: 0.9,
        StatementKind.POSITION: 0.9,
    },
    Layout.COUNCIL: {StatementKind.DECISION: 0.95, StatementKind.REQUEST: 0.75},
    Layout.PLAIN: {StatementKind.DECISION: 0.95, StatementKind.REQUEST: 0.75},
}
# A figure on fewer judgments says nothing.
LEAST_JUDGED = 5


@dataclass(frozen=True, slots=True)
class Judgment:
    """A statement that a person found.

    Attributes:
        key: Document and page, by which it is seen or not.
        kind, outcome, owners: As judged; empty where there is none, "-" where not judged.
        passage: Which passage it stands in, for the example minutes.
        start, end: Its place in ``passage.quotation``, or on the page.
        page: The page it stands on.
    """

    key: str
    kind: str
    outcome: str
    owners: str
    passage: Passage | None
    page: int
    start: int
    end: int

    def is_in(self, statement: Statement) -> bool:
        if self.passage is None:
            return any(
                span.page_number == self.page and span.start < self.end and self.start < span.end
                for span in statement.spans
            )
        if statement.passage_id != self.passage.passage_id:
            return False
        at = self.passage.quotation.find(statement.quotation)
        return at < self.end and self.start < at + len(statement.quotation)


@dataclass(slots=True)
class Figures:
    """What came of the judgments of one layout, kind and half."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def judged(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.judged if self.judged else 1.0


@dataclass(slots=True)
class Measured:
    """All figures.

    Attributes:
        by_kind: By layout, kind and whether seen.
        by_rule: Right and found, by the name of the rule.
        owners: Right and judged: of those with owners, how many had all of them and no other.
        outcomes: Right and judged.
    """

    by_kind: defaultdict[tuple[Layout, StatementKind, bool], Figures]
    by_rule: defaultdict[str, Counter[bool]]
    owners: defaultdict[bool, Counter[bool]]
    outcomes: defaultdict[bool, Counter[bool]]


def seen(key: str) -> bool:
    return key.startswith(SEED) or is_seen(key)


def rows(name: str) -> list[dict[str, str]]:
    with (JUDGED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def measure(records: Sequence[tuple[str, DocumentRecord]]) -> Measured:
    """Compare the statements of documents with the judgments; the name is empty of real ones."""
    measured = Measured(
        defaultdict(Figures), defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    )
    pages = {
        row["document"]: set(map(int, row["pages"].split(","))) for row in rows("judged_pages.tsv")
    }
    for name, record in records:
        layout = record.document.layout
        left = list(record.statements)
        judgments = _of_example(name, record) if name else _of_real(record)
        for judgment in judgments:
            found = next((one for one in left if _fits(judgment, one)), None)
            figures = measured.by_kind[layout, StatementKind(judgment.kind), seen(judgment.key)]
            if found is None:
                figures.missed += 1
                continue
            left.remove(found)
            figures.right += 1
            _judge(judgment, found, measured)
        first_pages = {one.passage_id: one.page_number for one in record.passages}
        for statement in left:
            page = first_pages[statement.passage_id] if name else statement.page_number
            if name or page in pages[record.document.document_id]:
                key = f"{name or record.document.document_id}/{page}"
                measured.by_kind[layout, statement.kind, seen(key)].wrong += 1
                measured.by_rule[statement.rule][False] += 1
    return measured


def _fits(judgment: Judgment, statement: Statement) -> bool:
    return statement.kind.value == judgment.kind and judgment.is_in(statement)


def _judge(judgment: Judgment, found: Statement, measured: Measured) -> None:
    measured.by_rule[found.rule][True] += 1
    half = seen(judgment.key)
    if judgment.kind in {"action_item", "commitment"} and judgment.owners != "-":
        owners = set(filter(None, judgment.owners.split(",")))
        measured.owners[half][owners == set(found.owners)] += 1
    if found.outcome is not None:
        measured.outcomes[half][found.outcome.value == judgment.outcome] += 1


def _of_example(name: str, record: DocumentRecord) -> Iterator[Judgment]:
    for row in rows("example.tsv"):
        if row["document"] != name:
            continue
        (passage,) = [one for one in record.passages if row["anchor"] in one.quotation]
        start = passage.quotation.index(row["anchor"])
        yield Judgment(
            f"{name}/{passage.page_number}",
            row["kind"],
            row["outcome"],
            row["owners"],
            passage,
            passage.page_number,
            start,
            start + len(row["anchor"]),
        )


def _of_real(record: DocumentRecord) -> Iterator[Judgment]:
    document_id = record.document.document_id
    for row in rows("real.tsv"):
        if row["document"] == document_id:
            span = Span(int(row["page"]), int(row["start"]), int(row["end"]))
            yield Judgment(
                f"{document_id}/{span.page_number}",
                row["kind"],
                row["outcome"],
                row["owners"],
                None,
                span.page_number,
                span.start,
                span.end,
            )


def told(measured: Measured) -> str:
    lines = ["layout  kind         half    judged precision recall"]
    for (layout, kind, half), one in sorted(measured.by_kind.items()):
        lines.append(
            f"{layout.value:7} {kind.value:12} {'seen' if half else 'unseen':6}"
            f" {one.judged:6} {one.precision:9.2f} {one.recall:6.2f}"
        )
    for what, counts in (("owners", measured.owners), ("outcomes", measured.outcomes)):
        for half, share in sorted(counts.items()):
            name = "seen" if half else "unseen"
            lines.append(f"{what} all right, {name}: {share[True]} of {share.total()}")
    for rule, found in sorted(measured.by_rule.items()):
        lines.append(f"{rule}: {found[True]} of {found.total()} right")
    return "\n".join(lines)


def assert_good_enough(measured: Measured) -> None:
    print("\n" + told(measured))
    for (layout, kind, _), one in measured.by_kind.items():
        least = LEAST[layout].get(kind)
        if least is not None and one.judged >= LEAST_JUDGED:
            assert one.precision >= least, (layout, kind, told(measured))
            assert one.recall >= least, (layout, kind, told(measured))
    for shares in (measured.owners, measured.outcomes):
        for share in shares.values():
            if share.total() >= LEAST_JUDGED:
                assert share[True] >= 0.93 * share.total(), told(measured)


def recognised(document_id: str, pages: Sequence[Page]) -> DocumentRecord:
    """Recognise pages as they were read; no check for hidden text, which takes minutes."""
    minutes = recognise_minutes(pages)
    passages = tuple(cut_passages(document_id, pages, minutes))
    document = Document(
        document_id=document_id,
        sha256=document_id * 4,
        media_type="application/pdf",
        title=minutes.title,
        layout=minutes.layout,
        meeting=minutes.meeting,
        page_count=len(pages),
        paged=True,
        sources=(),
    )
    statements = recognise_statements(document_id, passages, pages, minutes)
    return DocumentRecord(document, tuple(pages), passages, statements=statements)


@pytest.mark.slow
def test_statements_of_the_example_minutes(example_index: Path) -> None:
    archive = open_archive(Settings(index=example_index))
    records = [
        (
            Path(one.source_names[0]).name,
            DocumentRecord(
                one,
                (),
                archive.passages(one.document_id),
                statements=archive.statements(one.document_id),
            ),
        )
        for one in archive.documents()
    ]
    assert {name for name, _ in records} == {row["document"] for row in rows("example.tsv")}
    assert_good_enough(measure(records))


def test_statements_of_real_documents(council_pages: dict[str, tuple[Page, ...]]) -> None:
    digests = {name: sha256((COUNCIL / name).read_bytes()).hexdigest() for name in council_pages}
    wanted = {row["document"] for row in rows("judged_pages.tsv")}
    records = [
        ("", recognised(digest[:16], council_pages[name]))
        for name, digest in digests.items()
        if digest[:16] in wanted
    ]
    assert len(records) == len(wanted) - 1
    assert_good_enough(measure(records))


@pytest.mark.skipif(not SEED_FILE.is_file(), reason=f"needs {SEED_FILE.name}")
def test_statements_of_the_seed_minutes() -> None:
    pages = [
        mark_redactions(page)[0] for page in read_pages(SEED_FILE.name, SEED_FILE.read_bytes(), TXT)
    ]
    assert_good_enough(measure([("", recognised(SEED, pages))]))


def test_half_of_the_judgments_is_unseen() -> None:
    keys = [f"{row['document']}/{row['page']}" for row in rows("real.tsv")]
    unseen = sum(not seen(key) for key in keys)
    assert 0.35 * len(keys) <= unseen <= 0.65 * len(keys)


def test_every_judgment_is_of_a_known_kind() -> None:
    for row in (*rows("example.tsv"), *rows("real.tsv")):
        assert row["kind"] in {kind.value for kind in StatementKind}
        assert (row["kind"] == "decision") == bool(row["outcome"])


def test_every_rule_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "statements.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| `{rule.name}` | {rule.confidence} |" in text
