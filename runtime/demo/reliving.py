"""The recorded month lived again: each incident opens when its first post was published, and is worked on as recorded.

What waits is grouped post by post, at the moments of the posts; the deeds of `chronicle` come between them.
"""

from datetime import datetime, timedelta

from core import usecases
from core.incidents import IncidentQuery, Newcomer, Outcome, Status
from runtime.demo import chronicle
from runtime.demo.chronicle import Deed, Row
from runtime.demo.matters import Matter
from runtime.flow import GROUPING, Progress, silent
from runtime.wiring import House

LAG = timedelta(minutes=10)
"""A post is seen so long after its publication."""
SENT_AFTER = timedelta(hours=2)
"""A matter goes to its recipient so long after it was registered; a risk is verified as fast."""
OUTCOMES = {Deed.EXPLAINED: Outcome.EXPLAINED, Deed.FORWARDED: Outcome.FORWARDED}


def relive(house: House, shift: timedelta, progress: Progress = silent) -> int:
    """Group all that waits and do what was done; returns how many posts were grouped. `shift` is by how much the
    recording's dates were moved."""
    with house.store.read() as work:
        waiting = work.grouping.pending(house.scope, 100_000)
    month = _Month(house, shift, {(each.key.source, each.key.message): each for each in waiting})
    for done, post in enumerate(waiting, 1):
        at = post.published + LAG
        month.until(at)
        _group(house, at, post.published)
        progress(GROUPING, done, len(waiting))
    month.until(house.clock.now())
    month.send(house.clock.now())
    return len(waiting)


def _group(house: House, at: datetime, published: datetime) -> None:
    while usecases.group(
        house.store, house.scope, house.profile, house.copies, house.mask, at, topic=house.topic, until=published
    ):
        pass


class _Month:
    """The deeds that are still to come, each at its moment: of the table, and the closings that follow from them."""

    def __init__(self, house: House, shift: timedelta, posts: dict[tuple[str, str], Newcomer]) -> None:
        self.house, self.shift, self.posts = house, shift, posts
        self.rows = [row for row in chronicle.rows() if (row.source, row.message) in posts]
        self.ends: list[tuple[datetime, Row]] = []

    def until(self, moment: datetime) -> None:
        """All deeds up to a moment."""
        while self.rows and self.rows[0].at + self.shift + LAG <= moment:
            row = self.rows.pop(0)
            self._close(row.at + self.shift)
            Matter(self.house, self._holder(row), row.at + self.shift + LAG).deed(row, self.shift)
            if row.ends:
                self.ends.append((row.ends + self.shift, row))
        self._close(moment)

    def _close(self, moment: datetime) -> None:
        for at, row in sorted((each for each in self.ends if each[0] <= moment), key=lambda end: end[0]):
            Matter(self.house, self._holder(row), at).close(OUTCOMES.get(row.deed, Outcome.SOLVED))
        self.ends = [each for each in self.ends if each[0] > moment]

    def _holder(self, row: Row) -> int:
        """The incident that holds the row's post now."""
        post = self.posts[row.source, row.message].post_id
        with self.house.store.read() as work:
            return work.incidents.holding(self.house.scope, [post])[post]

    def send(self, now: datetime) -> None:
        """What nobody has taken up goes to its recipient, but for the last hours' finds."""
        with self.house.store.read() as work:
            query = IncidentQuery(statuses=(Status.REGISTERED, Status.FOUND), limit=1000)
            found = work.incidents.find(self.house.scope, query).incidents
        for each in found:
            if each.opened_at + SENT_AFTER < now:
                Matter(self.house, each.id, each.opened_at + SENT_AFTER).begin()
