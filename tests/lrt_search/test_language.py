"""Every text that a reader sees has a Dutch translation with the same gaps to fill in."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from lrt_search.language import DOMAIN, LANGUAGES, LOCALE_DIR, N_, translations, translator

ROOT = Path(__file__).parents[2]
FOLDERS = ("lrt_search", "ingest", "search_app")
DUTCH = LOCALE_DIR / "nl" / "LC_MESSAGES"
PERCENT = re.compile(r"%(?:\(\w+\))?[a-z]")

Forms = tuple[str, ...]
"""A text as it is written in the code: one form, or singular and plural."""


def extracted() -> Iterator[tuple[Forms, str]]:
    """Yield what ``pybabel extract -F babel.cfg -k N_`` finds, and where."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    for folder in FOLDERS:
        for name, line, found, *_ in extract_from_dir(
            str(ROOT / folder), methods, options, keywords
        ):
            forms = (found,) if isinstance(found, str) else tuple(one for one in found if one)
            yield forms, f"{folder}/{name}:{line}"


TEXTS = dict(extracted())


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (DUTCH / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale="nl", domain=DOMAIN)


def gaps(text: str) -> tuple[set[str], list[str]]:
    """Return the names in braces and the %-gaps of a text."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    return names, sorted(PERCENT.findall(text))


def test_there_are_texts_of_every_folder() -> None:
    assert {place.partition("/")[0] for place in TEXTS.values()} == set(FOLDERS)
    assert any(".html" in place for place in TEXTS.values())
    assert any(len(forms) == 2 for forms in TEXTS)


@pytest.mark.parametrize("forms", TEXTS, ids=TEXTS.values())
def test_every_text_has_a_dutch_translation_with_the_same_gaps(
    catalogue: Catalog, forms: Forms
) -> None:
    message = catalogue.get(forms[0])
    assert message is not None, f"not in the Dutch catalogue: {forms[0]!r}"
    assert not message.fuzzy
    dutch = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    assert len(dutch) == len(forms)
    assert all(dutch), f"not translated: {forms[0]!r}"
    for english, translated in zip(forms, dutch, strict=True):
        assert gaps(translated) == gaps(english), f"{english!r} -> {translated!r}"


def test_what_is_shown_is_what_the_catalogue_says(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert (DUTCH / f"{DOMAIN}.mo").read_bytes() == compiled.getvalue(), (
        "compile it: pybabel compile -d lrt_search/locale -D lrt_search"
    )


@pytest.mark.parametrize("forms", TEXTS, ids=TEXTS.values())
def test_english_is_the_text_itself(forms: Forms) -> None:
    english = translations("en")
    assert english.gettext(forms[0]) == forms[0]
    assert english.ngettext(forms[0], forms[-1], 2) == forms[-1]


def test_the_dutch_of_a_text_is_looked_up() -> None:
    assert translator("nl")(N_("Not found.")) == "Niet gevonden."


def test_a_text_that_is_not_known_comes_back_as_it_was() -> None:
    for language in LANGUAGES:
        assert translator(language)("Dhr. Eik") == "Dhr. Eik"


@pytest.mark.parametrize("language", ["fr", "", "NL", "../nl"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="not a language"):
        translations(language)
