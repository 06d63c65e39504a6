"""What the note tells besides incidents: entries of registers, official pages. Reading only."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.incidents import Copy
from core.journal import JournalQuery
from core.pages import Audit
from core.ports import Copies, Work
from core.profile import Profile
from core.registers import Entry, EntryQuery, Kind, in_state
from core.scope import Scope
from core.usecases.pages import audits
from core.weekly import Ordered

TOLD = (Kind.VOTE, Kind.LINE, Kind.ADVICE, Kind.PRACTICE)
LOOKED_BACK, PAGES_MOST, MOST = timedelta(days=180), 93, 10_000
"""So long before the period an entry may have begun; of so many days official pages are told."""

ENTERED_WITHIN = timedelta(days=3)
"""So long after the period people still enter what happened in it: the note is made on Monday."""


def kept_entries(work: Work, scope: Scope, asked: Ordered, at: datetime) -> list[Entry]:
    """Entries whose days touch the period, and those that go on; each in the state in which it was by then."""
    if not asked.whole:
        return []
    first, last = asked.period.first, asked.period.last
    found = [
        each
        for kind in TOLD
        for each in work.registers.find(scope, EntryQuery(kind, since=first - LOOKED_BACK, until=last, limit=MOST))
    ]
    told = at + ENTERED_WITHIN
    then = [_undecided(_by_then(work, scope, each, told), last) for each in found if each.made_at < told]
    return [each for each in then if each.day >= first or _goes_on(each, first)]


def _by_then(work: Work, scope: Scope, entry: Entry, at: datetime) -> Entry:
    """The journal keeps the states; what a later state asks for was not told yet."""
    if entry.moved_at < at:
        return entry
    since = work.journal.find(scope, JournalQuery("register", subject=str(entry.id), since=at, limit=MOST))
    changes = [each for each in since.entries if each.action == "register.change"]
    return in_state(entry, str(changes[-1].detail["before"])) if changes else entry


def _undecided(entry: Entry, last: date) -> Entry:
    """A vote that ends behind the period has no results in it, however early somebody entered them."""
    ended = entry.kind is not Kind.VOTE or not entry.text("ends") or entry.text("ends") <= last.isoformat()
    return entry if ended or entry.state in ("planned", "open") else in_state(entry, "open")


def _goes_on(entry: Entry, day: date) -> bool:
    ends = entry.text("ends")
    return entry.state == "open" or (bool(ends) and ends >= day.isoformat())


def official_pages(
    work: Work, scope: Scope, profile: Profile, asked: Ordered, at: datetime, copies: Copies
) -> tuple[Audit, ...]:
    """Official pages over the days of the period that have come, counted as their own report counts them."""
    if not asked.whole:
        return ()
    period = asked.period
    today = at.astimezone(ZoneInfo(period.zone)).date()
    last = min(period.last, today)
    if (last - period.first).days >= PAGES_MOST:
        return ()
    return tuple(audits(work, scope, profile, copies, period.first, last, today=today))


def no_copies(stored: Mapping[int, str], asked: Mapping[int, str]) -> Mapping[int, Sequence[Copy]]:
    """Where nobody compares texts: an item of the plan is known by its theme."""
    return {}
