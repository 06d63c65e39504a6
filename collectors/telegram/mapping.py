"""Telegram's messages (`Message.to_dict()` of the TL layer) -> Post. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from collectors import signs
from collectors.door import Door
from collectors.mentions import RESIDENT, TELEPHONE
from core.errors import Poison
from core.posts import EARLIEST, Attachment, Counters, Geo, Platform, Poll, Post, PostKey, PostKind

Raw = Mapping[str, Any]

_VEILED: Mapping[str, str] = {
    "MessageEntityMentionName": RESIDENT,
    "InputMessageEntityMentionName": RESIDENT,
    "MessageEntityPhone": TELEPHONE,
}
"""Entities that are a person's; names by `@` are told apart at the door."""
_MEDIA: Mapping[str, str] = {
    "MessageMediaPhoto": "photo",
    "MessageMediaWebPage": "link",
    "MessageMediaPoll": "poll",
    "MessageMediaGeo": "geo",
    "MessageMediaGeoLive": "geo",
    "MessageMediaVenue": "geo",
    "MessageMediaContact": "contact",
    "MessageMediaDice": "dice",
    "MessageMediaGame": "game",
    "MessageMediaGiveaway": "giveaway",
    "MessageMediaGiveawayResults": "giveaway",
    "MessageMediaInvoice": "invoice",
    "MessageMediaPaidMedia": "paid",
    "MessageMediaStory": "story",
    "MessageMediaToDo": "list",
    "MessageMediaUnsupported": "unsupported",
}


@dataclass(frozen=True, slots=True)
class Chat:
    """What is read: a channel (`broadcast`), a group, or the group in which a channel's posts are discussed.

    `address` is that of the source, `id` the chat's number. Of a discussion `channel` is the number of its channel
    and `roots` names, by the number of the copy in the chat, the post that is discussed.
    """

    address: str
    id: int
    seen: datetime
    broadcast: bool = True
    username: str = ""
    channel: int | None = None
    roots: Mapping[int, int] = field(default_factory=dict)

    def message(self, number: int) -> str:
        """A message's id as text: `15` of the source itself, `c777:15` of the discussion 777."""
        return str(number) if self.channel is None else f"c{self.id}:{number}"

    def key(self, number: int) -> PostKey:
        """The key of a message of this chat."""
        return PostKey(Platform.TELEGRAM, self.address, self.message(number))


def grouped(messages: Iterable[Raw]) -> list[list[Raw]]:
    """Messages without service ones, ordered; those of an album together."""
    groups: dict[object, list[Raw]] = {}
    for index, raw in enumerate(sorted(messages, key=lambda raw: raw.get("id") or 0)):
        if raw.get("_") == "Message":
            groups.setdefault(raw.get("grouped_id") or -index - 1, []).append(raw)
    return list(groups.values())


def copied_post(raw: Raw, channel: int | None) -> int | None:
    """The post of a channel that a message of its discussion is the automatic copy of."""
    forward = raw.get("fwd_from") or {}
    number = forward.get("channel_post")
    ours = channel is not None and _channel(forward.get("from_id")) == channel
    return number if ours and _channel(forward.get("saved_from_peer") or forward.get("from_id")) == channel else None


def thread_top(raw: Raw) -> int | None:
    """The number of the message on top of the thread in which a message stands.

    A topic of a forum is no thread: it is a chat within the chat. Nor is a reply to what was said elsewhere.
    """
    reply = raw.get("reply_to") or {}
    topic, within = reply.get("forum_topic"), reply.get("reply_to_top_id")
    if reply.get("reply_to_peer_id") or (topic and not within):
        return None
    top = reply.get("reply_to_msg_id") if topic else within or reply.get("reply_to_msg_id")
    return top if isinstance(top, int) else None


def to_post(parts: Sequence[Raw], chat: Chat, door: Door, number: int | None = None) -> Post:
    """A message, or an album as one post, under a number or the smallest one. Raises Poison that names the field."""
    first = parts[0]
    number = _number(first) if number is None else number
    kind, thread, parent = _place(first, chat)
    edited = [part["edit_date"] for part in parts if part.get("edit_date") and not part.get("edit_hide")]
    return Post(
        key=chat.key(number),
        published=_published(first, chat),
        text=door.text("\n\n".join(text for text in map(_text, parts) if text)),
        kind=kind,
        thread=thread,
        parent=parent,
        author=_author(first, chat, door),
        by_source=_by_source(first, chat),
        url=_url(number, thread, chat),
        origin=_origin(first, chat),
        edited=max(edited, default=None),
        seen=chat.seen,
        pinned=any(part.get("pinned") for part in parts),
        counters=_counters(parts, chat),
        attachments=tuple(found for part in parts for found in _attachments(part, door)),
        poll=next((_poll(part["media"], door) for part in parts if _media(part) == "poll"), None),
        geo=next((_geo(part["media"]) for part in parts if _media(part) == "geo"), None),
        raw=_raw(parts, door),
    )


def gone(number: int, published: datetime, chat: Chat) -> Post:
    """The tombstone of a message that is there no more."""
    kind = PostKind.POST if chat.broadcast else PostKind.MESSAGE
    kind = kind if chat.channel is None else PostKind.COMMENT
    return Post(chat.key(number), published, "", kind, deleted=chat.seen, seen=chat.seen)


def _raw(parts: Sequence[Raw], door: Door) -> Mapping[str, object]:
    raws = [door.raw(Platform.TELEGRAM, part, spare=True) for part in parts]
    return raws[0] if len(raws) == 1 else {"album": raws}


def _number(raw: Raw) -> int:
    number = raw.get("id")
    if type(number) is not int:
        raise Poison("ожидалось целое число", field="id")
    return number


