"""What is written to a catalogue comes back, and nothing that a reader types can break it."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lrt_search.analysis import query_terms
from lrt_search.catalogue import Catalogue, Counts, DocumentRecord, SourceRecord, writing
from lrt_search.domain import (
    REDACTION_MARK,
    AgendaItem,
    Attendee,
    Document,
    Layout,
    Meeting,
    Page,
    PageReading,
    Part,
    Passage,
    PassageKind,
    ReadingMethod,
    Readings,
    Redaction,
    RedactionLook,
    SensitiveCount,
    SensitiveKind,
    Shares,
    SkippedSource,
    Source,
    Span,
    VersionLink,
    Withheld,
)
from lrt_search.errors import DamagedIndexError
from lrt_search.lexical_index import AskedWord, LexicalIndex
from lrt_search.statements import DecisionOutcome, Statement, StatementKind

PAGES = (
    Page(1, None, "Opening van de Regietafel.\nOpvang in Óss."),
    Page(2, "12", " \n\t", PageReading(ReadingMethod.UNREADABLE)),
    Page(3, "13", "vervolg.\nOpvang\0 in 'Tilburg\"; DROP TABLE page"),
)


def make_record(
    key: str = "a", *, day: date | None = None, title: str = "Verslag"
) -> DocumentRecord:
    """Make a document of three pages and three passages; its id is ``key``, 16 times."""
    document_id = key * 16
    passages = (
        Passage(
            passage_id=f"{key}1",
            document_id=document_id,
            position=1,
            kind=PassageKind.PARAGRAPH,
            text=PAGES[0].text[:26],
            spans=(Span(1, 0, 26),),
        ),
        Passage(
            passage_id=f"{key}2",
            document_id=document_id,
            position=2,
            kind=PassageKind.BULLET,
            text=f"{PAGES[0].text[27:]}\n{PAGES[2].text[:8]}",
            spans=(Span(1, 27, 41), Span(3, 0, 8)),
            agenda_position=2,
            sub_heading="Extra inzet Rijk",
            level=2,
        ),
        Passage(
            passage_id=f"{key}3",
            document_id=document_id,
            position=3,
            kind=PassageKind.SPEECH,
            text=PAGES[2].text[9:],
            spans=(Span(3, 9, len(PAGES[2].text)),),
            agenda_position=2,
            speaker="De heer Eik",
        ),
    )
    return DocumentRecord(
        Document(
            document_id=document_id,
            sha256=key * 64,
            media_type="application/pdf",
            title=title,
            layout=Layout.LRT,
            meeting=Meeting(
                body="Regietafel",
                date_guess=day,
                date_text="3 maart 2022",
                time_text="9:00 - 10.00 uur",
                place="Webex",
                attendees=(Attendee("Dhr. Eik", None), Attendee(None, "VNG")),
            ),
            page_count=3,
            paged=True,
            sources=(Source(f"{key}.pdf"),),
            agenda_items=(AgendaItem(1, "", "OPENING", 1), AgendaItem(2, "2", "OPVANG", 1)),
            passage_count=3,
        ),
        PAGES,
        passages,
        sensitive=(
            SensitiveCount(SensitiveKind.EMAIL, 1, 2),
            SensitiveCount(SensitiveKind.PHONE, 1, 1),
        ),
    )


def make_redacted(key: str = "a") -> DocumentRecord:
    """Make a document of which parts were redacted: the second passage has two marks."""
    record = make_record(key)
    marks = (
        Redaction(1, 27, RedactionLook.GAP, (), None, 12),
        Redaction(1, 40, RedactionLook.GREY, ("5.1.2e", "5.1.2i"), (120, 240, 165, 255), 9),
        Redaction(2, None, RedactionLook.BLACK, ("B-12",), (50, 50, 550, 800), 3000),
    )
    text = f"{PAGES[0].text[:27]}{REDACTION_MARK}pvang in Óss.".ljust(40, ".") + REDACTION_MARK
    pages = (Page(1, None, text), *PAGES[1:])
    first, second, third = record.passages
    second = replace(second, text=f"{text[27:41]}\n{PAGES[2].text[:8]}", redactions=marks[:2])
    return replace(
        record,
        pages=pages,
        passages=(first, second, third),
        redactions=marks,
        shares=Shares(
            document=Withheld(61, 3, ("5.1.2e", "5.1.2i", "B-12")),
            pages=(Withheld(20, 2, ("5.1.2e", "5.1.2i")), Withheld(None, 1, ("B-12",)), Withheld()),
            agenda_items=(Withheld(), Withheld(35, 2, ("5.1.2e", "5.1.2i"))),
        ),
    )


def make_stating(key: str = "a") -> DocumentRecord:
    """Make a document with an action item over two pages, and a decision without more."""
    record = make_record(key)
    second, third = record.passages[1:]
    statements = (
        Statement(
            statement_id=f"s{key * 15}",
            document_id=record.document.document_id,
            passage_id=second.passage_id,
            position=1,
            kind=StatementKind.ACTION_ITEM,
            text=second.text,
            spans=second.spans,
            rule="action-label",
            confidence=97,
            agenda_position=2,
            speaker="De VNG",
            speaker_organisation="VNG",
            owners=("VNG", "BZK", "Aedes"),
            due_text="voor 1 mei",
            due_date_guess=date(2022, 5, 1),
        ),
        Statement(
            statement_id=f"s{key * 14}0",
            document_id=record.document.document_id,
            passage_id=third.passage_id,
            position=2,
            kind=StatementKind.DECISION,
            text=third.text,
            spans=third.spans,
            rule="agreed",
            confidence=80,
            outcome=DecisionOutcome.DEFERRED,
        ),
    )
    return replace(record, statements=statements)


def written(path: Path, *records: DocumentRecord) -> Catalogue:
    """Write records, each under the names that its document says, and open the catalogue."""
    with writing(path) as writer:
        for record in records:
            writer.add_document(record)
        writer.add_sources(
            SourceRecord(f"/in/{name}", name, record.document.document_id)
            for record in records
            for name in record.document.source_names
        )
    return Catalogue(path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.sqlite3"


@pytest.mark.parametrize(
    "record",
    [
        make_record(day=date(2022, 3, 3)),
        make_record(),
        replace(make_record(), document=replace(make_record().document, meeting=Meeting())),
        replace(make_record(), document=replace(make_record().document, paged=False)),
        replace(
            make_record(),
            document=replace(make_record().document, sources=(Source("b"), Source("a"))),
        ),
        make_redacted(),
    ],
    ids=["all", "undated", "no head", "no pages", "two names", "redacted"],
)
def test_a_record_comes_back_as_it_was(path: Path, record: DocumentRecord) -> None:
    catalogue = written(path, record)
    key = record.document.document_id
    assert catalogue.document(key) == record.document
    assert catalogue.documents() == (record.document,)
    assert catalogue.pages(key) == record.pages
    assert catalogue.page(key, 3) == record.pages[2]
    assert catalogue.passages(key) == record.passages
    assert catalogue.sensitive(key) == record.sensitive
    assert catalogue.redactions(key) == record.redactions
    shares = record.shares
    wanted = Shares(
        shares.document, shares.pages or (Withheld(),) * 3, shares.agenda_items or (Withheld(),) * 2
    )
    assert catalogue.shares(key) == wanted
    assert catalogue.record(key) == replace(record, shares=wanted)


def read_as(*readings: PageReading, key: str = "a") -> DocumentRecord:
    """Make a document of which each page was read in its own way."""
    record = make_record(key)
    pages = [replace(page, reading=how) for page, how in zip(PAGES, readings, strict=True)]
    return replace(record, pages=tuple(pages))


def test_how_pages_were_read_is_told_by_document_and_method(path: Path) -> None:
    scan = read_as(
        PageReading(ReadingMethod.OCR, "tesseract", 91),
        PageReading(ReadingMethod.UNREADABLE),
        PageReading(ReadingMethod.OCR, "tesseract", 74),
    )
    withheld = read_as(
        PageReading(),
        PageReading(ReadingMethod.BLANK),
        PageReading(ReadingMethod.REDACTED),
        key="b",
    )
    catalogue = written(path, scan, withheld)
    found = catalogue.readings()
    assert found == {
        "a" * 16: Readings(
            {ReadingMethod.OCR: 2, ReadingMethod.UNREADABLE: 1},
            {ReadingMethod.OCR: (1, 3), ReadingMethod.UNREADABLE: (2,)},
            (91, 74),
        ),
        "b" * 16: Readings(
            {ReadingMethod.TEXT_LAYER: 1, ReadingMethod.BLANK: 1, ReadingMethod.REDACTED: 1},
            {ReadingMethod.BLANK: (2,), ReadingMethod.REDACTED: (3,)},
        ),
    }
    assert {key: catalogue.readings_of(key) for key in found} == found
    assert catalogue.readings_of("c" * 16) == Readings()
    assert found["b" * 16].method_of(1) is ReadingMethod.TEXT_LAYER
    assert found["b" * 16].method_of(3) is ReadingMethod.REDACTED


def test_a_document_without_pages_has_readings_too(path: Path) -> None:
    assert written(path, replace(make_record(), pages=())).readings() == {"a" * 16: Readings()}


def test_the_word_index_gives_all_passages_with_a_form_of_a_word(path: Path) -> None:
    catalogue = written(path, make_record("a"), make_record("b"))
    found = LexicalIndex(catalogue).with_any(["regietafels", "vervolg"])
    ids = {one.passage_id for one in catalogue.passages_by_number(found).values()}
    assert ids == {"a1", "a2", "b1", "b2"}


def test_what_was_withheld_around_a_passage_is_that_of_its_agenda_item_or_page(
    path: Path,
) -> None:
    catalogue = written(path, make_redacted("a"), make_record("b"))
    numbers = catalogue.numbers_of(["a1", "a2", "a3", "b2"])
    around = catalogue.withheld_around([*numbers.values()])
    assert around[numbers["a1"]] == Withheld(20, 2, ("5.1.2e", "5.1.2i"))  # its page
    assert around[numbers["a2"]] == around[numbers["a3"]] == Withheld(35, 2, ("5.1.2e", "5.1.2i"))
    assert around[numbers["b2"]] == Withheld()


def test_what_was_withheld_of_each_document_is_told_for_all_at_once(path: Path) -> None:
    catalogue = written(path, make_redacted("a"), make_record("b"))
    assert catalogue.withheld() == {
        "a" * 16: make_redacted("a").shares.document,
        "b" * 16: Withheld(),
    }


def test_grounds_are_counted_over_the_archive(path: Path) -> None:
    catalogue = written(path, make_redacted("a"), make_redacted("b"), make_record("c"))
    assert list(catalogue.ground_counts().items()) == [("5.1.2e", 2), ("5.1.2i", 2), ("B-12", 2)]


def test_versions_are_told_of_both_the_most_alike_first(path: Path) -> None:
    a, b, c, d = (key * 16 for key in "abcd")
    with writing(path) as writer:
        for key in "abcd":
            writer.add_document(make_record(key))
        writer.add_versions([VersionLink(a, b, 80), VersionLink(a, c, 95)])
    catalogue = Catalogue(path)
    assert catalogue.versions(a) == (VersionLink(a, c, 95), VersionLink(a, b, 80))
    assert catalogue.versions(c) == (VersionLink(c, a, 95),)
    assert catalogue.versions(d) == ()


def test_the_parts_of_a_file_come_in_the_order_of_its_pages(path: Path) -> None:
    whole = make_record("a")
    parts = [
        replace(
            make_record(key),
            document=replace(
                make_record(key).document, sha256="f" * 64, part=Part(position, 2, first)
            ),
        )
        for key, position, first in (("b", 2, 10), ("c", 1, 1))
    ]
    catalogue = written(path, whole, *parts)
    assert [one.document_id for one in catalogue.parts("f" * 64)] == ["c" * 16, "b" * 16]
    assert catalogue.parts("e" * 64) == ()


def test_a_document_that_is_not_there_is_none(path: Path) -> None:
    catalogue = written(path, make_record())
    assert catalogue.document("' OR 1=1 --") is None
    assert catalogue.pages("b" * 16) == ()
    assert catalogue.passages("b" * 16) == ()
    assert catalogue.sensitive("b" * 16) == ()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1, 1, ["a1", "a2"]),
        (1, None, ["a1", "a2", "a3"]),
        (2, 2, []),
        (2, 3, ["a2", "a3"]),
        (3, None, ["a2", "a3"]),
        (4, None, []),
        (3, 1, []),
    ],
)
def test_passages_on_a_range_of_pages(
    path: Path, first: int, last: int | None, expected: list[str]
) -> None:
    found = written(path, make_record()).passages("a" * 16, first, last)
    assert [passage.passage_id for passage in found] == expected


def test_statements_come_back_by_document_and_all_at_once(path: Path) -> None:
    first, second = make_stating("a"), make_stating("b")
    catalogue = written(path, second, first, make_record("c"))
    assert catalogue.record("a" * 16).statements == first.statements
    assert catalogue.statements("b" * 16) == second.statements
    assert catalogue.statements("c" * 16) == ()
    assert catalogue.statements() == first.statements + second.statements


def test_passages_are_found_by_number_and_numbers_by_id(path: Path) -> None:
    catalogue = written(path, make_record("a"), make_record("b"))
    numbers = catalogue.numbers_of(["b3", "a1", "nowhere"])
    assert numbers.keys() == {"b3", "a1"}
    found = catalogue.passages_by_number([numbers["b3"], numbers["a1"], 10**6])
    assert {number: one.passage_id for number, one in found.items()} == {
        number: key for key, number in numbers.items()
    }


def test_no_numbers_and_no_ids_find_nothing(path: Path) -> None:
    catalogue = written(path, make_record())
    assert catalogue.passages_by_number([]) == {}
    assert catalogue.numbers_of([]) == {}


def test_documents_come_newest_first_and_undated_last(path: Path) -> None:
    catalogue = written(
        path,
        make_record("a", title="Zonder datum"),
        make_record("b", title="Bijlage zonder datum"),
        make_record("c", day=date(2021, 9, 17)),
        make_record("d", day=date(2025, 9, 26)),
    )
    assert [one.document_id[0] for one in catalogue.documents()] == ["d", "c", "b", "a"]
    assert catalogue.period() == (date(2021, 9, 17), date(2025, 9, 26))


def test_the_period_of_undated_documents_is_not_known(path: Path) -> None:
    assert written(path, make_record()).period() == (None, None)


def test_sources_and_skipped_files_come_back(path: Path) -> None:
    sources = (
        SourceRecord("/z/één\n.pdf", "z/één\N{REPLACEMENT CHARACTER}.pdf", "a" * 16),
        SourceRecord("/a/kopie.pdf", "kopie.pdf", "a" * 16),
    )
    skipped = {
        "/b": SkippedSource("b.pdf", "NoTextError", (("name", "b.pdf"), ("pages", 12))),
        "/a": SkippedSource("c.pdf", "EmptyFileError", (("name", "c.pdf"),)),
    }
    with writing(path) as writer:
        writer.add_document(make_record())
        writer.add_sources(sources)
        writer.add_skipped(skipped.items())
    catalogue = Catalogue(path)
    assert catalogue.sources() == sources
    assert catalogue.documents()[0].source_names == (sources[0].name, "kopie.pdf")
    assert list(catalogue.skipped().items()) == list(skipped.items())


def test_counts(path: Path) -> None:
    with writing(path) as writer:
        writer.add_document(make_record("a"))
        writer.add_document(make_record("b"))
        writer.add_skipped([("/c", SkippedSource("c.pdf", "EmptyFileError"))])
    catalogue = Catalogue(path)
    assert catalogue.counts() == Counts(
        documents=2, pages=6, unread_pages=2, passages=6, words=6, skipped=1
    )
    catalogue.check()


@pytest.mark.parametrize("method", [ReadingMethod.BLANK, ReadingMethod.REDACTED])
def test_a_page_without_text_that_is_accounted_for_is_not_unread(
    path: Path, method: ReadingMethod
) -> None:
    record = make_record("a")
    pages = (record.pages[0], replace(record.pages[1], reading=PageReading(method)))
    with writing(path) as writer:
        writer.add_document(replace(record, pages=(*pages, record.pages[2])))
    assert Catalogue(path).counts().unread_pages == 0


def test_how_pages_were_read_is_known_by_number(path: Path) -> None:
    with writing(path) as writer:
        writer.add_document(make_record("a"))
    assert Catalogue(path).page_readings("a" * 16, 2, 3) == {
        2: PageReading(ReadingMethod.UNREADABLE),
        3: PageReading(),
    }


def test_an_empty_catalogue_counts_nothing(path: Path) -> None:
    assert written(path).counts() == Counts(0, 0, 0, 0, 0, 0)


def test_a_block_that_fails_leaves_no_documents(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(path) as writer:
        writer.add_document(make_record())
        raise ZeroDivisionError
    assert Catalogue(path).counts().documents == 0


def test_a_catalogue_that_is_read_cannot_be_written(path: Path) -> None:
    catalogue = written(path, make_record())
    before = path.read_bytes()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue._db.execute("DELETE FROM passage")
    catalogue.close()
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_catalogue_that_is_missing_is_told(path: Path) -> None:
    with pytest.raises(DamagedIndexError, match=r"catalogue\.sqlite3 is missing"):
        Catalogue(path)
    assert not path.exists()


def test_a_file_that_is_no_catalogue_is_told(path: Path) -> None:
    path.write_bytes(b"Geachte voorzitter, " * 100)
    with pytest.raises(DamagedIndexError, match="cannot be read"):
        Catalogue(path)


def test_a_database_of_another_program_is_told(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE other (number INTEGER)")
    other.close()
    with pytest.raises(DamagedIndexError, match="cannot be read"):
        Catalogue(path)


@pytest.mark.parametrize(
    "name", ["a b.sqlite3", "a?mode=rw.sqlite3", "a#b%20.sqlite3", "é.sqlite3"]
)
def test_a_path_with_odd_characters_is_opened(tmp_path: Path, name: str) -> None:
    assert written(tmp_path / name, make_record()).counts().documents == 1


# --- the words -----------------------------------------------------------------------------


def record_of(*texts: str) -> DocumentRecord:
    """Make a document with one page, and one passage for each line of it."""
    page = Page(1, None, "\n".join(texts))
    passages = []
    start = 0
    for position, text in enumerate(texts, start=1):
        passages.append(
            Passage(
                passage_id=f"p{position}",
                document_id="a" * 16,
                position=position,
                kind=PassageKind.BULLET,
                text=text,
                spans=(Span(1, start, start + len(text)),),
            )
        )
        start += len(text) + 1
    document = replace(make_record().document, page_count=1, agenda_items=())
    return DocumentRecord(replace(document, passage_count=len(passages)), (page,), tuple(passages))


def test_the_best_match_comes_first(path: Path) -> None:
    catalogue = written(
        path,
        record_of(
            "De opvang van kinderen in een grote gemeente aan de rand van het land.",
            "De opvang.",
            "De burgemeester.",
            "Opvang en opvang en opvang van kinderen.",
        ),
    )
    ranked = catalogue.match_words('"opvang" OR "kind"', 10)
    numbers = [number for number, _ in ranked]
    scores = [score for _, score in ranked]
    assert set(numbers) == {1, 2, 4}
    assert numbers[0] == 4
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0
    assert catalogue.match_words('"opvang" OR "kind"', 1) == ranked[:1]


def test_matches_that_are_as_good_come_by_number(path: Path) -> None:
    catalogue = written(path, record_of("Opvang.", "Opvang.", "Anders.", "Opvang.", "Iets."))
    assert [number for number, _ in catalogue.match_words('"opvang"', 10)] == [1, 2, 4]


def test_a_word_in_the_passage_weighs_more_than_one_above_it(path: Path) -> None:
    first, second, third = record_of("Opvang hier.", "Rijk hier.", "Anders.").passages
    above = replace(second, sub_heading="Opvang")
    inside = replace(first, sub_heading="Rijk")
    record = replace(record_of("Opvang."), passages=(above, inside, third))
    catalogue = written(path, record)
    found = [number for number, _ in catalogue.match_words('"opvang"', 10)]
    best = catalogue.passages_by_number(found)[found[0]]
    assert (len(found), best.passage_id) == (2, inside.passage_id)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    path = tmp_path_factory.mktemp("words") / "catalogue.sqlite3"
    texts = ("Opvang op 14:30, zie 5.1.2e.", "DT&V en COA, near and or not.", "½ van 36333")
    return LexicalIndex(written(path, record_of(*texts)))


HOSTILE = (
    *(
        '"',
        "'",
        '""opvang',
        "opvang*",
        "^opvang",
        "passage:opvang",
        "(opvang",
        "opvang)",
        "-opvang",
    ),
    *(
        "opvang NEAR/2 coa",
        "NEAR(opvang coa, 2)",
        "opvang AND",
        "OR",
        "NOT opvang",
        "{passage} : x",
    ),
    *(
        "opvang\0coa",
        "\0",
        "½",
        "½ van",
        "👍🏽 opvang",
        "ﷺ",
        "\ud800opvang",
        "a" * 5000,
        "+",
        ";--",
    ),
)


@pytest.mark.parametrize("query", HOSTILE)
def test_whatever_is_typed_is_no_syntax(lexical: LexicalIndex, query: str) -> None:
    stems = [term.stem for term in query_terms(query)]
    matches = lexical.search([AskedWord(stem) for stem in stems], 10)
    assert set(matches.unknown) <= set(stems)
    assert bool(matches.ranked) == bool(set(stems) - set(matches.unknown))


@given(st.text())
@example("NEAR(\"'*^:½\0")
def test_any_text_can_be_looked_up(lexical: LexicalIndex, query: str) -> None:
    stems = [term.stem for term in query_terms(query)]
    assert set(lexical.search(lexical.asked(query_terms(query)), 10).unknown) <= set(stems)


@pytest.mark.parametrize("stem", ['"', "opva*", "opvang OR coa", "^ministerie", "NOT x", ":", ""])
def test_a_stem_is_looked_up_as_it_is(lexical: LexicalIndex, stem: str) -> None:
    assert lexical.search([AskedWord(stem)], 10).unknown == (stem,)


@pytest.mark.parametrize(
    ("query", "number"),
    [("14:30", 1), ("5.1.2e", 1), ("DT&V", 2), ("dt&v", 2), ("near", 2), ("½", 3), ("36333", 3)],
)
def test_numbers_and_abbreviations_are_found(
    lexical: LexicalIndex, query: str, number: int
) -> None:
    ranked = lexical.search(lexical.asked(query_terms(query)), 10).ranked
    assert [found for found, _ in ranked] == [number]


@pytest.mark.parametrize("part", ["14", "30", "5.1", "2e", "DT", "V", "363"])
def test_a_part_of_a_number_or_abbreviation_is_another_term(
    lexical: LexicalIndex, part: str
) -> None:
    assert lexical.search(lexical.asked(query_terms(part)[:1]), 10).ranked == ()
