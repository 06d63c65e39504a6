"""A system's records over a report's period, as they stood at its end: what came, what was finished, what is late and
with whom, which marks were given (decrees 001, п. 2.5–2.6, 3.2а; 002, п. 4.3а). Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.exchange.items import Item, Link
from core.exchange.layouts import System
from core.exchange.worked import BODIES, Worked, ended_at, finished, overdue, worked
from core.labels import Theme

NO_BODY = "не указана"
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Records:
    """`now` are those received in the period, `before` in the one before it, each as of its end. Whenever received,
    `ended` were finished within the period, `standing` are open at its end, `late` of them beyond their term, by body;
    `marks` were given within it. `own` are the marks of those that no incident bears; `linked` of the received speak of
    an incident of the centre. `themes` are the received ones by theme, the most first."""

    system: System
    now: Worked
    before: Worked
    ended: int = 0
    standing: int = 0
    late: tuple[tuple[str, int], ...] = ()
    marks: tuple[int, ...] = ()
    own: tuple[int, ...] = ()
    linked: int = 0
    themes: tuple[tuple[Theme, Worked], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.now.received or self.before.received or self.ended or self.standing)


def recorded(system: System, found: Iterable[Item], span: Span, before: Span, zone: ZoneInfo) -> Records:
    """Out of all records received before the end of `span`; those that came long ago only where they are open."""
    items = [each for each in found if each.received < span[1]]
    at = span[1]
    ended = [each for each in items if (end := ended_at(each, zone)) and span[0] <= end < at]
    came, earlier = ([each for each in items if since <= each.received < until] for since, until in (span, before))
    late = Counter(body_of(each) for each in items if overdue(each, at, zone))
    return Records(
        system,
        worked(came, at, zone),
        worked(earlier, before[1], zone),
        len(ended),
        sum(not finished(each, at, zone) for each in items),
        tuple(sorted(late.items(), key=lambda pair: (-pair[1], pair[0]))),
        tuple(each.score for each in ended if each.score is not None),
        tuple(each.score for each in ended if each.score is not None and each.linked.state is not Link.LINKED),
        sum(each.linked.state is Link.LINKED for each in came),
        tuple(_themes(came, at, zone)),
    )


def body_of(item: Item) -> str:
    """Who has it, by the system's own words."""
    return item.columns.get(BODIES[item.system], "").strip() or NO_BODY


def _themes(found: Sequence[Item], at: datetime, zone: ZoneInfo) -> list[tuple[Theme, Worked]]:
    held: dict[Theme, list[Item]] = {}
    for each in found:
        held.setdefault(each.theme, []).append(each)
    known = [(theme, worked(own, at, zone)) for theme, own in held.items()]
    return sorted(known, key=lambda pair: (-pair[1].received, pair[0]))
