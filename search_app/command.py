"""``lrt-search serve``: opens the archive first, so that a fault is told before anyone asks."""

import argparse

from lrt_search.archive import ServedArchive
from lrt_search.settings import Settings
from lrt_search.summary_endpoint import check_settings
from search_app.server import serve as serve_requests


def serve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve the archive until it is stopped; return the exit code.

    Raises:
        SettingError, ArchiveError, ModelError, PortInUseError: it cannot be served.
    """
    check_settings(settings)
    served = ServedArchive(settings)
    # The first question would otherwise wait for the model to load, or find that it cannot.
    served().embedder.embed_query("warm")
    serve_requests(settings, served)
    return 0
