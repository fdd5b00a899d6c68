"""The programs that read documents, with their versions: what a later reading is compared with."""

from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from ingest import ocr


def versions_of(readers: Iterable[str]) -> tuple[str, ...]:
    """Return each reader once with its version: "pypdf 7.1.0".

    Args:
        readers: As in ``PageReading``: "pypdf", or "pikepdf+pypdfium2" where two did it together;
            empty for a page that nothing was read from.
    """
    names = {name for reader in readers for name in reader.split("+") if name}
    return tuple(map(_with_version, sorted(names)))


@cache
def _with_version(reader: str) -> str:
    try:
        return f"{reader} {version(reader)}"
    except PackageNotFoundError:
        return f"{reader} {ocr.version()}".rstrip() if reader == ocr.NAME else reader
