"""When an alert goes out: quiet hours, digests, retries, the ladder. Moments are aware; the rules are pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core import backoff
from core.alerts.kinds import MACHINES, News, Way
from core.alerts.records import Alert, Delivery
from core.profile import Profile

TRIES = 8
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""Eight tries within an hour and a few minutes; then a delivery is dead and shown as such."""


@dataclass(frozen=True, slots=True)
class Flood:
    """At most `most` messages to one address within `window`; what is more goes together as one digest."""

    most: int = 5
    window: timedelta = timedelta(minutes=10)


def quiet_ends(quiet: tuple[time, time] | None, zone: str, at: datetime) -> datetime:
    """When quiet hours end that last at a moment; the moment itself outside them. They may run over midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return at
    start, end = quiet
    local = at.astimezone(ZoneInfo(zone))
    now = local.time()
    inside = start <= now < end if start < end else now >= start or now < end
    if not inside:
        return at
    day = local.date() + timedelta(days=1) if start > end and now >= start else local.date()
    return datetime.combine(day, end, ZoneInfo(zone)).astimezone(at.tzinfo)


def due(alert: Alert, channel: Way, profile: Profile, at: datetime) -> datetime:
    """When a delivery may go: at once if it is urgent, for a machine or a letter that a person wrote, else not within
    quiet hours."""
    if alert.urgent or channel in MACHINES or alert.kind is News.LETTER:
        return at
    return quiet_ends(profile.alerts.quiet, profile.timezone, at)


def again(tries: int, wait: timedelta | None, at: datetime, chance: float) -> datetime | None:
    """When a refused delivery is tried again; None when it was tried often enough. `wait` is what was asked for."""
    if tries >= TRIES:
        return None
    return at + backoff.grown(max(wait or FIRST_PAUSE, FIRST_PAUSE), tries, LONGEST_PAUSE, chance)


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes to one address now, one by one or together; what must wait, and until when."""

    single: tuple[Delivery, ...] = ()
    together: tuple[Delivery, ...] = ()
    later: datetime | None = None


def plan(
    waiting: Sequence[tuple[Delivery, bool]], sent: Sequence[datetime], flood: Flood, channel: Way, now: datetime
) -> Plan:
    """What to send to an address: deliveries with whether each passes by the digest, and the moments within the window
    at which something that does not pass by was sent there.

    What passes by goes at once and takes nobody's room. A message that may have arrived already goes alone, under its
    own number.
    """
    free = {each.key for each, passes in waiting if passes or channel in MACHINES or each.begun_at or each.doubtful}
    alone = tuple(each for each, _ in waiting if each.key in free)
    rest = tuple(each for each, _ in waiting if each.key not in free)
    recent = sorted(moment for moment in sent if moment > now - flood.window)
    room = flood.most - len(recent)
    if rest and room <= 0:
        return Plan(alone, later=recent[-flood.most] + flood.window)
    return Plan(alone + rest) if len(rest) <= room else Plan(alone, rest)
