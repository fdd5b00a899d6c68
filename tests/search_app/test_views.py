"""The pages: what a reader sees and where the links lead."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient

from lrt_search.domain import Outcome, SkippedSource
from tests.search_app.conftest import (
    LETTER,
    LONG,
    PART,
    PLAIN,
    SCAN,
    SCANNED,
    SHORT,
    WITHDRAWN,
    AppOf,
    FakeArchive,
    toy_search,
)

SCRIPT = "<script>alert(1)</script>"


def text_of(page: str) -> str:
    """Return what a page reads, without its tags and with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def links_of(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="([^"]*)"', page)]


def test_the_search_page_says_what_is_in_the_archive(client: FlaskClient) -> None:
    text = text_of(client.get("/").text)
    assert "The archive holds 3 documents: 44 pages, in 48 passages." in text
    assert "Meetings from 11 May 2023 to 14 March 2024." in text
    assert "2 files could not be read" in text


def test_the_search_box_has_a_label(client: FlaskClient) -> None:
    page = client.get("/").text
    assert '<label for="q">' in page and 'id="q" name="q"' in page


def test_a_hit_links_to_its_passage(client: FlaskClient) -> None:
    assert f"/v/{SHORT}/p/2#a0000002" in links_of(client.get("/?q=defensielocaties").text)


def test_a_hit_arrives_at_its_passage(client: FlaskClient) -> None:
    assert 'id="a0000002"' in client.get(f"/v/{SHORT}/p/2").text


def test_a_hit_quotes_its_passage_with_the_matching_words_marked(client: FlaskClient) -> None:
    page = client.get("/?q=duidelijkheid duur").text
    assert (
        "VNG vraagt <mark>duidelijkheid</mark> over de <mark>duur</mark> van de noodopvang." in page
    )


def test_a_hit_says_where_it_stands(client: FlaskClient) -> None:
    text = text_of(client.get("/?q=duidelijkheid").text)
    citation = (
        "Verslag LRT 14 maart 2024 · 14 March 2024 · agenda item "
        "3. NOODOPVANG EN DEFENSIELOCATIES · Discussie · p. 2"
    )
    assert citation in text


@pytest.mark.parametrize("path", ["/?q=wachten", f"/v/{SHORT}"])
def test_a_quotation_from_a_scan_says_so(client: FlaskClient, path: str) -> None:
    assert "read with OCR (confidence 93)" in text_of(client.get(path).text)


def test_a_quotation_from_a_text_does_not_speak_of_ocr(client: FlaskClient) -> None:
    assert "OCR" not in text_of(client.get("/?q=duidelijkheid").text)


@pytest.mark.parametrize(
    ("query", "place"), [("taakstelling", "line 85"), ("plekken", "p. 12 (page 1 of the file)")]
)
def test_a_place_is_told_as_it_can_be_looked_up(
    client: FlaskClient, query: str, place: str
) -> None:
    assert f"· {place}" in text_of(client.get(f"/?q={query}").text)


def test_a_hit_says_why_it_was_found(client: FlaskClient) -> None:
    text = text_of(client.get("/?q=defensielocaties").text)
    assert "Found on the words: defensielocaties · also by meaning (rank 3)" in text


