"""What the API gives of the rating: every figure with the numbers of its cases."""

from collections.abc import Callable

from pydantic import Field

from api.answers import Out
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


class RatingOut(Out):
    """The rating of a period; `version` names the formula, `least` the cases that a place needs."""

    version: str
    least: int
    weights: dict[str, float]
    blocks: list[RatedOut]
    recipients: list[RatedOut]

    @classmethod
    def seen(cls, found: Rating, title: Callable[[Place], str]) -> "RatingOut":
        """From the record."""
        return cls(
            version=found.version,
            least=found.least,
            weights=dict(found.weights),
            blocks=[RatedOut.seen(each, title) for each in found.blocks],
            recipients=[RatedOut.seen(each, title) for each in found.recipients],
        )
