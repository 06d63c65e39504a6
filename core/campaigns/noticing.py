"""When a campaign is needed: a season comes, a storm stands. Each is noticed once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.campaigns.records import Notice, NoticeKind
from core.campaigns.seasons import Entry
from core.incidents import Incident
from core.labels import THEME_TITLES
from core.reasons import Reason

FOR = timedelta(days=14)
"""How long a campaign against what has happened already is planned for."""


@dataclass(frozen=True, slots=True)
class Storm:
    """A storm card: how many posts it has, and how many times the habit it began with (0: not known)."""

    incident: Incident
    posts: int
    times: float = 0.0


def reminders(entries: Sequence[Entry], known: Collection[str], day: date, at: datetime) -> list[Notice]:
    """Seasons to be reminded of on a day, once each."""
    return [_season(each, at) for each in entries if each.due(day) and _season_key(each) not in known]


def _season_key(entry: Entry) -> str:
    return f"season:{entry.threat.code}:{entry.season.year}"


def _season(entry: Entry, at: datetime) -> Notice:
    threat, learnt = entry.threat, entry.learnt
    first, last = threat.weeks
    reasons = [Reason("campaign_season", 0, {"first": first, "last": last, "begins": f"{entry.begins:%d.%m.%Y}"})]
    told = {"years": learnt.years, "posts": learnt.posts}
    if entry.rises:
        reasons.append(Reason("campaign_learnt", 0, {"week": entry.rises.isocalendar().week, **told}))
    elif not learnt.enough:
        reasons.append(Reason("campaign_unlearnt", 0, told))
    else:
        reasons.append(Reason("campaign_flat", 0, told))
    return Notice(
        _season_key(entry),
        NoticeKind.SEASON,
        threat.title,
        threat.theme,
        at,
        entry.begins,
        entry.season.ends,
        tuple(reasons),
        threat.code,
    )


def stormy(storms: Sequence[Storm], known: Collection[str], day: date, at: datetime) -> list[Notice]:
    """Storms that stand: people must be told what is being done, whatever becomes of each complaint."""
    return [
        Notice(
            f"storm:{each.incident.id}",
            NoticeKind.STORM,
            THEME_TITLES[each.incident.theme],
            each.incident.theme,
            at,
            day,
            day + FOR,
            (Reason("campaign_storm", 0, {"posts": each.posts, "times": each.times}),),
            incident_id=each.incident.id,
        )
        for each in storms
        if f"storm:{each.incident.id}" not in known and not each.incident.ended
    ]
