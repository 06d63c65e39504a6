"""Регион: the municipalities that gave this ЦУР a key side by side, what burns most first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.web import addresses
from api.web.indicators import PATH as INDICATORS_PATH
from api.web.indicators import said
from api.web.rendering import page
from api.web.visiting import may
from core.indicators import INDICATORS
from core.labels import THEME_TITLES
from core.overview.measures import PACE_TITLES
from core.region import Summary, Told
from core.risk import LEVEL_TITLES, Level
from core.scope import Right

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_REGION))]
REPORTS = "/reports"


@dataclass(frozen=True, slots=True)
class Column:
    """A figure of each municipality: its head, how it is read off, the list of the municipality that it opens."""

    title: str
    count: Callable[[Summary], int | None]
    path: str
    grave: bool = False


COLUMNS = (
    Column("Критический риск", lambda s: s.of(Level.CRITICAL), addresses.incidents(level=Level.CRITICAL.value), True),
    Column("Просрочено", lambda s: s.overdue, addresses.incidents(term="overdue"), True),
    Column("Всплески", lambda s: s.stormy, addresses.incidents(storm="yes"), True),
    Column("Высокий риск", lambda s: s.of(Level.HIGH), addresses.incidents(level=Level.HIGH.value)),
    Column("Срок близко", lambda s: s.near, addresses.incidents(term="near")),
    Column("Открыто инцидентов", lambda s: s.open, addresses.incidents()),
    Column("Публикаций сегодня", lambda s: s.posts.today if s.posts else None, REPORTS),
)
"""In the order in which they burn."""


def totals(found: Sequence[Summary]) -> list[int | None]:
    """Each column summed over those that are seen and tell it."""
    sums = []
    for column in COLUMNS:
        told = [count for each in found if (count := column.count(each)) is not None]
        sums.append(sum(told) if told else None)
    return sums


def seen(told: Sequence[Told]) -> list[Told]:
    """Those whose figures are here."""
    return [each for each in told if each.summary]


@router.get("/region")
def show(caller: MayRead, given: ServicesDep) -> Response:
    """The page. No municipality can be named in its address: the list is that of the keys."""
    told = given.region.ask()
    shown = seen(told)
    return page(
        "region.html",
        given,
        caller,
        told=told,
        shown=shown,
        unseen=[each for each in told if not each.summary],
        columns=COLUMNS,
        totals=totals([each.summary for each in shown if each.summary]),
        to_indicators=INDICATORS_PATH,
        to_answered=addresses.incidents(state="all", status="answered"),
        indicators=INDICATORS,
        themes=THEME_TITLES,
        levels=LEVEL_TITLES,
        paces=PACE_TITLES,
        said=said,
        listed={each.profile: {one.code: one for one in each.summary.indicators} for each in shown if each.summary},
    )
