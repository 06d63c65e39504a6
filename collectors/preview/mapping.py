"""Messages of the preview -> Post: the same keys as by an account. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from collectors import signs
from collectors.door import Door
from core.errors import Poison
from core.posts import EARLIEST, Attachment, Counters, Geo, Platform, Poll, Post, PostKey

Raw = Mapping[str, Any]
_SAID = frozenset(("text", "service", "date", "poll"))
"""What a Post carries itself, or what says nothing; the rest is kept in `raw`."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel by its name, and the moment of reading."""

    name: str
    seen: datetime

    def key(self, number: int) -> PostKey:
        """The key that an account's reading of the channel gives, too."""
        return PostKey(Platform.TELEGRAM, self.name, str(number))


def moment(raw: Raw) -> datetime | None:
    """When a message was published, aware UTC."""
    try:
        found = datetime.fromisoformat(raw["date"])
    except (ValueError, TypeError):
        return None
    return found.astimezone(UTC) if found.tzinfo and found.year > 1 else None


def to_post(raw: Raw, channel: Channel, door: Door) -> Post:
    """One message. Raises Poison that names the field."""
    number, published = raw["id"], moment(raw)
    if number is None:
        raise Poison("нет номера сообщения", field="data-post")
    if published is None or published < EARLIEST:
        raise Poison("нет даты публикации", field="datetime")
    return Post(
        key=channel.key(number),
        published=min(published, channel.seen),
        text=door.text(raw["text"]),
        by_source=True,
        url=f"https://t.me/{channel.name}/{number}",
        origin=_origin(raw["forward"], channel),
        seen=channel.seen,
        counters=_counters(raw, channel),
        attachments=_attachments(raw, door),
        poll=_poll(raw["poll"], door),
        geo=_geo(raw["geo"]),
        raw=door.raw(Platform.TELEGRAM, {key: value for key, value in raw.items() if key not in _SAID})
        | ({"poll": _shares(raw["poll"], door)} if raw["poll"] else {}),
    )


def gone(number: int, published: datetime, channel: Channel) -> Post:
    """The tombstone of a message that is shown no more."""
    return Post(channel.key(number), published, "", deleted=channel.seen, seen=channel.seen)


def _origin(forward: list[str] | None, channel: Channel) -> PostKey | None:
    if forward is None:
        return None
    name, number = forward
    own = name.lower() == channel.name.lower()
    return PostKey(Platform.TELEGRAM, channel.name if own else name, number)


def _counters(raw: Raw, channel: Channel) -> Counters | None:
    reactions = signs.reactions(raw["reactions"])
    if raw["views"] is None and not reactions:
        return None
    return Counters(channel.seen, views=raw["views"], reactions=reactions)


def _attachments(raw: Raw, door: Door) -> tuple[Attachment, ...]:
    found = [Attachment(each["kind"], door.caption(each.get("title", ""))) for each in raw["attachments"]]
    return (*found, Attachment("poll")) if raw["poll"] else tuple(found)


def _poll(raw: Raw | None, door: Door) -> Poll | None:
    if raw is None:
        return None
    return Poll(door.caption(raw["question"]), tuple((door.caption(each["text"]), None) for each in raw["answers"]))


def _shares(raw: Raw, door: Door) -> dict[str, str]:
    """Shares of the answers, which the preview tells instead of votes."""
    return {door.caption(each["text"]): each["percent"] for each in raw["answers"]}


def _geo(point: list[float] | None) -> Geo | None:
    return Geo(*point) if point and abs(point[0]) <= 90 and abs(point[1]) <= 180 else None
