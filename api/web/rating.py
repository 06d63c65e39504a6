"""Рейтинг: places with their figures; each figure opens its cases."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.routes.rating import found_of
from api.web import addresses, filters
from api.web.rendering import page
from api.web.visiting import may
from core import periods
from core.cases import SYSTEM_TITLES, System
from core.exchange import SYSTEM_TITLES as EXCHANGE_TITLES
from core.exchange.summary_papers import COLUMNS, ORDER
from core.rating import PART_TITLES, words
from core.scope import Right
from core.weekly import Ordered

router = APIRouter()
PATH = "/reports/rating"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]


@router.get(PATH)
def show(
    caller: MayRead,
    given: ServicesDep,
    month: Annotated[str, Query()] = "",
    system: Annotated[str, Query()] = "",
) -> Response:
    """The rating of a month; what does not fit is the usual, and said so."""
    zone = given.profile.timezone
    usual = f"{periods.today(given.clock.now(), zone):%Y-%m}"
    wrong: list[str] = []
    chosen = filters.known("system", filters.plain(system), SYSTEM_TITLES, wrong)
    systems = (System(chosen),) if chosen else ()
    asked = Ordered(periods.month(filters.month(month, zone, wrong) or usual, zone), systems=systems)
    titles = {each.code: each.title for each in given.profile.blocks}
    return page(
        "rating.html",
        given,
        caller,
        found=found_of(given, caller.scope, asked),
        month=f"{asked.period.first:%Y-%m}",
        system=chosen,
        systems=SYSTEM_TITLES,
        parts=PART_TITLES,
        heads=words.HEADS,
        few=words.FEW,
        silent=words.SILENT,
        counted=words.COUNTED,
        explained=words.PARTS,
        span=words.SPAN,
        columns=COLUMNS,
        bodies_of=EXCHANGE_TITLES,
        order=ORDER,
        titles=titles,
        to_incident=addresses.incident,
        misread=wrong,
        may_file=given.papers is not None,
    )
