"""The register of models as records: who stands in force, who challenges, and everything that was ever done.

A history is a chain: each deed holds the digest of the one before it, so that none can be taken out unseen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Act(StrEnum):
    """What was done with a model."""

    PROPOSE = "propose"
    PROMOTE = "promote"
    ROLLBACK = "rollback"
    SHADOW = "shadow"
    REFUSE = "refuse"


ACT_TITLES = {
    Act.PROPOSE: "предложена",
    Act.PROMOTE: "введена в работу",
    Act.ROLLBACK: "возвращена",
    Act.SHADOW: "работает в тени",
    Act.REFUSE: "не пропущена порогами",
}
SHIPPED = ""
"""The model that came with the program, as a champion."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of the history. `former` is the digest of the step before it; `signer` and `signature` are empty where
    the step needs none (a rollback returns what was signed before)."""

    number: int
    act: Act
    model: str
    who: str
    at: datetime
    why: str
    detail: Mapping[str, object] = field(default_factory=dict)
    former: str = ""
    signer: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure of the gate: the champion's value, the challenger's, the difference with its 95 % interval, and what
    was found of it."""

    name: str
    one: float
    other: float
    low: float
    high: float
    n: int
    verdict: str = ""

    @property
    def gain(self) -> float:
        """The difference."""
        return self.other - self.one


@dataclass(frozen=True, slots=True)
class Entry:
    """A model on the shelf."""

    version: str
    made: str
    who: str = ""
    why: str = ""
    rows: int = 0
    metrics: Mapping[str, float | None] = field(default_factory=dict)
    passed: bool | None = None
    findings: tuple[str, ...] = ()
    measures: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class Shade:
    """A challenger at work in the shadow, from a moment on for some days."""

    version: str
    since: datetime
    days: int

    def lasts(self, now: datetime) -> bool:
        """Whether it still is."""
        return self.since <= now < self.since + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All of it: the champion's version (`SHIPPED`: the model that came with the program), the models, the history (the
    oldest first), the last shadow of each challenger."""

    champion: str = SHIPPED
    entries: tuple[Entry, ...] = ()
    history: tuple[Deed, ...] = ()
    shades: tuple[Shade, ...] = ()


class NoShelf:
    """A register without models: only the shipped one is there."""

    def state(self) -> Shelf:
        """Nothing stands in it."""
        return Shelf()


def champion_of(history: Sequence[Deed]) -> str:
    """Who stands in force after all that was done."""
    moves = [deed for deed in history if deed.act in (Act.PROMOTE, Act.ROLLBACK)]
    return moves[-1].model if moves else SHIPPED


def behind(history: Sequence[Deed]) -> list[str]:
    """Who stood in force before the champion, the nearest first: a rollback goes one promotion further back each time,
    or as far as the one that it names. Empty where nobody stood."""
    stack = [SHIPPED]
    for deed in history:
        if deed.act is Act.PROMOTE:
            stack.append(deed.model)
        elif deed.act is Act.ROLLBACK and len(stack) > 1:
            stack.pop()
            while len(stack) > 1 and stack[-1] != deed.model:
                stack.pop()
    return stack[-2::-1]


def shades_of(history: Sequence[Deed]) -> tuple[Shade, ...]:
    """The last shadow of each challenger."""
    found: dict[str, Shade] = {}
    for deed in history:
        if deed.act is Act.SHADOW:
            days = deed.detail.get("days", 0)
            found[deed.model] = Shade(deed.model, deed.at, int(str(days)))
    return tuple(found.values())
