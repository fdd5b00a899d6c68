from datetime import date

import pytest

from ingest.dates import find_date


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8 december 2023, 8:30 – 9.15 uur", (date(2023, 12, 8), "8 december 2023")),
        ("donderdag 23 Januari 2025", (date(2025, 1, 23), "23 Januari 2025")),
        ("Datum: 01-03-2022", (date(2022, 3, 1), "01-03-2022")),
        ("2024-02-29", (date(2024, 2, 29), "2024-02-29")),
        ("op 31 februari 2024", (None, "31 februari 2024")),
        ("Verslag LRT 10 november akkoord", None),
        ("zaak 80101911/26", None),
    ],
)
def test_find_date(text: str, found: tuple[date | None, str] | None) -> None:
    assert find_date(text) == found
