"""The wording for the request at hand: the language it asks for, else the one set."""

from flask import g, request

from lrt_search.errors import InvalidParameterError
from lrt_search.language import LANGUAGES, N_
from lrt_search.wording import Wording
from search_app.application import this_app


def wording() -> Wording:
    """Return the wording for this request: the language it asks for, else the one set.

    It never raises, so that error pages can use it; ``check_language`` refuses unknown languages.
    """
    if "wording" not in g:
        asked = request.args.get("taal", "")
        g.wording = Wording(asked if asked in LANGUAGES else this_app().settings.language)
    known: Wording = g.wording
    return known


def check_language() -> None:
    """Refuse a language that the archive does not speak.

    Raises:
        InvalidParameterError: where ``taal`` is given and is not one of ``LANGUAGES``.
    """
    asked = request.args.get("taal")
    if asked is not None and asked not in LANGUAGES:
        expected = wording().translate(N_("choose nl (Dutch) or en (English)"))
        raise InvalidParameterError(name="taal", expected=expected)
