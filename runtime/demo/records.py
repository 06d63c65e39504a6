"""What the fictional district keeps, as records: entries, tasks, road maps, obligatory content, requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.registers import Kind


@dataclass(frozen=True, slots=True)
class Done:
    """When something was done, and what proves it."""

    day: date
    proof: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done, by which position, until when."""

    what: str
    block: str
    position: str
    due: date
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry of a register; `days` are fields of its body that hold days."""

    kind: Kind
    title: str
    day: date
    state: str
    body: Mapping[str, str | int]
    days: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """A road map."""

    title: str
    theme: str
    territory: str
    cause: str
    starts: date
    ends: date
    measures: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Obligatory content."""

    level: str
    title: str
    starts: date
    ends: date
    text: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of the ЦУР."""

    number: str
    what: str
    received: date
    due: date
    done: Done | None = None
