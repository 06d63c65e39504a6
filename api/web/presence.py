"""Who looks at which card just now: kept by this process for less than a minute, shown to colleagues, never stored."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from api.auth import ServicesDep
from api.web.queue import MayRead
from core.scope import Scope

router = APIRouter()

LASTS = timedelta(seconds=40)
"""A page tells where it is every 15 seconds: two may be lost."""


class Presence:
    """Colleagues at their cards. Several processes know each of their own visitors only."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._lock = Lock()

    def look(self, scope: Scope, card: int, now: datetime) -> list[str]:
        """Note that the caller looks at a card (0: at none); gives the others who look at it."""
        with self._lock:
            self._seen[scope.profile, scope.who] = card, now
            self._seen = {who: seen for who, seen in self._seen.items() if now - seen[1] < LASTS}
        return self.others(scope, now).get(card, [])

    def others(self, scope: Scope, now: datetime) -> Mapping[int, list[str]]:
        """Card id -> the logins of the others who look at it."""
        found: dict[int, list[str]] = {}
        with self._lock:
            seen = list(self._seen.items())
        for (profile, who), (card, at) in seen:
            if card and profile == scope.profile and who != scope.who and now - at < LASTS:
                found.setdefault(card, []).append(who.partition(":")[2] or who)
        return found


@router.get("/queue/presence")
def presence(
    request: Request, caller: MayRead, given: ServicesDep, looking: Annotated[int, Query(ge=0, lt=2**53)] = 0
) -> Response:
    """Note at which card the caller is; gives the cards of the caller's reach that others look at, for the script."""
    now, seen = given.clock.now(), request.app.state.presence
    found = seen.others(caller.scope, now)
    with given.ledger.read() as work:
        own = work.flags.within(caller.scope, {looking, *found})
    seen.look(caller.scope, looking if looking in own else 0, now)
    shown = {card: names for card, names in found.items() if card in own}
    return JSONResponse(shown, headers={"Cache-Control": "no-store"})
