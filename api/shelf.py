"""What the API gives of the register of models, of challengers in the shadow and of drift."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.answers import Out
from core.labels import Theme
from core.learning.drift import Cell
from core.learning.shadow import Comparison, Turn
from core.shelf import Act, Shade, Shelf


class MeasureOut(Out):
    """A measure of the gate: the model in force at that time, the new one, the difference's 95 % interval."""

    name: str = Field(examples=["theme", "theme:health"])
    one: float
    other: float
    low: float
    high: float
    n: int
    verdict: str = Field(description="loss, gain или пусто.")


class EntryOut(Out):
    """A model of the register."""

    version: str
    made: str
    who: str
    why: str
    rows: int
    passed: bool | None = Field(description="Прошла ли пороги.")
    findings: list[str]
    measures: list[MeasureOut]


class DeedOut(Out):
    """A step of the history."""

    number: int
    act: Act
    model: str = Field(description="Версия; пусто — модель из поставки.")
    who: str
    at: datetime
    why: str
    signer: str


class ShelfOut(Out):
    """The register."""

    champion: str = Field(description="Версия в работе; пусто — модель из поставки.")
    entries: list[EntryOut]
    history: list[DeedOut]

    @classmethod
    def shown(cls, shelf: Shelf) -> Self:
        """From the register."""
        return cls(
            champion=shelf.champion,
            entries=[EntryOut.model_validate(each, from_attributes=True) for each in shelf.entries],
            history=[DeedOut.model_validate(each, from_attributes=True) for each in shelf.history],
        )


class DifferenceOut(Out):
    """A post on which the two decide otherwise."""

    turn: Turn
    post: str
    text: str
    themes: list[Theme] = Field(description="Тема по действующей и по новой модели.")
    scores: list[int] = Field(description="Баллы риска, так же.")
    won_seconds: float = Field(description="На сколько раньше показала бы.")


class ShadowOut(Out):
    """A challenger beside the champion."""

    version: str
    since: datetime
    days: int
    posts: int
    cards: list[int] = Field(description="Карточек у действующей и у новой.")
    turns: dict[Turn, int]
    themes: float | None = Field(description="Доля публикаций, где темы совпали.")
    kinds: float | None
    levels: float | None
    shown: list[DifferenceOut]

    @classmethod
    def told(cls, shade: Shade, found: Comparison, mask: Callable[[str], str]) -> Self:
        """From a comparison."""
        return cls(
            version=shade.version,
            since=shade.since,
            days=shade.days,
            posts=found.posts,
            cards=[found.one, found.other],
            turns=dict(found.turns),
            themes=found.themes,
            kinds=found.kinds,
            levels=found.levels,
            shown=[
                DifferenceOut(
                    turn=each.turn,
                    post=str(each.pair.key),
                    text=mask(each.pair.case.text),
                    themes=[each.one.case.assessment.theme, each.other.case.assessment.theme],
                    scores=[each.one.risk.score, each.other.risk.score],
                    won_seconds=each.won.total_seconds(),
                )
                for each in found.shown
            ],
        )


class ShadowsOut(Out):
    """All challengers that were in the shadow."""

    shadows: list[ShadowOut]


class AlarmOut(Out):
    """A figure that moved."""

    measure: str = Field(examples=["share", "confidence", "abstained", "unknown", "corrected"])
    was: float
    now: float
    posts: list[int] = Field(description="Номера публикаций, которые сдвинули показатель.")


class CellOut(Out):
    """The figures of a week for a source and a theme; an empty one stands for all."""

    week: date
    source: str
    theme: str
    n: int
    share: float
    confidence: float
    abstained: float
    unknown: float | None
    corrected: float | None
    alarms: list[AlarmOut]


class DriftOut(Out):
    """The last weeks."""

    cells: list[CellOut]

    @classmethod
    def shown(cls, cells: list[Cell]) -> Self:
        """From the cells."""
        return cls(cells=[CellOut.model_validate(each, from_attributes=True) for each in cells])
