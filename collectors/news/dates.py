"""Dates as sites write them: ISO 8601, RFC 822, `25 ноября 2026, 14:30`, `25.11.2026`."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_TIME = r"(?:\s*(?:г\.?|года)?\s*[,|в/–—-]*\s*(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d))?"
_WORDS = re.compile(
    rf"(?<!\d)(?P<day>[0-3]?\d)\s+(?P<month>{'|'.join(_MONTHS)}|май)[а-я]*\.?\s+(?P<year>20\d\d){_TIME}", re.IGNORECASE
)
_FIGURES = re.compile(rf"(?<!\d)(?P<day>[0-3]?\d)[./](?P<month>[01]?\d)[./](?P<year>20\d\d){_TIME}")


def read(text: str, zone: tzinfo) -> datetime | None:
    """Aware UTC; a moment without a zone is of `zone`. None where no date stands."""
    plain = " ".join(text.split())
    found = _iso(plain) or _mail(plain) or _figures(plain)
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _figures(text: str) -> datetime | None:
    found = _WORDS.search(text) or _FIGURES.search(text)
    if found is None:
        return None
    month = found["month"].lower()[:3]
    number = int(month) if month.isdecimal() else _MONTHS.index("мая" if month == "май" else month) + 1
    try:
        hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
        return datetime(int(found["year"]), number, int(found["day"]), hour, minute)  # noqa: DTZ001  # zoned above
    except ValueError:
        return None
