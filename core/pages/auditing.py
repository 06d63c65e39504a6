"""The figures of a page for a time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from core.incidents import Copy
from core.pages.outcomes import Planned
from core.pages.records import Level, Page, PagePost, Sample, Seen

LEAST_A_WEEK = 3
"""Posts a week (practice of «Госпаблики»)."""
Copies = Callable[[Mapping[int, str], Mapping[int, str]], Mapping[int, Sequence[Copy]]]
"""Which of the stored texts the asked ones are (`core.ports.Copies`)."""
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Audit:
    """A page over the days `since`–`until` (local, inclusive). `seen_from`: the first day of the record; `weeks` posts
    of each whole week of it; `silent` the longest run of days without a post, `quiet_days` all of them; `placed` and
    `missing` the samples; `answer` the median time to an answer; `plan` the items
    of the content plan."""

    page: Page
    since: date
    until: date
    seen_from: date | None
    posts: int
    weeks: tuple[int, ...]
    silent: int
    quiet_days: int
    obligatory: int
    placed: tuple[Sample, ...]
    missing: tuple[Sample, ...]
    questions: int
    answered: int
    answer: timedelta | None
    plan: tuple[Planned, ...] = ()

    @property
    def days(self) -> int:
        """How many days were seen."""
        return 0 if self.seen_from is None else (self.until - self.seen_from).days + 1

    @property
    def usual(self) -> timedelta | None:
        """The median time to an answer, from an hour on in whole hours: 4.9 are said as five."""
        if self.answer is None or self.answer < HOUR:
            return self.answer
        return round(self.answer / HOUR) * HOUR

    @property
    def a_week(self) -> float | None:
        """Posts a week, None where nothing was collected."""
        return self.posts * 7 / self.days if self.days else None

    @property
    def poor_weeks(self) -> int:
        """Whole weeks with fewer posts than there must be."""
        return sum(count < LEAST_A_WEEK for count in self.weeks)

    @property
    def share(self) -> float | None:
        """The share of obligatory content in the posts."""
        return self.obligatory / self.posts if self.posts else None

    @property
    def answered_share(self) -> float | None:
        """The share of questions that were answered."""
        return self.answered / self.questions if self.questions else None

    def of(self, level: Level) -> tuple[int, int]:
        """Samples of a level that were placed, and all of them."""
        placed = sum(each.level is level for each in self.placed)
        return placed, placed + sum(each.level is level for each in self.missing)


def audit(
    page: Page, seen: Seen, samples: Sequence[Sample], copies: Copies, since: date, until: date, zone: ZoneInfo
) -> Audit:
    """The figures. Days before the record began are not judged."""
    first = max(since, seen.since.astimezone(zone).date()) if seen.since else None
    first = first if first and first <= until else None
    days = [post.at.astimezone(zone).date() for post in seen.posts]
    wanted = [each for each in samples if each.starts <= until and each.ends >= (first or since)]
    found = matched(seen.posts, wanted, copies, zone)
    posts_of = {number for numbers in found.values() for number in numbers}
    placed = tuple(each for each in wanted if found[each.id])
    longest, quiet = _silence(days, first, until)
    times = [each.answered - each.asked for each in seen.questions if each.answered]
    return Audit(
        page,
        since,
        until,
        first,
        len(days),
        _weeks(days, first, until),
        longest,
        quiet,
        len(posts_of),
        placed,
        tuple(each for each in wanted if not found[each.id]),
        len(seen.questions),
        len(times),
        timedelta(seconds=median(each.total_seconds() for each in times)) if times else None,
    )


def _weeks(days: Sequence[date], first: date | None, until: date) -> tuple[int, ...]:
    """Posts of each run of seven days from the first one on; a rest of fewer days is not judged."""
    if first is None:
        return ()
    starts = [first + n * WEEK for n in range(((until - first).days + 1) // 7)]
    return tuple(sum(start <= day < start + WEEK for day in days) for start in starts)


def _silence(days: Sequence[date], first: date | None, until: date) -> tuple[int, int]:
    """The longest run of days without a post, and how many days had none."""
    if first is None:
        return 0, 0
    posted, longest, run, quiet = set(days), 0, 0, 0
    for n in range((until - first).days + 1):
        silent = first + timedelta(days=n) not in posted
        run = run + 1 if silent else 0
        quiet, longest = quiet + silent, max(longest, run)
    return longest, quiet


def matched(
    posts: Sequence[PagePost], samples: Sequence[Sample], copies: Copies, zone: ZoneInfo
) -> Mapping[int, Collection[int]]:
    """Sample -> posts that place it: passed on from its page, with its tag, or of its text, within its days."""
    texts = {post.id: post.text for post in posts}
    asked = {-each.id: each.text for each in samples if each.text.strip()}
    near = copies(texts, asked) if asked else {}
    made: dict[int, set[int]] = {}
    for each in samples:
        alike = {copy.post_id for copy in near.get(-each.id, ()) if copy.post_id > 0}
        made[each.id] = {
            post.id
            for post in posts
            if each.starts <= post.at.astimezone(zone).date() <= each.ends
            and (post.id in alike or _tagged(post, each) or _passed(post, each))
        }
    return made


def _tagged(post: PagePost, sample: Sample) -> bool:
    return bool(sample.tag) and f"#{sample.tag}" in {word.strip(".,!?;:()«»").lower() for word in post.text.split()}


def _passed(post: PagePost, sample: Sample) -> bool:
    return bool(sample.origin) and post.origin is not None and post.origin.source.lower() == sample.origin


def month(day: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def bounds(since: date, until: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments of local days, the last one inclusive."""
    start = datetime.combine(since, datetime.min.time(), zone)
    return start, datetime.combine(until + timedelta(days=1), datetime.min.time(), zone)
