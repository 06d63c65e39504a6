"""The indicators of this year, counted anew every ten minutes at most: all cases of a year are read for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from api.services import Services
from core.indicators import Line
from core.periods import today
from core.ports import Work
from core.scope import Scope
from core.usecases.indicators import year_of

KEPT = timedelta(minutes=10)


class Standing:
    """Remembers the lines of one municipality: they are the same for whoever may see the whole of it."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._lines: Sequence[Line] = ()

    def of(self, work: Work, scope: Scope, given: Services) -> Sequence[Line]:
        """The lines. Raises Denied like the list of indicators."""
        now = given.clock.now()
        if self._since is None or not timedelta() <= now - self._since < KEPT:
            year = today(now, given.profile.timezone).year
            self._lines = year_of(work, scope, given.profile, given.calendar(), year, now)
            self._since = now
        return self._lines
