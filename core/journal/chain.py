"""The chain: what an entry is sealed over, and where a chain is broken. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

LAW = "mcu-journal-1"
"""Of which law a seal is. Another law is another word here: seals once made are never made again."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a chain: the number of an entry and its seal. What a person writes down to compare with later."""

    number: int = 0
    seal: str = ""

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"


START = Link()
"""Before the first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `number` counts within the profile without gaps from 1; `previous` is the seal of the line before."""

    profile: str
    number: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: Mapping[str, object]
    previous: str = ""
    seal: str = ""

    @property
    def link(self) -> Link:
        """Its place in the chain."""
        return Link(self.number, self.seal)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a chain does not hold, and why, in Russian."""

    number: int
    why: str

    def __str__(self) -> str:
        return f"запись {self.number}: {self.why}"


def seal(entry: Entry) -> str:
    """SHA-256 over the entry and the seal before it, 64 hexadecimal digits. The entry's own seal is not looked at."""
    told = [
        *(LAW, entry.profile, entry.number, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.who),
        *(entry.action, entry.subject, entry.detail, entry.previous),
    ]
    words = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode("ascii")).hexdigest()


def broken(entries: Iterable[Entry], after: Link = START) -> Iterator[Broken]:
    """Every place where a chain does not hold; `entries` in the order of their numbers, from the one behind `after`.

    After a broken place the chain is followed on from what stands there: each harm is named once, and nothing behind it
    is taken for harmed.
    """
    number, before = after.number, after.seal
    for entry in entries:
        if entry.number != number + 1:
            missing = f"{number + 1}–{entry.number - 1}" if entry.number > number + 2 else str(number + 1)
            yield Broken(entry.number, f"перед ней нет записей {missing}")
        elif entry.previous != before:
            yield Broken(entry.number, "она не продолжает предыдущую: та изменена или подменена")
        if entry.seal != seal(entry):
            yield Broken(entry.number, "её содержание не сходится с печатью: запись изменена")
        number, before = entry.number, entry.seal
