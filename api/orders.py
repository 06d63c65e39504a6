"""What the API takes about incidents. Unknown fields are refused."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from api.questions import In, Moment, one_line
from core.deadlines import Kind
from core.deadlines.regimes import EXTENSION_MOST
from core.incidents import Answer, Applicant, Channel, Circumstances, Intake, Move, Nature, Outcome, Regime, Status
from core.labels import Theme

Line = Annotated[str, AfterValidator(one_line)]
Link = Annotated[str, Field(max_length=1000, pattern=r"^https?://\S+$", examples=["https://vk.com/wall-1_2"])]
Id = Annotated[int, Field(ge=1, le=2**62)]


class MoveIn(In):
    """A step of the procedure, and what it brings along."""

    to: Status = Field(examples=["verified"])
    reason: Line = Field("", max_length=1000)
    block: Line = Field("", max_length=64)
    recipient: Line = Field("", max_length=400)
    outcome: Outcome | None = None
    outgoing: Line = Field("", max_length=100)
    until: Moment | None = None

    def move(self, who: str, at: datetime) -> Move:
        """As the rules take it."""
        return Move(
            self.to, who, at, self.reason, self.block, self.recipient, self.outcome, self.outgoing, self.until
        )  # fmt: skip


class CircumstancesIn(In):
    """What is not known yet of a risk, the measures taken and planned; at least one of them."""

    unknown: Line = Field("", max_length=1000, examples=["причина аварии устанавливается"])
    taken: Line = Field("", max_length=1000, examples=["на место выехала бригада"])
    planned: Line = Field("", max_length=1000, examples=["запуск котельной к 21:00"])

    def circumstances(self) -> Circumstances:
        """As a record."""
        return Circumstances(self.unknown, self.taken, self.planned)


class AnswerIn(In):
    """An official answer: its text, the platforms, links to the publications."""

    text: str = Field(min_length=1, max_length=20_000, examples=["Котельную запустят 17 ноября до 21:00."])
    platforms: list[Annotated[Line, Field(max_length=100)]] = Field(max_length=20, examples=[["vk"]])
    links: list[Link] = Field([], max_length=20)
    final: bool = True
    promised: Moment | None = None

    def answer(self) -> Answer:
        """As a record."""
        return Answer(self.text, tuple(self.platforms), tuple(self.links), self.final, promised=self.promised)


class OfferIn(In):
    """What becomes of an answer by a link: accepted (its text may be mended, its platforms are told) or declined."""

    accept: bool
    text: str = Field("", max_length=20_000, description="Исправленный текст; пусто — как прислан.")
    platforms: list[Annotated[Line, Field(max_length=100)]] = Field([], max_length=20)
    final: bool = True
    reason: Line = Field("", max_length=1000)

    def answer(self) -> Answer | None:
        """As a record; None where it is declined."""
        return Answer(self.text, tuple(self.platforms), final=self.final) if self.accept else None


class ScoreIn(In):
    """A mark that an applicant gave on ПОС, by the item's number."""

    number: Line = Field(min_length=1, max_length=100, examples=["123456"])
    score: int = Field(ge=1, le=5, examples=[4])


class LinksIn(In):
    """Links to the publications of an answer."""

    links: list[Link] = Field(min_length=1, max_length=20)


class OutcomeIn(In):
    """What came of it; a postponement gives its reason and the date."""

    outcome: Outcome
    reason: Line = Field("", max_length=1000)
    until: Moment | None = None


class NatureIn(In):
    """A risk or an ordinary matter, and why."""

    nature: Nature
    reason: Line = Field(min_length=1, max_length=1000, examples=["людям ничто не угрожает"])


class SplitIn(In):
    """Posts to be taken out."""

    posts: list[Id] = Field(min_length=1, max_length=1000)


class MergeIn(In):
    """The incident that the posts go to."""

    into: Id
    reason: Line = Field("", max_length=1000)


class PauseIn(In):
    """Why clocks stand; without a kind all that may."""

    reason: Line = Field(min_length=1, max_length=1000, examples=["ждём документы от подрядчика"])
    kind: Kind | None = None


class ResumeIn(In):
    """Which clock goes on; without a kind all that stand."""

    kind: Kind | None = None


class ExtensionIn(In):
    """The answer to an appeal put off; `notified` is when the applicant was told."""

    days: int = Field(ge=1, le=EXTENSION_MOST)
    reason: Line = Field(min_length=1, max_length=1000, examples=["запрошены документы"])
    notified: Moment | None = None


class NumberIn(In):
    """The number of an incident; that of an appeal is its registration."""

    number: Line = Field(min_length=1, max_length=100, examples=["12-345"])
    registered: Moment | None = None


class VerdictIn(In):
    """Whether the two incidents are one matter."""

    accept: bool
    reason: Line = Field("", max_length=1000)


class IntakeIn(In):
    """What came by another channel. A name has no field: a kind of applicant is enough."""

    channel: Channel = Field(examples=["phone"])
    regime: Regime = Regime.MESSAGE
    applicant: Applicant = Applicant.CITIZEN
    text: str = Field(min_length=1, max_length=20_000, examples=["Нет света на Сосновой с вечера"])
    number: Line = Field("", max_length=100, examples=["12-345"])
    place: Line = Field("", max_length=200, examples=["Сосновая"])
    theme: Theme | None = None
    territory: Line = Field("", max_length=64)
    received: Moment | None = None
    registered: Moment | None = None
    block: Line = Field("", max_length=64, description="Пусто — по правилам.")

    def intake(self, now: datetime) -> Intake:
        """As a record; without a moment it came now."""
        return Intake(
            self.channel,
            self.regime,
            self.applicant,
            self.text,
            self.received or now,
            self.number,
            self.place,
            self.theme,
            self.territory,
            self.registered,
            self.block,
        )
