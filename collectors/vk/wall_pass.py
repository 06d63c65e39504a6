"""One reading of a wall: new posts since the cursor, the recent ones again, their comments, and what was deleted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain, islice

from collectors import refusals
from collectors.vk import walls
from collectors.vk.batching import MOST
from collectors.vk.cursor import Cursor, Gaps
from collectors.vk.kit import BATCH, OVERLAP, Found, Kit
from collectors.vk.mapping import Wall, gone
from collectors.vk.pages import PAGE, Raw, number
from core.ports import Batch
from core.posts import Post


class WallPass:
    """Each batch carries the cursor that is true once the batch is stored.

    `watched` are numbers of posts, or of comments, that people follow; `hinted` those that VK said to have changed:
    their comments are read first, and the watched posts are kept in sight however old they are.
    """

    def __init__(
        self, kit: Kit, wall: Wall, cursor: Cursor, watched: Collection[int] = (), hinted: Collection[int] = ()
    ) -> None:
        self._kit, self._wall = kit, wall
        self._before, self._cursor = cursor, cursor
        self._wanted, self._hinted = frozenset(watched), frozenset(hinted)
        self._watched: frozenset[int] = frozenset()
        self._seen: dict[int, Raw] = {}
        self._read_through: set[int] = set()

    def batches(self) -> Iterator[Batch]:
        """What an unfinished pass left over comes early, so that a pass that is always cut short still gets on."""
        self._look_out()
        yield from self._comments()
        yield from self._posts()
        yield from self._comments()
        yield from self._gaps()

    def _look_out(self) -> None:
        """Find the posts that are watched, and put them and the hinted ones before all others."""
        cursor = self._cursor
        above = {comment: post for post, ids in cursor.comments.items() for comment in ids}
        known = {above.get(each, each) for each in self._wanted if each in above or each in cursor.recent}
        strange = [each for each in sorted(self._wanted, reverse=True) if each not in above and each not in known]
        fresh = _dates(walls.posts(self._kit.client, cursor.owner, strange[:PAGE])) if strange else {}
        self._watched = frozenset(known | fresh.keys())
        first = dict.fromkeys([*sorted(self._watched | self._hinted, reverse=True), *cursor.left])
        self._cursor = replace(cursor, recent={**cursor.recent, **fresh}, left=tuple(first))
        self._before = replace(self._before, recent=self._cursor.recent)

    def _posts(self) -> Iterator[Batch]:
        """Pages from the newest on; `until` moves only with the last of them."""
        offset, ended, enough = 0, False, False
        while not (ended or enough):
            page = walls.page(self._kit.client, self._wall.owner, offset)
            fresh = [raw for raw in page.items if number(raw) not in self._seen]
            self._seen |= _by_id(fresh)
            offset += PAGE
            ended, enough = not page.items or offset >= page.total, self._enough()
            offset -= OVERLAP
            found = [self._kit.post(raw, self._wall) for raw in fresh]
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
        window, dates, until = self._kit.window, self._unpinned(), self._before.until
        last = min(dates.values(), default=self._ago(timedelta(0)))
        if until is None:
            return last < self._ago(window.history) or len(dates) >= window.most
        return last < min(until, self._ago(window.again)) and len(dates) >= window.least

    def _oldest(self, ended: bool) -> int:
        return 0 if ended else min(self._unpinned().values(), default=0)

    def _finish(self, oldest: int) -> Found:
        """Behind the last page: what was known, is young enough to have been met, and was not, is asked for."""
        dates, before = _dates(self._seen.values()), self._before.recent
        missing = {n: at for n, at in before.items() if n not in self._seen and (at > oldest or n in self._watched)}
        asked = _by_id(walls.posts(self._kit.client, self._wall.owner, list(missing)))
        there = {each: raw for each, raw in asked.items() if not raw.get("is_deleted")}
        lost = [one for each, at in missing.items() if each not in there for one in self._lost(each, at)]
        recent = {
            each: at
            for each, at in (dates | missing).items()
            if (at >= oldest or each in self._watched) and (each in self._seen or each in there)
        }
        comments = {each: ids for each, ids in self._cursor.comments.items() if each in recent}
        until = max([*dates.values(), self._before.until or 0])
        floor = oldest if self._cursor.floor is None else min(oldest, self._cursor.floor)
        self._cursor = replace(self._cursor, until=until, recent=recent, comments=comments, floor=floor)
        self._cursor = replace(self._cursor, left=self._to_read(dates))
        return [*(self._kit.post(raw, self._wall) for raw in there.values()), *lost]

    def _lost(self, post: int, at: int) -> Found:
        """Tombstones of a post and of its comments."""
        tombstone = gone(self._wall.key(post), _moment(at), self._wall)
        return [tombstone, *self._lost_comments(post, self._cursor.comments.get(post, ()), at)]

    def _to_read(self, dates: Mapping[int, int]) -> tuple[int, ...]:
        """Posts whose comments are still to be read in this pass."""
        return tuple(n for n, at in dates.items() if n not in self._read_through and self._talked(n, at))

    def _talked(self, post: int, at: int) -> bool:
        known, told = len(self._cursor.comments.get(post, ())), _comments(self._seen[post])
        young = at >= self._ago(self._kit.window.again) or self._before.until is None
        return bool(known or told) if young else known != told

    def _comments(self) -> Iterator[Batch]:
        """Comments of the posts that are left, several posts a batch."""
        found: Found = []
        while self._cursor.left:
            for post, comments in self._kit.threads(self._wall.owner, self._cursor.left[:MOST]):
                self._read_through.add(post)
                found += self._thread(post, comments)
                self._cursor = replace(self._cursor, left=self._cursor.left[1:])
                if len(found) >= BATCH or not self._cursor.left:
                    yield self._batch(found)
                    found = []

    def _thread(self, post: int, comments: dict[int, Raw]) -> Found:
        """All comments of a post; known ones that are missing twice running are gone."""
        known = self._cursor.comments.get(post, ())
        if set(known) - comments.keys():
            # a deletion while pages are turned hides a neighbour
            comments = comments | self._kit.thread(self._wall.owner, post)
        alive = tuple(key for key, raw in comments.items() if key and not raw.get("deleted"))
        missing = [key for key in known if key not in comments]
        self._cursor = replace(self._cursor, comments={**self._cursor.comments, post: alive})
        at = self._cursor.recent.get(post, self._ago(timedelta(0)))
        made = (self._kit.comment(raw, post, self._wall) for raw in comments.values())
        return [*made, *self._lost_comments(post, missing, at)]

    def _lost_comments(self, post: int, numbers: Sequence[int], at: int) -> Iterator[Post]:
        return (gone(self._wall.key(each), _moment(at), self._wall, post) for each in numbers)

    def _gaps(self) -> Iterator[Batch]:
        """Posts and comments of a wall are numbered together: numbers that neither list told of are asked for once."""
        cursor, gaps = self._cursor, self._cursor.gaps
        newest = max(cursor.recent, default=0)
        if gaps.upto is None or newest <= gaps.upto:
            if gaps.upto is None and newest:
                self._cursor = replace(cursor, gaps=Gaps(newest))
                yield self._batch([])
            return
        known = {*cursor.recent, *chain.from_iterable(cursor.comments.values())}
        asked = list(islice((each for each in range(gaps.upto + 1, newest) if each not in known), PAGE))
        upto = asked[-1] if len(asked) == PAGE else newest
        there = [raw for raw in walls.posts(self._kit.client, cursor.owner, asked) if not raw.get("is_deleted")]
        gaps = Gaps(upto, gaps.asked + len(asked), gaps.filled + len(there))
        left = tuple(each for each, raw in _by_id(there).items() if _comments(raw))
        self._cursor = replace(cursor, gaps=gaps, recent={**cursor.recent, **_dates(there)}, left=left)
        yield self._batch([self._kit.post(raw, self._wall) for raw in there])
        yield from self._comments()

    def _batch(self, found: Found) -> Batch:
        return refusals.batch(found, self._cursor.dump())

    def _ago(self, span: timedelta) -> int:
        return int((self._wall.seen - span).timestamp())


def _by_id(raws: Iterable[Raw]) -> dict[int, Raw]:
    return {each: raw for raw in raws if (each := number(raw)) is not None}


def _dates(raws: Iterable[Raw]) -> dict[int, int]:
    """Number -> unix seconds, of those that have both."""
    return {each: raw["date"] for each, raw in _by_id(raws).items() if type(raw.get("date")) is int}


def _comments(raw: Raw) -> int:
    told = (raw.get("comments") or {}).get("count") if isinstance(raw.get("comments"), dict) else 0
    return told if isinstance(told, int) else 0


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
