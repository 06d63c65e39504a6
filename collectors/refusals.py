"""What a mapping could not read is put aside with its payload, without persons; the rest of the batch goes on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from collectors.door import Door, storable
from core.errors import Denied, Poison
from core.ports import Batch, Refusal
from core.posts import Platform, Post

LONGEST_FIELD = 100
LONGEST = 2000
"""Characters of a payload that go to quarantine."""


def payload(raw: Mapping[str, object], platform: Platform, door: Door) -> str:
    """A platform's object as text for a person to look at."""
    return json.dumps(door.raw(platform, raw), ensure_ascii=False, default=str)[:LONGEST]


def refusal(error: Poison, payload: str, door: Door, line: int | None = None) -> Refusal:
    """What goes to quarantine, fit to be stored: a column of a table may be called by any bytes, or by a name."""
    return Refusal(door.caption(error.reason), door.caption(error.field[:LONGEST_FIELD]), line, storable(payload))


def attempt(make: Callable[[], Post], raw: Mapping[str, object], platform: Platform, door: Door) -> Post | Refusal:
    """The post, or why there is none."""
    try:
        return make()
    except Poison as error:
        return refusal(error, payload(raw, platform, door), door)


def batch(found: Iterable[Post | Refusal], cursor: Mapping[str, object]) -> Batch:
    """Posts and refusals of one step."""
    all_ = tuple(found)
    posts = tuple(one for one in all_ if isinstance(one, Post))
    return Batch(posts, cursor, tuple(one for one in all_ if isinstance(one, Refusal)))


def fulfilled(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The batches; a whole request that a platform does not understand stops the source, for a person to see."""
    try:
        yield from batches
    except Poison as error:
        raise Denied(str(error)) from error
