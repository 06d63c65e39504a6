"""What an item of a system tells of how it was worked: term, end, mark, how long it took. Columns are as exported."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from core.exchange.items import Item
from core.exchange.layouts import System

BODIES = {System.POS: "Организация, в которой находится сообщение", System.IM: "Отдел"}
SUBJECTS = {System.POS: "Категория", System.IM: "Тема"}
TERM, END = "Дата планируемого завершения работ", "Дата фактического завершения работ"
AGAIN, FAST = "Повторное рассмотрение", "Фаст-трек"
ANSWERED, WHOLE = "Время до ответа, ч:м:с", "Время с начала создания инцидента до окончания"
GOOD = 4
"""A mark from here on is a good one: the centres' target for ПОС is 60 % of them (facts of 2025)."""
NO = frozenset({"", "нет", "-", "—", "0", "false"})
_SPAN = re.compile(r"(?:(\d{1,5})\s*д\D*)?(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
"""No longer than a calendar bears: what is longer is no time that anything took."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Numbers of a group of items. `timed` have a term that decides: they ended, or it has passed; `kept` of them did
    not pass it. `late` are open beyond their term. `took` is the median from receipt to the end (ПОС) or to the first
    answer (ИМ). `marked` bear an applicant's mark, `good` of them 4 or 5."""

    received: int = 0
    finished: int = 0
    late: int = 0
    timed: int = 0
    kept: int = 0
    marked: int = 0
    good: int = 0
    appeals: int = 0
    again: int = 0
    fast: int = 0
    took: timedelta | None = None

    @property
    def open(self) -> int:
        """Not finished yet."""
        return self.received - self.finished


def moment(columns: Mapping[str, str], name: str, zone: ZoneInfo) -> datetime | None:
    """A local moment of a column; a day without an hour is that day's end for a term."""
    try:
        found = datetime.strptime(columns.get(name, ""), "%d.%m.%Y %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return found + timedelta(days=1) if name == TERM and found.time() == time() else found


def spent(item: Item, zone: ZoneInfo) -> timedelta | None:
    """How long the item took; None while it is open, or where the table does not say."""
    if item.system is System.POS:
        end = ended_at(item, zone)
        return end - item.received if end else None
    return length(item.columns.get(ANSWERED, ""))


def length(told: str) -> timedelta | None:
    """A span as tables write it; None for what is none.

    >>> length("26:05:10"), length("2 дн. 3:20"), length("долго")
    (datetime.timedelta(days=1, seconds=7510), datetime.timedelta(days=2, seconds=12000), None)
    """
    found = _SPAN.fullmatch(told.strip())
    if not found:
        return None
    days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def ended_at(item: Item, zone: ZoneInfo) -> datetime | None:
    """When the item was finished; None while it is open, or where the table does not say when. A day without an hour
    is not before the receipt."""
    if not item.finished:
        return None
    if item.system is System.POS:
        end = moment(item.columns, END, zone)
        return max(end, item.received) if end else None
    took = length(item.columns.get(WHOLE, ""))
    return item.received + took if took is not None else None


def finished(item: Item, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it was finished by a moment; one whose end is not told counts as it is known now."""
    return item.finished and _before(ended_at(item, zone), at)


def _before(end: datetime | None, at: datetime) -> bool:
    return end is None or end < at


def said_yes(item: Item, name: str) -> bool:
    """Whether a column says yes."""
    return item.columns.get(name, "").strip().lower() not in NO


def term_of(item: Item, zone: ZoneInfo) -> datetime | None:
    """By when it was to be finished; None where the table does not say."""
    return moment(item.columns, TERM, zone)


def overdue(item: Item, at: datetime, zone: ZoneInfo) -> bool:
    """Whether it stands open beyond its term at a moment."""
    term = term_of(item, zone)
    return term is not None and at > term and not finished(item, at, zone)


def worked(found: Iterable[Item], at: datetime, zone: ZoneInfo) -> Worked:
    """The numbers of these items as of a moment: what ended or was answered later is not seen."""
    items = list(found)
    done = [each for each in items if finished(each, at, zone)]
    terms = [(term, ended_at(each, zone)) for each in done if (term := term_of(each, zone))]
    kept = [end <= term for term, end in terms if end]
    late = sum(overdue(each, at, zone) for each in items)
    marks = [each.score for each in items if each.score is not None and _before(ended_at(each, zone), at)]
    took = [span for each in items if (span := spent(each, zone)) is not None and each.received + span < at]
    return Worked(
        received=len(items),
        finished=len(done),
        late=late,
        timed=len(kept) + late,
        kept=sum(kept),
        marked=len(marks),
        good=sum(mark >= GOOD for mark in marks),
        appeals=sum(each.appeal for each in items),
        again=sum(said_yes(each, AGAIN) for each in items),
        fast=sum(said_yes(each, FAST) for each in items),
        took=timedelta(seconds=median(span.total_seconds() for span in took)) if took else None,
    )