@pytest.mark.parametrize("query", [SCRIPT, '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}"])
def test_a_question_is_shown_as_text(client: FlaskClient, query: str) -> None:
    page = client.get("/", query_string={"q": query}).text
    assert query not in page.replace("{{ 7 * 7 }}", "" if query != "{{ 7 * 7 }}" else "49")
    assert query in unescape(page)


def test_a_refused_question_is_shown_as_text(client: FlaskClient) -> None:
    page = client.get("/", query_string={"q": SCRIPT * 20}).text
    assert SCRIPT not in page and SCRIPT in unescape(page)


@pytest.mark.parametrize("path", ["/?q=draagvlak", f"/v/{SHORT}"])
def test_a_passage_is_shown_as_text(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert SCRIPT not in page and SCRIPT in unescape(page)


@pytest.mark.parametrize("path", ["/?q=plekken", f"/v/{LONG}", "/over"])
def test_a_title_is_shown_as_text(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    assert "<b>deel" not in page and "Bijlagen <b>deel 2</b>" in unescape(page)


def test_a_page_of_hits_goes_on_where_the_one_before_ended(client: FlaskClient) -> None:
    page = client.get("/?q=plekken&pagina=2").text
    assert re.findall(r"Verdeling (\d+) van", page) == ["4", "5", "6"]


@pytest.mark.parametrize(
    ("number", "before", "after"), [(1, False, True), (7, True, True), (14, True, False)]
)
def test_pages_of_hits_are_linked(
    client: FlaskClient, number: int, before: bool, after: bool
) -> None:
    page = client.get(f"/?q=plekken&pagina={number}").text
    assert 'rel="prev"' in page if before else 'rel="prev"' not in page
    assert 'rel="next"' in page if after else 'rel="next"' not in page
    assert "/?q=plekken&pagina=14" in links_of(page)


def test_one_page_of_hits_has_no_pagination(client: FlaskClient) -> None:
    assert "pagination" not in client.get("/?q=defensielocaties").text


def test_not_found_says_what_was_searched(client: FlaskClient) -> None:
    response = client.get("/?q=onvindbaar")
    text = text_of(response.text)
    assert response.status_code == 200
    assert "Not found" in text
    assert "Searched: 3 documents, 44 pages, 48 passages." in text
    assert "Meetings from 11 May 2023 to 14 March 2024." in text
    assert "2 files could not be read and are not searched." in text
    assert "1 page could not be read and is not searched." in text


def test_words_that_are_nowhere_are_named(client: FlaskClient) -> None:
    text = text_of(client.get("/?q=onvindbaar").text)
    assert "This word of your question is nowhere in the archive: onvindbaar" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Your question holds no word to search for."),
        ("?!", "Your question holds no word to search for."),
        ("a" * 201, "Your question is 201 characters long; at most 200 are searched."),
    ],
)
def test_a_refused_question_says_why_at_the_form(
    client: FlaskClient, query: str, sentence: str
) -> None:
    response = client.get("/", query_string={"q": query})
    assert response.status_code == 400
    fault = re.search(r'id="q-fault">([^<]*)<', response.text)
    assert fault and fault[1].startswith(sentence)
    assert 'aria-invalid="true"' in response.text


def test_the_minutes_are_shown_by_agenda_item(client: FlaskClient) -> None:
    page = client.get(f"/v/{SHORT}").text
    assert re.findall(r"<h2 id=\"agendapunt[^>]*>([^<]*)<", page) == [
        "1. OPENING EN MEDEDELINGEN",
        "2. VOORTGANG ACTIELIJNEN",
        "3. NOODOPVANG EN DEFENSIELOCATIES",
        "WVTTK",
    ]
    assert re.findall(r"<h3>([^<]*)<", page) == ["Discussie", "Draagvlak"]


def test_the_minutes_show_where_a_page_begins(client: FlaskClient) -> None:
    page = client.get(f"/v/{SHORT}").text
    assert re.findall(r'id="pagina-(\d)"', page) == ["1", "2", "3"]


def test_running_text_has_no_pages(client: FlaskClient) -> None:
    assert "pagina-1" not in client.get(f"/v/{PLAIN}").text


def test_the_minutes_count_redacted_names(client: FlaskClient) -> None:
    text = text_of(client.get(f"/v/{SHORT}").text)
    assert "Mevr. Verzonnen (VNG)" in text
    assert "3 more people, whose names are redacted: JenV, BZK (2)" in text


def test_a_speaker_is_named(client: FlaskClient) -> None:
    assert "De voorzitter: Het wachten is op de brief." in text_of(client.get(f"/v/{SHORT}").text)


def test_the_minutes_name_their_source(client: FlaskClient) -> None:
    text = text_of(client.get(f"/v/{LONG}").text)
    assert "bijlagen-deel-2.pdf" in text and "kopie.pdf" in text and "b" * 64 in text


def test_the_minutes_say_where_their_source_was_published(client: FlaskClient) -> None:
    page = client.get(f"/v/{LONG}").text
    assert "https://open.example/12?a=1&b=2" in links_of(page)
    assert "Woo decision: Besluit <regie> · Document number: LRT-2001" in text_of(page)
    assert "Besluit <regie>" not in page  # It is escaped.
    assert "Woo decision" not in client.get(f"/v/{SHORT}").text


def test_every_passage_links_to_itself(client: FlaskClient) -> None:
    page = client.get(f"/v/{SHORT}").text
    assert f"/v/{SHORT}/p/3#a0000005" in links_of(page)


@pytest.mark.parametrize(
    ("path", "first", "last"),
    [("", 1, 5), ("/p/1", 1, 3), ("/p/20", 18, 22), ("/p/40", 38, 40)],
)
def test_a_long_document_is_shown_some_pages_at_a_time(
    client: FlaskClient, path: str, first: int, last: int
) -> None:
    page = client.get(f"/v/{LONG}{path}").text
    shown = [int(number) for number in re.findall(r"Verdeling (\d+) van", page)]
    assert shown == list(range(first, last + 1))
    assert f"Pages {first} to {last} of 40" in page


def test_the_windows_of_a_long_document_cover_it(client: FlaskClient) -> None:
    path: str | None = f"/v/{LONG}"
    shown: list[int] = []
    while path:
        page = client.get(path).text
        shown += [int(number) for number in re.findall(r"Verdeling (\d+) van", page)]
        onward = re.search(r'rel="next" href="([^"]*)"', page)
        path = onward and onward[1]
    assert shown == list(range(1, 41))


def test_a_window_names_the_item_it_opens_in(client: FlaskClient) -> None:
    text = text_of(client.get(f"/v/{LONG}/p/30").text)
    assert "F.2. Begroting (continued)" in text


@pytest.mark.parametrize("path", [f"/v/{SHORT}/p/4", f"/v/{LONG}/p/41"])
def test_a_page_out_of_range_says_which_there_are(client: FlaskClient, path: str) -> None:
    assert "Its pages are 1 to " in client.get(path).text


@pytest.fixture
def bundle(archive: FakeArchive) -> None:
    archive.held = (LETTER, PART)


@pytest.mark.usefixtures("bundle")
@pytest.mark.parametrize(
    ("path", "first", "last"), [("", 37, 41), ("/p/37", 37, 39), ("/p/60", 58, 62)]
)
def test_a_part_of_a_file_has_the_pages_of_the_file(
    client: FlaskClient, path: str, first: int, last: int
) -> None:
    page = client.get(f"/v/{PART.document_id}{path}").text
    assert [int(number) for number in re.findall(r"Punt (\d+) besproken", page)] == list(
        range(first, last + 1)
    )
    text = text_of(page)
    assert f"Pages {first} to {last} of the file; this part ends on page 80" in text
    assert "bundel.pdf: part 2 of 2, pages 37 to 80 of the file" in text
    assert f"/v/{LETTER.document_id}" in links_of(page)


@pytest.mark.usefixtures("bundle")
def test_the_share_of_a_page_is_that_of_the_page_of_the_file(client: FlaskClient) -> None:
    text = text_of(client.get(f"/v/{PART.document_id}/p/80").text)
    assert "page 80 · 40% redacted" in text
    assert "page 79 · " not in text


@pytest.mark.usefixtures("bundle")
@pytest.mark.parametrize("number", [1, 36, 81])
def test_a_part_has_no_pages_of_the_other_parts(client: FlaskClient, number: int) -> None:
    response = client.get(f"/v/{PART.document_id}/p/{number}")
    assert response.status_code == 404
    assert "Its pages are 37 to 80" in response.text


def test_the_minutes_name_their_other_versions(client: FlaskClient) -> None:
    page = client.get(f"/v/{SHORT}").text
    assert "Other versions of these minutes bijlagen-deel-2.pdf (40 pages)" in text_of(page)
    assert {f"/v/{LONG}", f"/v/{SHORT}/verschil/{LONG}"} <= set(links_of(page))
    assert "Other versions" not in client.get(f"/v/{PLAIN}").text


def test_what_differs_is_quoted_with_links_to_both_pages(client: FlaskClient) -> None:
    page = client.get(f"/v/{SHORT}/verschil/{LONG}").text
    text = text_of(page)
    assert "1 place became visible" in text
    assert "Page 3 was removed." in text
    assert "1. Became visible First, page 2 [redacted: 5.1.2e]" in text
    assert "Second, page 3 brief aan mevrouw <b>Verzonnen</b> over de termijnen" in text
    assert "<ins>mevrouw &lt;b&gt;Verzonnen&lt;/b&gt;</ins>" in page
    assert {f"/v/{SHORT}/p/2", f"/v/{LONG}/p/3"} <= set(links_of(page))


@pytest.mark.parametrize(
    ("other", "expected"), [(SHORT, "one and the same"), (PLAIN, "nothing in common")]
)
def test_what_cannot_be_compared_is_told(client: FlaskClient, other: str, expected: str) -> None:
    assert expected in client.get(f"/v/{SHORT}/verschil/{other}").text


def test_nothing_is_compared_with_what_is_not_there(client: FlaskClient) -> None:
    assert client.get(f"/v/{SHORT}/verschil/{'9' * 16}").status_code == 404
    assert client.get(f"/v/{WITHDRAWN.document_id}/verschil/{SHORT}").status_code == 410


def test_about_lists_the_documents(client: FlaskClient) -> None:
    page = client.get("/over").text
    assert f"/v/{SHORT}" in links_of(page)
    row = re.search(rf'<tr>(?:(?!</tr>).)*/v/{SHORT}".*?</tr>', page, re.DOTALL)
    assert row is not None
    assert text_of(row[0]).startswith("14 March 2024 Verslag LRT 14 maart 2024 ")
    assert re.findall(r'<td class="count">([^<]*)<', row[0]) == ["3", "7", "12%"]


@pytest.mark.parametrize(
    "sentence",
    [
        "scan.pdf has no text that can be read. Of its 4 pages 1 are blank, 1 redacted",
        "oud.pdf could not be read (ReasonOfTheFuture).",
    ],
)
def test_about_says_why_a_file_was_skipped(client: FlaskClient, sentence: str) -> None:
    assert sentence in text_of(client.get("/over").text)


def test_about_counts_what_waits_in_quarantine(app_of: AppOf) -> None:
    fields = (("name", "lek.pdf"), ("found", "outline (3)"), ("document_id", "0" * 16))
    leak = SkippedSource("lek.pdf", "HiddenTextError", fields)
    client = app_of(open_current=lambda: FakeArchive(unread=(leak,))).test_client()
    text = text_of(client.get("/over?taal=en").text)
    assert "lek.pdf holds text that its pages do not show (outline (3))" in text
    assert "1 of these files waits in quarantine for somebody to decide." in text


def test_about_says_what_made_the_index(client: FlaskClient) -> None:
    text = text_of(client.get("/over").text)
    assert "23 November 2026, 12:00 UTC" in text
    assert "toy-model (f00d)" in text
    assert "20261123T120000Z-abcd1234" in text


def test_an_empty_archive_is_shown(app_of: AppOf) -> None:
    empty = FakeArchive(held=(), unread=())
    client = app_of(open_current=lambda: empty).test_client()
    assert "Every file that was offered to the archive can be searched." in client.get("/over").text


@pytest.mark.parametrize(
    ("path", "language"), [("/", "nl"), ("/?taal=en", "en"), ("/nergens?taal=en", "en")]
)
def test_the_reader_chooses_the_language(app_of: AppOf, path: str, language: str) -> None:
    page = app_of(language="nl").test_client().get(path).text
    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("path", ["/", "/?q=plekken", f"/v/{LONG}/p/20", "/over", "/nergens"])
def test_every_link_keeps_the_language(app_of: AppOf, path: str) -> None:
    joint = "&" if "?" in path else "?"
    page = app_of(language="nl").test_client().get(f"{path}{joint}taal=en").text
    own = re.sub(r"<a [^>]*hreflang=[^>]*>", "", page)  # the switch leads to the other language
    others = ("/static", "/api", "#", "https://")
    pages = [link for link in links_of(own) if not link.startswith(others)]
    assert pages and all("taal=en" in link for link in pages)


def test_the_form_keeps_the_language(app_of: AppOf) -> None:
    page = app_of(language="nl").test_client().get("/?taal=en").text
    assert '<input type="hidden" name="taal" value="en">' in page


@pytest.mark.parametrize(
    ("path", "switch"),
    [
        ("/?q=a%26b", "/?q=a%26b&taal=en"),
        ("/?q=plekken&pagina=2&taal=en", "/?q=plekken&pagina=2"),
        (f"/v/{SHORT}/p/2", f"/v/{SHORT}/p/2?taal=en"),
        ("/nergens", "/?taal=en"),
    ],
)
def test_switching_language_keeps_the_question(app_of: AppOf, path: str, switch: str) -> None:
    assert switch in links_of(app_of(language="nl").test_client().get(path).text)


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert "Parameter taal cannot be used" in client.get("/?taal=fr").text


def test_dutch_text_is_marked_as_dutch(client: FlaskClient) -> None:
    assert '<blockquote lang="nl">' in client.get("/?q=noodopvang").text


def test_robots_do_not_search(client: FlaskClient) -> None:
    assert "Disallow: /*?q=" in client.get("/robots.txt").text


def test_each_request_asks_for_the_current_archive(app_of: AppOf) -> None:
    generations = iter([FakeArchive("first"), FakeArchive("second")])
    client = app_of(open_current=lambda: next(generations)).test_client()
    assert "first" in client.get("/over").text
    assert "second" in client.get("/over").text


def test_a_hit_without_matching_words_says_so(app_of: AppOf) -> None:
    def by_meaning(*names: object, **options: object) -> Outcome:
        found = toy_search(*names, **options)  # type: ignore[arg-type]
        reason = replace(found.hits[0].reason, words=(), word_rank=None, meaning_rank=2)
        return replace(found, hits=(replace(found.hits[0], reason=reason, marks=()),))

    page = app_of(search=by_meaning).test_client().get("/?q=defensielocaties").text
    assert "Found by meaning (rank 2), without matching words" in page
    assert "<mark>" not in page


# --- how pages were read, and what is missing ----------------------------------------------


def scanned(app_of: AppOf) -> FlaskClient:
    return app_of(open_current=lambda: FakeArchive(held=(SCANNED,))).test_client()


def test_the_minutes_say_how_their_pages_were_read(app_of: AppOf) -> None:
    text = text_of(scanned(app_of).get(f"/v/{SCAN}").text)
    assert (
        "Read 1 page from the text layer, 1 page by OCR (p. 4; confidence 70),"
        " 2 pages unreadable (p. 2-3), 1 blank page (p. 5), 1 page redacted whole (p. 6)"
    ) in text


def test_a_page_of_which_nothing_is_shown_says_why_in_its_place(app_of: AppOf) -> None:
    page = scanned(app_of).get(f"/v/{SCAN}").text
    assert re.findall(r'id="pagina-(\d)"', page) == ["1", "2", "3", "4", "5", "6"]
    notices = re.findall(r'<p class="notice"[^>]*>([^<]*)<', page)
    assert [notice[:25] for notice in notices] == [
        "Something stands on this ",
        "Something stands on this ",
        "This page is blank.",
        "This page is redacted who",
    ]


def test_a_link_to_an_unreadable_page_leads_to_its_notice(app_of: AppOf) -> None:
    page = scanned(app_of).get(f"/v/{SCAN}/p/3").text
    assert "#pagina-3" in links_of(page)


def test_about_says_how_pages_were_read_and_which_were_not(app_of: AppOf) -> None:
    page = scanned(app_of).get("/over").text
    table = re.search(r"How the pages were read</caption>.*?</table>", page, re.DOTALL)
    assert table is not None
    rows = re.findall(r'<th scope="row">([^<]*)</th><td class="count">(\d+)<', table[0])
    assert rows == [
        ("from the text in the file", "1"),
        ("by text recognition (OCR), which makes mistakes", "1"),
        ("unreadable, so not searched", "2"),
        ("blank", "1"),
        ("redacted whole", "1"),
    ]
    text = text_of(page)
    assert "Verslag uit de scanner: 2 pages unreadable (p. 2-3), 1 blank page (p. 5)" in text
    assert "map.pdf, Woo-besluit 12, number 7b" in text
    assert "part 2 of 3, pages 1 to 6 of the file" in text
    assert "20 November 2026, 08:30 UTC" in text
    assert "pypdf 6.0, tesseract 5.3" in text


def test_about_links_the_places_that_name_a_meeting_not_held(client: FlaskClient) -> None:
    page = client.get("/over").text
    text = text_of(page)
    assert "1 February 2024: its minutes are discussed or adopted" in text
    assert "18 April 2024: announced as a next meeting" in text
    assert f"/v/{SHORT}/p/1#a0000001" in links_of(page)
    assert "do not prove that minutes are missing" in text
    assert "1 meeting: too few to say whether minutes are missing between them." in text
    assert "Without a readable date, so in no series: Bijlagen <b>deel 2</b>" in text


def test_about_tells_files_with_one_trouble_together_and_each_by_name(app_of: AppOf) -> None:
    unread = tuple(
        SkippedSource(name, "EmptyFileError", (("name", name),)) for name in ("a.pdf", "b.pdf")
    )
    client = app_of(open_current=lambda: FakeArchive(unread=unread)).test_client()
    text = text_of(client.get("/over").text)
    assert text.count("Fetch the document again from its source and run ingest again.") == 1
    assert "a.pdf is empty. b.pdf is empty." in text


def test_not_found_says_what_may_be_missing(client: FlaskClient) -> None:
    page = client.get("/?q=onvindbaar").text
    text = text_of(page)
    assert "1 page was read by text recognition (OCR), which makes mistakes." in text
    assert "There are 2 signs that minutes may be missing from this archive." in text
    assert "/over#coverage" in links_of(page)
    assert "signs that" not in client.get("/?q=plekken").text


def test_every_table_of_about_has_a_caption_that_names_its_region(client: FlaskClient) -> None:
    page = client.get("/over").text
    regions = re.findall(r'<div class="table" role="region" aria-labelledby="([^"]+)"', page)
    assert regions == re.findall(r'<caption id="([^"]+)"', page)
    assert len(regions) == page.count("<table") == 3


# --- redactions ----------------------------------------------------------------------------

BAR = (
    '<span class="redaction" role="img" lang="en" aria-label="redacted, artikel 5.1, tweede lid, '
    'onder e, Woo (Eerbiediging van de persoonlijke levenssfeer)">[redacted: 5.1.2e]</span>'
)


@pytest.mark.parametrize("path", ["/?q=termijnen", f"/v/{SHORT}/p/2"])
def test_a_redaction_is_told_with_its_ground_where_it_stands(
    client: FlaskClient, path: str
) -> None:
    text = client.get(path).text.replace("<mark>termijnen</mark>", "termijnen")
    assert f"brief aan {BAR} over de termijnen." in text


def test_a_hit_says_how_much_of_its_agenda_item_was_redacted(client: FlaskClient) -> None:
    assert (
        "60% of this agenda item is redacted (5.1.2e, 5.1.2i)" in client.get("/?q=termijnen").text
    )
    assert "agenda item is redacted" not in client.get("/?q=akkoord").text


def test_the_minutes_say_how_much_was_redacted_of_what(client: FlaskClient) -> None:
    text = client.get(f"/v/{SHORT}").text
    assert "12%, in 2 redactions (5.1.2e, 5.1.2i)" in text
    assert '<p class="withheld" lang="en">60% redacted</p>' in text
    assert "page 2 · 40% redacted" in text
    assert text.count("% redacted</p>") == 2


def test_a_facet_leaves_as_many_hits_as_it_says(client: FlaskClient) -> None:
    text = client.get("/?q=noodopvang brief").text
    links = re.findall(
        r'href="(/\?[^"]*(?:grond|gelakt)=[^"]*)">[^<]*</a> <span class="count">(\d+)', text
    )
    assert len(links) == 4  # nothing, 50 % or more; 5.1.2e, 5.1.2i
    for path, count in links:
        left = client.get(unescape(path)).text
        found = re.search(r"(\d+) passages? found", left)
        assert found is not None
        assert found[1] == count


def test_a_filter_is_told_and_can_be_removed(client: FlaskClient) -> None:
    text = client.get("/?q=noodopvang brief&grond=5.1.2.e&gelakt=50-100").text
    assert "<strong>ground 5.1.2e</strong>" in text
    assert "<strong>50% or more redacted</strong>" in text
    assert '<a href="/?q=noodopvang+brief">Remove the filter</a>' in text


def test_other_pages_of_hits_keep_the_filter(client: FlaskClient) -> None:
    text = client.get("/?q=noodopvang brief&grond=5.1.2e").text
    assert 'rel="next" href="/?q=noodopvang+brief&amp;pagina=2&amp;grond=5.1.2e"' in text


def test_a_filter_that_leaves_nothing_says_so(client: FlaskClient) -> None:
    text = client.get("/?q=noodopvang&grond=5.2").text
    assert "No passage with this filter." in text
    assert "Remove the filter" in text
    assert "Not found" not in text


@pytest.mark.parametrize(
    "parameter", ["gelakt=50", "gelakt=50-20", "gelakt=0-101", "gelakt=a-b", "grond=", "gelakt=٣-٤"]
)
def test_a_filter_that_cannot_be_used_is_refused(client: FlaskClient, parameter: str) -> None:
    response = client.get(f"/?q=noodopvang&{parameter}")
    assert response.status_code == 400
    assert f"Parameter {parameter.partition('=')[0]} cannot be used" in response.text


def test_the_legend_explains_the_grounds_of_the_law_and_of_the_archive(
    client: FlaskClient,
) -> None:
    text = client.get("/gronden").text
    row = re.search(r'<tr id="grond-5.1.2e">.*?</tr>', text, re.DOTALL)
    assert row is not None
    assert "artikel 5.1, tweede lid, onder e, Woo" in row[0]
    assert '<td class="count">7</td>' in row[0]
    assert "B-12" in text
    assert "not a ground that this archive knows" in text


@pytest.mark.parametrize("rest", ["", "/p/1", "/p/99"])
def test_a_link_to_a_withdrawn_document_says_when_and_why(client: FlaskClient, rest: str) -> None:
    response = client.get(f"/v/{WITHDRAWN.document_id}{rest}")
    assert response.status_code == 410
    text = text_of(response.text)
    assert "was withdrawn from this archive on 23 November 2026." in text
    assert f"Reason: {WITHDRAWN.reason}." in unescape(response.text)
    assert "<i>" not in response.text
    assert "/" in links_of(response.text)


def test_what_was_withdrawn_is_listed_without_who_did_it(client: FlaskClient) -> None:
    page = client.get("/over").text
    assert "23 November 2026, 12:00 UTC: op verzoek van <i>een</i> betrokkene" in text_of(page)
    assert WITHDRAWN.document_id in page
    assert "Griffie" not in page
