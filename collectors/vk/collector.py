"""A VK wall: new posts since the cursor, the recent ones again, their comments, and what was deleted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from collectors import refusals
from collectors.door import Door
from collectors.vk.client import PAGE, Raw, VkClient
from collectors.vk.cursor import Cursor, load
from collectors.vk.mapping import Wall, gone, to_comment, to_post
from core.errors import Denied, Poison
from core.ports import Batch, Clock, Refusal
from core.posts import Platform, Post, Source

OVERLAP = 5
"""Posts read twice at the seam of two pages: a deletion meanwhile would move one over it unseen."""
BATCH = 100
"""Comments of several posts are stored together from this number on."""

Found = list[Post | Refusal]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a wall is read: at first (`history`, at most about `most` posts), and again each time.

    Posts younger than `again` and at least the last `least` are read again; comments of the former always, of the
    latter when their number is another than that of the known ones.
    """

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    least: int = 100


class VkCollector:
    """Implements core.ports.Collector. Message keys are numbers of the wall, shared by posts and comments."""

    def __init__(self, *, client: VkClient, door: Door, clock: Clock, window: Window | None = None) -> None:
        self._client, self._door, self._clock = client, door, clock
        self._window = window or Window()

    def batches(self, source: Source) -> Iterator[Batch]:
        """Batches of a pass: what was left over, posts with tombstones, comments."""
        return refusals.fulfilled(self._batches(source))

    def _batches(self, source: Source) -> Iterator[Batch]:
        cursor = load(source.cursor) or Cursor(self._owner(source.key.address))
        wall = Wall(source.key.address, cursor.owner, self._clock.now())
        yield from _Pass(self._client, self._door, self._window, wall, cursor).batches()

    def _owner(self, address: str) -> int:
        group = self._client.group(address)
        if group.get("deactivated"):
            raise Denied(f"ВКонтакте: сообщество «{address}» удалено или заблокировано")
        return -int(group["id"])


