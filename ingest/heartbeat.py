"""A sign of life from the process that reads a document; nothing happens where nobody listens."""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def beat() -> None:
    """Say that a page, or another step of bounded length, is done."""
    for tell in _listeners:
        tell()


def listen(tell: Callable[[], None]) -> None:
    """Have ``tell`` called at every beat, for as long as this process lives."""
    _listeners.append(tell)