def _published(raw: Raw, chat: Chat) -> datetime:
    moment = raw.get("date")
    if not isinstance(moment, datetime) or moment.tzinfo is None or moment < EARLIEST:
        raise Poison("нет даты публикации", field="date")
    return min(moment.astimezone(UTC), chat.seen)


def _text(raw: Raw) -> str:
    """The text with mentions of persons and phones replaced: Telegram counts their places in UTF-16 units."""
    text = raw.get("message")
    if not isinstance(text, str):
        return ""
    mentions = [each for each in raw.get("entities") or () if each.get("_") in _VEILED]
    if not mentions:
        return text
    units = text.encode("utf-16-le")
    for each in sorted(mentions, key=lambda each: -int(each["offset"])):
        start, end = 2 * each["offset"], 2 * (each["offset"] + each["length"])
        units = units[:start] + _VEILED[each["_"]].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "replace")


def _place(raw: Raw, chat: Chat) -> tuple[PostKind, str | None, str | None]:
    """Kind, thread, parent."""
    if chat.broadcast and chat.channel is None:
        return PostKind.POST, None, None
    top, reply = thread_top(raw), (raw.get("reply_to") or {}).get("reply_to_msg_id")
    if top is None:
        return PostKind.MESSAGE, None, None
    if chat.channel is None or top not in chat.roots:
        return PostKind.MESSAGE, chat.message(top), chat.message(reply or top)
    root = str(chat.roots[top])
    if not reply or reply in chat.roots:
        return PostKind.COMMENT, root, root
    return PostKind.REPLY, root, chat.message(reply)


def _by_source(raw: Raw, chat: Chat) -> bool:
    """A channel's post has no author; an anonymous administrator writes as the group, or as its channel."""
    author = raw.get("from_id")
    return author is None or _channel(author) in {chat.id, chat.channel} - {None}


def _author(raw: Raw, chat: Chat, door: Door) -> str | None:
    author = raw.get("from_id")
    if not isinstance(author, Mapping) or _by_source(raw, chat):
        return None
    user, channel = author.get("user_id"), _channel(author)
    return door.author(Platform.TELEGRAM, user if user else f"channel{channel}")


def _channel(peer: object) -> int | None:
    return peer.get("channel_id") if isinstance(peer, (dict, Mapping)) else None


def _url(number: int, thread: str | None, chat: Chat) -> str:
    if chat.channel is not None and chat.username and thread and thread.isdecimal():
        return f"https://t.me/{chat.username}/{thread}?comment={number}"
    if chat.username and chat.channel is None:
        return f"https://t.me/{chat.username}/{number}"
    return f"https://t.me/c/{chat.id}/{number}"


def _origin(raw: Raw, chat: Chat) -> PostKey | None:
    """The forwarded post of a channel: `c999` is the address of a channel known by number only."""
    forward = raw.get("fwd_from") or {}
    channel, post = _channel(forward.get("from_id")), forward.get("channel_post")
    if channel is None or post is None:
        return None
    own = channel in (chat.id, chat.channel)
    return PostKey(Platform.TELEGRAM, chat.address if own else f"c{channel}", str(post))


def _counters(parts: Sequence[Raw], chat: Chat) -> Counters | None:
    views = max((part["views"] for part in parts if part.get("views") is not None), default=None)
    reposts = max((part["forwards"] for part in parts if part.get("forwards") is not None), default=None)
    replies = max((part["replies"]["replies"] for part in parts if part.get("replies")), default=None)
    reactions = next((found for part in parts if (found := _reactions(part))), {})
    if views is None and reposts is None and replies is None and not reactions:
        return None
    return Counters(chat.seen, views=views, reposts=reposts, replies=replies, reactions=reactions)


def _reactions(raw: Raw) -> dict[str, int]:
    results = (raw.get("reactions") or {}).get("results") or ()
    return signs.reactions((_reaction(each["reaction"]), each["count"]) for each in results)


def _reaction(reaction: Raw) -> str:
    if "emoticon" in reaction:
        return str(reaction["emoticon"])
    return "custom" if "document_id" in reaction else "paid"


def _media(raw: Raw) -> str:
    media = raw.get("media")
    return _MEDIA.get(media.get("_", ""), "doc") if isinstance(media, (dict, Mapping)) else ""


def _attachments(raw: Raw, door: Door) -> Iterator[Attachment]:
    kind, media = _media(raw), raw.get("media") or {}
    if kind == "doc":
        yield _document(media.get("document") or {}, door)
    elif kind == "link":
        yield Attachment(kind, door.caption(str((media.get("webpage") or {}).get("title") or "")))
    elif media.get("_") == "MessageMediaVenue":
        yield Attachment("place", door.caption(", ".join(filter(None, (media.get("title"), media.get("address"))))))
    elif kind not in ("", "geo"):
        yield Attachment(kind)


def _document(document: Raw, door: Door) -> Attachment:
    mime = str(document.get("mime_type", "")).partition("/")[0]
    if mime in ("video", "audio"):
        return Attachment(mime)
    names = (each.get("file_name") for each in document.get("attributes") or ())
    return Attachment("doc", door.caption(next((name for name in names if name), "")))


def _poll(media: Raw, door: Door) -> Poll:
    voters = {each["option"]: each.get("voters") for each in (media.get("results") or {}).get("results") or ()}
    poll = media["poll"]
    answers = [(door.caption(_plain(each["text"])), voters.get(each["option"])) for each in poll["answers"]]
    return Poll(door.caption(_plain(poll["question"])), tuple(answers))


def _plain(text: object) -> str:
    return str(text.get("text", "")) if isinstance(text, Mapping) else str(text)


def _geo(media: Raw) -> Geo | None:
    point = media.get("geo") or {}
    return Geo(point["lat"], point["long"]) if "lat" in point and "long" in point else None
