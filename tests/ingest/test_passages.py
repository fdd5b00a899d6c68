"""Cutting passages: every span gives back its text, and nothing crosses a heading."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.minutes import recognise_minutes
from ingest.passages import MAX_CHARS, cut_passages
from lrt_search.domain import Page, Passage

HEAD = "Landelijke Regietafel\nVergaderdatum 3 maart 2022\nAanwezig Dhr. Eik (VNG)\n"


def cut(*texts: str, document_id: str = "d") -> list[Passage]:
    pages = [Page(number, None, text) for number, text in enumerate(texts, start=1)]
    return cut_passages(document_id, pages, recognise_minutes(pages))


def test_a_bullet_is_a_passage_with_its_place() -> None:
    text = HEAD + "1. OPENING\nInzet:\n• Er komt een\nbrief. Actie BZK.\n"
    (passage,) = cut(text)
    assert passage.text == "Er komt een\nbrief. Actie BZK."
    assert passage.quotation == "Er komt een brief. Actie BZK."
    (span,) = passage.spans
    assert text[span.start : span.end] == passage.text
    assert (passage.agenda_position, passage.sub_heading) == (1, "Inzet")


def test_a_bullet_that_runs_on_to_the_next_page_has_a_span_on_each() -> None:
    passage, _ = cut(
        HEAD + "1. OPENING\n• Er is een tekort aan\nPagina 1 van 2\n",
        "Pagina 2 van 2\nplekken.\n• Tweede.\n",
    )
    assert [span.page_number for span in passage.spans] == [1, 2]
    assert passage.page_number == 1
    assert passage.quotation == "Er is een tekort aan plekken."


def test_long_text_is_cut_between_sentences() -> None:
    sentences = [f"Zin {n} gaat over de opvang van mensen in de regio {n}." for n in range(60)]
    passages = cut(HEAD + "1. OPENING\n• " + "\n".join(sentences))
    assert len(passages) > 2
    assert all(len(passage.text) <= MAX_CHARS for passage in passages)
    assert all(passage.quotation.startswith("Zin ") for passage in passages)
    assert " ".join(passage.quotation for passage in passages) == " ".join(sentences)


def test_a_title_is_no_end_of_a_sentence() -> None:
    text = "De voorzitter geeft het woord aan Dhr. Eik. " * 30
    assert all("Dhr. Eik." in p.quotation for p in cut(HEAD + "1. OPENING\n• " + text))
    assert not any(p.quotation.endswith("Dhr.") for p in cut(HEAD + "1. OPENING\n• " + text))


def test_ids_come_from_the_words_and_outlive_other_passages() -> None:
    before = cut(HEAD + "1. OPENING\n• Eerste.\n• Tweede.\n")
    after = cut(HEAD + "1. OPENING\n• Nieuw punt.\n• Eerste.\n• Tweede.\n")
    assert {p.passage_id for p in before} < {p.passage_id for p in after}


def test_the_same_words_twice_are_two_passages() -> None:
    first, second = cut(HEAD + "1. OPENING\n• Akkoord.\n2. SLUITING\n• Akkoord.\n")
    assert first.passage_id != second.passage_id


def test_a_stray_bullet_is_no_passage() -> None:
    assert [p.text for p in cut(HEAD + "1. OPENING\n• .\n• Wel iets.\n")] == ["Wel iets."]


def test_a_passage_keeps_its_marks_and_its_id_does_not_know_them() -> None:
    (with_gap,) = cut(HEAD + "1. OPENING\n• De heer           (COA) is er.\n")
    (with_mark,) = cut(HEAD + "1. OPENING\n• De heer ▮ (COA) is er.\n")
    assert with_mark.text == "De heer ▮ (COA) is er."
    assert with_mark.passage_id == with_gap.passage_id


def test_a_bullet_that_was_withheld_whole_is_no_passage() -> None:
    texts = [p.text for p in cut(HEAD + "1. OPENING\n• ▮\n• Wel iets. ▮\nInzet:\n• Meer.\n")]
    assert texts == ["Wel iets. ▮", "Meer."]


def test_a_redaction_does_not_stop_a_sentence_from_ending() -> None:
    text = "De voorzitter licht dat toe. ▮ stemt daarmee in. ▮ Actie BZK. " * 20
    passages = cut(HEAD + "1. OPENING\n• " + text)
    assert len(passages) > 1
    assert all(p.quotation.endswith((".", "▮")) for p in passages)


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                "1. OPENING",
                "2. GOVERNANCE",
                "Inzet:",
                "Pagina 2 van 3",
                "• Een punt.",
                "o ja",
                "▮",
            ]
        ),
        st.text(alphabet="abc DE.▮•\t-\u00a0é:", max_size=60),
        st.text(alphabet="woord ", min_size=900, max_size=2500),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES.map("\n".join), min_size=1, max_size=3))
def test_every_span_gives_back_its_text(texts: list[str]) -> None:
    passages = cut(HEAD + texts[0], *texts[1:])
    pages = [HEAD + texts[0], *texts[1:]]
    for passage in passages:
        stretches = [pages[s.page_number - 1][s.start : s.end] for s in passage.spans]
        assert passage.text == "\n".join(stretches)
    assert [p.position for p in passages] == list(range(1, len(passages) + 1))
    assert len({p.passage_id for p in passages}) == len(passages)
