"""MAX's messages -> Post. Pure; lenient to keys that are missing. Source: the bot API's description of 2026-07.

A webhook's `message_created` and `message_edited` carry the same message under `message`, so `to_post` is also the
mapping of a webhook; `message_removed` names `message_id`, for which `gone` makes the tombstone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from collectors import signs
from collectors.door import Door
from collectors.mentions import RESIDENT
from core.errors import Poison
from core.posts import EARLIEST, Attachment, Counters, Geo, Platform, Post, PostKey, PostKind

Raw = Mapping[str, Any]

AHEAD = timedelta(days=1)
_KINDS: Mapping[object, str] = {
    "image": "photo",
    "video": "video",
    "audio": "audio",
    "file": "doc",
    "share": "link",
    "sticker": "sticker",
    "contact": "contact",
}


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat or channel by its number, and the moment of reading."""

    number: int
    seen: datetime

    def key(self, message: str) -> PostKey:
        """The key of a message: MAX numbers them by text (`mid.…`)."""
        return PostKey(Platform.MAX, str(self.number), message)


def identity(raw: Raw) -> str | None:
    """A message's id; one that only forwards another has no body, then its moment stands for it."""
    body = raw.get("body")
    if body is None and raw.get("link") and type(raw.get("timestamp")) is int:
        return f"t{raw['timestamp']}"
    found = body.get("mid") if isinstance(body, Mapping) else None
    return found if isinstance(found, str) and found else None


def moment(raw: Raw) -> datetime | None:
    """When a message was published; MAX counts milliseconds."""
    stamp = raw.get("timestamp")
    try:
        return datetime.fromtimestamp(stamp / 1000, UTC) if type(stamp) is int else None
    except (OverflowError, ValueError, OSError):
        return None


def is_channel(raw: Raw) -> bool:
    """Whether it is a channel's post, not a talk of a group."""
    return _mapping(raw.get("recipient")).get("chat_type") == "channel"


def to_post(raw: Raw, chat: Chat, door: Door) -> Post:
    """One message. Raises Poison that names the field."""
    message, published = identity(raw), moment(raw)
    if message is None:
        raise Poison("нет номера сообщения", field="body.mid")
    if published is None or not EARLIEST <= published <= chat.seen + AHEAD:
        raise Poison("нет даты публикации или такой не бывает", field="timestamp")
    body, link, channel = _mapping(raw.get("body")), _mapping(raw.get("link")), is_channel(raw)
    forwarded = _mapping(link.get("message")) if link.get("type") == "forward" else {}
    answered = _mapping(link.get("message")).get("mid") if link.get("type") == "reply" else None
    return Post(
        key=chat.key(message),
        published=min(published, chat.seen),
        text=door.text("\n\n".join(text for text in map(_text, (body, forwarded)) if text)),
        kind=PostKind.POST if channel else PostKind.MESSAGE,
        thread=answered if not channel else None,
        parent=answered if not channel else None,
        author=None if channel else _author(raw, door),
        by_source=channel,
        url=signs.post_url(raw["url"]) if isinstance(raw.get("url"), str) and raw["url"] else None,
        origin=_origin(link, chat),
        seen=chat.seen,
        counters=_counters(raw, chat),
        attachments=tuple(found for part in (body, forwarded) for found in _attachments(part, door)),
        geo=_geo(body),
        raw=door.raw(Platform.MAX, {"seq": body.get("seq"), **{k: v for k, v in raw.items() if k not in _CARRIED}}),
    )


_CARRIED = frozenset(("body", "link", "sender", "url"))


def gone(message: str, published: datetime, chat: Chat, *, channel: bool) -> Post:
    """The tombstone of a message that is there no more."""
    kind = PostKind.POST if channel else PostKind.MESSAGE
    return Post(chat.key(message), published, "", kind, deleted=chat.seen, seen=chat.seen)


def _mapping(value: object) -> Raw:
    return value if isinstance(value, Mapping) else {}


def _dicts(value: object) -> tuple[Raw, ...]:
    return tuple(item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else ()


def _text(body: Raw) -> str:
    """The words, mentions of persons replaced; places are counted in UTF-16 units, from the last to the first."""
    text = body.get("text")
    if text is not None and not isinstance(text, str):
        raise Poison("ожидалась строка", field="body.text")
    units = (text or "").encode("utf-16-le", "surrogatepass")
    mentions = [each for each in _dicts(body.get("markup")) if each.get("type") == "user_mention"]
    places = [(each.get("from"), each.get("length")) for each in mentions]
    for start, length in sorted((s, n) for s, n in places if type(s) is int and type(n) is int and s >= 0)[::-1]:
        units = units[: 2 * start] + RESIDENT.encode("utf-16-le") + units[2 * (start + length) :]
    return units.decode("utf-16-le", "replace")


def _author(raw: Raw, door: Door) -> str | None:
    account = _mapping(raw.get("sender")).get("user_id")
    return door.author(Platform.MAX, account) if account else None


def _origin(link: Raw, chat: Chat) -> PostKey | None:
    """The forwarded message of a chat or channel; one of a person's own talk has no place of its own."""
    number, message = link.get("chat_id"), _mapping(link.get("message")).get("mid")
    if link.get("type") != "forward" or type(number) is not int or number >= 0 or not isinstance(message, str):
        return None
    return PostKey(Platform.MAX, str(number), message)


def _counters(raw: Raw, chat: Chat) -> Counters | None:
    views = _mapping(raw.get("stat")).get("views")
    return Counters(chat.seen, views=views) if type(views) is int and views >= 0 else None


def _attachments(body: Raw, door: Door) -> Iterator[Attachment]:
    for each in _dicts(body.get("attachments")):
        kind = _KINDS.get(each.get("type"))
        title = each.get("filename") or each.get("title") or ""
        if kind:
            yield Attachment(kind, door.caption(str(title)) if kind in ("doc", "link") else "")


def _geo(body: Raw) -> Geo | None:
    for each in _dicts(body.get("attachments")):
        lat, lon = each.get("latitude"), each.get("longitude")
        if isinstance(lat, (int, float)) and isinstance(lon, (int, float)) and abs(lat) <= 90 and abs(lon) <= 180:
            return Geo(float(lat), float(lon))
    return None
