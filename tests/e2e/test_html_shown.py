"""What the archive takes from an HTML file is what Chromium shows of it."""

import random
import re

import pytest
from playwright.sync_api import Browser

from ingest.html_text import html_text

PAGES = 60
TAGS = (
    *("p", "div", "span", "b", "i", "a", "ul", "li", "table", "tr", "td", "h2", "section", "font"),
    *(
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "em",
        "tbody",
        "th",
        "caption",
        "nobr",
    ),
)
STYLES = (
    *("display:none", "visibility:hidden", "visibility:visible", "display:block", "display:inline"),
    *("color:red", "margin:2px"),
)
RULES = (
    *(".a{display:none}", ".b{visibility:hidden}", ".c{display:block}", "p .a{display:inline}"),
    *("b.a{display:inline!important}", "@media print{.c{display:none}}", "li>.b{display:none}"),
    *("@media (min-width:100px){.d{display:none}}", ".d:first-child{display:block}"),
)


def drawn(seed: int) -> str:
    """Write a page of elements that are opened and closed at random, each with a word."""
    dice = random.Random(seed)
    parts = ["<!doctype html><style>", *dice.sample(RULES, 4), "</style>"]
    for number in range(40):
        tag = dice.choice(TAGS)
        match dice.randrange(6):
            case 0:
                parts.append(f"<{tag} style='{dice.choice(STYLES)}'>")
            case 1:
                parts.append(f"<{tag} class='{dice.choice('abcd')} {dice.choice('abcd')}'>")
            case 2:
                parts.append(f"<{tag}{' hidden' if dice.random() < 0.2 else ''}>")
            case 3:
                parts.append(f"</{tag}>")
            case _:
                parts.append(f" woord{number} ")
    return "".join(parts)


@pytest.mark.browser
def test_the_words_that_go_on_are_those_that_a_browser_shows(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    for seed in range(PAGES):
        markup = drawn(seed)
        page.set_content(markup)
        shown = set(re.findall(r"woord\d+", page.inner_text("body")))
        ours = set(re.findall(r"woord\d+", html_text(markup.encode()).text))
        assert ours <= shown, markup
        # "hidden" can be taken back by a style; ours is stricter.
        assert ours == shown or " hidden" in markup, markup
    page.close()
