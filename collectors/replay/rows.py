"""A recorded row (docs/ru/форматы.md, §1) -> Post. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from collectors import signs
from collectors.door import Door, storable
from collectors.replay import fields
from collectors.replay.fields import Row, Times
from core.errors import Poison
from core.posts import Attachment, Counters, Geo, Platform, Poll, Post, PostKey, PostKind

_KNOWN_TEXT = """
    platform source id type date text views likes reposts replies reactions post_id parents author copy_of edited
    deleted seen attachments geo poll pinned advert url
"""
KNOWN = frozenset(_KNOWN_TEXT.split())
"""Keys that a Post carries; all others are kept in its `raw`."""

BY_PAGE = "page"
"""The author of what the source itself writes."""
MANY = 1000
"""More attachments, reactions or parents than this are a mistake of the input."""

_TELEGRAM_NAME = re.compile(r"^[A-Za-z]\w{3,31}$")
_VK_CLUB = re.compile(r"^(?:club|public)(\d+)$")


@dataclass(frozen=True, slots=True)
class Defaults:
    """What an input's rows may leave out."""

    platform: Platform | None = None
    source: str | None = None


def to_post(row: Row, defaults: Defaults, door: Door, times: Times) -> Post:
    """One observation of a post. Raises Poison that names the field."""
    key = _key(row, defaults)
    deleted = _deleted(row, times)
    text = fields.string(row.get("text") if deleted else fields.required(row, "text"), "text")
    thread, parents = fields.maybe_identifier(row.get("post_id"), "post_id"), _parents(row)
    kind = _kind(row, thread, parents)
    author = fields.account(row.get("author"), "author")
    return Post(
        key=key,
        published=times.moment(fields.required(row, "date"), "date"),
        text=door.text(text),
        kind=kind,
        thread=thread,
        parent=parents[-1] if parents else thread,
        author=None if author in ("", BY_PAGE) else door.author(key.platform, author),
        by_source=author == BY_PAGE or (not author and kind is PostKind.POST),
        url=_url(row, key, kind),
        origin=_origin(row, key, door),
        edited=_moment(row, "edited", times),
        deleted=deleted,
        seen=_moment(row, "seen", times),
        pinned=fields.boolean(row.get("pinned"), "pinned"),
        advert=fields.boolean(row.get("advert"), "advert"),
        counters=_counters(row, times),
        attachments=_attachments(row, door),
        poll=_poll(row, door),
        geo=_geo(row),
        raw=_rest(row, key.platform, door),
    )


def _key(row: Row, defaults: Defaults) -> PostKey:
    named, source = row.get("platform"), row.get("source")
    platform = defaults.platform if named is None else fields.platform(named)
    address = storable(defaults.source or "") or None if source is None else fields.identifier(source, "source")
    if platform is None:
        raise Poison("нет обязательного поля", field="platform")
    if address is None:
        raise Poison("нет обязательного поля", field="source")
    return PostKey(platform, address, fields.identifier(fields.required(row, "id"), "id"))


def _kind(row: Row, thread: str | None, parents: tuple[str, ...]) -> PostKind:
    named = row.get("type")
    if named is not None:
        return fields.kind(named)
    if thread is None:
        return PostKind.POST
    return PostKind.REPLY if parents else PostKind.COMMENT


def _parents(row: Row) -> tuple[str, ...]:
    listed = row.get("parents")
    if not listed:
        return ()
    return tuple(fields.identifier(item, "parents") for item in fields.items(listed, "parents")[-MANY:])


def _moment(row: Row, field: str, times: Times) -> datetime | None:
    value = row.get(field)
    return None if value is None else times.moment(value, field)


def _deleted(row: Row, times: Times) -> datetime | None:
    value = row.get("deleted")
    if value is None or value is False:
        return None
    return _seen(row, times) if value is True else times.moment(value, "deleted")


def _seen(row: Row, times: Times) -> datetime:
    """A row that does not tell when it was observed was observed at once: so reading it again changes nothing."""
    for field in ("seen", "edited"):
        moment = _moment(row, field, times)
        if moment:
            return moment
    return times.moment(fields.required(row, "date"), "date")


def _url(row: Row, key: PostKey, kind: PostKind) -> str | None:
    given = row.get("url")
    if given is not None and (link := signs.post_url(fields.string(given, "url"))):
        return link
    if kind is PostKind.POST and key.message.isdecimal():
        return _usual_url(key)
    return None


def _usual_url(key: PostKey) -> str | None:
    if key.platform is Platform.TELEGRAM and _TELEGRAM_NAME.match(key.source):
        return f"https://t.me/{key.source}/{key.message}"
    club = _VK_CLUB.match(key.source) if key.platform is Platform.VK else None
    return f"https://vk.com/wall-{club[1]}_{key.message}" if club else None


def _origin(row: Row, key: PostKey, door: Door) -> PostKey | None:
    copied = row.get("copy_of")
    if copied is None:
        return None
    origin = fields.mapping(copied, "copy_of")
    platform = fields.platform(origin.get("platform", str(key.platform)), "copy_of.platform")
    source = fields.identifier(origin.get("source"), "copy_of.source")
    owner = source if (platform, source) == (key.platform, key.source) else door.owner(platform, source)
    return PostKey(platform, owner, fields.identifier(origin.get("id"), "copy_of.id"))


def _counters(row: Row, times: Times) -> Counters | None:
    views, likes = fields.count(row.get("views"), "views"), fields.count(row.get("likes"), "likes")
    reposts, replies = fields.count(row.get("reposts"), "reposts"), fields.count(row.get("replies"), "replies")
    reactions = _reactions(row)
    if views is None and likes is None and reposts is None and replies is None and not reactions:
        return None
    return Counters(_seen(row, times), views, likes, reposts, replies, reactions)


def _reactions(row: Row) -> Mapping[str, int]:
    given = row.get("reactions")
    if not given:
        return {}
    found = fields.mapping(given, "reactions")
    if len(found) > MANY:
        raise Poison("слишком много видов", field="reactions")
    return signs.reactions((emoji, fields.count(n, "reactions") or 0) for emoji, n in found.items())


def _attachments(row: Row, door: Door) -> tuple[Attachment, ...]:
    given = row.get("attachments")
    if not given:
        return ()
    listed = [fields.mapping(item, "attachments") for item in fields.items(given, "attachments")[:MANY]]
    return tuple(
        Attachment(
            signs.attachment(item.get("kind")),
            door.caption(fields.string(item.get("title"), "attachments.title")),
        )
        for item in listed
    )


def _poll(row: Row, door: Door) -> Poll | None:
    given = row.get("poll")
    if given is None:
        return None
    poll = fields.mapping(given, "poll")
    answers = [fields.mapping(item, "poll.answers") for item in fields.items(poll.get("answers"), "poll.answers")]
    return Poll(
        door.caption(fields.string(poll.get("question"), "poll.question")),
        tuple(
            (
                door.caption(fields.string(answer.get("text"), "poll.answers.text")),
                fields.count(answer.get("votes"), "poll.answers.votes"),
            )
            for answer in answers
        ),
    )


def _geo(row: Row) -> Geo | None:
    given = row.get("geo")
    if given is None:
        return None
    point = fields.mapping(given, "geo")
    return Geo(fields.number(point.get("lat"), "geo.lat", 90), fields.number(point.get("lon"), "geo.lon", 180))


def _rest(row: Row, platform: Platform, door: Door) -> Mapping[str, object]:
    rest = {key: value for key, value in row.items() if key not in KNOWN}
    return door.unknown(platform, rest, row) if rest else {}
