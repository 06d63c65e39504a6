"""One reading of a board: its topics, the new comments of those that moved, and what was deleted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors import refusals
from collectors.vk import boards
from collectors.vk.kit import BATCH, OVERLAP, Found, Kit
from collectors.vk.mapping import Board, gone, to_topic, to_topic_comment
from collectors.vk.pages import PAGE, Raw, number
from core.ports import Batch, Refusal
from core.posts import Platform, Post

MOST_TOPICS = 2000


@dataclass(frozen=True, slots=True)
class Topic:
    """What was read of a topic: its last change and number of comments as VK told them, its greatest comment, and the
    comments young enough to be looked at again: id -> published (unix seconds)."""

    updated: int = 0
    count: int = -1
    until: int = 0
    recent: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoardCursor:
    """`owner` is the board's number, asked once; topics by number."""

    owner: int
    topics: Mapping[int, Topic] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """JSON-able: keys are text."""
        topics = {
            str(each): [topic.updated, topic.count, topic.until, {str(key): at for key, at in topic.recent.items()}]
            for each, topic in self.topics.items()
        }
        return {"owner": self.owner, "topics": topics}


def load(mapping: Mapping[str, Any]) -> BoardCursor | None:
    """What `dump` made; None for a board that was never read."""
    if "owner" not in mapping:
        return None
    topics = {
        int(each): Topic(updated, count, until, {int(key): at for key, at in recent.items()})
        for each, (updated, count, until, recent) in mapping.get("topics", {}).items()
    }
    return BoardCursor(mapping["owner"], topics)


class BoardPass:
    """Each batch carries the cursor that is true once the batch is stored. `only` is the one topic to be read."""

    def __init__(self, kit: Kit, board: Board, cursor: BoardCursor, only: int | None = None) -> None:
        self._kit, self._board, self._cursor, self._only = kit, board, cursor, only

    def batches(self) -> Iterator[Batch]:
        """Topics with the tombstones of those that are gone, then the comments of those that moved."""
        listed, whole = self._listed()
        found = [self._topic(raw) for raw in listed.values()]
        yield self._batch(found + self._lost(listed, whole))
        yield from self._comments([raw for raw in listed.values() if self._moved(raw)])

    def _listed(self) -> tuple[dict[int, Raw], bool]:
        """Topics by number, and whether they are all there are."""
        if self._only is not None:
            return _by_id(boards.named(self._kit.client, self._board.owner, [self._only]).items), True
        found: dict[int, Raw] = {}
        offset = 0
        while offset < MOST_TOPICS:
            page = boards.topics(self._kit.client, self._board.owner, offset)
            found |= _by_id(page.items)
            offset += PAGE
            if not page.items or offset >= page.total:
                return found, True
            offset -= OVERLAP
        return found, False

    def _lost(self, listed: Mapping[int, Raw], whole: bool) -> Found:
        """Tombstones of known topics that neither the list nor a question by number shows."""
        missing = [each for each in self._cursor.topics if each not in listed] if whole else []
        lost: Found = []
        for start in range(0, len(missing), PAGE):
            some = missing[start : start + PAGE]
            there = _by_id(boards.named(self._kit.client, self._board.owner, some).items)
            for topic in some:
                if topic not in there:
                    lost += [gone(self._board.topic(topic), self._board.seen, self._board)]
                    lost += self._lost_comments(topic, self._cursor.topics[topic].recent)
                    self._cursor = replace(self._cursor, topics=_without(self._cursor.topics, topic))
        return lost

    def _moved(self, raw: Raw) -> bool:
        known = self._cursor.topics.get(raw["id"])
        updated = _int(raw, "updated")
        if known is None:
            return updated >= self._ago(self._kit.window.history)
        young = updated >= self._ago(self._kit.window.again) or bool(known.recent)
        return young or (known.updated, known.count) != (updated, _int(raw, "comments"))

    def _comments(self, moved: list[Raw]) -> Iterator[Batch]:
        """Comments topic by topic, several topics a batch."""
        found: Found = []
        for raw in moved:
            found += self._read(raw)
            if len(found) >= BATCH:
                yield self._batch(found)
                found = []
        yield self._batch(found)

    def _read(self, raw: Raw) -> Found:
        topic, known = raw["id"], self._cursor.topics.get(raw["id"], Topic())
        seen, ended = self._walk(topic, known)
        if self._missing(known, seen, ended):
            again, _ = self._walk(topic, known)  # a deletion while pages are turned hides a neighbour
            seen = again | seen
        missing = self._missing(known, seen, ended)
        dates = {each: at for each, at in _dates(seen).items() if at >= self._ago(self._kit.window.again)}
        read = Topic(_int(raw, "updated"), _int(raw, "comments"), max([*seen, known.until]), dates)
        self._cursor = replace(self._cursor, topics={**self._cursor.topics, topic: read})
        return [*(self._comment(each, topic) for each in seen.values()), *self._lost_comments(topic, missing)]

    def _walk(self, topic: int, known: Topic) -> tuple[dict[int, Raw], bool]:
        """Comments from the newest back to where they are known and old, and whether these are all there are."""
        seen: dict[int, Raw] = {}
        offset = 0
        while True:
            page = boards.comments(self._kit.client, self._board.owner, topic, offset)
            seen |= _by_id(page.items)
            offset += PAGE
            if not page.items or offset >= page.total:
                return seen, True
            if self._enough(seen, known):
                return seen, False
            offset -= OVERLAP

    def _enough(self, seen: Mapping[int, Raw], known: Topic) -> bool:
        window, oldest = self._kit.window, min(_dates(seen).values(), default=0)
        if not known.until:
            return oldest < self._ago(window.history) or len(seen) >= window.most
        return min(seen) <= known.until and oldest < self._ago(window.again)

    @staticmethod
    def _missing(known: Topic, seen: Mapping[int, Raw], ended: bool) -> dict[int, int]:
        """Known comments that a walk must have met and did not."""
        lowest = 0 if ended else min(seen)
        return {each: at for each, at in known.recent.items() if each > lowest and each not in seen}

    def _lost_comments(self, topic: int, missing: Mapping[int, int]) -> Found:
        return [
            gone(self._board.comment(topic, each), datetime.fromtimestamp(at, UTC), self._board, topic)
            for each, at in missing.items()
        ]

    def _topic(self, raw: Raw) -> Post | Refusal:
        return refusals.attempt(lambda: to_topic(raw, self._board, self._kit.door), raw, Platform.VK, self._kit.door)

    def _comment(self, raw: Raw, topic: int) -> Post | Refusal:
        return refusals.attempt(
            lambda: to_topic_comment(raw, topic, self._board, self._kit.door), raw, Platform.VK, self._kit.door
        )

    def _batch(self, found: Found) -> Batch:
        return refusals.batch(found, self._cursor.dump())

    def _ago(self, span: timedelta) -> int:
        return int((self._board.seen - span).timestamp())


def _by_id(raws: tuple[Raw, ...]) -> dict[int, Raw]:
    return {each: raw for raw in raws if (each := number(raw)) is not None}


def _dates(seen: Mapping[int, Raw]) -> dict[int, int]:
    return {each: raw["date"] for each, raw in seen.items() if type(raw.get("date")) is int}


def _int(raw: Raw, field: str) -> int:
    found = raw.get(field)
    return found if type(found) is int else 0


def _without(topics: Mapping[int, Topic], topic: int) -> dict[int, Topic]:
    return {each: read for each, read in topics.items() if each != topic}
