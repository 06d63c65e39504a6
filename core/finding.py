"""The search over posts: what is asked and what is found. There is no filter, order or facet by author, on purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from core.labels import Theme
from core.posts import Post

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PostQuery:
    """Which posts: their words (all of them, by lemmas), theme and place of the assessment, moments of publication.
    `after` is the place of the last post of the page before: microseconds since 1970 and id."""

    text: str = ""
    themes: tuple[Theme, ...] = ()
    place: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[int, int] | None = None
    limit: int = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A post that was found: with the theme that the model gave it (NONE where it was not assessed yet) and its card,
    if it has one."""

    post: Post
    source_title: str
    theme: Theme
    flag_id: int | None = None


@dataclass(frozen=True, slots=True)
class PostPage:
    """One page of posts, the newest first; `next` is the cursor of the following page."""

    posts: tuple[Found, ...]
    total: int
    next: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of what is found have each theme (any place) and each place (any theme), the most frequent first.

    Places are keys: their names in lemmas. A street counts what stands in its houses too, as asking for it finds them.
    `written` is how one of the texts writes the place of a key.
    """

    themes: Mapping[Theme, int] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


def place_of(published: datetime, number: int) -> tuple[int, int]:
    """The place of a post in the order of publication, as a cursor carries it."""
    return (published - EPOCH) // MICROSECOND, number


def moment_of(place: tuple[int, int]) -> datetime:
    """The moment of a cursor; the last one that can be told where it is beyond all."""
    return EPOCH + min(place[0], 253_000_000_000_000_000) * MICROSECOND
