"""What the routes are given: the store, the profile, the model, the clock. No global state."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from api.meter import Meter
from api.pacing import Pace
from api.sealing import Seal
from core.acts import Act
from core.alerts.tokens import Receipts
from core.budgets import Budget, budgets_of
from core.deadlines import Calendar
from core.exchange import Import, Order, System
from core.incidents import Copy, Incident, Intake
from core.letters import Box
from core.outlines import Outline
from core.ports import (
    Assessor,
    Clock,
    Copies,
    Finding,
    Ledger,
    NoRegion,
    Nowhere,
    Papers,
    Places,
    Presence,
    Provider,
    Region,
    Shelves,
)
from core.posts import Source, SourceKey
from core.profile import Profile
from core.routing import Whereabouts
from core.scope import Scope
from core.shelf import NoShelf
from core.usecases.intake import intake
from core.usecases.opening import Topic, no_topic
from core.usecases.weekly import Reading
from nlp.obscene import obscene

Taking = Callable[[Scope, System, str, BinaryIO, bool], Import]
"""Loads a table: whose scope and system, the file's name, the file, whether unknown open items become incidents."""
Giving = Callable[[Scope, Order, Path], int]
"""Writes what is asked for to a path; gives the count of its rows."""
Acts = Callable[[Act], bytes]
"""A document as DOCX."""
Check = Callable[[], str]
"""A named check of health: an empty string is good, else a Russian sentence that says what is wrong."""


def nothing_near(stored: Mapping[int, str], asked: Mapping[int, str]) -> Mapping[int, Sequence[Copy]]:
    """Nobody compares texts."""
    return {}


def usual(platform: str) -> tuple[Budget, ...]:
    """The budgets that a platform has where no setting says another."""
    return budgets_of(platform, {})


def nothing_tried(source: Source) -> Sequence[Finding]:
    """No platform is asked."""
    return ()


def lawful(key: SourceKey) -> None:
    """Nothing is refused."""


def no_words(text: str) -> frozenset[str]:
    """No text tells of a cause."""
    return frozenset()


@dataclass(frozen=True)
class Streams:
    """Bounds of following the changes: seconds between two looks and two signs of life, seconds that one connection
    lasts (then the caller comes again, and is asked for its key again), connections at a time."""

    every: float = 1.0
    beat: float = 15.0
    lasts: float = 600.0
    most: int = 50


@dataclass(frozen=True)
class Tiles:
    """The map's ground: the address of its pictures with {z}, {x} and {y} (empty: none), and whose they are."""

    address: str = ""
    credit: str = ""

    @property
    def origin(self) -> str:
        """Scheme and host, `{s}` as any host before the rest: what pages may take pictures from."""
        scheme, _, rest = self.address.partition("://")
        return f"{scheme}://{rest.partition('/')[0].replace('{s}', '*')}" if rest else ""


@dataclass(frozen=True)
class Services:
    """Everything that the API and the pages need. `assessor` may raise StaleModel at each call; `letters` is None where
    e-mail is not set up; `address` is that of the pages as recipients reach them (empty: as the caller did).

    `refuse` raises Denied for what must never be a source; `trial` tries one and says so in words. `max_secret`
    is what MAX sends with its events; empty: none are taken. `present` asks a platform whether a post still exists;
    without it our own tombstones tell. `papers` writes reports (None: none are made), `telling` gives the
    words of a text by which its cause is found. `inside` are addresses of the own network that links of answers may
    name. `pace` holds machines' keys to so many calls a minute. `outlines` are borders of territories for the map;
    `region` asks the municipalities that gave a key.
    Who has a role or a right of `factor_for` comes no farther than to his own sign-in until he has a second factor.
    """

    ledger: Ledger
    profile: Profile
    assessor: Callable[[], Assessor]
    clock: Clock
    mask: Callable[[str], str]
    version: str
    model_card: Callable[[], str] = str
    secure_cookies: bool = False
    session_for: timedelta = timedelta(hours=12)
    idle_for: timedelta = timedelta(hours=2)
    budgets: Callable[[str], Sequence[Budget]] = usual
    streams: Streams = Streams()
    checks: dict[str, Check] = field(default_factory=dict)
    refuse: Callable[[SourceKey], None] = lawful
    trial: Callable[[Source], Sequence[Finding]] = nothing_tried
    max_secret: str = field(default="", repr=False)
    holidays: Callable[[Profile], Calendar] | None = None
    receipts: Receipts | None = None
    whereabouts: Callable[[], Whereabouts] | None = None
    topic: Topic = no_topic
    letters: Box | None = None
    address: str = ""
    present: Presence | None = None
    places: Places = field(default_factory=Nowhere)
    provider: Provider | None = None
    inside: Sequence[str] = ()
    meter: Meter = field(default_factory=Meter, repr=False)
    seal: Seal = field(default_factory=Seal.fresh, repr=False)
    tiles: Tiles = Tiles()
    papers: Papers | None = None
    telling: Callable[[str], frozenset[str]] = no_words
    shelf: Shelves = field(default_factory=NoShelf)
    taking: Taking | None = None
    giving: Giving | None = None
    acts: Acts | None = None
    near: Copies = nothing_near
    pace: Pace = field(default_factory=Pace, repr=False)
    factor_for: frozenset[str] = frozenset()
    outlines: Sequence[Outline] = ()
    region: Region = field(default_factory=NoRegion)

    def calendar(self) -> Calendar:
        """The working calendar, with the country's holidays where the wiring hands them in."""
        if self.holidays:
            return self.holidays(self.profile)
        return self.profile.calendar

    def reading(self) -> Reading:
        """What the facts of a report need besides the store."""
        where = self.whereabouts() if self.whereabouts else None
        return Reading(self.calendar(), self.telling, self.mask, self.places, where, self.near, obscene)

    def register(self, scope: Scope, given: Intake, at: datetime) -> Incident:
        """Register what came by another channel, the same by the page and by the API. Raises BadInput, Denied."""
        where = self.whereabouts() if self.whereabouts else None
        return intake(self.ledger, scope, self.profile, self.assessor(), self.mask, given, at, where, self.topic)
