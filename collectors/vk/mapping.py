"""VK's JSON -> Post. Pure; lenient to keys that are missing or that the schema does not know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors import signs
from collectors.door import Door
from core.errors import Poison
from core.posts import EARLIEST, Attachment, Counters, Geo, Platform, Poll, Post, PostKey, PostKind

Raw = Mapping[str, Any]

AHEAD = timedelta(days=1)
MOST = 10**12
"""No counter is larger: such a number is a mistake and so unknown."""
_ADVERTS = ("post_ads", "ads", "promo")
DONUT = Attachment("donut", "только для подписчиков VK Donut")
"""Stands for the words of a post or a comment that VK shows to those who pay."""
_TITLES: Mapping[str, tuple[str, ...]] = {
    "photo": ("text",),
    "poll": ("question",),
    "note": ("title",),
    "page": ("title",),
    "market": ("title",),
    "event": ("text",),
}


@dataclass(frozen=True, slots=True)
class Wall:
    """Whose wall is read: address of the source, owner's number (negative: a community), moment of reading."""

    address: str
    owner: int
    seen: datetime

    def key(self, number: int) -> PostKey:
        """Posts and comments of a wall are numbered together, so the number is enough."""
        return PostKey(Platform.VK, self.address, str(number))


@dataclass(frozen=True, slots=True)
class Board:
    """Whose discussions are read: address of the source, owner's number (negative), moment of reading."""

    address: str
    owner: int
    seen: datetime

    def topic(self, topic: int) -> PostKey:
        """A topic is the root of its comments."""
        return PostKey(Platform.VK, self.address, str(topic))

    def comment(self, topic: int, number: int) -> PostKey:
        """Nothing promises that comments of two topics are numbered together, so both numbers make the key."""
        return PostKey(Platform.VK, self.address, f"{topic}_{number}")

    def url(self, topic: int, number: int | None = None) -> str:
        """Where a topic or a comment is shown."""
        return f"https://vk.com/topic{self.owner}_{topic}" + ("" if number is None else f"?post={number}")


def to_post(raw: Raw, wall: Wall, door: Door) -> Post:
    """A post of a wall; of a repost: its own words, then those that it repeats. Raises Poison that names the field."""
    number = _number(raw, "id")
    copies = _dicts(raw.get("copy_history"))
    return Post(
        key=wall.key(number),
        published=_published(raw, wall),
        text=door.text("\n\n".join(text for text in map(_text, (raw, *copies)) if text)),
        author=_author(raw.get("signer_id") or _stranger(raw, wall), door),
        by_source=raw.get("from_id") == wall.owner,
        url=f"https://vk.com/wall{wall.owner}_{number}",
        origin=_origin(copies[-1], wall, door) if copies else None,
        edited=_moment(raw.get("edited")),
        deleted=wall.seen if raw.get("is_deleted") else None,
        seen=wall.seen,
        pinned=bool(raw.get("is_pinned")),
        advert=bool(raw.get("marked_as_ads")) or raw.get("post_type") in _ADVERTS,
        counters=_counters(raw, wall),
        attachments=tuple(_attachments(raw, door)),
        poll=_poll(raw, door),
        geo=geo(raw.get("geo")),
        raw=door.raw(Platform.VK, raw),
    )


def to_comment(raw: Raw, post: int, wall: Wall, door: Door) -> Post:
    """A comment of a post, or a reply in its thread."""
    number, above = _number(raw, "id"), _above(raw)
    return Post(
        key=wall.key(number),
        published=wall.seen if raw.get("deleted") and "date" not in raw else _published(raw, wall),
        text=door.text(_text(raw)),
        kind=PostKind.REPLY if above else PostKind.COMMENT,
        thread=str(post),
        parent=str(above or post),
        author=_author(_stranger(raw, wall), door),
        by_source=raw.get("from_id") == wall.owner,
        url=f"https://vk.com/wall{wall.owner}_{post}?reply={number}",
        deleted=wall.seen if raw.get("deleted") else None,
        seen=wall.seen,
        counters=_counters(raw, wall),
        attachments=tuple(_attachments(raw, door)),
        geo=geo(raw.get("geo")),
        raw=door.raw(Platform.VK, {key: value for key, value in raw.items() if key != "thread"}),
    )


def to_topic(raw: Raw, board: Board, door: Door) -> Post:
    """A topic of a board: its title. Raises Poison that names the field."""
    number, replies = _number(raw, "id"), _count(raw, "comments")
    return Post(
        key=board.topic(number),
        published=_published(raw, board, "created"),
        text=door.text(_text(raw, "title")),
        author=_author(_other(raw.get("created_by"), board), door),
        by_source=raw.get("created_by") == board.owner,
        url=board.url(number),
        seen=board.seen,
        pinned=bool(raw.get("is_fixed")),
        counters=None if replies is None else Counters(board.seen, replies=replies),
        raw=door.raw(Platform.VK, {key: value for key, value in raw.items() if not key.endswith("_comment")}),
    )


