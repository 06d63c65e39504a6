"""The facts of the analytical note, in as few questions to the store as there are parts. Reading only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import islice
from unicodedata import category
from zoneinfo import ZoneInfo

from core.campaigns import Campaign, CampaignQuery, Entry, Task
from core.cases import Case, CaseQuery, case_of
from core.causes import clustered
from core.counts import Count, Span, Words, by, summed
from core.deadlines import Calendar
from core.labels import Theme
from core.maps import Mapped, MapQuery
from core.measures import Measure, MeasureQuery, executed
from core.periods import Period
from core.ports import Copies, Nowhere, Places, Work
from core.profile import Profile
from core.routing import Whereabouts
from core.scope import Right, Scope
from core.usecases.counting import counted, records, worded
from core.usecases.mapping import mapped
from core.usecases.noticing import seasons
from core.usecases.noting import ENTERED_WITHIN, kept_entries, no_copies, official_pages
from core.weekly import Cause, Facts, Growth, Ordered, change, conflicts, growths, shares

TOLD_OF = (Right.READ_REPORTS, Right.READ_INCIDENTS, Right.READ_CAMPAIGNS, Right.READ_REGISTERS)
"""What the note tells of. Whoever may not read one of these makes none: a section that is left empty for lack of a
right would say officially that there is nothing, and would take the place of the note that is kept."""
ALL, TEXTS, CAUSES, QUOTES, GROWTHS = 100_000, 300, 3, 2, 5
SOON = timedelta(weeks=4)
FEW, DAYS_MOST = 62, 7
QUOTED = 220
SIGNS = frozenset({"Cc", "So", "Sk", "Cs", "Co", "Cn", "Cf", "Mn", "Me"})
KEPT = "№°"
"""Pictures among letters, which the fonts of documents do not have."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts need besides the store: the words of a text (dictionary forms of those that tell something),
    masks, where places lie, in which territory an address is (None: by the territories' names alone), which texts are
    alike, which no official paper quotes."""

    calendar: Calendar
    words: Callable[[str], frozenset[str]]
    mask: Callable[[str], str]
    places: Places = field(default_factory=Nowhere)
    where: Whereabouts | None = None
    copies: Copies = no_copies
    obscene: Callable[[str], bool] = lambda _: False


def query_of(asked: Ordered, since: datetime, until: datetime) -> CaseQuery:
    """The incidents of a report within moments."""
    return CaseQuery(since, until, asked.themes, asked.blocks, asked.systems, asked.territories)


def spans_of(period: Period, at: datetime) -> list[Span]:
    """The four spans of every comparison (`comparing.NOW` …). While the period lasts it is compared with the same part
    of the one before, and its last whole day with the seven before that."""
    before = period.before
    part = min(before.since + (at - period.since), before.until)
    last = period if at >= period.until else _lasting(period, at)
    return [(period.since, at), (before.since, part), (last.back(0)[1], last.until), last.back(7)]


def _lasting(period: Period, at: datetime) -> Period:
    """Up to the last day that is over; the first day where none is."""
    today = at.astimezone(ZoneInfo(period.zone)).date()
    return replace(period, last=max(today - timedelta(days=1), period.first))


def facts(work: Work, scope: Scope, profile: Profile, reading: Reading, asked: Ordered, now: datetime) -> Facts:
    """All that the note says of a period, as of its end, or as of now while it lasts. Raises Denied, BadInput
    for one that has not begun."""
    scope.demand(*TOLD_OF)
    period = asked.period
    at = period.as_of(now)
    steps = [each for each in period.each(1 if period.days <= FEW else DAYS_MOST) if each[1] < at]
    spans = [*spans_of(period, at), *((since, until) for _, since, until in steps)]
    counts = counted(work, scope, profile, query_of(asked, period.since, period.until), spans, reading.where)
    found = cases(work, scope, reading.calendar, query_of(asked, period.since, at), at)
    before = period.before
    earlier = cases(work, scope, reading.calendar, query_of(asked, before.since, before.until), before.until)
    return Facts(
        asked=asked,
        at=at,
        made_at=now,
        total=change(summed(counts, len(spans)), summed(counts, len(spans))[0]),
        systems=tuple(shares(by(counts, lambda each: each.system, len(spans)))),
        themes=tuple(shares(by(counts, lambda each: each.theme, len(spans)))),
        territories=tuple(shares(by(counts, lambda each: each.territory, len(spans)))),
        blocks=tuple(shares(by(counts, lambda each: each.block, len(spans)))),
        days=tuple(_days(counts, [first for first, *_ in steps], len(spans))),
        growths=tuple(_growths(work, scope, profile, reading, asked, counts)),
        execution=executed(_measures(work, scope, profile, asked, at, reading.mask), period.since, at, period.zone),
        cases=tuple(found),
        earlier=tuple(earlier),
        conflicts=conflicts(found, period.since, at),
        forecast=tuple(_forecast(work, scope, profile, asked, at)),
        campaigns=tuple(_campaigns(work, scope, asked, at)),
        mapped=_mapped(work, scope, reading, asked, {case.id for case in found}),
        storms=work.incidents.sizes(scope, [case.id for case in found if case.incident.storm], at),
        registers=tuple(kept_entries(work, scope, asked, at)),
        pages=official_pages(work, scope, profile, asked, at, reading.copies),
        records=tuple(records(work, scope, profile, asked, at, reading.where)),
    )


def cases(work: Work, scope: Scope, calendar: Calendar, query: CaseQuery, at: datetime) -> list[Case]:
    """The incidents of a query as they stood at a moment, with what residents wrote after the answer."""
    found = work.views.cases.told(scope, query)
    answered = {each.incident.id for each in found if any(one.final for one in each.incident.answers)}
    heard = [
        replace(each, voices=work.answers.voices(scope, each.incident.id)[0]) if each.incident.id in answered else each
        for each in found
    ]
    return [case_of(each, calendar, at) for each in heard]


def _days(counts: Sequence[Count], days: Sequence[date], length: int) -> list[tuple[date, int]]:
    return list(zip(days, summed(counts, length)[length - len(days) :], strict=True))


def _growths(
    work: Work, scope: Scope, profile: Profile, reading: Reading, asked: Ordered, counts: Sequence[Count]
) -> list[Growth]:
    """Themes as a whole, and each of them in its territories where that grew, too."""
    length = len(counts[0].numbers) if counts else 0
    rule = profile.reports
    themes = growths(shares(by(counts, lambda each: each.theme, length)), rule)
    found = []
    for theme, told in [pair for pair in themes if pair[0] is not Theme.NONE][:GROWTHS]:
        only = replace(asked, themes=(theme,))
        causes, of = causes_of(work, scope, reading, query_of(only, asked.period.since, asked.period.until))
        found.append(Growth(theme, _where(counts, theme, length, profile), told, tuple(causes), of))
    return found


def _where(counts: Sequence[Count], theme: Theme, length: int, profile: Profile) -> str:
    """The territory that brings most of a theme's growth, if one brings more than half of it."""
    own = [each for each in counts if each.theme is theme]
    parts = shares(by(own, lambda each: each.territory, length))
    whole = sum(told.now - told.before for _, told in parts)
    best = max(parts, key=lambda pair: pair[1].now - pair[1].before, default=None)
    named = best is not None and best[0] and 2 * (best[1].now - best[1].before) > whole
    return best[0] if best and named else ""


def causes_of(work: Work, scope: Scope, reading: Reading, query: CaseQuery) -> tuple[list[Cause], int]:
    """The largest clusters of a query's texts, with quotes; and how many texts there were."""
    texts = worded(work, scope, query, TEXTS)
    made = clustered([reading.words(each.text) for each in texts])
    return [_cause(one.words, [texts[index] for index in one.members], reading) for one in made[:CAUSES]], len(texts)


def _cause(words: tuple[str, ...], texts: Sequence[Words], reading: Reading) -> Cause:
    fit = (each.text for each in texts if not reading.obscene(each.text))
    quotes = list(islice(dict.fromkeys(quoted(reading.mask(each)) for each in fit), QUOTES))
    held = dict.fromkeys(each.incident_id for each in texts if each.incident_id)
    return Cause(words, len(texts), tuple(quotes), tuple(held))


def quoted(text: str, most: int = QUOTED) -> str:
    """A text in one line, cut between words, without pictures among its letters."""
    line = " ".join("".join(" " if category(one) in SIGNS and one not in KEPT else one for one in text).split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(" ,;:—-.") + "…"


def _measures(
    work: Work, scope: Scope, profile: Profile, asked: Ordered, at: datetime, mask: Callable[[str], str]
) -> list[Measure]:
    """An answer that promises may name a person: masked."""
    query = MeasureQuery(blocks=asked.answering(profile), standing=(asked.period.since, at), limit=ALL)
    return [replace(each, what=mask(each.what)) for each in work.measures.find(scope, query)]


def _mapped(work: Work, scope: Scope, reading: Reading, asked: Ordered, ids: set[int]) -> Mapped:
    """The incidents of the report on the map, no others."""
    found = mapped(work, scope, reading.places, MapQuery(asked.period.since, asked.period.until, asked.themes))
    return Mapped(
        tuple(each for each in found.located if each.matter.id in ids),
        tuple(each for each in found.unplaced if each.id in ids),
    )


def _forecast(work: Work, scope: Scope, profile: Profile, asked: Ordered, at: datetime) -> list[Entry]:
    """Threats that last at the end of the period or begin within four weeks of it."""
    found = seasons(work, scope, profile, at)
    wanted = [each for each in found.entries if not asked.themes or each.threat.theme in asked.themes]
    return [each for each in wanted if each.now(found.day) or found.day <= each.begins <= found.day + SOON]


def _campaigns(work: Work, scope: Scope, asked: Ordered, at: datetime) -> list[Campaign]:
    """Those of the period that were entered by then; a task that was done later is not done yet."""
    period = asked.period
    found = work.campaigns.find(scope, CampaignQuery(themes=asked.themes, limit=ALL))
    within = [each for each in found if each.starts <= period.last and each.ends >= period.first]
    return [replace(each, tasks=_done_by(each.tasks, at)) for each in within if each.made_at < at + ENTERED_WITHIN]


def _done_by(tasks: Sequence[Task], at: datetime) -> tuple[Task, ...]:
    """What was done since stands as it stood."""
    return tuple(replace(each, done_at=None) if each.done_at and each.done_at >= at else each for each in tasks)
