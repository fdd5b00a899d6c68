"""The web app: pages for readers, JSON for programs; no search logic of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from search_app import api, error_views, register_api, register_views, views
from search_app.application import SearchApp
from search_app.security import add_security_headers

if TYPE_CHECKING:
    from lrt_search.archive import Archive
    from lrt_search.retrieval import Search
    from lrt_search.settings import Settings


def create_app(
    settings: Settings, open_current: Callable[[], Archive], search: Search | None = None
) -> SearchApp:
    """Return the app over the archive that ``open_current`` gives.

    Args:
        settings: Language, longest question, hits on one page.
        open_current: Called once per request; an ``ArchiveError`` becomes a 503 with its cure.
        search: Another search than ``lrt_search.retrieval.search``.
    """
    if search is None:
        from lrt_search import retrieval

        search = retrieval.search
    app = SearchApp(settings, open_current, search)
    app.register_blueprint(views.pages)
    app.register_blueprint(register_views.registers)
    app.register_blueprint(api.api, url_prefix=api.PREFIX)
    app.register_blueprint(register_api.registers_api, url_prefix=api.PREFIX)
    error_views.register(app)
    app.after_request(api.add_version)
    app.after_request(add_security_headers)
    return app
