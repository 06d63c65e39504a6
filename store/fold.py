"""What a row of observations changes in what is known. Pure, so that "the same twice changes nothing" is testable."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.ports import Change
from core.posts import Counters, Post, PostKey
from store.rows import counters_of, digest

Points = Mapping[tuple[PostKey, datetime], Counters]
Figure = int | None


@dataclass(slots=True)
class Known:
    """A post as the store has it while a batch is folded in. `id` is None for a post not yet stored.

    `alive` is the last moment at which the post was seen alive, as far as it is stored: that of its newest version or
    of its last counters. `points` are its stored counters; where all of a batch's are newer, the last one is enough.
    """

    id: int | None = None
    version: int = 0
    current: str = ""
    texts: dict[str, int] = field(default_factory=dict)
    alive: datetime | None = None
    deleted: datetime | None = None
    counted: Counters | None = None
    points: dict[datetime, Counters] = field(default_factory=dict)

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Known":
        """From a row of `posts`."""
        counted = counters_of(row, "counted_at")
        known = cls(row["id"], row["version"], alive=row["counted_at"], deleted=row["deleted_at"], counted=counted)
        if counted:
            known.points[counted.at] = counted
        return known

    def has(self, row: Mapping[str, Any]) -> None:
        """Learn of a stored version."""
        self.texts[row["digest"]] = row["number"]
        self.alive = latest(self.alive, row["seen_at"])
        if row["number"] == self.version:
            self.current = row["digest"]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A text to be stored as version `number`."""

    post: Post
    number: int
    digest: str
    seen: datetime


@dataclass(slots=True)
class News:
    """All that a batch adds to one post. `last` is its newest living observation, None if the store knows a newer."""

    known: Known
    first: Post
    arrived: datetime
    last: Post | None = None
    versions: list[NewVersion] = field(default_factory=list)
    points: dict[datetime, Counters] = field(default_factory=dict)
    revived: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the post was never stored before."""
        return self.known.id is None


def moment(post: Post) -> datetime:
    """When a post was observed. One that does not tell was observed at once (docs/ru/форматы.md, §1)."""
    return post.seen or post.edited or (post.counters.at if post.counters else post.published)


def latest(one: datetime | None, other: datetime) -> datetime:
    """The later of two moments."""
    return max(one, other) if one else other


def _more(one: Figure, other: Figure) -> Figure:
    return other if one is None else one if other is None else max(one, other)


def larger(one: Counters, other: Counters) -> Counters:
    """Two tellings of one moment as one, whatever their order: counters of one moment do not shrink."""
    kinds = one.reactions.keys() | other.reactions.keys()
    return Counters(
        one.at,
        _more(one.views, other.views),
        _more(one.likes, other.likes),
        _more(one.reposts, other.reposts),
        _more(one.replies, other.replies),
        {kind: max(one.reactions.get(kind, 0), other.reactions.get(kind, 0)) for kind in sorted(kinds)},
    )


def _points(found: Iterable[Post]) -> Points:
    """One point for each post and moment of a batch."""
    points: dict[tuple[PostKey, datetime], Counters] = {}
    for post in found:
        if post.counters and not post.deleted:
            place = post.key, post.counters.at
            known = points.get(place)
            points[place] = larger(known, post.counters) if known else post.counters
    return points


def _version(news: News, post: Post, mark: str, at: datetime) -> None:
    known = news.known
    known.version += 1
    known.current = mark
    known.texts[mark] = known.version
    news.versions.append(NewVersion(post, known.version, mark, at))


def _text(news: News, post: Post) -> int:
    """1 if the post's text is a new version.

    A text observed before the post was last seen alive is skipped, even if it is not yet known: versions are numbered
    as they arrive, the last one is the current. A known text of the very same moment is no revert.
    """
    known, mark, at = news.known, digest(post.text), moment(post)
    if known.version and mark == known.current:
        return 0
    if known.alive and (at < known.alive or (at == known.alive and mark in known.texts)):
        return 0
    _version(news, post, mark, at)
    return 1


def _before(points: Mapping[datetime, Counters], at: datetime) -> Counters | None:
    earlier = [each for each in points if each < at]
    return points[max(earlier)] if earlier else None


def _count(news: News, point: Counters) -> int:
    """1 if the series of counters changes: a point that repeats the one before it is not news."""
    known = news.known
    same, before = known.points.get(point.at), _before(known.points, point.at)
    point = larger(same, point) if same else point
    stale = same or before
    if stale and stale.figures() == point.figures():
        return 0
    news.points[point.at] = known.points[point.at] = point
    if known.counted is None or point.at >= known.counted.at:
        known.counted = point
    return 1


def _delete(news: News, post: Post) -> int:
    """1 if a living post is now seen deleted. The last sight of it counts: a tombstone older than that says nothing."""
    known, gone = news.known, post.deleted
    if gone is None or (known.alive and known.alive > gone):
        return 0
    was, known.deleted = known.deleted, latest(known.deleted, gone)
    news.revived = False
    return int(was is None)


def _bury(news: News, post: Post) -> Change:
    """A tombstone. Of a post never seen alive its words stand in, until any living text comes."""
    fresh = news.known.version == 0
    if fresh:
        _version(news, post, digest(post.text), post.published)
    return Change(new=int(fresh), deleted=_delete(news, post))


def _one(news: News, post: Post, points: Points) -> Change:
    if post.deleted:
        return _bury(news, post)
    known, at = news.known, moment(post)
    fresh = known.version == 0
    if known.deleted and at > known.deleted:
        known.deleted, news.revived = None, True
    if known.alive is None or at >= known.alive:
        news.last = post
    edited = _text(news, post)
    known.alive = latest(known.alive, at)
    counted = _count(news, points[post.key, post.counters.at]) if post.counters else 0
    return Change(new=int(fresh), edited=int(edited and not fresh), counted=int(counted and not fresh))


def fold(found: Sequence[Post], known: Mapping[PostKey, Known], seen: datetime) -> tuple[list[News], Change]:
    """Fold observations, in the order of their moments, into what is known, `seen` being the moment of their arrival.

    Returns what must be written, posts in the order of their arrival, and what it amounts to.
    """
    news: dict[PostKey, News] = {}
    for post in found:
        news.setdefault(post.key, News(known.get(post.key) or Known(), post, seen))
    points = _points(found)
    total = Change()
    for post in sorted(found, key=lambda each: each.deleted or moment(each)):
        total += _one(news[post.key], post, points)
    return list(news.values()), total
