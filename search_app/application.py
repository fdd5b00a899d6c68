"""The Flask application with what it needs to answer: settings, the archive, the search."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app, has_request_context, request, url_for
from jinja2 import StrictUndefined

from lrt_search.settings import Settings

if TYPE_CHECKING:
    from lrt_search.archive import Archive
    from lrt_search.retrieval import Search

MAX_BODY = 64 * 1024  # bytes; a question is a few hundred


class SearchApp(Flask):
    """Flask, with its parts as typed attributes and a log that never holds a question.

    Attributes:
        settings: As read at the start.
        open_current: Gives the archive of the generation served at this moment; called once per
            request.
        search: Finds passages in that archive.
    """

    def __init__(
        self, settings: Settings, open_current: Callable[[], Archive], search: Search
    ) -> None:
        super().__init__("search_app")
        self.settings = settings
        self.open_current = open_current
        self.search = search
        self.url_map.merge_slashes = False  # "//verslagen" is not found; it does not redirect
        self.config["MAX_CONTENT_LENGTH"] = MAX_BODY
        self.json.sort_keys = False  # type: ignore[attr-defined]
        self.json.ensure_ascii = False  # type: ignore[attr-defined]
        self.jinja_env.undefined = StrictUndefined
        self.jinja_env.trim_blocks = self.jinja_env.lstrip_blocks = True

    def log_exception(
        self,
        exc_info: (
            tuple[type, BaseException, TracebackType | None] | tuple[None, None, None] | None
        ) = None,
    ) -> None:
        """Log class and place of an unforeseen error.

        The message and the values in its traceback can hold the question, so they are left out.
        """
        error = exc_info[1] if exc_info else sys.exception()
        if error is None:
            return
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else "?"
        endpoint = request.endpoint if has_request_context() else None
        self.logger.error("%s in %s, answering %s", type(error).__name__, place, endpoint)


def this_app() -> SearchApp:
    """Return the application that answers the request at hand."""
    return cast(SearchApp, current_app)


def base_url() -> str:
    """Return the address of the archive as readers know it: as set, else as they asked it."""
    return this_app().settings.base_url or request.url_root.rstrip("/")


def absolute(endpoint: str, **values: str | int) -> str:
    """Return the whole address of a page, as readers know it."""
    path = url_for(endpoint, **cast("dict[str, Any]", values))
    return f"{base_url()}{path.removeprefix(request.script_root)}"
