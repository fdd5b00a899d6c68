"""CSV as spreadsheets write it and open it, and never take for formulas. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection"), and so are the wide
# forms of these signs.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def decoded(content: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Write rows as CSV: semicolons and CRLF, as a Dutch spreadsheet opens it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, which a
    spreadsheet does not show. Written to a file it needs a byte-order mark ("utf-8-sig").
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str):
        # Half a character cannot be written, and a zero byte ends the file for some.
        value = value.encode("utf-8", "replace").decode().replace("\x00", "")
        return f"'{value}" if {value[:1], value.lstrip()[:1]} & _FORMULA else value
    return value
