"""How content residents are with answers, for the overview: counted by incident, and kept for a while."""

from datetime import datetime, timedelta

from api.auth import Caller
from api.services import Services
from core import usecases
from core.overview import Contented
from core.ports import Work

KEPT = timedelta(minutes=10)


class Content:
    """Remembers what was counted of each incident: a long thread takes long to read, and every look needs twenty."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._known: dict[tuple[int, int], Contented] = {}

    def of(self, work: Work, caller: Caller, given: Services) -> Contented:
        """The sum over the incidents that the caller may see."""
        now = given.clock.now()
        if self._since is None or not timedelta() <= now - self._since < KEPT:
            self._since, self._known = now, {}
        return usecases.contented(work, caller.scope, given.profile, now, self._known)
