"""Moments as a person reads them, in the profile's time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
DAYS_AGO = {1: "вчера", 2: "позавчера"}
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def exact(moment: datetime, zone: str) -> str:
    """`21 ноября 2026, 12:40`."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class Due:
    """How the nearest term of a matter stands, in a code and in words."""

    stands: str
    said: str


def due(ends: datetime, warns: datetime | None, now: datetime, zone: str) -> Due:
    """`просрочен с 24 ноября`, today's with its hour: `просрочен сегодня с 12:00`; `срок близко: до 1 декабря, 12:00`,
    `до 1 декабря, 12:00`; another year is named."""
    day, _, clock = exact(ends, zone).partition(", ")
    day = day.removesuffix(f" {now.astimezone(ZoneInfo(zone)).year}")
    if now > ends:
        today = exact(now, zone).partition(", ")[0] == exact(ends, zone).partition(", ")[0]
        return Due("overdue", f"просрочен сегодня с {clock}" if today else f"просрочен с {day}")
    near = warns is not None and now >= warns
    return Due("near" if near else "running", f"{'срок близко: ' if near else ''}до {day}, {clock}")


def stretch(first: datetime, last: datetime, zone: str) -> str:
    """`21 ноября 2026, с 12:40 по 13:05`; over midnight both days are named."""
    one, other = exact(first, zone), exact(last, zone)
    day, _, clock = one.partition(", ")
    same, _, end = other.partition(", ")
    if one == other:
        return one
    return f"{day}, с {clock} по {end}" if day == same else f"с {one} по {other}"


def age(moment: datetime, now: datetime, zone: str) -> str:
    """`3 ч назад`, then by the calendar: `вчера, 12:40`, `позавчера, 12:40`, `12 ноября`."""
    passed = now - moment
    if passed < MINUTE:
        return "только что"
    if passed < HOUR:
        return f"{passed // MINUTE} мин назад"
    if passed < DAY:
        return f"{passed // HOUR} ч назад"
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    if word := DAYS_AGO.get((today.date() - local.date()).days):
        return f"{word}, {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}"


def day_start(given: str, zone: str, days: int = 0) -> datetime | None:
    """The beginning of a local day (`2026-11-21`), in UTC, `days` later; None for what is no date."""
    try:
        day = date.fromisoformat(given) + timedelta(days=days)
        return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


SHORT_MONTHS = ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")


def short(day: date) -> str:
    """`20 ноя`."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def span(first: date, last: date) -> str:
    """`16–22 ноября 2026`, `30 ноября – 6 декабря 2026`."""
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{first.day} {MONTHS[first.month - 1]} {first.year} – {end}"
    return f"{first.day}–{end}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]} – {end}"


def moment(given: str, zone: str) -> datetime | None:
    """A local moment (`2026-11-21T12:40`) as the browser sends it; None for what is none."""
    try:
        return datetime.fromisoformat(given.strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
