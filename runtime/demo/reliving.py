"""The recorded month lived again: each incident opens when its first post was published, and is worked on as recorded.

What waits is grouped post by post, at the moments of the posts; the deeds of `chronicle` come between them in their
order. So terms, answers and reactions have the dates that they would have had.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from core import usecases
from core.answers import check
from core.answers.placing import Standing
from core.incidents import Answer, Incident, IncidentQuery, Move, Nature, Newcomer, Outcome, Status, allowed
from core.ports import Work
from core.posts import Platform
from core.usecases.answers import purpose_of
from nlp.masks import mask
from runtime.demo import chronicle
from runtime.demo.chronicle import Deed, Row, Said
from runtime.flow import GROUPING, Progress, silent
from runtime.wiring import House

LAG = timedelta(minutes=10)
"""A post is seen so long after its publication."""
SENT_AFTER = timedelta(hours=2)
"""A matter goes to its recipient so long after it was registered; a risk is verified as fast."""
WHO = "user:monitor"
OUTCOMES = {Deed.EXPLAINED: Outcome.EXPLAINED, Deed.FORWARDED: Outcome.FORWARDED}
FINAL = {Deed.SOLVED, Deed.EXPLAINED, Deed.REFUTED}
VERIFIED = "подтверждено отраслевым блоком"


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
        house.store, house.scope, house.profile, house.copies, mask, at, topic=house.topic, until=published
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
            _Matter(self.house, self._holder(row), row.at + self.shift + LAG).deed(row, self.shift)
            if row.ends:
                self.ends.append((row.ends + self.shift, row))
        self._close(moment)

    def _close(self, moment: datetime) -> None:
        for at, row in sorted((each for each in self.ends if each[0] <= moment), key=lambda end: end[0]):
            _Matter(self.house, self._holder(row), at).close(OUTCOMES.get(row.deed, Outcome.SOLVED))
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
                _Matter(self.house, each.id, each.opened_at + SENT_AFTER).begin()


class _Matter:
    """One incident at one moment."""

    def __init__(self, house: House, incident_id: int, at: datetime) -> None:
        self.house, self.at = house, at
        with house.store.read() as work:
            self.now = work.incidents.get(house.scope, incident_id)

    def deed(self, row: Row, shift: timedelta) -> None:
        """What the row tells; nothing where the matter is over."""
        if row.deed is Deed.REJECT:
            self.to(Status.REJECTED, row.reason)
            return
        self.begin(refuted=row.reason if row.deed is Deed.REFUTED else "")
        if row.deed is Deed.FORWARDED:
            self.to(Status.FORWARDED, row.reason, Outcome.FORWARDED)
        elif row.said:
            self.answer(row.said, shift, final=row.deed in FINAL)

    def begin(self, refuted: str = "") -> None:
        """Sent to its recipient; a risk is verified, or refuted."""
        if self.now.nature is Nature.MATTER:
            self.to(Status.ROUTED)
        else:
            self.to(Status.REFUTED if refuted else Status.VERIFIED, refuted or VERIFIED)

    def answer(self, said: Said, shift: timedelta, *, final: bool) -> None:
        """An answer as the recording has it; a date that its words promise moves with the recording."""
        known = purpose_of(self.now, Answer(said.text, (), final=final))
        seen = check(said.text, known, said.at, self.house.calendar)
        promised = seen.promised + shift if seen.promised else None
        given = Answer(said.text, (_platform(said),), (_link(said),), final, promised=promised, remarks=seen.reasons)
        house, one = self.house, self.now
        self._done(lambda work: usecases.answer(work, house.scope, one.id, one.revision, given, self.at))
        self.to(Status.ANSWERED if final else Status.INTERIM)
        self.to(Status.WATCHED)
        self._placed()

    def _placed(self) -> None:
        """A link of the recording leads nowhere: nobody is to open it."""
        with self.house.store.begin() as work:
            for each in work.answers.placed(self.house.scope, self.now.id):
                seen = replace(each, standing=Standing.PLACED, seen_at=self.at, since=self.at, looks=1, next_at=None)
                work.answers.save_placement(self.house.scope, seen)

    def close(self, outcome: Outcome) -> None:
        """The matter is over."""
        self.to(Status.CLOSED if self.now.nature is Nature.MATTER else Status.WORKED_OFF, "", outcome)

    def to(self, status: Status, reason: str = "", outcome: Outcome | None = None) -> None:
        """One step on, where it may follow."""
        house, one = self.house, self.now
        if status is one.status or status not in allowed(one):
            return
        block = one.block or house.profile.fallback
        to = "" if one.recipient else next(each.head for each in house.profile.blocks if each.code == block)
        move = Move(status, WHO, self.at, reason, "" if one.block else block, to, outcome)
        self._done(lambda work: usecases.move(work, house.scope, house.profile, one.id, one.revision, move))

    def _done(self, do: Callable[[Work], Incident]) -> None:
        with self.house.store.begin() as work:
            self.now = do(work)


def _platform(said: Said) -> str:
    """An official answer stands in no messenger where the profile forbids it: then on the site."""
    return "vk" if said.source.platform is Platform.VK else "site"


def _link(said: Said) -> str:
    """Names that end in `.example` belong to nobody (RFC 2606)."""
    return f"https://{said.source.address.replace('_', '-')}.example/{said.message}"
