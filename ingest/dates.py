"""Dutch dates as they are printed in minutes -> calendar dates."""

import re
from datetime import date

from lrt_search.dates import MONTHS

# "8 december 2023", "8 dec. 2023", "1 mrt 2024", "1e maart 2024".
_SHORT = {month[:3]: number for number, month in enumerate(MONTHS, start=1)} | {"mrt": 3, "sept": 9}
_MONTH = "|".join([*MONTHS, *(rf"{short}\b\.?" for short in sorted(_SHORT, key=len, reverse=True))])
_WRITTEN = re.compile(rf"\b(\d{{1,2}})(?:e|ste|de)?\s+({_MONTH})\s+(\d{{4}})\b", re.IGNORECASE)
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
            try:
                day = date(int(parts["y"]), _month(parts["m"].lower()), int(parts["d"]))
                return day, match.group()
            except ValueError:
                return None, match.group()
    return None


def _month(printed: str) -> int:
    if printed in MONTHS:
        return MONTHS.index(printed) + 1
    short = printed.rstrip(".")
    return _SHORT[short] if short in _SHORT else int(printed)


_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


def weekday_before(text: str, day: str) -> int | None:
    """Return the day of the week printed in front of ``day``, from 0 for Monday; None without."""
    match = re.search(rf"\b({'|'.join(_WEEKDAYS)}),?\s+{re.escape(day)}", text, re.IGNORECASE)
    return _WEEKDAYS.index(match.group(1).lower()) if match and day else None
