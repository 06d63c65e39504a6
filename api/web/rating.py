"""Рейтинг: places with their figures; each figure opens its cases."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.routes.rating import found_of
from api.web import addresses
from api.web.rendering import page
from api.web.visiting import may
from core import periods
from core.cases import SYSTEM_TITLES, System
from core.errors import BadInput
from core.exchange import SYSTEM_TITLES as EXCHANGE_TITLES
from core.exchange.summary_papers import COLUMNS, ORDER
from core.rating import PART_TITLES
from core.scope import Right
from core.weekly import Ordered

router = APIRouter()
PATH = "/reports/rating"
MayRead = Annotated[Caller, Depends(may(Right.READ_REPORTS))]


@router.get(PATH)
def show(
    caller: MayRead,
    given: ServicesDep,
    month: Annotated[str, Query(max_length=20)] = "",
    system: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The rating of a month; what does not fit is the usual."""
    zone = given.profile.timezone
    usual = f"{periods.today(given.clock.now(), zone):%Y-%m}"
    systems = (System(system),) if system in SYSTEM_TITLES else ()
    try:
        asked = Ordered(periods.month(month or usual, zone), systems=systems)
    except BadInput:
        asked = Ordered(periods.month(usual, zone), systems=systems)
    titles = {each.code: each.title for each in given.profile.blocks}
    return page(
        "rating.html",
        given,
        caller,
        found=found_of(given, caller.scope, asked),
        month=f"{asked.period.first:%Y-%m}",
        system=systems[0].value if systems else "",
        systems=SYSTEM_TITLES,
        parts=PART_TITLES,
        columns=COLUMNS,
        bodies_of=EXCHANGE_TITLES,
        order=ORDER,
        titles=titles,
        to_incident=addresses.incident,
        may_file=given.papers is not None,
    )