class _Pass:
    """One reading of a wall. Each batch carries the cursor that is true once the batch is stored."""

    def __init__(self, client: VkClient, door: Door, window: Window, wall: Wall, cursor: Cursor) -> None:
        self._client, self._door, self._window, self._wall = client, door, window, wall
        self._before, self._cursor = cursor, cursor
        self._seen: dict[int, Raw] = {}
        self._read_through: set[int] = set()

    def batches(self) -> Iterator[Batch]:
        """What an unfinished pass left over comes first, so that a pass that is always cut short still gets on."""
        yield from self._comments()
        yield from self._posts()
        yield from self._comments()

    def _posts(self) -> Iterator[Batch]:
        """Pages from the newest on; `until` moves only with the last of them."""
        offset, ended, enough = 0, False, False
        while not (ended or enough):
            page = self._client.wall(self._wall.owner, offset)
            fresh = [raw for raw in page.items if _id(raw) not in self._seen]
            self._seen |= _by_id(fresh)
            offset += PAGE
            ended, enough = not page.items or offset >= page.total, self._enough()
            offset -= OVERLAP
            found = [self._post(raw) for raw in fresh]
            if ended or enough:
                found += self._finish(self._oldest(ended))
            else:
                self._cursor = replace(self._cursor, recent={**self._cursor.recent, **_dates(fresh)})
            yield self._batch(found)

    def _unpinned(self) -> dict[int, int]:
        # VK returns the pinned post first whatever its age: it must not end the walk.
        return _dates(raw for raw in self._seen.values() if not raw.get("is_pinned"))

    def _enough(self) -> bool:
        """Whether the walk has come far enough back."""
        dates, until = self._unpinned(), self._before.until
        last = min(dates.values(), default=self._ago(timedelta(0)))
        if until is None:
            return last < self._ago(self._window.history) or len(dates) >= self._window.most
        return last < min(until, self._ago(self._window.again)) and len(dates) >= self._window.least

    def _oldest(self, ended: bool) -> int:
        return 0 if ended else min(self._unpinned().values(), default=0)

    def _finish(self, oldest: int) -> Found:
        """Behind the last page: what was known, is young enough to have been met, and was not, is asked for."""
        dates = _dates(self._seen.values())
        missing = {number: at for number, at in self._before.recent.items() if at > oldest and number not in self._seen}
        asked = _by_id(self._client.posts(self._wall.owner, list(missing)))
        there = {number: raw for number, raw in asked.items() if not raw.get("is_deleted")}
        lost = [one for number, at in missing.items() if number not in there for one in self._lost(number, at)]
        recent = {n: at for n, at in (dates | missing).items() if at >= oldest and (n in self._seen or n in there)}
        comments = {number: ids for number, ids in self._cursor.comments.items() if number in recent}
        until = max([*dates.values(), self._before.until or 0])
        self._cursor = replace(self._cursor, until=until, recent=recent, comments=comments, left=self._to_read(dates))
        return [*map(self._post, there.values()), *lost]

    def _lost(self, number: int, at: int) -> Found:
        """Tombstones of a post and of its comments."""
        post = gone(self._wall.key(number), _moment(at), self._wall)
        return [post, *self._lost_comments(number, self._cursor.comments.get(number, ()), at)]

    def _to_read(self, dates: Mapping[int, int]) -> tuple[int, ...]:
        """Posts whose comments are still to be read in this pass."""
        return tuple(n for n, at in dates.items() if n not in self._read_through and self._talked(n, at))

    def _talked(self, number: int, at: int) -> bool:
        known, told = len(self._cursor.comments.get(number, ())), _comments(self._seen[number])
        young = at >= self._ago(self._window.again) or self._before.until is None
        return bool(known or told) if young else known != told

    def _comments(self) -> Iterator[Batch]:
        """Comments of the posts that are left, several posts a batch."""
        found: Found = []
        while self._cursor.left:
            number, *left = self._cursor.left
            self._read_through.add(number)
            found += self._thread(number)
            self._cursor = replace(self._cursor, left=tuple(left))
            if len(found) >= BATCH or not left:
                yield self._batch(found)
                found = []

    def _thread(self, number: int) -> Found:
        """All comments of a post; known ones that are missing twice running are gone."""
        known, comments = self._cursor.comments.get(number, ()), self._read(number)
        if set(known) - comments.keys():
            comments |= self._read(number)  # a deletion while pages are turned hides a neighbour
        alive = tuple(key for key, raw in comments.items() if key and not raw.get("deleted"))
        missing = [key for key in known if key not in comments]
        self._cursor = replace(self._cursor, comments={**self._cursor.comments, number: alive})
        at = self._cursor.recent.get(number, self._ago(timedelta(0)))
        return [*(self._comment(raw, number) for raw in comments.values()), *self._lost_comments(number, missing, at)]

    def _read(self, number: int) -> dict[int, Raw]:
        try:
            return {_id(raw) or 0: raw for raw in self._client.comments(self._wall.owner, number)}
        except (Denied, Poison):
            if list(self._client.posts(self._wall.owner, [number])):
                raise
            return {}  # the post was deleted a moment ago; that is no refusal of the source

    def _lost_comments(self, post: int, numbers: Sequence[int], at: int) -> Iterator[Post]:
        return (gone(self._wall.key(number), _moment(at), self._wall, post) for number in numbers)

    def _post(self, raw: Raw) -> Post | Refusal:
        return refusals.attempt(lambda: to_post(raw, self._wall, self._door), raw, Platform.VK, self._door)

    def _comment(self, raw: Raw, post: int) -> Post | Refusal:
        return refusals.attempt(lambda: to_comment(raw, post, self._wall, self._door), raw, Platform.VK, self._door)

    def _batch(self, found: Found) -> Batch:
        return refusals.batch(found, self._cursor.dump())

    def _ago(self, span: timedelta) -> int:
        return int((self._wall.seen - span).timestamp())


def _id(raw: Raw) -> int | None:
    number = raw.get("id")
    return number if type(number) is int else None


def _by_id(raws: Iterable[Raw]) -> dict[int, Raw]:
    return {number: raw for raw in raws if (number := _id(raw)) is not None}


def _dates(raws: Iterable[Raw]) -> dict[int, int]:
    """Number -> unix seconds, of those that have both."""
    return {number: raw["date"] for number, raw in _by_id(raws).items() if type(raw.get("date")) is int}


def _comments(raw: Raw) -> int:
    told = (raw.get("comments") or {}).get("count") if isinstance(raw.get("comments"), dict) else 0
    return told if isinstance(told, int) else 0


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
