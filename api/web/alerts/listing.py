"""The list of alerts, the newest first, with the states of their deliveries as filters."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.auth import Caller, ServicesDep
from api.services import Services
from api.strangers import reads
from api.web import notes
from api.web.alerts import asking
from api.web.alerts.lines import SIGNS, line_of
from api.web.rendering import page
from api.web.visiting import may
from core.alerts import STATE_TITLES, DeliveryState, Way
from core.scope import Right

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_INCIDENTS))]
Counts = Mapping[tuple[Way, DeliveryState], int]


def states_of(counts: Counts) -> list[tuple[str, str, str, int]]:
    """(code, title, mark, count) of each state that any delivery has, the troubled ones first."""
    found: Counter[DeliveryState] = Counter()
    for (_, state), count in counts.items():
        found[state] += count
    order = [*asking.TROUBLED, *(state for state in DeliveryState if state not in asking.TROUBLED)]
    return [(state.value, STATE_TITLES[state], SIGNS[state], found[state]) for state in order if found[state]]


def alerts_page(request: Request, given: Services, caller: Caller, status: int = 200, wrong: str = "") -> Response:
    """The page; `wrong` after a refused change."""
    filters = asking.read(request.query_params)
    with given.ledger.read() as work:
        found, counts = work.alerts.find(caller.scope, filters.query()), work.alerts.counts(caller.scope)
    lines = [line_of(each, found.deliveries.get(each.id, ()), given.profile, given.mask) for each in found.alerts]
    shown = page(
        "alerts.html",
        given,
        caller,
        status=status,
        wrong=wrong,
        filters=filters,
        misread=filters.wrong,
        choices=asking.CHOICES,
        states=states_of(counts),
        lines=lines,
        total=found.total,
        following=found.next,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, asking.PATH)
    return shown


@router.get(asking.PATH, dependencies=[reads("after", *asking.CHOICES)])
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    return alerts_page(request, given, caller)
