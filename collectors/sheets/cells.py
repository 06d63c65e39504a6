"""What stands in a cell, as plain values."""

from datetime import date, datetime, time, timedelta

from collectors.sheets.dates import serial, spelt

MOST_SERIAL = 2_958_465
"""31.12.9999."""


def moment(value: object) -> str | None:
    """A date as it is, as the number of a day, or as a clerk spells it: ISO 8601 without a zone. Text that is none of
    these is the caller's to read."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        if not 1 <= value <= MOST_SERIAL:
            return None
        value = serial(value)
    if isinstance(value, datetime):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return spelt(value) or None if isinstance(value, str) else None


def plain(value: object) -> bool | int | float | str:
    """A whole number that the sheet keeps as a real one is whole again; dates and spans are text."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, (bool, int, float)) else said(value)


def said(value: object) -> str:
    """A cell as a person reads it: `25.10.2026 14:30`, `26:05:10`, `да`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}" + (f":{value:%S}" if value.second else "")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{value:%H:%M:%S}" if isinstance(value, time) else str(value).strip()