def to_topic_comment(raw: Raw, topic: int, board: Board, door: Door) -> Post:
    """A comment under a topic; the first one opens it."""
    number = _number(raw, "id")
    return Post(
        key=board.comment(topic, number),
        published=_published(raw, board),
        text=door.text(_text(raw)),
        kind=PostKind.COMMENT,
        thread=str(topic),
        parent=str(topic),
        author=_author(_stranger(raw, board), door),
        by_source=raw.get("from_id") == board.owner,
        url=board.url(topic, number),
        seen=board.seen,
        counters=_counters(raw, board),
        attachments=tuple(_attachments(raw, door)),
        poll=_poll(raw, door),
        raw=door.raw(Platform.VK, raw),
    )


def gone(key: PostKey, published: datetime, wall: Wall | Board, post: int | None = None) -> Post:
    """The tombstone of a post, or of a comment under `post`, that the wall does not show any more."""
    kind = PostKind.POST if post is None else PostKind.COMMENT
    thread = None if post is None else str(post)
    return Post(key, published, "", kind, thread=thread, parent=thread, deleted=wall.seen, seen=wall.seen)


def _number(raw: Raw, field: str) -> int:
    value = raw.get(field)
    if type(value) is not int:
        raise Poison("ожидалось целое число", field=field)
    return value


def _text(raw: Raw, field: str = "text") -> str:
    text = raw.get(field)
    if text is not None and not isinstance(text, str):
        raise Poison("ожидалась строка", field=field)
    return text or ""


def _published(raw: Raw, wall: Wall | Board, field: str = "date") -> datetime:
    moment = _moment(_number(raw, field))
    if moment is None or not EARLIEST <= moment <= wall.seen + AHEAD:
        raise Poison("такой даты публикации не бывает", field=field)
    return moment


def _moment(seconds: object) -> datetime | None:
    if type(seconds) is not int or seconds <= 0:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _stranger(raw: Raw, wall: Wall | Board) -> int | None:
    """Who wrote it, unless it was the wall itself."""
    return _other(raw.get("from_id"), wall)


def _other(author: object, wall: Wall | Board) -> int | None:
    return author if isinstance(author, int) and author != wall.owner else None


def _author(account: int | None, door: Door) -> str | None:
    return door.author(Platform.VK, account) if account else None


def _above(raw: Raw) -> int | None:
    stack = raw.get("parents_stack") or []
    answered = raw.get("reply_to_comment") or (stack[-1] if isinstance(stack, list) and stack else None)
    return answered if isinstance(answered, int) else None


def _origin(raw: Raw, wall: Wall, door: Door) -> PostKey | None:
    owner, number = raw.get("owner_id") or raw.get("from_id"), raw.get("id")
    if not isinstance(owner, int) or not isinstance(number, int):
        return None
    return (
        wall.key(number) if owner == wall.owner else PostKey(Platform.VK, door.owner(Platform.VK, owner), str(number))
    )


def _count(raw: Raw, field: str) -> int | None:
    value = raw.get(field)
    found = value.get("count") if isinstance(value, dict) else value
    return found if type(found) is int and 0 <= found <= MOST else None


def _counters(raw: Raw, wall: Wall | Board) -> Counters | None:
    replies = _count(raw, "comments") if "comments" in raw else _count(raw, "thread")
    found = (_count(raw, "views"), _count(raw, "likes"), _count(raw, "reposts"), replies)
    return None if found == (None,) * 4 else Counters(wall.seen, *found, reactions=_reactions(raw))


def _reactions(raw: Raw) -> dict[str, int]:
    """VK numbers its reactions: number -> count."""
    items = _dicts((raw.get("reactions") or {}).get("items")) if isinstance(raw.get("reactions"), dict) else ()
    counted = ((str(item.get("id")), _count(item, "count")) for item in items)
    return signs.reactions((name, number) for name, number in counted if number is not None)


def _attached(raw: Raw) -> Iterator[tuple[str, Raw]]:
    for attachment in _dicts(raw.get("attachments")):
        kind = attachment.get("type")
        if isinstance(kind, str):
            body = attachment.get(kind)
            yield kind, body if isinstance(body, dict) else {}


def _attachments(raw: Raw, door: Door) -> Iterator[Attachment]:
    if isinstance(raw.get("donut"), dict) and "placeholder" in raw["donut"]:
        yield DONUT
    for kind, body in _attached(raw):
        titles = (body.get(field) for field in _TITLES.get(kind, ("title", "caption")))
        yield Attachment(
            signs.attachment(kind), door.caption(next((title for title in titles if isinstance(title, str)), ""))
        )


def _poll(raw: Raw, door: Door) -> Poll | None:
    body = next((body for kind, body in _attached(raw) if kind == "poll"), None)
    if body is None:
        return None
    answers = tuple(
        (door.caption(str(answer.get("text", ""))), _count(answer, "votes")) for answer in _dicts(body.get("answers"))
    )
    return Poll(door.caption(str(body.get("question", ""))), answers)


def geo(raw: object) -> Geo | None:
    """A point: `{"coordinates": "58.5 31.2"}` of old, an object of latitude and longitude of late."""
    point = raw.get("coordinates") if isinstance(raw, dict) else None
    if isinstance(point, dict):
        point = f"{point.get('latitude')} {point.get('longitude')}"
    try:
        lat, lon = map(float, str(point).split())
    except ValueError:
        return None
    return Geo(lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def _dicts(value: object) -> tuple[Raw, ...]:
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()
