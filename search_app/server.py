"""The server behind ``lrt-search serve``: waitress on a socket that is ours before it starts."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Any

from lrt_search.errors import PortInUseError
from lrt_search.language import N_, translator
from search_app import create_app
from search_app.application import MAX_BODY

if TYPE_CHECKING:
    from lrt_search.archive import Archive
    from lrt_search.retrieval import Search
    from lrt_search.settings import Settings

BACKLOG = 128  # connections that may wait to be accepted


def serve(
    settings: Settings, open_current: Callable[[], Archive], search: Search | None = None
) -> None:
    """Answer requests until Ctrl-C or SIGTERM; no request is logged.

    Args:
        settings: Host, port (0 takes a free one), threads and language.
        open_current: Gives the archive served at this moment.
        search: Another search than ``lrt_search.retrieval.search``.

    Raises:
        PortInUseError: where the address cannot be listened on.
    """
    listening = listen(settings.host, settings.port)
    with listening:
        app = create_app(settings, open_current, search)
        # waitress takes a while to import; the command line must not wait for it elsewhere.
        from waitress import wasyncore
        from waitress.server import create_server

        connections: dict[int, Any] = {}
        server = create_server(
            app,
            map=connections,
            sockets=[listening],
            threads=settings.threads,
            max_request_body_size=MAX_BODY,
            ident=None,
        )
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _stop)
        text = translator(settings.language)(N_("The archive is at {address} (Ctrl-C stops it)."))
        with suppress(KeyboardInterrupt):
            print(text.format(address=address_of(listening)), flush=True)
            server.run()
        wasyncore.close_all(connections)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on ``host`` and ``port``; port 0 takes a free one.

    Raises:
        PortInUseError: where that cannot be done: the port is taken, forbidden or not ours.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _port_in_use(host, port, error) from error
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise _port_in_use(host, port, error) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _port_in_use(host: str, port: int, error: OSError) -> PortInUseError:
    suggestion = port + 1 if port < 65535 else port - 1
    detail = error.strerror or type(error).__name__
    return PortInUseError(host=host, port=port, detail=detail, suggestion=suggestion)


def _stop(signal_number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
