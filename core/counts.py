"""How many messages came of what, where and by which system, over some spans of time. The store counts."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from core.cases import System
from core.labels import Theme

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Count:
    """Messages of one theme, territory, block and system: a number a span, in the order of the question. A message is a
    flagged post that was not rejected, or what came by another channel."""

    theme: Theme
    territory: str
    block: str
    system: System
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A message's text with what it is about; `incident_id` where it has one."""

    text: str
    theme: Theme
    territory: str
    place: str
    at: datetime
    incident_id: int | None = None


K = TypeVar("K", bound=Hashable)


def summed(found: Iterable[Count], length: int) -> tuple[int, ...]:
    """All of them, span by span."""
    totals = [0] * length
    for each in found:
        totals = [one + other for one, other in zip(totals, each.numbers, strict=True)]
    return tuple(totals)


def by(found: Iterable[Count], key: Callable[[Count], K], length: int) -> dict[K, tuple[int, ...]]:
    """Span by span for each key."""
    parts: dict[K, list[Count]] = {}
    for each in found:
        parts.setdefault(key(each), []).append(each)
    return {name: summed(part, length) for name, part in parts.items()}
