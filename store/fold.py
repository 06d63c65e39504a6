"""What a row of observations changes in what is known. Pure, so that "the same twice changes nothing" is testable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.ports import Change
from core.posts import Counters, Post, PostKey
from store.rows import counters_of, digest


@dataclass(slots=True)
class Known:
    """A post as the store has it while a batch is folded in. `id` is None for a post not yet stored."""

    id: int | None = None
    version: int = 0
    current: str = ""
    texts: dict[str, int] = field(default_factory=dict)
    seen: datetime | None = None
    deleted: datetime | None = None
    counted: Counters | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Known":
        """From a row of `posts` joined with a version."""
        return cls(row["id"], row["version"], deleted=row["deleted_at"], counted=counters_of(row, "counted_at"))


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A text to be stored as version `number`."""

    post: Post
    number: int
    digest: str
    seen: datetime


@dataclass(slots=True)
class News:
    """All that a batch adds to one post."""

    known: Known
    first: Post
    last: Post
    versions: list[NewVersion] = field(default_factory=list)
    points: dict[datetime, Counters] = field(default_factory=dict)
    revived: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the post was never stored before."""
        return self.known.id is None


def _text(news: News, post: Post, seen: datetime) -> int:
    """1 if the post's text is a new version. A known older text counts only if it is dated later than the current."""
    known, mark = news.known, digest(post.text)
    if mark == known.current:
        return 0
    late = post.seen is None or known.seen is None or post.seen <= known.seen
    if known.texts and mark in known.texts and late:
        return 0
    known.version += 1
    known.current, known.seen = mark, post.seen or seen
    known.texts[mark] = known.version
    news.versions.append(NewVersion(post, known.version, mark, known.seen))
    return 1


def _count(news: News, post: Post) -> int:
    """1 if the counters moved. An observation older than the last one is not news."""
    point, last = post.counters, news.known.counted
    if point is None or (last and (point.at < last.at or point.figures() == last.figures())):
        return 0
    news.points[point.at] = point
    news.known.counted = point
    return 1


def _delete(news: News, post: Post) -> int:
    """1 if a living post is now seen deleted."""
    if news.known.deleted:
        return 0
    news.known.deleted = post.deleted
    news.revived = False
    return 1


def _revive(news: News, post: Post) -> None:
    """A post that is seen again after its deletion lives again, if this was observed later."""
    deleted = news.known.deleted
    if deleted and post.seen and post.seen > deleted:
        news.known.deleted, news.revived = None, True


def _one(news: News, post: Post, seen: datetime) -> Change:
    fresh = news.known.version == 0
    if post.deleted:
        text = _text(news, post, seen) if fresh else 0
        return Change(new=text, deleted=_delete(news, post))
    _revive(news, post)
    news.last = post
    changed = _text(news, post, seen)
    counted = _count(news, post)
    return Change(new=int(fresh), edited=int(changed and not fresh), counted=int(counted and not fresh))


def fold(found: Sequence[Post], known: Mapping[PostKey, Known], seen: datetime) -> tuple[list[News], Change]:
    """Fold observations, in their order, into what is known; returns what must be written and what it amounts to."""
    news: dict[PostKey, News] = {}
    total = Change()
    for post in found:
        state = news.get(post.key) or News(known.get(post.key) or Known(), post, post)
        news[post.key] = state
        total += _one(state, post, seen)
    return list(news.values()), total
