"""The dates that an answer names, and the one that it promises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from itertools import islice

from core.answers.measures import is_ahead, is_past
from core.answers.naming import Moment, named
from core.answers.sentences import plain, sentences
from core.answers.spans import Span
from core.deadlines import Calendar

VAGUE = timedelta(days=32)
LAST, FAR, NEAR, MOST = time(23, 59, 59), timedelta(days=120), 30, 50
"""`NEAR`: so many characters before a date say what it is; `MOST` dates of one answer are looked at."""


class Bound(IntEnum):
    """How a date is said; the least is the firmest promise. `OF` dates a letter, a law or a state of things."""

    BY = 0
    ON = 1
    FROM = 2
    OF = 3


@dataclass(frozen=True, slots=True)
class Said:
    """A date of a text: its words and offsets, when it begins and ends (aware, UTC), its last local day, how it is
    said, whether it is promised, and whether its sentence says that something will be done."""

    text: str
    start: int
    end: int
    since: datetime
    until: datetime
    day: date
    bound: Bound
    promised: bool = False
    ahead: bool = False

    @property
    def term(self) -> int:
        """How firm a term it is, the least is the firmest: one that is said as such or of what will be done; another
        day; a season or a year, in which no day is named; the beginning of the work."""
        if self.bound is Bound.FROM:
            return 3
        if self.bound is not Bound.BY and self.until - self.since > VAGUE:
            return 2
        return 0 if self.bound is Bound.BY or self.ahead else 1


STREET = re.compile(
    r"\b(?:ул(?:\.|иц\w+)|пл(?:\.|ощад\w+)|пер(?:\.|еул\w+)|проспект\w*|микрорайон\w*|сквер\w*|парк\w*|им(?:\.|ени))\s*$"
)
"""«Улица 8 Марта» is no date."""
BEFORE: tuple[tuple[str, Bound], ...] = (
    (r"по состоянию на", Bound.OF),
    (r"\bот", Bound.OF),
    (r"\b(?:с|со|начиная с|после|не ранее|не раньше|спустя)", Bound.FROM),
    (r"\b(?:до|к|ко|по|не позднее|не позже|в срок до|включительно до)", Bound.BY),
)
_BEFORE = tuple((re.compile(rf"{pattern}\s+$"), bound) for pattern, bound in BEFORE)
WITHIN = re.compile(
    r"^(?:до\s|к\s|ко\s|в\s+течени|через|в\s+срок|не\s+поздн|не\s+более|в\s+конц|с\s+\d|в\s+\S*\s?(?:дневн|недельн|месячн|суточн)\w*\s+срок)"
)
"""Beginnings of what bounds by itself."""
CLOCK = re.compile(
    r"(?<![а-я\d])(?P<how>до|к|в|не позднее)\s+(?P<h>\d{1,2})(?:[:.](?P<m>\d\d)(?!\d|\.\d)|\s*(?:час\w*|ч\b))"
    r"(?:\s*час\w*)?"
)
OPEN_FROM = re.compile(r"\bс\s+\d{1,2}[:.]?(?:\d\d)?(?:\s*час\w*|\s*ч)?\s+$")
"""«С 8:00 до 17:00» are hours of work, not a promise."""


def dates(text: str, at: datetime, calendar: Calendar) -> tuple[Said, ...]:
    """All dates that a text names, as of a moment, in the order of the text."""
    low, now = plain(text), Moment(calendar.local(at), calendar)
    found = [
        _said(text, low, *each, calendar)
        for each in islice(named(low, now), MOST)
        if not STREET.search(low[max(0, each[0] - NEAR) : each[0]])
    ]
    timed = _timed(low, found, now, text)
    whole = sorted(timed, key=lambda said: said.start)
    return tuple(
        replace(said, promised=_is_promise(low, said, at), ahead=is_ahead(_around(low, said))) for said in whole
    )


def _said(text: str, low: str, start: int, end: int, span: Span, calendar: Calendar) -> Said:
    begin = calendar.moment(span.since, time())
    until = calendar.moment(span.until, span.at or LAST)
    return Said(text[start:end].strip(), start, end, begin, until, span.until, _bound(low, start, end))


def _bound(low: str, start: int, end: int) -> Bound:
    if WITHIN.match(low[start:end].lstrip()):
        return Bound.BY
    before = low[max(0, start - 20) : start]
    return next((bound for pattern, bound in _BEFORE if pattern.search(before)), Bound.ON)


def _timed(low: str, found: list[Said], now: Moment, text: str) -> list[Said]:
    """Hours of the day go to the date of their sentence; alone they mean today, or tomorrow where it is later."""
    for clock in islice(CLOCK.finditer(low), MOST):
        hour, minute = int(clock["h"]), int(clock["m"] or 0)
        taken = any(said.start < clock.end() and clock.start() < said.end for said in found)
        if hour > 24 or minute > 59 or taken or OPEN_FROM.search(low[max(0, clock.start() - NEAR) : clock.start()]):
            continue
        found = _at(low, found, clock, time(hour % 24, minute) if hour < 24 else LAST, now, text)
    return found


def _at(low: str, found: list[Said], clock: "re.Match[str]", at: time, now: Moment, text: str) -> list[Said]:
    begin, sentence = next(each for each in sentences(low) if each[0] <= clock.start() < each[0] + len(each[1]))
    same = [said for said in found if begin <= said.start < begin + len(sentence) and said.bound is not Bound.OF]
    if same:
        nearest = min(same, key=lambda said: abs(said.start - clock.start()))
        day = now.calendar.local(nearest.until).date()
        bound = nearest.bound if clock["how"] == "в" else Bound.BY
        made = replace(nearest, until=now.calendar.moment(day, at), bound=bound)
        return [made if said is nearest else said for said in found]
    if clock["how"] == "в":
        return found
    until = now.calendar.moment(now.today, at)
    if until < now.local:
        return found
    since = now.calendar.moment(now.today, time())
    return [*found, Said(text[clock.start() : clock.end()], *clock.span(), since, until, now.today, Bound.BY)]


def _around(low: str, said: Said) -> str:
    """The sentence that names the date."""
    return next(each for begin, each in sentences(low) if begin <= said.start < begin + len(each))


def _is_promise(low: str, said: Said, at: datetime) -> bool:
    """A date to come. Where its stretch has begun, or it is a far one in a sentence of what is done ("засыпали 1 июля":
    last year's), the sentence must speak of what is still to be done."""
    if said.bound is Bound.OF or said.until < at:
        return False
    if at < said.since <= at + FAR:
        return True
    sentence = _around(low, said)
    if said.since > at:
        return is_ahead(sentence) or not is_past(sentence)
    return is_ahead(sentence) or (said.bound is Bound.BY and not is_past(sentence))


def promise(found: Iterable[Said]) -> datetime | None:
    """The moment by which a text promises the matter to be done: the last of its firmest terms, of several said of one
    day the firmest; None if there is none."""
    made = [said for said in found if said.promised]
    firmest = [said for said in made if said.term == min(each.term for each in made)]
    day = max((said.day for said in firmest), default=None)
    return min((said.bound, said.until) for said in firmest if said.day == day)[1] if firmest else None
