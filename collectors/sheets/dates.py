"""Days as clerks write them in tables, the day before the month: `25.10.26`, `25/10/2026`, `25 октября 2026 г. 14:30`,
the number of a day that became text. Pure."""

import re
from datetime import datetime, timedelta

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # serials of a sheet have no zone
"""Day 0 of the serials of office programs, their leap year 1900 included."""
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_HOUR = r"(?:\s*,?\s*(?:в\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
_YEAR = r"(\d{4}|\d{2})(?:\s*(?:года|г\.?))?"
_FIGURES = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2{_YEAR}{_HOUR}", re.ASCII)
_WORDS = re.compile(rf"[«\"]?(\d{{1,2}})[»\"]?\s+({'|'.join(MONTHS)})\s+{_YEAR}{_HOUR}")
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,12}))?", re.ASCII)
CENTURY = 2000
"""That of years of two figures."""


def serial(days: float) -> datetime:
    """The moment of a day's number."""
    return EPOCH + timedelta(seconds=round(days * 86_400))


def spelt(text: str) -> str:
    """The same as ISO 8601 without a zone; what is no such day, or a day that never was, as it stands."""
    text = " ".join(text.split())
    if found := _SERIAL.fullmatch(text):
        return serial(float(f"{found[1]}.{found[2] or 0}")).isoformat()
    if found := _FIGURES.fullmatch(text.lower()):
        day, _, month, *rest = found.groups()
        return _iso(int(day), int(month), *rest) or text
    if found := _WORDS.fullmatch(text.lower()):
        day, name, *rest = found.groups()
        return _iso(int(day), MONTHS.index(name) + 1, *rest) or text
    return text


def _iso(day: int, month: int, year: str, *clock: str | None) -> str | None:
    hour, minute, second = (int(part or 0) for part in clock)
    whole = int(year) + (CENTURY if len(year) == 2 else 0)
    try:
        return datetime(whole, month, day, hour, minute, second).isoformat()  # noqa: DTZ001 (the reader adds the zone)
    except ValueError:
        return None
