"""One search by words and place: new posts of communities, those of the last days again, and what was deleted.

A post keeps the key of the wall on which it stands, so two searches that find it find one post.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors import refusals
from collectors.vk import searching, walls
from collectors.vk.kit import Found, Kit
from collectors.vk.mapping import Wall, geo, gone
from collectors.vk.pages import Page, Raw, number
from collectors.vk.where import SearchFor
from core.errors import Denied, Poison, Transient
from core.ports import Batch, Refusal
from core.posts import Geo, Platform, Post, SourceKey

INDEXED = timedelta(days=1)
"""A search looks back so far behind what it has seen: VK's index is late for some posts."""
RECHECK = timedelta(hours=6)
KNOWN = 1000
"""Posts found that are looked at again, the newest."""
EARTH = 6371.0
"""Mean radius, km."""


@dataclass(frozen=True, slots=True)
class SearchCursor:
    """Up to when (unix seconds) all was found; when the posts found were last asked for by number; these posts,
    `OWNER_ID` -> published."""

    until: int | None = None
    checked: int = 0
    recent: Mapping[str, int] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """JSON-able."""
        return {"until": self.until, "checked": self.checked, "recent": dict(self.recent)}


def load(mapping: Mapping[str, Any]) -> SearchCursor:
    """What `dump` made."""
    return SearchCursor(mapping.get("until"), mapping.get("checked", 0), mapping.get("recent", {}))


class SearchPass:
    """Each batch carries the cursor that is true once the batch is stored."""

    def __init__(
        self, kit: Kit, wanted: SearchFor, cursor: SearchCursor, seen: datetime, address: Callable[[int], str]
    ) -> None:
        self._kit, self._wanted, self._cursor, self._seen, self._address = kit, wanted, cursor, seen, address
        self._met: set[str] = set()
        self._named: set[str] = set()

    def batches(self) -> Iterator[Batch]:
        """The pages of the search, then the known posts that it did not show."""
        until = self._cursor.until
        since = self._ago(self._kit.window.history) if until is None else until - int(INDEXED.total_seconds())
        now = int(self._seen.timestamp())
        for page in searching.pages(self._kit.client, self._wanted, since, now):
            yield self._page(page)
        self._cursor = replace(self._cursor, until=now)
        yield self._batch(self._recheck(now))

    def history(self, since: datetime, until: datetime) -> Iterator[tuple[Batch, int]]:
        """The pages of a span of time, and to what moment (unix seconds) each goes back."""
        oldest = int(until.timestamp())
        for page in searching.pages(self._kit.client, self._wanted, int(since.timestamp()), oldest):
            oldest = min([oldest, *(raw["date"] for raw in page.items if type(raw.get("date")) is int)])
            yield self._page(page), oldest

    def _page(self, page: Page) -> Batch:
        fresh = [raw for raw in page.items if searching.of_community(raw) and self._near(raw)]
        fresh = [raw for raw in fresh if _name(raw) not in self._met]
        self._met |= {_name(raw) for raw in fresh}
        titles = self._titles(fresh)
        self._keep({_name(raw): raw["date"] for raw in fresh if type(raw.get("date")) is int and number(raw)})
        return replace(self._batch([self._made(raw) for raw in fresh]), titles=titles)

    def _titles(self, fresh: Sequence[Raw]) -> dict[SourceKey, str]:
        """Names of the communities that were not met lately. Only for people, so trouble with them stops nothing."""
        known = {name.partition("_")[0] for name in self._cursor.recent} | self._named
        owners = {raw["owner_id"] for raw in fresh if str(raw["owner_id"]) not in known}
        self._named |= set(map(str, owners))
        try:
            found = walls.titles(self._kit.client, sorted(owners)) if owners else {}
        except (Transient, Denied, Poison):
            return {}
        return {
            SourceKey(Platform.VK, self._address(owner)): self._kit.door.caption(name) for owner, name in found.items()
        }

    def _keep(self, dates: Mapping[str, int]) -> None:
        border = self._ago(self._kit.window.again)
        young = {name: at for name, at in {**self._cursor.recent, **dates}.items() if at >= border}
        newest = sorted(young, key=lambda name: young[name], reverse=True)[:KNOWN]
        self._cursor = replace(self._cursor, recent={name: young[name] for name in newest})

    def _recheck(self, now: int) -> Found:
        if now - self._cursor.checked < RECHECK.total_seconds():
            return []
        names = [name for name in self._cursor.recent if name not in self._met]
        there = {_name(raw): raw for raw in walls.named(self._kit.client, names) if not raw.get("is_deleted")}
        lost = {name: at for name, at in self._cursor.recent.items() if name in names and name not in there}
        recent = {name: at for name, at in self._cursor.recent.items() if name not in lost}
        self._cursor = replace(self._cursor, checked=now, recent=recent)
        return [*map(self._made, there.values()), *(self._gone(name, at) for name, at in lost.items())]

    def _gone(self, name: str, at: int) -> Post:
        owner, post = map(int, name.split("_"))
        wall = self._wall(owner)
        return gone(wall.key(post), datetime.fromtimestamp(at, UTC), wall)

    def _made(self, raw: Raw) -> Post | Refusal:
        wall, above = self._wall(raw["owner_id"]), raw.get("post_id")
        return self._kit.comment(raw, above, wall) if type(above) is int else self._kit.post(raw, wall)

    def _wall(self, owner: int) -> Wall:
        return Wall(self._address(owner), owner, self._seen)

    def _near(self, raw: Raw) -> bool:
        """Whether a post lies within the radius; one that does not say where it lies was found for its words."""
        point, wanted = geo(raw.get("geo")), self._wanted
        if point is None or wanted.radius is None or wanted.lat is None or wanted.lon is None:
            return True
        return distance(point, Geo(wanted.lat, wanted.lon)) <= wanted.radius

    def _batch(self, found: Found) -> Batch:
        return refusals.batch(found, self._cursor.dump())

    def _ago(self, span: timedelta) -> int:
        return int((self._seen - span).timestamp())


def distance(one: Geo, other: Geo) -> float:
    """Kilometres between two points along the globe (haversine)."""
    lat, lon = math.radians(other.lat - one.lat), math.radians(other.lon - one.lon)
    half = math.sin(lat / 2) ** 2
    half += math.cos(math.radians(one.lat)) * math.cos(math.radians(other.lat)) * math.sin(lon / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def _name(raw: Raw) -> str:
    return f"{raw.get('owner_id')}_{raw.get('id')}"
