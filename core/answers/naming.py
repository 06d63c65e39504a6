"""How Russian names dates: patterns and what each stands for, as of a local moment. Patterns are of plain text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from core.answers import spans
from core.answers.spans import DAY, MONTH, Span
from core.deadlines import Calendar

YEAR = r"(?:\s+(?P<year>20\d\d)(?:\s*(?:года|год|году|г\.?))?)?"
NUMBER = r"(?P<n>\d{1,3}(?:-\d{1,3})?(?:-?(?:х|ти|и|ми))?|[а-я]+(?:-[а-я]+)?)"


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, by the municipality's clock, and its working calendar."""

    local: datetime
    calendar: Calendar
    named: date | None = None
    """The day that the text has named before: «5 и 6 ноября, остальное — до 15-го»."""

    @property
    def today(self) -> date:
        """The local date."""
        return self.local.date()


Means = Callable[["re.Match[str]", Moment], Span | None]


def _day_month(found: "re.Match[str]", now: Moment) -> Span | None:
    number, month = int(found["day"]), spans.month_of(found["month"])
    return _dated(number, month, found["year"], now)


def _dated(number: int, month: int, year: str | None, now: Moment) -> Span | None:
    if year:
        made = spans.day(int(year) + (2000 if len(year) == 2 else 0), month, number)
    else:
        made = spans.near(now.today, lambda each: spans.day(each, month, number))
    return Span(made, made) if made else None


def _range(found: "re.Match[str]", now: Moment) -> Span | None:
    last = _day_month(found, now)
    first = spans.day(last.until.year, last.until.month, int(found["from"])) if last else None
    return Span(first, last.until) if first and last and first <= last.until else None


def _number(found: "re.Match[str]", now: Moment) -> Span | None:
    """The next day of this number, from the day that was named before on."""
    number, start = int(found["alone"]), max(now.today, now.named or now.today)
    first = start.replace(day=1)
    made = [spans.day(each.year, each.month, number) for each in (spans.months_later(first, n) for n in range(3))]
    until = next((each for each in made if each and each >= start), None)
    if until is None:
        return None
    since = spans.day(until.year, until.month, int(found["from"])) if found["from"] else until
    return Span(since, until) if since and since <= until else None


def _numeric(found: "re.Match[str]", now: Moment) -> Span | None:
    return _dated(int(found["day"]), int(found["mon"]), found["year"], now)


def _iso(found: "re.Match[str]", now: Moment) -> Span | None:
    return _dated(int(found["day"]), int(found["mon"]), found["year"], now)


def _year_or(found: "re.Match[str]", now: Moment, make: Callable[[int], Span]) -> Span:
    return make(int(found["year"])) if found["year"] else spans.ahead(now.today, make)


PARTS = {"начал": (1, 10), "середин": (11, 20), "перв": (1, 15), "втор": (16, 31), "конц": (21, 31), "кон": (21, 31)}
DECADES = {"перв": (1, 10), "втор": (11, 20), "трет": (21, 31), "последн": (21, 31)}


def _part_of_month(found: "re.Match[str]", now: Moment) -> Span | None:
    word, month = found["part"], spans.month_of(found["month"])
    table = DECADES if "декад" in word else PARTS
    first, last = next(days for begin, days in table.items() if word.startswith(begin))

    def make(year: int) -> Span:
        full = spans.whole(year, month, month)
        return Span(full.since.replace(day=first), min(full.until, full.since + (last - 1) * DAY))

    return _year_or(found, now, make)


def _month(found: "re.Match[str]", now: Moment) -> Span | None:
    month = spans.month_of(found["month"])
    made = _year_or(found, now, lambda year: spans.whole(year, month, month))
    return _before(made) if found["how"] in ("до", "к") else made


def _before(span: Span) -> Span:
    """«До июля» and «к лету» end where it begins."""
    return Span(span.since - DAY, span.since - DAY)


def _quarter(found: "re.Match[str]", now: Moment) -> Span | None:
    number = spans.ordinal(found["q"])
    if not number or number > 4:
        return None
    return _year_or(found, now, lambda year: spans.quarter(year, number))


def _half(found: "re.Match[str]", now: Moment) -> Span | None:
    first = 1 if found["half"].startswith(("перв", "1", "i ")) else 7
    return _year_or(found, now, lambda year: spans.whole(year, first, first + 5))


def _year(found: "re.Match[str]", now: Moment) -> Span | None:
    made = spans.whole(int(found["only"]), 1, 12)
    return _before(made) if found["how"] in ("до", "к") else made


def _season(found: "re.Match[str]", now: Moment) -> Span | None:
    first, last = next(each for begin, each in spans.SEASONS.items() if found["season"].startswith(begin))
    made = _year_or(found, now, lambda year: spans.whole(year, first, last))
    return _before(made) if found["how"] else made


