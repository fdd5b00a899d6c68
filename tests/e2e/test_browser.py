"""What a reader sees: the served example archive in a real browser, JavaScript off."""

import json
import re
import urllib.request
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from lrt_search.domain import REDACTION_MARK
from tests.e2e.conftest import Served
from tests.program import program

pytestmark = [pytest.mark.slow, pytest.mark.browser]

DECIDED = re.compile(
    r"beslo|besluit|stelt .* vast|stemt in|akkoord|aangehouden|verworpen", re.IGNORECASE
)


def ask(page: Page, question: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(question)
    page.get_by_role("button").click()


@pytest.mark.parametrize(
    ("question", "decisions"),
    [("besluiten over defensielocaties", 3), ("decisions on defensielocaties", 2)],
)
def test_the_demo_question_shows_decisions_first(page: Page, question: str, decisions: int) -> None:
    ask(page, question)
    quotations = page.locator("article.hit blockquote").all_inner_texts()
    for quotation in quotations[:decisions]:
        assert "defensie" in quotation.lower()
        assert DECIDED.search(quotation), quotation


def test_a_citation_opens_the_place_it_names(page: Page) -> None:
    ask(page, "besluiten over defensielocaties")
    hits = page.locator("article.hit")
    for number in range(3):
        ask(page, "besluiten over defensielocaties")
        quotation = hits.nth(number).locator("blockquote").inner_text().strip()
        hits.nth(number).get_by_role("link").first.click()
        passage = page.locator(":target")
        expect(passage).to_be_in_viewport()
        assert quotation in passage.inner_text()


def test_matching_words_are_marked(page: Page) -> None:
    ask(page, "crisisnoodopvang")
    marked = page.locator("article.hit mark").all_inner_texts()
    assert marked
    assert {word.lower() for word in marked} == {"crisisnoodopvang"}


def test_minutes_are_shown_by_agenda_item(page: Page, served: Served) -> None:
    page.goto("/over")
    page.get_by_role("link", name=re.compile("Landelijke Regietafel")).first.click()
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    assert any(re.match(r"1\. OPENING", heading) for heading in headings)
    expect(page.locator("body")).not_to_contain_text("FICTIEF VOORBEELD")
    expect(page.locator(".minutes")).not_to_contain_text("Pagina 2 van")


def test_the_english_switch_keeps_the_question(page: Page) -> None:
    ask(page, "spreidingswet")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.get_by_role("searchbox").input_value() == "spreidingswet"
    expect(page.get_by_role("heading", level=1)).to_have_text("Results")


def test_an_empty_question_is_told(page: Page) -> None:
    ask(page, "   ")
    expect(page.get_by_text("Uw vraag bevat geen woord")).to_be_visible()


def test_a_redaction_is_read_out_and_its_ground_can_be_filtered_on(page: Page) -> None:
    ask(page, "kosten Zandhoven")
    redacted = page.locator("article.hit").get_by_role("img").first
    expect(redacted).to_have_text("[gelakt: 5.1.2b]")
    expect(redacted).to_have_accessible_name(
        re.compile("^gelakt, artikel 5.1, tweede lid, onder b")
    )
    page.get_by_text("Filter op wat is gelakt").click()
    ground = page.get_by_role("link", name="5.1.2b")
    count = ground.locator("xpath=..").locator(".count").inner_text()
    ground.click()
    expect(page.locator("p.count")).to_contain_text(f"{count} passages gevonden")
    expect(page.locator("p.withheld").first).to_contain_text(re.compile(r"\d+% gelakt \(.*5.1.2b"))
    page.get_by_role("link", name="Filter weghalen").click()
    expect(page.get_by_role("searchbox")).to_have_value("kosten Zandhoven")
    expect(page.locator(".filters")).to_have_count(0)


def test_the_legend_counts_the_grounds_of_the_archive(page: Page) -> None:
    page.goto("/gronden")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="5.1.2e"))
    expect(row).to_contain_text("Eerbiediging van de persoonlijke levenssfeer")
    assert int(row.locator(".count").inner_text()) > 0


def test_a_meeting_that_is_named_and_not_held_is_told_with_the_words_that_name_it(
    page: Page,
) -> None:
    page.goto("/over")
    told = page.locator("li").filter(has_text=re.compile(r"^\s*20 oktober 2023: "))
    told.get_by_role("link").first.click()
    named = page.locator(":target")
    expect(named).to_contain_text("20 oktober akkoord")


def test_nothing_runs_off_a_narrow_screen(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, base_url=served.address)
    page = context.new_page()
    filtered = "/?q=opvang&grond=5.1.2e"
    for path in ("/", "/?q=besluiten+over+defensielocaties", filtered, "/over", "/gronden"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_programs_get_the_same_answer_as_readers(page: Page, served: Served) -> None:
    ask(page, "doorstroomlocaties")
    shown = [text.strip() for text in page.locator("article.hit blockquote").all_inner_texts()]
    with urllib.request.urlopen(
        f"{served.address}/api/v1/passages?zoekterm=doorstroomlocaties"
    ) as response:
        answer = json.load(response)
    plain = [re.sub(r"\[gelakt[^]]*\]", REDACTION_MARK, text) for text in shown]
    assert [hit["tekst"] for hit in answer["resultaten"]] == plain
    told = program(served.index, "search", "--json", "doorstroomlocaties")
    assert [hit["id"] for hit in json.loads(told.stdout)["resultaten"]] == [
        hit["id"] for hit in answer["resultaten"]
    ]


def test_every_quotation_is_verbatim_on_the_page_it_names(served: Served) -> None:
    """Against the PDF itself, read once more."""
    for question in ("defensielocaties", "Wie betaalt de opvang?", "flexwoningen"):
        told = program(served.index, "search", "--json", "--limit", "20", question)
        for hit in json.loads(told.stdout)["resultaten"]:
            citation = hit["citaat"]
            reader = pypdf.PdfReader(served.minutes.parent / citation["bron"])
            pages = [page.extract_text() for page in reader.pages[citation["pagina"] - 1 :]]
            first = " ".join(pages[0].split())
            # A mark stands where the page has a box, perhaps with a ground in it.
            parts = [" ".join(part.split()) for part in hit["tekst"].split(REDACTION_MARK)]
            assert all(part in first for part in parts[:-1]), hit["tekst"]
            if parts[-1] not in first:  # it runs on to the next page
                words = parts[-1].split()
                assert any(
                    first.endswith(" ".join(words[:count])) for count in range(1, len(words))
                ), hit["tekst"]


def test_a_new_generation_is_served_without_a_restart(
    page: Page, served: Served, tmp_path: Path
) -> None:
    ask(page, "zeldzaamwoord")
    expect(page.locator("article.hit mark")).to_have_count(0)
    extra = tmp_path / "extra.txt"
    extra.write_text("Notitie\n\nHierin staat een zeldzaamwoord over de opvang.\n")
    ingested = program(served.index, "ingest", str(extra))
    assert ingested.returncode == 0, ingested.stderr
    assert "1 nieuw, 19 ongewijzigd" in ingested.stdout
    ask(page, "zeldzaamwoord")
    expect(page.locator("article.hit mark").first).to_have_text("zeldzaamwoord")


def test_a_busy_port_is_told(served: Served) -> None:
    port = served.address.rpartition(":")[2]
    refused = program(served.index, "serve", "--port", port)
    assert refused.returncode == 50
    assert f"--port {int(port) + 1}" in refused.stderr
    assert "Traceback" not in refused.stderr
