"""Dutch dates as they are printed in minutes -> calendar dates."""

import re
from datetime import date

from lrt_search.dates import MONTHS

_WRITTEN = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE)
_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def find_date(text: str) -> tuple[date | None, str] | None:
    """Find the first date in ``text``: the day and how it is printed.

    Returns:
        None where nothing looks like a date; ``(None, printed)`` where something does but is no
        day of the calendar ("31 februari 2024"): it is kept as printed, never guessed.
    """
    for pattern, order in ((_WRITTEN, "dmy"), (_ISO, "ymd"), (_NUMERIC, "dmy")):
        match = pattern.search(text)
        if match:
            parts = dict(zip(order, match.groups(), strict=True))
            month = parts["m"].lower()
            number = MONTHS.index(month) + 1 if month in MONTHS else int(month)
            try:
                return date(int(parts["y"]), number, int(parts["d"])), match.group()
            except ValueError:
                return None, match.group()
    return None
