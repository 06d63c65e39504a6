"""The register of official pages and their monthly audit (decree 003, п. 2.7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core import pages as rules
from core.errors import BadInput, Outdated
from core.pages import Audit, Page, Planned, Sample
from core.pages.auditing import bounds
from core.pages.planned import EARLY, LATE, fulfilled
from core.ports import Copies, Work
from core.posts import PLATFORM_TITLES
from core.profile import Profile
from core.registers import Entry, EntryQuery, Kind
from core.scope import Right, Scope

LONGEST = 366
"""Days of one audit."""
MOST_PLANNED = 5000
"""Items of the content plan that one audit reads."""


def keep_page(work: Work, scope: Scope, profile: Profile, page: Page, at: datetime) -> Page:
    """Enter a page of a known source, or what a person has seen of it. Raises what `put` does."""
    scope.demand(Right.WORK_REGISTERS)
    found = rules.checked(page, [each.code for each in profile.blocks])
    if page.id and work.pages.get(scope, page.id).revision != page.revision:
        raise Outdated(f"страница {page.id} изменилась, пока вы решали")
    looked = None not in (page.mark, page.widgets, page.design)
    kept = work.pages.put(scope, replace(found, checked_at=at, checked_by=scope.who) if looked else found)
    work.journal.write(scope, "page.keep", str(kept.id), {"source": str(kept.source)}, at)
    return kept


def keep_sample(work: Work, scope: Scope, sample: Sample, at: datetime) -> Sample:
    """Enter obligatory content. Raises BadInput."""
    scope.demand(Right.WORK_REGISTERS)
    kept = work.pages.add_sample(scope, rules.checked_sample(sample))
    work.journal.write(scope, "page.sample", str(kept.id), {"level": kept.level}, at)
    return kept


def audits(
    work: Work,
    scope: Scope,
    profile: Profile,
    copies: Copies,
    since: date,
    until: date,
    only: int | None = None,
    *,
    today: date | None = None,
) -> Sequence[Audit]:
    """All pages (or one) over local days, the last one inclusive, with their content plan as it stands on the day
    `today` (the day after `until` where none is told). Raises BadInput, NotFound."""
    scope.demand(Right.READ_REGISTERS)
    if not 0 <= (until - since).days < LONGEST:
        raise BadInput("дни отчёта: конец раньше начала или больше года")
    zone, known = ZoneInfo(profile.timezone), work.pages.samples(scope)
    start, end = bounds(since, until, zone)
    chosen = work.pages.known(scope) if only is None else [work.pages.get(scope, only)]
    plan = work.registers.find(scope, EntryQuery(Kind.PLAN, since=since, until=until, limit=MOST_PLANNED))
    stands = today or until + timedelta(days=1)
    made = []
    for page in chosen:
        one = rules.audit(page, work.pages.seen(scope, page, start, end), known, copies, since, until, zone)
        made.append(replace(one, plan=_plan(work, scope, page, plan, copies, stands, zone)))
    return made


def month_plan(
    work: Work, scope: Scope, profile: Profile, copies: Copies, since: date, until: date, today: date
) -> tuple[Sequence[Planned], Sequence[Planned]]:
    """What became of the content plan over local days, by the count of `audits`: items of known pages, under the pages'
    titles, and of none."""
    scope.demand(Right.READ_REGISTERS)
    zone = ZoneInfo(profile.timezone)
    plan = work.registers.find(scope, EntryQuery(Kind.PLAN, since=since, until=until, limit=MOST_PLANNED))
    pages = work.pages.known(scope)
    found = [
        replace(each, entry=_named(each.entry, page))
        for page in pages
        for each in _plan(work, scope, page, plan, copies, today, zone)
    ]
    left = [each for each in plan if not any(_same(each, page) for page in pages)]
    return found, fulfilled(left, (), None, copies, today, zone)


def strays(work: Work, scope: Scope, since: date, until: date) -> Sequence[Entry]:
    """Items of the content plan over these days whose page is in no register: no audit tells them."""
    scope.demand(Right.READ_REGISTERS)
    known = work.pages.known(scope)
    plan = work.registers.find(scope, EntryQuery(Kind.PLAN, since=since, until=until, limit=MOST_PLANNED))
    return [each for each in plan if not any(_same(each, page) for page in known)]


def under_title(work: Work, scope: Scope, entry: Entry) -> Entry:
    """An entry for a document: its page by the title that people know, as it was written where no register has it."""
    page = next((each for each in work.pages.known(scope) if entry.text("page") and _same(entry, each)), None)
    return _named(entry, page) if page else entry


def _named(entry: Entry, page: Page) -> Entry:
    title = f"{page.organisation} ({PLATFORM_TITLES[page.source.platform]})"
    return replace(entry, body={**entry.body, "page": title})


def _same(entry: Entry, page: Page) -> bool:
    """Whether an item is of this page, however its address is written."""
    told = entry.text("page").strip().rstrip("/").lower()
    return told in (str(page.source).lower(), page.organisation.lower()) or told.endswith(
        f"/{page.source.address.lower()}"
    )


def _plan(
    work: Work, scope: Scope, page: Page, plan: Sequence[Entry], copies: Copies, today: date, zone: ZoneInfo
) -> tuple[Planned, ...]:
    """The page's items. Posts that came late or early stand behind the ends of the audit's days: they are read
    apart."""
    mine = [each for each in plan if _same(each, page)]
    if not mine:
        return ()
    days = [each.day for each in mine]
    seen = work.pages.seen(scope, page, *bounds(min(days) - EARLY, max(days) + LATE, zone))
    first = seen.since.astimezone(zone).date() if seen.since else None
    return fulfilled(mine, seen.posts, first, copies, today, zone)
