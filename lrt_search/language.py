"""The two languages of the screen: Dutch by default, English on request.

Every text a person reads is written in English in the code, marked with ``N_`` or passed to a
``Translate``, and looked up in the Dutch catalogue ``locale/nl/LC_MESSAGES/lrt_search.mo``.
``tests/lrt_search/test_language.py`` fails on a text that has no Dutch translation.
"""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("nl", "en")
DOMAIN = "lrt_search"
LOCALE_DIR = Path(__file__).parent / "locale"

Translate = Callable[[str], str]
"""Looks a text up in one language; a text it does not know comes back as it was."""


def N_(text: str) -> str:
    """Mark a text for translation where it is written; it is looked up where it is shown."""
    return text


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the message catalogue of ``language``.

    Raises:
        ValueError: for a language that is not one of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        raise ValueError(f"not a language of this program: {language!r}")
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[language])


def translator(language: str) -> Translate:
    """Return the function that turns an English text of this program into ``language``."""
    return translations(language).gettext
