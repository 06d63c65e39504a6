"""The queue: most dangerous first, with filters in the address bar; what came since is announced, never forced."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from api import cursors
from api.auth import Caller, ServicesDep
from api.routes.texts import reader
from api.services import Services
from api.strangers import reads
from api.web import filters, kept, notes
from api.web.choices import Choices, LevelCount, counted
from api.web.faces import Face
from api.web.filters import Filters
from api.web.rendering import page
from api.web.visiting import may
from core.flags import Flag, FlagQuery
from core.flags import Page as Found
from core.incidents import Answered
from core.ports import Work
from core.scope import Right

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_FLAGS))]
Number = Annotated[int, Path(ge=1, lt=2**31)]
Cursor = Annotated[str | None, Query(max_length=100)]
Known = Annotated[int, Query(ge=0, lt=2**53)]
NEWEST_MOST = 100
"""More new cards than this are shown by opening the queue anew, not put on top of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for the queue: who, what, in which store."""

    caller: Caller
    given: Services
    filters: Filters

    def faces(self, flags: tuple[Flag, ...]) -> list[Face]:
        """Cards as this caller sees them."""
        mask = reader(self.caller, self.given, cards=[flag.id for flag in flags])
        held = self.holding(flags)
        return [Face.of(flag, self.given.profile, mask, incident=held.get(flag.post_id, 0)) for flag in flags]

    def holding(self, flags: Sequence[Flag]) -> Mapping[int, int]:
        """Post id -> its incident, for who may read incidents."""
        if Right.READ_INCIDENTS not in self.caller.scope.rights:
            return {}
        with self.given.ledger.read() as work:
            return work.incidents.holding(self.caller.scope, [flag.post_id for flag in flags])

    def waiting(self, work: Work) -> int:
        """How many questions of one matter wait for an answer."""
        if Right.READ_INCIDENTS not in self.caller.scope.rights:
            return 0
        return work.proposals.count(self.caller.scope, Answered.OPEN)

    def find(self, work: Work, after: str | None = None) -> Found:
        """A page of cards."""
        return work.flags.find(self.caller.scope, self.filters.query(self.given.profile, cursors.read(after)))

    def newer(self, work: Work, known: int, limit: int = NEWEST_MOST) -> Found:
        """The cards of these filters with a greater id than was known, most dangerous first."""
        query = self.filters.query(self.given.profile, limit=limit, newer_than=known)
        return work.flags.find(self.caller.scope, query)

    @property
    def query(self) -> FlagQuery:
        """The filters as the store takes them."""
        return self.filters.query(self.given.profile)

    def tallied(self, work: Work) -> tuple[int, list[LevelCount]]:
        """How many cards the filters find, and how many of each level the others of them leave."""
        return work.flags.count(self.caller.scope, self.query), counted(work, self.caller.scope, self.query)

    def latest(self, work: Work) -> int:
        """The greatest id by now: what comes later is new."""
        return work.flags.latest(self.caller.scope)


def asked(
    request: Request, caller: MayRead, given: ServicesDep, _: Annotated[None, reads("level", *filters.NAMES)]
) -> Asked:
    """The request with its filters read."""
    with given.ledger.read() as work:
        known = [str(source.key) for source in work.sources.list(caller.scope)]
    read = filters.read(request.query_params, given.profile, known)
    return Asked(caller, given, read)


AskedDep = Annotated[Asked, Depends(asked)]


@router.get("/queue")
def show(request: Request, ask: AskedDep, cursor: Cursor = None) -> Response:
    """The page."""
    return queue_page(request, ask, cursor)


def queue_page(
    request: Request,
    ask: Asked,
    cursor: str | None = None,
    *,
    status: int = 200,
    wrong: str = "",
    form: object = None,
    ticked: Collection[int] = (),
) -> Response:
    """The page; `wrong`, `form` and the `ticked` cards after a refused decision on many."""
    with ask.given.ledger.read() as work:
        waiting = ask.waiting(work)
        latest = ask.latest(work)
        found = ask.find(work, cursor)
        choices = Choices.of(work, ask.caller.scope, ask.given.profile, ask.query)
    shown = page(
        "queue.html",
        ask.given,
        ask.caller,
        status=status,
        filters=ask.filters,
        choices=choices,
        faces=ask.faces(found.flags),
        total=found.total,
        following=cursors.write(found.next),
        first=cursor is None,
        known=latest,
        waiting=waiting,
        said_wrong=wrong,
        bulk=form,
        ticked=ticked,
        kept=kept.read(request, ask.caller),
        note=notes.read(request),
        warning=request.app.state.condition.warning(ask.given),
    )
    notes.forget(shown, request)
    return shown


@router.get("/queue/more")
def more(ask: AskedDep, cursor: Cursor = None) -> Response:
    """The cards that follow, for the script, which brings the forms itself: browsers look through every form of a page
    whenever one comes, so three forms a card made a thousand cards stand still for seconds.
    """
    with ask.given.ledger.read() as work:
        found = ask.find(work, cursor)
    return page(
        "parts/more.html",
        ask.given,
        ask.caller,
        bare=True,
        later=True,
        filters=ask.filters,
        faces=ask.faces(found.flags),
        following=cursors.write(found.next),
    )


@router.get("/queue/fresh")
def fresh(ask: AskedDep, known: Known, shown: Known = 0) -> Response:
    """How many cards came since the page was made; nothing new to say: 204."""
    with ask.given.ledger.read() as work:
        came = ask.newer(work, known, 1).total
    if came == shown:
        return Response(status_code=204)
    inplace = came <= NEWEST_MOST
    return page("parts/fresh.html", ask.given, ask.caller, filters=ask.filters, known=known, came=came, inplace=inplace)


@router.get("/queue/fresh/cards")
def fresh_cards(ask: AskedDep, known: Known) -> Response:
    """The cards that came, most dangerous first, for the top of the list."""
    with ask.given.ledger.read() as work:
        latest = ask.latest(work)
        flags = ask.newer(work, known).flags
        total, levels = ask.tallied(work)
    return page(
        "parts/came.html",
        ask.given,
        ask.caller,
        bare=True,
        filters=ask.filters,
        faces=ask.faces(flags),
        known=latest,
        total=total,
        levels=levels,
    )
