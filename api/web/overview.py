"""Обзор: the day in figures, for who leads; every figure opens its list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.web import addresses, pictures, times
from api.web.filters import known
from api.web.rendering import page
from api.web.visiting import may
from core import usecases
from core.deadlines import KIND_TITLES, STATE_TITLES, State
from core.flags import FlagStatus
from core.labels import THEME_TITLES, Theme
from core.overview import Days, Measure, Pace, Picture, cells, daily, days_of, nearest
from core.overview.measures import PACE_TITLES
from core.risk import LEVEL_TITLES, Level
from core.scope import Right
from core.usecases.overview import DAYS, GRAVE

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_FLAGS))]
SPANS = {1: "сегодня", 7: "7 дней", 14: "14 дней"}
ALL = "all"
SHADES = 5
Address = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for people and the list that it opens."""

    said: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A measure in words: today, yesterday, the mean of the week, how today compares and with what."""

    title: str
    today: Figure
    yesterday: Figure
    mean: Figure
    pace: Pace
    usual: str

    @property
    def said(self) -> str:
        """The comparison as a phrase."""
        return PACE_TITLES[self.pace]


def _tenths(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")


def _line(title: str, found: Measure, days: Days, address: Address) -> Line:
    today, yesterday, first = (days.days[-1 - back].isoformat() for back in (0, 1, 7))
    return Line(
        title,
        Figure(f"{found.today}", address(since=today, until=today)),
        Figure(f"{found.yesterday}", address(since=yesterday, until=yesterday)),
        Figure(_tenths(found.mean), address(since=first, until=yesterday)),
        found.pace,
        "" if found.pace is Pace.UNKNOWN else f"обычно к этому часу {_tenths(found.usual)}",
    )


def _cards(*levels: Level) -> Address:
    def address(**fields: str) -> str:
        return addresses.queue(status=ALL, level=tuple(map(str, levels)), **fields)

    return address


def _found(what: str, **more: str) -> Address:
    def address(**fields: str) -> str:
        return addresses.found(what, **more, **fields)

    return address


def lines_of(seen: Picture) -> list[Line]:
    """The measures that this caller may see, each with its lists."""
    lists: list[tuple[str, Measure | None, Address]] = [
        ("Собрано публикаций", seen.posts, _found("posts")),
        ("Отобрано карточек", seen.cards, _cards()),
        ("Высокий и критический риск", seen.grave, _cards(*GRAVE)),
        ("Открыто инцидентов", seen.opened, _found("incidents", state=ALL)),
    ]
    return [_line(title, found, seen.days, address) for title, found, address in lists if found]


@dataclass(frozen=True, slots=True)
class Row:
    """A theme with its cards in each block: figures, or None where there is none; a shade 0–4 by the number."""

    title: str
    cells: Sequence[tuple[Figure | None, int]]
    whole: Figure


@dataclass(frozen=True, slots=True)
class Matrix:
    """Themes × blocks of the last days."""

    blocks: Sequence[Figure]
    rows: Sequence[Row]
    total: Figure


def matrix_of(seen: Picture, given: Services, count: int) -> Matrix:
    """The table: the largest themes first, blocks in the profile's order; empty rows and columns are left out."""
    found = cells(seen.tallies, count)
    first, last = (day.isoformat() for day in seen.days.last(count))
    most = max(found.values(), default=1)
    blocks = [block for block in given.profile.blocks if any(code == block.code for _, code in found)]
    totals: dict[Theme, int] = {}
    for (theme, _), number in found.items():
        totals[theme] = totals.get(theme, 0) + number

    def figure(number: int, **fields: str) -> Figure:
        return Figure(f"{number}", addresses.queue(status=ALL, since=first, until=last, **fields))

    def cell(theme: Theme, block: str) -> tuple[Figure | None, int]:
        number = found.get((theme, block), 0)
        shade = -(-(SHADES - 1) * number // most)
        return (figure(number, theme=theme.value, block=block) if number else None), shade

    return Matrix(
        [Figure(block.title, figure(0, block=block.code).href) for block in blocks],
        [
            Row(THEME_TITLES[theme], [cell(theme, block.code) for block in blocks], figure(number, theme=theme.value))
            for theme, number in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        figure(sum(found.values())),
    )


def charted(seen_days: Days, counts: Sequence[dict[Level, int]]) -> list[tuple[str, dict[Level, int]]]:
    """The days of the chart by their names."""
    return [(times.short(day), count) for day, count in zip(seen_days.days, counts, strict=True)]


def may_see(caller: Caller) -> bool:
    """Whether the caller may know of incidents."""
    return Right.READ_INCIDENTS in caller.scope.rights


@router.get(addresses.OVERVIEW)
def show(request: Request, caller: MayRead, given: ServicesDep, days: Annotated[int, Query()] = 7) -> Response:
    """The page."""
    now, zone = given.clock.now(), given.profile.timezone
    with given.ledger.read() as work:
        seen = usecases.overview(work, caller.scope, given.calendar(), zone, now)
        content = request.app.state.content.of(work, caller, given) if may_see(caller) else None
    count, near = days if days in SPANS else 7, nearest(seen.terms.found)
    wrong: list[str] = []
    known("days", str(days), [str(span) for span in SPANS], wrong)
    chart = charted(seen.days, daily(seen.tallies, DAYS))
    return page(
        "overview.html",
        given,
        caller,
        seen=seen,
        lines=lines_of(seen),
        matrix=matrix_of(seen, given, count),
        misread=wrong,
        spans=SPANS,
        span=count,
        chart=chart,
        mark=pictures.mark(chart),
        levels=[(level, LEVEL_TITLES[level]) for level in reversed(Level)],
        themes_of=THEME_TITLES,
        kinds=KIND_TITLES,
        states=STATE_TITLES,
        overdue=[each for each in near if each.first.state is State.OVERDUE],
        soon=[each for each in near if each.first.state is not State.OVERDUE],
        to_incidents=addresses.incidents,
        content=content,
        to_queue=addresses.queue,
        to_found=addresses.found,
        to_incident=addresses.incident,
        waiting=FlagStatus.OPEN,
        warning=request.app.state.condition.warning(given),
    )


@router.get(f"{addresses.OVERVIEW}/days.svg")
def drawn(caller: MayRead, given: ServicesDep, view: Annotated[pictures.View, Depends(pictures.view)]) -> Response:
    """Cards by days as a picture."""
    days = days_of(given.clock.now(), given.profile.timezone, DAYS)
    with given.ledger.read() as work:
        tallies = work.views.daily.cards(caller.scope, days)
    return pictures.answer(pictures.days(charted(days, daily(tallies, DAYS)), view), view)
