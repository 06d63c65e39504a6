"""The list of incidents: most dangerous first, with filters in the address bar, by keyboard, without scripts too."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api import cursors
from api.auth import Caller, ServicesDep
from api.services import Services
from api.strangers import reads
from api.web import notes
from api.web.choices import LevelCount
from api.web.incidents import asking
from api.web.incidents.asking import Filters
from api.web.incidents.rows import Row
from api.web.queue import Cursor
from api.web.rendering import page
from api.web.visiting import may
from core.incidents import IncidentPage
from core.ports import Work
from core.risk import LEVEL_TITLES, Level
from core.scope import Right

router = APIRouter()
PATH = "/incidents"
MayRead = Annotated[Caller, Depends(may(Right.READ_INCIDENTS))]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for the list: who, what, in which store."""

    caller: Caller
    given: Services
    filters: Filters

    def find(self, work: Work, after: str | None) -> IncidentPage:
        """A page of incidents."""
        return work.incidents.find(self.caller.scope, self.filters.query(self.given.clock.now(), cursors.read(after)))

    def rows(self, found: IncidentPage) -> list[Row]:
        """Incidents as lines."""
        return [Row.of(each, found.posts.get(each.id, 0), self.given.profile) for each in found.incidents]


def asked(
    request: Request, caller: MayRead, given: ServicesDep, _: Annotated[None, reads("level", *asking.NAMES)]
) -> Asked:
    """The request with its filters read."""
    return Asked(caller, given, asking.read(request.query_params, given.profile))


AskedDep = Annotated[Asked, Depends(asked)]


def counted(work: Work, ask: Asked) -> list[LevelCount]:
    """Open incidents of each level, the most dangerous first."""
    counts: Counter[Level] = Counter()
    for (_, _, level), count in work.incidents.counts(ask.caller.scope).items():
        counts[level] += count
    return [LevelCount(level, LEVEL_TITLES[level], counts[level]) for level in reversed(Level)]


@router.get(PATH)
def show(request: Request, ask: AskedDep, cursor: Cursor = None) -> Response:
    """The page."""
    with ask.given.ledger.read() as work:
        found, levels = ask.find(work, cursor), counted(work, ask)
    shown = page(
        "incidents.html",
        ask.given,
        ask.caller,
        filters=ask.filters,
        choices=asking.choices(ask.given.profile),
        levels=levels,
        rows=ask.rows(found),
        total=found.total,
        following=cursors.write(found.next),
        first=cursor is None,
        note=notes.note_of(request),
    )
    notes.forget(shown, request, PATH)
    return shown


@router.get(f"{PATH}/more")
def more(ask: AskedDep, cursor: Cursor = None) -> Response:
    """The incidents that follow, for the script."""
    with ask.given.ledger.read() as work:
        found = ask.find(work, cursor)
    return page(
        "parts/incident/more.html",
        ask.given,
        ask.caller,
        filters=ask.filters,
        rows=ask.rows(found),
        following=cursors.write(found.next),
    )
