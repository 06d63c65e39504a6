"""Dates in the recorded texts, moved as the posts are moved: «до 3 ноября» of a post that is shown a week later is «до
10 ноября», «в субботу» of one that is shown a day later «в воскресенье».

The cases are tests/unit/runtime/cases/dating.txt.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from runtime.demo.daynames import ACCS, GENT, MONTHS, WEEKDAYS, inside, place_of

MIDDLE, LOOK_BACK = 15, 14
"""A month without a day moves as its middle does, so that it is one month in all texts."""
NUMBER = r"\d{1,2}(?:-го)?"
MONTH = "|".join(each[GENT] for each in MONTHS)
NAMED = re.compile(
    rf"(?P<days>(?<![\d.:]){NUMBER}(?:(?:,\s|\s(?:и|или|по)\s|[-–—]){NUMBER})*)\s(?P<month>{MONTH})(?!\w)"
    r"|(?<![\d.:])(?P<day>\d{1,2})\.(?P<numeric>0[1-9]|1[0-2])(?!\.?\d)"
    r"|(?<![\d.:])(?P<number>\d{1,2})(?P<alone>-?(?:го|му))(?=\s*(?:[^\s\w]|$|(?:и|а|но|или)\s))"
    rf"|(?<!\w)(?P<whole>{inside(MONTHS)})(?!\w)"
    rf"|(?<!\w)(?:(?P<before>[вкс]о?)\s)?(?P<weekday>{inside(WEEKDAYS)})(?!\w)",
    re.IGNORECASE,
)
"""A number of a house («5-го дома») is no day."""
AHEAD = re.compile(r"\b(?:до|ко?|по|не позднее)\s$", re.IGNORECASE)
WHITHER = re.compile(r"(?:\b(?:на|за|через|про)|\bкажд\w+)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moving:
    """By how much texts are moved, of which day the text is, and the day that it has named last."""

    shift: timedelta
    of: date
    named: date | None = None


def moved(text: str, of: date, shift: timedelta) -> str:
    """A text of a recorded day with what it names so many days later."""
    if not shift:
        return text
    made, end, now = [], 0, Moving(shift, of)
    for found in NAMED.finditer(text):
        said, named = MOVES[str(found.lastgroup)](found, now)
        made += [text[end : found.start()], said]
        end, now = found.end(), Moving(shift, of, named or now.named)
    return "".join([*made, text[end:]])


Said = tuple[str, date | None]


def near(of: date, month: int, number: int) -> date:
    """The date of this number and month that is the nearest to a day."""
    made = (date(year, month, number) for year in (of.year - 1, of.year, of.year + 1))
    return min(made, key=lambda each: abs(each - of))


def _days(found: "re.Match[str]", now: Moving) -> Said:
    """«5 и 6 ноября»; where they part into two months, each is named."""
    month, _ = place_of(MONTHS, found["month"].lower())
    parts = re.split(r"(\d{1,2}(?:-го)?)", found["days"])
    days = [near(now.of, month + 1, int(part.removesuffix("-го"))) for part in parts[1::2]]
    later = [each + now.shift for each in days]
    told = []
    for at, each in enumerate(later):
        tail = "-го" if parts[2 * at + 1].endswith("го") else ""
        last = at + 1 == len(later) or later[at + 1].month != each.month
        told.append(f"{each.day}{tail}" + (f" {MONTHS[each.month - 1][GENT]}" if last else "") + parts[2 * at + 2])
    return "".join(told), days[-1]


def _numeric(found: "re.Match[str]", now: Moving) -> Said:
    """«12.08»."""
    day = near(now.of, int(found["numeric"]), int(found["day"]))
    later = day + now.shift
    return f"{later.day:0{2 if found['day'].startswith('0') else 1}}.{later.month:02}", day


def _alone(found: "re.Match[str]", now: Moving) -> Said:
    """«До 15-го» is the next one, «звонила 26-го» the last."""
    number = int(found["number"])
    ahead = AHEAD.search(found.string[max(0, found.start() - LOOK_BACK) : found.start()])
    step, day = timedelta(days=1 if ahead else -1), (now.named or now.of) if ahead else now.of
    while day.day != number:
        day += step
    return f"{(day + now.shift).day}{found['alone']}", day


def _whole(found: "re.Match[str]", now: Moving) -> Said:
    """«За октябрь»."""
    word = found["whole"]
    month, case = place_of(MONTHS, word.lower())
    later = near(now.of, month + 1, MIDDLE) + now.shift
    return _as(word, MONTHS[later.month - 1][case]), None


def _weekday(found: "re.Match[str]", now: Moving) -> Said:
    """«Во вторник», «по субботам»."""
    word, before = found["weekday"], found["before"] or ""
    whither = before[:1] in ("в", "В") or WHITHER.search(
        found.string[max(0, found.start() - LOOK_BACK) : found.start()]
    )
    number, case = place_of(WEEKDAYS, word.lower(), likelier=ACCS if whither else None)
    later = (number + now.shift.days) % len(WEEKDAYS)
    said = _as(word, WEEKDAYS[later][case])
    return (f"{_joined(before[0], said.lower())} {said}" if before else said), None


def _joined(before: str, word: str) -> str:
    """«Во вторник», «со среды»."""
    return f"{before}о" if word.startswith("вт") or (before in "сС" and word.startswith("ср")) else before


def _as(word: str, form: str) -> str:
    if word.isupper():
        return form.upper()
    return form.capitalize() if word[:1].isupper() else form


MOVES: Mapping[str, Callable[["re.Match[str]", Moving], Said]] = {
    "month": _days,
    "numeric": _numeric,
    "alone": _alone,
    "whole": _whole,
    "weekday": _weekday,
}
