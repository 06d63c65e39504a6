"""What the API gives of the rating: every figure with the numbers of its cases."""

from collections.abc import Callable

from pydantic import Field

from api.answers import Out
from core.exchange import System
from core.exchange.summing import Body
from core.rating import Part, Place, Rating


class PartOut(Out):
    """A share with its interval (95 %); `good` and `bad` are the incidents behind it."""

    share: float | None = Field(ge=0, le=1)
    good_n: int
    n: int
    low: float
    high: float
    good: list[int]
    bad: list[int]


class RatedOut(Out):
    """A block, or a recipient within it; without a score where there are too few cases."""

    block: str
    recipient: str
    title: str
    n: int
    score: float | None
    low: float
    high: float
    best: int | None
    worst: int | None
    received: list[int]
    answered: list[int]
    overdue: list[int]
    number: PartOut
    terms: PartOut
    substance: PartOut
    satisfaction: PartOut

    @classmethod
    def seen(cls, place: Place, title: Callable[[Place], str]) -> "RatedOut":
        """From the record."""
        plain = ("block", "recipient", "n", "score", "low", "high", "best", "worst", "received", "answered", "overdue")
        parts = {name: _part(part) for name, part in place.parts.items()}
        return cls.model_validate({name: getattr(place, name) for name in plain} | parts | {"title": title(place)})


def _part(part: Part) -> PartOut:
    return PartOut.of(part)


class BodyOut(Out):
    """A body by the records of a system, in its own words: it is no part of the formula."""

    title: str
    received: int
    finished: int
    late: int = Field(description="Не завершены и просрочены.")
    timed: int = Field(description="Записи, чей срок решился; из них kept — в срок.")
    kept: int
    marked: int = Field(description="Записи с оценкой заявителя; из них good — 4 и 5.")
    good: int
    minutes: int | None = Field(description="Медиана времени: до завершения (ПОС) или до ответа (ИМ), минут.")
    rated: float | None = Field(ge=0, le=1, description="Нижняя граница доли, по которой стоит порядок; мало — null.")

    @classmethod
    def seen(cls, body: Body) -> "BodyOut":
        """From the record."""
        plain = ("received", "finished", "late", "timed", "kept", "marked", "good")
        took = body.worked.took
        told = {name: getattr(body.worked, name) for name in plain}
        minutes = None if took is None else round(took.total_seconds() / 60)
        return cls.model_validate(told | {"title": body.title, "rated": body.rated, "minutes": minutes})


class SystemOut(Out):
    """The bodies of a system whose records were loaded, the best first."""

    system: System
    bodies: list[BodyOut]


class RatingOut(Out):
    """The rating of a period; `version` names the formula, `least` the cases that a place needs. `systems` are those
    with records received in the period."""

    version: str
    least: int
    weights: dict[str, float]
    blocks: list[RatedOut]
    recipients: list[RatedOut]
    systems: list[SystemOut]

    @classmethod
    def seen(cls, found: Rating, title: Callable[[Place], str]) -> "RatingOut":
        """From the record."""
        return cls(
            version=found.version,
            least=found.least,
            weights=dict(found.weights),
            blocks=[RatedOut.seen(each, title) for each in found.blocks],
            recipients=[RatedOut.seen(each, title) for each in found.recipients],
            systems=[
                SystemOut(system=system, bodies=[BodyOut.seen(each) for each in bodies])
                for system, bodies in found.bodies
            ],
        )
