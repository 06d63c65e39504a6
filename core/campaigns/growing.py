"""When a theme grows so much that a campaign is needed, though it does not storm."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from core.campaigns.noticing import FOR
from core.campaigns.records import Notice, NoticeKind
from core.campaigns.weeks import Counts, above, weekly, whole_weeks
from core.labels import THEME_TITLES, Theme
from core.reasons import Reason

QUIET = timedelta(days=28)
"""For so long no growth of a theme is noticed after another notice of the theme."""
BEFORE = 4
"""Whole weeks before the last one, with which it is compared."""
TIMES, MORE = 1.5, 10
"""The last week must be so many times the mean of those, and so many posts more."""

Habits = Mapping[Theme, Counts]
"""Flagged posts of each theme by local day."""


def growing(habits: Habits, since: date, busy: Collection[Theme], day: date, at: datetime) -> list[Notice]:
    """Themes of which the last whole week brought much more than the four before it; `busy` ones were noticed lately or
    have their campaign. A record without five whole weeks says nothing."""
    weeks = whole_weeks(since, day)[-BEFORE - 1 :]
    if len(weeks) <= BEFORE:
        return []
    found = (
        (theme, weekly(counts)) for theme, counts in habits.items() if theme not in busy and theme is not Theme.NONE
    )
    grown = ((theme, [by_week.get(week, 0) for week in weeks]) for theme, by_week in found)
    return [_growth(theme, counts, weeks[-1], day, at) for theme, counts in grown if grows(counts)]


def grows(counts: Sequence[int]) -> bool:
    """Whether the last of these weeks stands out."""
    *before, last = counts
    mean = sum(before) / len(before)
    return last >= max(TIMES * mean, mean + MORE) and above(last, mean)


def _growth(theme: Theme, counts: Sequence[int], week: date, day: date, at: datetime) -> Notice:
    *before, last = counts
    number = week.isocalendar()
    reason = Reason("campaign_growth", 0, {"posts": last, "mean": round(sum(before) / len(before), 1)})
    return Notice(
        f"growth:{theme}:{number.year}-{number.week:02}",
        NoticeKind.GROWTH,
        THEME_TITLES[theme],
        theme,
        at,
        day,
        day + FOR,
        (reason,),
    )
