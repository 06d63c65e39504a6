"""What a wall published before it was added, page by page into the past; it may be interrupted after every batch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from collectors import refusals
from collectors.vk import walls
from collectors.vk.batching import MOST
from collectors.vk.cursor import Cursor
from collectors.vk.kit import BATCH, OVERLAP, Found, Kit
from collectors.vk.mapping import Wall
from collectors.vk.pages import PAGE, Page, Raw, number
from core.ports import Batch


@dataclass(frozen=True, slots=True)
class Past:
    """How far into the past a wall was read.

    `offset` is where the next page begins, if the wall has not moved since; everything published from `before` (unix
    seconds) on is stored; `tail` are the last posts of the page before, which the next one shows again; `left` are
    posts whose comments are still to be read; `ended` tells that the wall's first post was reached.
    """

    owner: int
    offset: int = 0
    before: int | None = None
    tail: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    ended: bool = False

    def dump(self) -> dict[str, object]:
        """JSON-able."""
        return {
            "owner": self.owner,
            "offset": self.offset,
            "before": self.before,
            "tail": list(self.tail),
            "left": list(self.left),
            "ended": self.ended,
        }


def load(mapping: Mapping[str, Any]) -> Past | None:
    """What `dump` made; None for a past that was never looked at."""
    if "owner" not in mapping:
        return None
    lists = {name: tuple(mapping.get(name, ())) for name in ("tail", "left")}
    return Past(mapping["owner"], mapping["offset"], mapping["before"], **lists, ended=mapping["ended"])


def behind(read: Cursor) -> Past:
    """Where the past begins: behind what normal reading has in sight."""
    offset = 0 if read.floor is None else max(0, len(read.recent) - OVERLAP)
    return Past(read.owner, offset, read.floor)


class WallHistory:
    """Each batch carries the `Past` that is true once the batch is stored."""

    def __init__(self, kit: Kit, wall: Wall, past: Past, since: datetime) -> None:
        self._kit, self._wall, self._past, self._since = kit, wall, past, int(since.timestamp())

    def batches(self) -> Iterator[Batch]:
        """Posts of a page, then their comments, then the page before it."""
        yield from self._comments()
        while not (self._past.ended or (self._past.before is not None and self._past.before < self._since)):
            page = self._page()
            found = [self._kit.post(raw, self._wall) for raw in self._turn(page)]
            yield replace(self._batch(found), total=page.total)
            yield from self._comments()

    def _page(self) -> Page:
        """The next page, seamless: where posts were deleted above it, the wall has moved up and it begins too low."""
        while True:
            page = walls.page(self._kit.client, self._past.owner, self._past.offset)
            dates = [raw["date"] for raw in _unpinned(page)]
            before = self._past.before
            if not self._past.offset or before is None or (dates and dates[0] >= before):
                return page
            self._past = replace(self._past, offset=max(0, self._past.offset - PAGE))

    def _turn(self, page: Page) -> list[Raw]:
        """The posts of a page that are wanted, and the step behind it."""
        wanted = [raw for raw in page.items if self._wanted(raw)]
        walked = _unpinned(page)
        dates = [self._past.before] if self._past.before is not None else []
        self._past = replace(
            self._past,
            offset=self._past.offset + PAGE - OVERLAP,
            before=min([*dates, *(raw["date"] for raw in walked)], default=None),
            tail=tuple(each for raw in walked[-OVERLAP:] if (each := number(raw)) is not None),
            left=tuple(each for raw in wanted if (each := number(raw)) is not None and _talked(raw)),
            ended=not page.items or self._past.offset + PAGE >= page.total,
        )
        return wanted

    def _wanted(self, raw: Raw) -> bool:
        """Whether a post is not read yet. One without a date is wanted, so that it is refused in words."""
        date, before = raw.get("date"), self._past.before
        if number(raw) in self._past.tail or type(date) is not int:
            return type(date) is not int
        return self._since <= date and (before is None or date <= before)

    def _comments(self) -> Iterator[Batch]:
        found: Found = []
        while self._past.left:
            for post, comments in self._kit.threads(self._past.owner, self._past.left[:MOST]):
                found += [self._kit.comment(raw, post, self._wall) for raw in comments.values()]
                self._past = replace(self._past, left=self._past.left[1:])
                if len(found) >= BATCH or not self._past.left:
                    yield self._batch(found)
                    found = []

    def _batch(self, found: Found) -> Batch:
        return refusals.batch(found, self._past.dump())


def _unpinned(page: Page) -> list[Raw]:
    return [raw for raw in page.items if type(raw.get("date")) is int and not raw.get("is_pinned")]


def _talked(raw: Raw) -> bool:
    told = raw.get("comments")
    return isinstance(told, dict) and bool(told.get("count"))
