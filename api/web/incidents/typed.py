"""What the forms carry, as it was typed; kept until the change is made. Strict records are made of it."""

from typing import Annotated

from fastapi import Form
from pydantic import BaseModel, ConfigDict, Field

from api.orders import AnswerIn, CircumstancesIn, LinksIn, MoveIn, NatureIn, OutcomeIn
from api.web import times
from api.web.filters import plain
from api.web.incidents.strict import TITLES, strict
from core.errors import BadInput
from core.profile import Profile

Line = Annotated[str, Field(max_length=2000)]


class Typed(BaseModel):
    """All fields of all forms of the page: each form sends some of them."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    csrf: Line = ""
    revision: int = Field(0, ge=0, lt=10**9)
    back: Line = ""
    to: Line = ""
    reason: Line = ""
    whom: Line = ""
    outcome: Line = ""
    outgoing: Line = ""
    until: Line = ""
    text: str = Field("", max_length=100_000)
    platforms: list[Line] = Field([], max_length=20)
    links: str = Field("", max_length=30_000)
    final: Line = "yes"
    promised: Line = ""
    nature: Line = ""
    posts: list[int] = Field([], max_length=1000)
    other: Line = ""
    accept: Line = ""
    unknown: Line = ""
    taken: Line = ""
    planned: Line = ""

    def move(self, profile: Profile) -> MoveIn:
        """A step. `whom` is a block, or a block and a position in it."""
        block, _, recipient = self.whom.partition("|")
        return strict(
            MoveIn,
            to=self.to,
            reason=self.reason,
            block=block,
            recipient=recipient,
            outcome=self.outcome,
            outgoing=self.outgoing,
            until=_day("until", self.until, profile),
        )

    def answer(self, profile: Profile) -> AnswerIn:
        """An official answer."""
        return strict(
            AnswerIn,
            text=plain(self.text).replace("\r\n", "\n").strip(),
            platforms=[each for each in self.platforms if each.strip()],
            links=self.links.split(),
            final=self.final == "yes",
            promised=_day("promised", self.promised, profile),
        )

    def circumstances(self) -> CircumstancesIn:
        """What is not known, done, planned."""
        return strict(CircumstancesIn, unknown=self.unknown, taken=self.taken, planned=self.planned)

    def added(self) -> LinksIn:
        """Links of an answer that was entered before."""
        return strict(LinksIn, links=self.links.split())

    def came_of_it(self, profile: Profile) -> OutcomeIn:
        """The outcome."""
        return strict(OutcomeIn, outcome=self.outcome, reason=self.reason, until=_day("until", self.until, profile))

    def kind(self) -> NatureIn:
        """Risk or matter."""
        return strict(NatureIn, nature=self.nature, reason=self.reason)

    def number(self) -> int:
        """The number of another incident. Raises BadInput."""
        told = self.other.strip().lstrip("№ ")
        if not told.isdecimal() or not told.isascii() or not 0 < int(told[:19]) < 2**62:
            raise BadInput("укажите номер инцидента цифрами")
        return int(told)


TypedForm = Annotated[Typed, Form()]


def _day(name: str, given: str, profile: Profile) -> object:
    """The beginning of a local day. Raises BadInput."""
    if not given.strip():
        return None
    found = times.day_start(given.strip(), profile.timezone)
    if found is None:
        raise BadInput(f"«{TITLES[name]}» — нужна дата")
    return found
