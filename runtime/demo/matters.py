"""One incident of the demo, led on at one moment as the recording tells."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from core import usecases
from core.answers import check
from core.answers.placing import Standing
from core.incidents import Answer, Incident, Move, Nature, Outcome, Status, allowed
from core.ports import Work
from core.posts import Platform
from core.usecases.answers import purpose_of
from runtime.demo.chronicle import Deed, Row
from runtime.demo.recording import Said
from runtime.wiring import House

WHO, VERIFIED = "user:monitor", "подтверждено отраслевым блоком"
FINAL = {Deed.SOLVED, Deed.EXPLAINED, Deed.REFUTED}


class Matter:
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
            self.answer(row.said.later(shift), final=row.deed in FINAL)

    def begin(self, refuted: str = "") -> None:
        """Sent to its recipient; a risk is verified, or refuted."""
        if self.now.nature is Nature.MATTER:
            self.to(Status.ROUTED)
        else:
            self.to(Status.REFUTED if refuted else Status.VERIFIED, refuted or VERIFIED)

    def answer(self, said: Said, *, final: bool) -> None:
        """An answer as the recording has it, with the date that its words promise."""
        known = purpose_of(self.now, Answer(said.text, (), final=final))
        seen = check(said.text, known, said.at, self.house.calendar)
        given = Answer(
            said.text, (_platform(said),), (_link(said),), final, promised=seen.promised, remarks=seen.reasons
        )
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
