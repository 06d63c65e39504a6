"""Short signs of a post that somebody else wrote, brought to a known shape: reactions, kinds of attachments, links."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import parse_qs, urlsplit

from core.errors import Poison

LONGEST_REACTION, LONGEST_URL = 16, 2000
OTHER = "other"

_KIND = re.compile(r"[a-z]{1,20}(?:_[a-z]{1,20}){0,2}")
_NUMBERED = re.compile(r"[0-9]{1,2}")
_NO_EMOJI = frozenset("LNZ")
"""First letters of the Unicode categories of letters, digits and spaces."""

_VK_HOSTS = frozenset(("vk.com", "vk.ru", "vkontakte.ru"))
_VK_POST = re.compile(r"/(?:wall|photo|video|clip|topic)-\d{1,20}_\d{1,20}")
_VK_OPENED = re.compile(r"(wall-\d{1,20}_\d{1,20})(?:_r(\d{1,20}))?")
_POSTS = {
    "t.me": re.compile(r"/(?:s/)?(?:c/\d{1,20}|[A-Za-z]\w{3,31})(?:/\d{1,20}){1,2}"),
    "telegram.me": re.compile(r"/(?:s/)?(?:c/\d{1,20}|[A-Za-z]\w{3,31})(?:/\d{1,20}){1,2}"),
    "ok.ru": re.compile(r"/(?!profile/)(?:group/)?[\w.-]{1,64}/topic/\d{1,20}|/video/\d{1,20}"),
    "max.ru": re.compile(r"/(?!u/)[\w.-]{1,64}/[\w-]{1,64}"),
}
_PAGE = re.compile(r"/(?!(?:user|users|profile|profiles|people|members?|author|authors|u|id\d+)(?:/|$))[\w./%+=,~-]+")


def reaction(name: str) -> str:
    """An emoji as it is, `custom` for one that somebody drew, VK's number of a reaction, `paid`; else `other`."""
    name = name.strip()
    if name.startswith("custom"):
        return "custom"
    if name == "paid" or _NUMBERED.fullmatch(name):
        return name
    plain = 0 < len(name) <= LONGEST_REACTION and not any(
        unicodedata.category(sign)[0] in _NO_EMOJI or unicodedata.category(sign) in ("Cc", "Cs", "Co") for sign in name
    )
    return name if plain else OTHER


def reactions(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Reactions and their numbers; those that come to one sign are summed."""
    summed: dict[str, int] = {}
    for name, number in found:
        sign = reaction(name)
        summed[sign] = summed.get(sign, 0) + number
    return summed


def attachment(kind: object) -> str:
    """A kind of attachment: a short lower-case latin word; else `other`."""
    return kind if isinstance(kind, str) and _KIND.fullmatch(kind) else OTHER


def post_url(text: str) -> str | None:
    """A link to a post without what its query tells of a visitor; None for the page of a person or of a community.

    Raises Poison for what is no link of http(s).
    """
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        raise Poison("ожидалась ссылка http(s)", field="url") from None
    if parts.scheme not in ("http", "https") or not host or len(text) > LONGEST_URL:
        raise Poison("ожидалась ссылка http(s)", field="url")
    if host in _VK_HOSTS:
        return _vk(parts.path, parse_qs(parts.query))
    if not re.fullmatch(r"[\w.-]{1,253}", host) or not _POSTS.get(host, _PAGE).fullmatch(parts.path):
        return None
    comment = parse_qs(parts.query).get("comment", [""])[0] if host == "t.me" else ""
    return f"{parts.scheme}://{host}{parts.path}" + (f"?comment={comment}" if _number(comment) else "")


def _vk(path: str, query: dict[str, list[str]]) -> str | None:
    opened = _VK_OPENED.fullmatch(query.get("w", [""])[0])
    page = f"/{opened[1]}" if opened else path
    if not _VK_POST.fullmatch(page):
        return None
    reply = (opened[2] if opened else None) or query.get("reply", [""])[0]
    return f"https://vk.com{page}" + (f"?reply={reply}" if _number(reply) else "")


def _number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 20
