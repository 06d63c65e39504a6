"""What the rules ask of platforms: what a collector hands over."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, runtime_checkable

from core.errors import Gone, McuError, Personal
from core.posts import Post, Source, SourceKey


@dataclass(frozen=True, slots=True)
class Refusal:
    """A payload that could not be read: where, which field, why, and the payload itself without persons."""

    reason: str
    field: str = ""
    line: int | None = None
    payload: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A refusal as it was kept: of which source or file, and when."""

    source: SourceKey
    refusal: Refusal
    at: datetime

    @property
    def place(self) -> str:
        """Line and field, as far as they are known."""
        told = self.refusal
        parts = (f"строка {told.line}" if told.line else "", f"поле «{told.field}»" if told.field else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some observations of one source and the cursor with which to go on after them.

    Batch and cursor are stored in one transaction. `gaps` counts ids that were found missing in it, `backfilled` those
    of them, or of former ones, that were found again and are among the posts. `titles` are
    the names for people of sources whose posts these are, where a platform told them.
    """

    posts: tuple[Post, ...]
    cursor: Mapping[str, object]
    refused: tuple[Refusal, ...] = ()
    total: int | None = None
    gaps: int = 0
    backfilled: int = 0
    titles: Mapping[SourceKey, str] = field(default_factory=dict)


class Collector(Protocol):
    """Reads one source from where its cursor stands. Raises Transient or Denied; what it cannot read it refuses."""

    def batches(self, source: Source) -> Iterator[Batch]: ...


@runtime_checkable
class Historian(Protocol):
    """Reads what a source published before it was added, politely and resumably: the cursor of each batch holds how far
    it has come, beside what `Collector.batches` keeps there. Raises Transient or Denied."""

    def history(self, source: Source, since: datetime) -> Iterator[Batch]: ...


class Bar(StrEnum):
    """What a trial found that forbids to add a source: a private person's account, or nothing of that name."""

    NONE = "none"
    ABSENT = "absent"
    PERSON = "person"


def bar_of(error: McuError) -> Bar:
    """What an error of a trial says of the source itself."""
    return Bar.PERSON if isinstance(error, Personal) else Bar.ABSENT if isinstance(error, Gone) else Bar.NONE


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried of a source or an account: what, whether it works, and why not, in Russian.

    `note`: it is only told; what the credentials cannot do is needed by nobody. `bar`: the source must not be added.
    """

    what: str
    works: bool
    text: str = ""
    note: bool = False
    bar: Bar = Bar.NONE

    @property
    def sign(self) -> str:
        """How it went, in one character."""
        return "–" if self.note else "✓" if self.works else "✗"


@runtime_checkable
class Checker(Protocol):
    """Tries what a source needs with the credentials at hand, and says so in words; changes nothing."""

    def check(self, source: Source) -> Iterator[Finding]: ...


class Gate(Protocol):
    """One account's way to a platform, shared by all processes of the installation; it outlives a restart.

    `enter` returns when a call of the method may be made, and counts it as made. It raises Transient with the wait
    where that is too far off: the platform asked for a pause, or the day's calls are used up. `pause` keeps what the
    platform asked for: this method, not the others, is left alone for so long.
    """

    def enter(self, method: str) -> None: ...
    def pause(self, method: str, wait: timedelta, reason: str) -> None: ...


class Open:
    """A gate that is always open, for tests and for files."""

    def enter(self, method: str) -> None:
        """Go on."""

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        """Nobody remembers."""


class Lease(Protocol):
    """What one process at a time may use, such as a Telegram session: two on one session kill the account.

    `hold` takes it for the length of the block and keeps renewing it; whoever died is succeeded when his term is over.
    It raises Transient, which names the holder. So does the function that the block is given, if the lease was lost.
    """

    def hold(self, name: str) -> AbstractContextManager[Callable[[], None]]: ...
