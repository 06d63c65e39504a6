"""VK sources: walls, boards and searches; what each address needs is chosen here."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from collectors import refusals
from collectors.door import Door
from collectors.vk import board_pass, checks, cursor, search_pass, wall_history, walls
from collectors.vk.batching import Batches
from collectors.vk.board_pass import BoardCursor, BoardPass
from collectors.vk.client import VkClient
from collectors.vk.cursor import Cursor
from collectors.vk.hints import Heard, LongPoll
from collectors.vk.kit import Kit, Window
from collectors.vk.mapping import Board, Wall
from collectors.vk.search_pass import SearchPass
from collectors.vk.wall_history import Past, WallHistory
from collectors.vk.wall_pass import WallPass
from collectors.vk.where import BoardAt, SearchFor, WallAt, where
from collectors.vk.words import refuse_persons
from core.errors import Denied, Transient
from core.ports import Batch, Clock, Finding
from core.posts import Source

HISTORY, EVENTS = "history", "events"
"""Keys of a source's cursor that stand beside those of its normal reading."""


def nothing(source: Source) -> Collection[str]:
    """No message of a source is followed."""
    return ()


def numbered(owner: int) -> str:
    """The address of a wall that nobody has added: `club5`."""
    return f"club{-owner}"


@dataclass
class VkCollector:
    """Implements core.ports.Collector, Historian and Checker.

    `watched` names the messages of a source that people follow; `address` the source that reads the wall of an owner;
    `events` has the long poll of our own communities by their address in lower case.
    """

    client: VkClient
    door: Door
    clock: Clock
    window: Window | None = None
    watched: Callable[[Source], Collection[str]] = nothing
    address: Callable[[int], str] = numbered
    events: Mapping[str, LongPoll] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._kit = Kit(self.client, Batches(self.client), self.door, self.window or Window())

    def batches(self, source: Source) -> Iterator[Batch]:
        """One pass over what the address points to."""
        kept = {key: source.cursor[key] for key in (HISTORY, EVENTS) if key in source.cursor}
        for batch in refusals.fulfilled(self._pass(source, kept)):
            yield replace(batch, cursor={**batch.cursor, **kept})

    def history(self, source: Source, since: datetime) -> Iterator[Batch]:
        """What was published from `since` until the source was added."""
        for batch in refusals.fulfilled(self._past(source, since)):
            yield replace(batch, cursor={**source.cursor, HISTORY: batch.cursor})

    def check(self, source: Source) -> Iterator[Finding]:
        """What the token can do for this source."""
        at = where(source.key.address)
        if isinstance(at, WallAt):
            return checks.wall(self.client, at, self.events.get(at.name.lower()))
        if isinstance(at, BoardAt):
            return checks.board(self.client, at)
        return checks.search(self.client, at, self.clock.now())

    def _pass(self, source: Source, kept: dict[str, object]) -> Iterator[Batch]:
        at = where(source.key.address)
        if isinstance(at, WallAt):
            return self._wall(source, at, kept)
        if isinstance(at, BoardAt):
            return self._board(source.key.address, at, source.cursor, self._kit)
        return self._search(at, source.cursor).batches()

    def _wall(self, source: Source, at: WallAt, kept: dict[str, object]) -> Iterator[Batch]:
        read = cursor.load(source.cursor) or Cursor(walls.owner(self.client, at.name))
        watched = {int(each) for each in self.watched(source) if each.isdecimal()}
        heard = self._heard(at, read.owner, str(kept.get(EVENTS, "")))
        if heard.ts:
            kept[EVENTS] = heard.ts
        wall = Wall(source.key.address, read.owner, self.clock.now())
        return WallPass(self._kit, wall, read, watched, heard.posts).batches()

    def _heard(self, at: WallAt, owner: int, ts: str) -> Heard:
        """What the community's own events name; without them a pass is only later, so their trouble stops nothing."""
        events = self.events.get(at.name.lower())
        try:
            return events.hear(-owner, ts) if events else Heard()
        except (Transient, Denied):
            return Heard(ts=ts)

    def _board(self, address: str, at: BoardAt, known: Mapping[str, Any], kit: Kit) -> Iterator[Batch]:
        read = board_pass.load(known) or BoardCursor(walls.owner(self.client, at.name))
        return BoardPass(kit, Board(address, read.owner, self.clock.now()), read, at.topic).batches()

    def _search(self, wanted: SearchFor, known: Mapping[str, Any]) -> SearchPass:
        refuse_persons(wanted.words)
        return SearchPass(self._kit, wanted, search_pass.load(known), self.clock.now(), self.address)

    def _past(self, source: Source, since: datetime) -> Iterator[Batch]:
        at, known = where(source.key.address), source.cursor.get(HISTORY)
        past = known if isinstance(known, Mapping) else {}
        if isinstance(at, WallAt):
            return self._wall_history(source, at, past, since)
        if isinstance(at, BoardAt):
            return self._board_history(source.key.address, at, past, since)
        return self._search_history(at, past, since)

    def _wall_history(self, source: Source, at: WallAt, past: Mapping[str, Any], since: datetime) -> Iterator[Batch]:
        reached = wall_history.load(past)
        if reached is None:
            read = cursor.load(source.cursor)
            reached = wall_history.behind(read) if read else Past(walls.owner(self.client, at.name))
        wall = Wall(source.key.address, reached.owner, self.clock.now())
        return WallHistory(self._kit, wall, reached, since).batches()

    def _board_history(self, address: str, at: BoardAt, past: Mapping[str, Any], since: datetime) -> Iterator[Batch]:
        window = replace(self._kit.window, history=self.clock.now() - since, most=10**9)
        return self._board(address, at, past, replace(self._kit, window=window))

    def _search_history(self, wanted: SearchFor, past: Mapping[str, Any], since: datetime) -> Iterator[Batch]:
        until = datetime.fromtimestamp(past["until"], UTC) if "until" in past else self.clock.now()
        for batch, oldest in self._search(wanted, {}).history(since, until):
            yield replace(batch, cursor={"until": oldest})
