"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.accounts import Key, Session, User
from core.flags import Case, Flag, FlagQuery, FlagStatus, Page, Review, Scored
from core.labels import Assessment, Subject
from core.posts import History, Post, PostKey, Source, SourceKey
from core.risk import Level
from core.scope import Scope


class Clock(Protocol):
    """The present moment, aware UTC."""

    def now(self) -> datetime: ...


class Assessor(Protocol):
    """Texts in, assessments out, in the same order; the result never depends on the batch."""

    @property
    def version(self) -> str:
        """Name of the model version, e.g. `base-2026.11.21-1a2b3c`."""
        ...

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]: ...


@dataclass(frozen=True, slots=True)
class Batch:
    """Some observations of one source and the cursor with which to go on after them.

    Batch and cursor are stored in one transaction.
    """

    posts: tuple[Post, ...]
    cursor: Mapping[str, object]
    refused: tuple["Refusal", ...] = ()
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A payload that could not be read: where, which field, why, and the payload itself without persons."""

    reason: str
    field: str = ""
    line: int | None = None
    payload: str = ""


class Collector(Protocol):
    """Reads one source from where its cursor stands. Raises Transient or Denied; what it cannot read it refuses."""

    def batches(self, source: Source) -> Iterator[Batch]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """What an upsert did: posts seen for the first time, texts changed, deletions noted, counters moved."""

    new: int = 0
    edited: int = 0
    deleted: int = 0
    counted: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(
            self.new + other.new,
            self.edited + other.edited,
            self.deleted + other.deleted,
            self.counted + other.counted,
        )


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A post's current version that the model has not seen, with its thread's texts."""

    post_id: int
    version_id: int
    subject: Subject


class Sources(Protocol):
    """The register of sources."""

    def add(self, scope: Scope, source: Source) -> Source: ...
    def get(self, scope: Scope, key: SourceKey) -> Source: ...
    def list(self, scope: Scope) -> list[Source]: ...
    def save(self, scope: Scope, source: Source) -> None: ...


class Posts(Protocol):
    """Posts with versions, tombstones and counters."""

    def upsert(self, scope: Scope, posts: Sequence[Post], seen: datetime) -> Change: ...
    def history(self, scope: Scope, key: PostKey) -> History: ...
    def export(self, scope: Scope, source: SourceKey) -> Iterator[History]: ...
    def thread(self, scope: Scope, key: PostKey, limit: int = 200) -> list[Post]: ...
    def search(self, scope: Scope, lemmas: str, limit: int = 50) -> list[PostKey]: ...


class Assessments(Protocol):
    """What the models said."""

    def pending(self, scope: Scope, limit: int) -> list[Unassessed]: ...
    def save(self, scope: Scope, made: Sequence[tuple[Unassessed, Assessment]], at: datetime) -> int: ...
    def waiting(self, scope: Scope) -> int: ...
    def of(self, scope: Scope, key: PostKey) -> Assessment | None: ...


class Scores(Protocol):
    """Which posts wait to be weighed, and what was decided on them."""

    def pending(self, scope: Scope, limit: int) -> list[Case]: ...
    def save(self, scope: Scope, scored: Sequence[Scored], at: datetime) -> int: ...


class Flags(Protocol):
    """The queue of cards, and people's decisions on them."""

    def find(self, scope: Scope, query: FlagQuery) -> Page: ...
    def get(self, scope: Scope, flag_id: int) -> Flag: ...
    def of(self, scope: Scope, key: PostKey) -> Flag | None: ...
    def counts(self, scope: Scope) -> Mapping[tuple[FlagStatus, Level], int]: ...
    def decide(self, scope: Scope, review: Review, revision: int, block: str = "") -> Flag: ...


class Quarantine(Protocol):
    """Payloads that could not be read, kept for a person to look at."""

    def put(self, scope: Scope, source: SourceKey, refused: Sequence[Refusal], at: datetime) -> int: ...


class Journal(Protocol):
    """Append-only record of who did what; ids only, no texts."""

    def write(self, scope: Scope, action: str, subject: str, detail: Mapping[str, object], at: datetime) -> None: ...


class Accounts(Protocol):
    """Users, sessions and keys of machines."""

    def add_user(self, profile: str, user: User) -> None: ...
    def save_user(self, profile: str, user: User) -> None: ...
    def user(self, profile: str, login: str) -> User | None: ...
    def users(self, profile: str) -> list[User]: ...
    def open_session(self, profile: str, session: Session, at: datetime) -> None: ...
    def session(self, profile: str, digest: str, at: datetime) -> Session | None: ...
    def close_session(self, profile: str, digest: str) -> None: ...
    def close_sessions(self, profile: str, login: str) -> None: ...
    def add_key(self, profile: str, key: Key) -> None: ...
    def key(self, profile: str, digest: str, at: datetime) -> Key | None: ...
    def keys(self, profile: str) -> list[Key]: ...
    def revoke_key(self, profile: str, name: str) -> bool: ...


class Work(Protocol):
    """All tables within one transaction."""

    @property
    def sources(self) -> Sources: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def assessments(self) -> Assessments: ...
    @property
    def scores(self) -> Scores: ...
    @property
    def flags(self) -> Flags: ...
    @property
    def quarantine(self) -> Quarantine: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def accounts(self) -> Accounts: ...


class Ledger(Protocol):
    """The store: each block is one transaction, committed at its end or undone by an error."""

    def begin(self) -> AbstractContextManager[Work]: ...
    def read(self) -> AbstractContextManager[Work]: ...
