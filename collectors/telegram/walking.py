"""One chat from where its window begins to the newest message: new, edited, deleted, skipped ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from collectors.telegram.asking import by_numbers
from collectors.telegram.client import PAGE, Page, Peer, Raw
from collectors.telegram.cursor import Walk
from collectors.telegram.mapping import copied_post, gone, grouped
from collectors.telegram.room import Found, Group, Room, first, unread
from collectors.telegram.roots import roots

NEWEST = PAGE - 10
"""So many of the newest messages a short pass reads again: with the new ones they are one request."""

GAPS = 100
"""Skipped numbers that a pass asks for: one request."""

ALBUMS = 300
"""Albums remembered beyond the window."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a page told, and the walk that is true once that is stored."""

    found: Found
    walk: Walk
    gaps: int = 0
    backfilled: int = 0


class Walking:
    """A pass over one chat; `channel` is the channel of which it is the discussion."""

    def __init__(self, room: Room, channel: Peer | None) -> None:
        self._room, self._channel = room, channel

    def steps(self, walk: Walk) -> Iterator[Step]:
        """A step a page; the last one tells what was not met, too."""
        walk, ended = self.begun(walk), False
        while not ended:
            at = walk.floor if walk.at is None else walk.at
            page = self._room.reading.after(walk.peer, at, walk.unread)
            ended = not page.more
            messages, end = _whole(page, at)
            fresh = [number for number in page.unread if number not in walk.unread]
            left = tuple(n for n in (*walk.unread, *fresh) if not at < n <= end or n in page.unread)
            walk = replace(walk, peer=_renamed(walk.peer, page.peer), unread=left)
            walk = self._passed(walk, messages, at, end, ended)
            step = Step([*self._posts(grouped(messages), walk), *unread(fresh)], walk)
            step = self._finished(step) if ended else step
            walk = step.walk
            yield step

    def begun(self, walk: Walk) -> Walk:
        """A pass that goes on, or a new one: over the whole window when that is due, else over the newest messages."""
        if walk.at is not None:
            return walk
        full = self._room.now.timestamp() - walk.full_at >= self._room.window.again_every.total_seconds()
        newest = sorted(walk.recent)[-NEWEST:]
        return replace(walk, at=walk.floor if full or not newest else newest[0] - 1, full=full)

    def again(self, walk: Walk, numbers: Sequence[int]) -> Found:
        """Messages before the window, read again by their numbers."""
        asked = by_numbers(self._room.reading, walk.peer, numbers, walk.albums)
        chat = self._room.chat(walk.peer, self._channel, walk.roots)
        lost = [gone(number, self._room.now, chat) for number in asked.gone]
        return [*lost, *self._room.posts(asked.groups, chat, walk.albums), *asked.refused]

    def _posts(self, groups: Sequence[Group], walk: Walk) -> Found:
        return self._room.posts(groups, self._room.chat(walk.peer, self._channel, walk.roots), walk.albums)

    def _passed(self, walk: Walk, messages: Sequence[Raw], at: int, end: int, ended: bool) -> Walk:
        """The walk behind these messages, which are all between two numbers."""
        channel = self._channel.id if self._channel else None
        groups = [parts for parts in grouped(messages) if copied_post(parts[0], channel) is None]
        albums = {parts[0]["grouped_id"]: parts[0]["id"] for parts in groups if parts[0].get("grouped_id")}
        albums |= walk.albums
        met = {first(parts, albums): _unix(parts[0]) for parts in groups}
        unmet = [n for n in walk.recent if (at < n <= end or (ended and n > end)) and n not in met]
        missing = (*walk.missing, *unmet)
        skipped = _skipped(messages, max(at, max(walk.recent, default=walk.floor)), end)
        return replace(
            walk,
            at=end,
            recent={n: walk.recent[n] for n in missing} | self._recent({**walk.recent, **met}, behind=end),
            missing=missing,
            gaps=(*walk.gaps, *islice(skipped, GAPS - len(walk.gaps))),
            albums=albums,
            roots=self._roots(walk, messages, frozenset(walk.recent)),
        )

    def _roots(self, walk: Walk, messages: Sequence[Raw], own: frozenset[int]) -> Mapping[int, int]:
        if self._channel is None:
            return walk.roots
        return roots(self._room.reading, walk.peer, self._channel, walk.roots, messages, own)

    def _finished(self, step: Step) -> Step:
        """What was not met and is not there when asked for by number is deleted. The window moves on."""
        walk = step.walk
        missing = frozenset(walk.missing)
        asked = by_numbers(self._room.reading, walk.peer, (*walk.missing, *walk.gaps), walk.albums)
        lost = missing.intersection(asked.gone)
        chat = self._room.chat(walk.peer, self._channel, walk.roots)
        graves = [gone(n, datetime.fromtimestamp(walk.recent[n], UTC), chat) for n in sorted(lost)]
        there = self._room.posts(asked.groups, chat, walk.albums)
        filled = sum(1 for parts in asked.groups if first(parts, walk.albums) not in missing)
        met = {first(parts, walk.albums): _unix(parts[0]) for parts in asked.groups}
        kept = {number: at for number, at in {**walk.recent, **met}.items() if number not in lost}
        found = [*graves, *step.found, *there, *asked.refused]
        return Step(found, self._ended(walk, self._recent(kept)), gaps=filled, backfilled=filled)

    def _ended(self, walk: Walk, recent: Mapping[int, int]) -> Walk:
        floor = min(recent) - 1 if recent else max(walk.floor, walk.at or 0)
        within = {album: number for album, number in walk.albums.items() if number > floor}
        others = sorted(walk.albums.items(), key=lambda each: each[1])[-ALBUMS:]
        full_at = int(self._room.now.timestamp()) if walk.full else walk.full_at
        return replace(
            walk,
            floor=floor,
            at=None,
            full_at=full_at,
            recent=recent,
            missing=(),
            gaps=(),
            unread=tuple(n for n in walk.unread if n > floor),
            albums={**dict(others), **within},
        )

    def _recent(self, known: Mapping[int, int], behind: int | None = None) -> dict[int, int]:
        """The messages that the next pass reads again; those that this one has yet to meet (`behind` which) stay."""
        window = self._room.window
        young = (self._room.now - window.again).timestamp()
        newest = sorted(known, reverse=True)
        kept = [n for n in newest if behind is not None and n > behind]
        rest = newest[len(kept) :][: max(0, window.again_most - len(kept))]
        few = window.least - len(kept)
        kept += [n for place, n in enumerate(rest) if place < few or known[n] >= young]
        return {number: known[number] for number in reversed(kept)}


def _whole(page: Page, at: int) -> tuple[list[Raw], int]:
    """Messages before an album that the page may cut off, and the number up to which they are all."""
    album = page.messages[-1].get("grouped_id") if page.messages and page.more else None
    start = min((raw["id"] for raw in page.messages if album and raw.get("grouped_id") == album), default=0)
    if start - 1 > at:
        return [raw for raw in page.messages if raw["id"] < start], start - 1
    return page.messages, page.end


def _skipped(messages: Sequence[Raw], after: int, end: int) -> Iterator[int]:
    """Numbers that did not come though later ones did."""
    met = {raw["id"] for raw in messages}
    return (number for number in range(after + 1, end) if number not in met)


def _renamed(known: Peer, now: Peer) -> Peer:
    """The chat under the name that it has now; the key stays the one that works."""
    return replace(known, username=now.username, joined=now.joined)


def _unix(raw: Mapping[str, Any]) -> int:
    moment = raw.get("date")
    return int(moment.timestamp()) if isinstance(moment, datetime) else 0