def _unit(found: "re.Match[str]", now: Moment) -> Span | None:
    """«До конца недели», «на следующей неделе», «в этом году»."""
    shift = 1 if found["which"] and found["which"].startswith(("следующ", "будущ")) else 0
    unit, today = found["unit"], now.today
    if unit.startswith("недел"):
        return _working_week(spans.week(today, shift), now, worked="рабоч" in found.group())
    if unit.startswith("месяц"):
        first = spans.months_later(today.replace(day=1), shift)
        return spans.whole(first.year, first.month, first.month)
    if unit.startswith("квартал"):
        place = today.year * 4 + (today.month - 1) // 3 + shift
        return spans.quarter(place // 4, place % 4 + 1)
    if unit.startswith("год"):
        return spans.whole(today.year + shift, 1, 12)
    return Span(today, today, _closing(now) if "рабоч" in found.group() else None)


def _closing(now: Moment) -> time | None:
    """When the working day closes; None on a day off."""
    return now.calendar.local(now.calendar.closing(now.today)).time() if now.calendar.hours(now.today) else None


def _working_week(week: Span, now: Moment, *, worked: bool) -> Span:
    """A week ends with its last working day, if that is not over."""
    days = [week.since + n * DAY for n in range(7) if now.calendar.hours(week.since + n * DAY)]
    last = max(days, default=week.until)
    return Span(week.since, last if last >= now.today or worked else week.until)


def _within(found: "re.Match[str]", now: Moment) -> Span | None:
    """«В течение трёх рабочих дней», «через неделю»."""
    number = spans.count(found["n"]) if found["n"] else 1
    return _later(number, found["unit"], "рабоч" in (found["kind"] or ""), now) if number else None


def _later(number: int, unit: str, working: bool, now: Moment) -> Span | None:
    today, local = now.today, now.local
    if unit.startswith("час"):
        end = now.calendar.local(local + timedelta(hours=number))
        return Span(today, end.date(), end.time().replace(microsecond=0))
    if working and unit.startswith(("дн", "ден", "сут")):
        days = now.calendar.working_days(local)
        return Span(today, [next(days) for _ in range(number)][-1])
    until = {
        "нед": lambda: today + 7 * number * DAY,
        "мес": lambda: spans.months_later(today, number),
        "год": lambda: spans.months_later(today, 12 * number),
        "лет": lambda: spans.months_later(today, 12 * number),
    }.get(unit[:3], lambda: today + number * DAY)()
    return Span(today, until)


def _term(found: "re.Match[str]", now: Moment) -> Span | None:
    """«В трёхдневный срок», «в недельный срок»."""
    number = spans.count(found["n"]) if found["n"] else 1
    return _later(number, found["unit"], False, now) if number else None


AHEAD = {"сегодня": 0, "завтра": 1, "послезавтра": 2}


def _named_day(found: "re.Match[str]", now: Moment) -> Span | None:
    made = now.today + AHEAD[found["named"]] * DAY
    return Span(made, made)


def _weekday(found: "re.Match[str]", now: Moment) -> Span | None:
    number = spans.WEEKDAYS[found["weekday"][:3]]
    if found["which"] and found["which"].startswith("следующ"):
        made = spans.week(now.today, 1).since + number * DAY
    else:
        made = now.today + ((number - now.today.weekday() - 1) % 7 + 1) * DAY
    return Span(made, made)


def _weekend(found: "re.Match[str]", now: Moment) -> Span | None:
    week = spans.week(now.today)
    return Span(week.since + 5 * DAY, week.until)


WHICH = r"(?P<which>эт\w+|текущ\w+|следующ\w+|будущ\w+|ближайш\w+|нынешн\w+|рабоч\w+)"
RULES: tuple[tuple[str, Means], ...] = (
    (r"(?P<year>20\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)(?!\d)", _iso),
    (
        r"(?:с\s+)?(?P<from>\d{1,2})(?:-?го)?\s?(?:[-–—]|по)\s?(?P<day>\d{1,2})(?:-?го)?\s+(?P<month>"
        + MONTH
        + ")"
        + YEAR,
        _range,
    ),
    (
        r"(?P<from>\d{1,2})(?:-?го)?(?:,\s?\d{1,2}(?:-?го)?)*\s+(?:и|или)\s+(?P<day>\d{1,2})(?:-?го)?\s+(?P<month>"
        + MONTH
        + ")"
        + YEAR,
        _range,
    ),
    (r"(?P<day>\d{1,2})(?:-?го|-?е)?\s+(?P<month>" + MONTH + ")" + YEAR, _day_month),
    (r"(?P<day>\d{1,2})\.(?P<mon>\d{1,2})\.(?P<year>20\d\d|\d\d)(?!\d)", _numeric),
    (
        r"(?P<day>\d\d)\.(?P<mon>\d\d)(?P<year>)(?![\d.]\d)(?!\d)(?!\s*(?:млн|тыс|км|м\b|руб|%|га\b|т\b|час|ч\b|°))",
        _numeric,
    ),
    (
        r"(?:в|во|до|к|на)\s+(?P<part>конц[аеу]|начал[аеуо]|середин[аеуы]|(?:перв|втор)\w+ половин\w+"
        r"|(?:перв|втор|трет|последн)\w+ декад\w+)\s+(?P<month>" + MONTH + ")" + YEAR,
        _part_of_month,
    ),
    (
        r"(?P<q>iv|iii|ii|i|[1-4](?:-?(?:й|м|ом|го|ый))?|(?:перв|втор|трет|четверт)\w+)\s+квартал\w*" + YEAR,
        _quarter,
    ),
    (r"(?P<half>перв\w+|втор\w+|[12]|ii?) полугоди\w+" + YEAR, _half),
    (r"(?P<how>до конца|к концу|в конце)\s+(?P<only>20\d\d)\s*(?:года|г\.?)", _year),
    (r"(?P<how>в|до|к|на)\s+(?P<only>20\d\d)\s*(?:году|года|год|г\.)", _year),
    (r"(?P<how>в течени[еи]|в|во|до|к|на)\s+(?P<month>" + MONTH + ")" + YEAR, _month),
    (
        r"(?P<how>до|к)?\s?\b(?P<season>весн(?:ой|ы|е)|лет(?:ом|а|у)|осен(?:ью|и)|зим(?:ой|ы|е))\b" + YEAR,
        _season,
    ),
    (
        r"(?:до конца|к концу|в конце|до окончания)\s+(?:"
        + WHICH
        + r"\s+)?(?P<unit>дня|суток|недели|месяца|квартала|года)",
        _unit,
    ),
    (r"(?:на|в)\s+" + WHICH + r"\s+(?P<unit>неделе|месяце|квартале|году)", _unit),
    (r"в\s+течени[еи]\s+" + WHICH + r"\s+(?P<unit>дня|недели|месяца|квартала|года)", _unit),
    (r"в\s+течени[еи]\s+(?P<which>)(?P<unit>дня)", _unit),
    (
        r"(?:в\s+течени[еи]|через|в\s+срок\s+до|не\s+позднее\s+чем\s+через|не\s+более(?:\s+чем)?)\s+(?:ближайш\w+\s+)?"
        r"(?:" + NUMBER + r"\s+)??(?P<kind>рабоч\w+\s+|календарн\w+\s+)?"
        r"(?P<unit>час\w{0,3}|сут\w{1,3}|дн(?:я|ей)|день|недел\w{1,2}|недель|месяц\w{0,2}|года?|лет)(?![а-я])",
        _within,
    ),
    (
        r"в\s+(?:(?P<n>\d{1,2}|[а-я]+?)-?\s?(?:ти|х)?)(?P<unit>дневн)\w+\s+срок",
        _term,
    ),
    (r"в\s+(?P<n>)(?P<unit>недельн|месячн|суточн|годичн)\w+\s+срок", _term),
    (r"(?<![а-я])(?P<named>послезавтра|завтра|сегодня)(?![а-я])", _named_day),
    (
        r"(?:в|во|до|к|ко)\s+(?:" + WHICH + r"\s+)?(?P<weekday>понедельник\w?|вторник\w?|четверг\w?|пятниц\w|"
        r"суббот\w|воскресень\w|(?<=в )среду|(?<=до )среды|(?<=к )среде|(?<=ую )среду)(?![а-я])",
        _weekday,
    ),
    (
        r"(?:с\s+(?P<from>\d{1,2})(?:-?го)?\s+по|до|к|ко|не\s+позднее|не\s+позже)\s+(?P<alone>\d{1,2})"
        r"(?:(?:-?(?:го|му|е))?\s+числ[оау]|-?(?:го|му|е))(?=\s*(?:включительно|[^\s\w]|$|(?:и|а|но|или)\s))",
        _number,
    ),
    (r"(?:в|на)\s+(?:эти\s+|ближайшие\s+|ближайших\s+)?выходн(?:ые|ых)", _weekend),
)
"""In this order: what an earlier rule has taken, a later one does not see."""
_COMPILED = tuple((re.compile(rf"(?<![а-я\d]){pattern}"), means) for pattern, means in RULES)


def named(text: str, now: Moment) -> Iterator[tuple[int, int, Span]]:
    """Where a plain text names dates, and which; in the order of the rules, none overlapping."""
    taken: list[tuple[int, int, date]] = []
    for pattern, means in _COMPILED:
        for found in pattern.finditer(text):
            free = all(found.end() <= start or found.start() >= end for start, end, _ in taken)
            before = max((each for each in taken if each[0] < found.start()), default=None)
            span = means(found, replace(now, named=before[2] if before else None)) if free else None
            if span:
                taken.append((*found.span(), span.until))
                yield found.start(), found.end(), span
