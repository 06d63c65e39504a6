"""Addresses of sources as people write them, and what is no source: a person's own page is never one."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

from core.errors import BadInput
from core.posts import Platform, SourceKey

READ = (Platform.VK, Platform.TELEGRAM, Platform.PREVIEW, Platform.MAX, Platform.SITE, Platform.FILE)
"""What a collector reads; the others come by files only."""

_FORMS = "vk:ИМЯ, telegram:ИМЯ, preview:ИМЯ, max:НОМЕР, site:https://… или file:ПУТЬ"

_LINK = re.compile(r"^(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|t\.me|telegram\.me)/(?:s/)?", re.IGNORECASE)
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_VK_HOST = re.compile(r"^(?:https?://)?(?:www\.|m\.)?vk\.(?:com|ru)/", re.IGNORECASE)
_TELEGRAM_HOST = re.compile(r"^(?:https?://)?(?:www\.)?(?:t|telegram)\.me/", re.IGNORECASE)
_SHOWN = re.compile(r"^(?:https?://)?(?:www\.)?t\.me/s/", re.IGNORECASE)
_INVITE = re.compile(r"^(?:\+|joinchat/)")
_CLOSED = re.compile(r"^c/(\d{5,20})(?:/\d{1,12}){0,2}$", re.ASCII)
_POST = re.compile(r"^([A-Za-z]\w{3,63})(?:/\d{1,12}){1,2}$", re.ASCII)
_PERSON = re.compile(r"^id\d+(?:/|$)", re.IGNORECASE)
_VK_BOARD = re.compile(r"^(?:board|topic-)(\d{1,15})(?:_(\d{1,15}))?(?:\?.*)?$", re.ASCII)
_BOARD_WORD = re.compile(r"/(?:обсуждения|topics?)(?=/|$)", re.IGNORECASE)
_NAMES = {
    Platform.VK: re.compile(r"^[A-Za-z0-9_.]{2,64}(?:/board(?:/\d{1,15})?)?$", re.ASCII),
    Platform.TELEGRAM: re.compile(r"^(?:[A-Za-z]\w{3,63}|-?\d{5,20})$", re.ASCII),
    Platform.PREVIEW: re.compile(r"^[A-Za-z]\w{3,63}$", re.ASCII),
    Platform.MAX: re.compile(r"^-\d{1,20}$", re.ASCII),
}
LONGEST_URL = 1000


SEARCH = "search?"
"""How the address of a search begins: `search?q=слова&lat=58.5&lon=31.2&radius=15`."""
_WORDS = re.compile(r"^[\w\s\"«»#*,.!?-]{2,200}$")
_COORDINATE = re.compile(r"^-?\d{1,3}(?:\.\d{1,6})?$", re.ASCII)
_SEARCHED = {
    "q": (_WORDS, "слова: от 2 до 200 букв, цифр и пробелов"),
    "lat": (_COORDINATE, "широта в градусах"),
    "lon": (_COORDINATE, "долгота в градусах"),
    "radius": (re.compile(r"^\d{1,3}(?:\.\d)?$", re.ASCII), "радиус в километрах"),
}


def parse(text: str) -> SourceKey:
    """`vk:NAME`, `vk:NAME/board`, `vk:search?q=…`, `telegram:NAME`, `preview:NAME`, `max:CHAT`, `site:URL` or
    `file:PATH`. Links are understood, too. Raises BadInput.
    """
    if link := _link(text.strip()):
        return key_of(link, text)
    platform, found, address = text.partition(":")
    if not found or not address.strip():
        raise BadInput(f"источник «{text}»: нужно {_FORMS}")
    if platform not in tuple(Platform):
        raise BadInput(f"источник «{text}»: неизвестная площадка «{platform}»; есть: {', '.join(READ)}")
    return key_of(Platform(platform), address)


def _link(text: str) -> Platform | None:
    """The platform that a bare link is read by; None for what is no link."""
    if _VK_HOST.match(text):
        return Platform.VK
    if _TELEGRAM_HOST.match(text):
        return Platform.PREVIEW if _SHOWN.match(text) else Platform.TELEGRAM
    return Platform.SITE if _SCHEME.match(text) else None


def parse_any(text: str) -> SourceKey:
    """The key of a stored source, whatever its platform and however its address is written."""
    platform, _, address = text.partition(":")
    if platform not in tuple(Platform) or not address:
        raise BadInput(f"источник «{text}»: нужно ПЛОЩАДКА:АДРЕС, как показывает mcu source list")
    return SourceKey(Platform(platform), address)


def key_of(platform: Platform, address: str) -> SourceKey:
    """The key of an address on a platform. Raises BadInput for what is none, and for a person's page."""
    name = _LINK.sub("", address.strip()).removeprefix("@").rstrip("/")
    if platform is Platform.FILE:
        return SourceKey(platform, str(Path(address.strip()).absolute()))
    if platform is Platform.SITE:
        return SourceKey(platform, _url(address))
    if platform not in READ:
        raise BadInput(f"площадка «{platform}»: сборщика нет, загружайте её выгрузки командой mcu import")
    if platform in (Platform.TELEGRAM, Platform.PREVIEW):
        name = _chat(name.partition("?")[0])
    if platform is Platform.VK and name.startswith(SEARCH):
        return SourceKey(platform, _search(name))
    if platform is Platform.VK:
        name = _board(name)
    if platform is Platform.VK and _PERSON.match(name):
        raise BadInput(f"источник «{platform}:{address}»: это личная страница, система читает только сообщества")
    if platform is Platform.MAX and not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: нужен номер чата или канала, он отрицательный (max:-77)")
    if not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: это не имя сообщества или канала")
    return SourceKey(platform, name)


def shows_others(key: SourceKey) -> bool:
    """Whether a source brings posts that are kept under other keys: a preview those of its channel's, a file and a
    search those of many."""
    return key.platform in (Platform.PREVIEW, Platform.FILE) or key.address.startswith(SEARCH)


def _chat(name: str) -> str:
    """The name or number in a link to a chat or to one of its posts. Raises BadInput for an invitation: a chat that is
    entered by it is known by its number."""
    if _INVITE.match(name):
        raise BadInput(
            "источник не назван, это приглашение: вступите по нему под учётной записью центра и добавьте чат по номеру "
            "(telegram:-100…); номер виден в ссылке на любое его сообщение (t.me/c/НОМЕР/…)"
        )
    if closed := _CLOSED.match(name):
        return closed[1]
    post = _POST.match(name)
    return post[1] if post else name


def _board(name: str) -> str:
    """`club5/board`, or `club5/board/7` for one topic, of what VK's links call board5 and topic-5_7."""
    found = _VK_BOARD.match(name)
    if not found:
        return _BOARD_WORD.sub("/board", name)
    return f"club{found[1]}/board" + (f"/{found[2]}" if found[2] else "")


def _search(name: str) -> str:
    """The address of a search with its parts in one order. Raises BadInput that names the wrong part."""
    parts = dict(part.partition("=")[::2] for part in name.removeprefix(SEARCH).split("&"))
    unknown = parts.keys() - _SEARCHED.keys()
    if unknown:
        raise BadInput(f"поиск: неизвестная часть «{min(unknown)}»; есть: {', '.join(_SEARCHED)}")
    given = {key: " ".join(unquote_plus(parts[key]).split()) for key in _SEARCHED if key in parts}
    for key, value in given.items():
        pattern, what = _SEARCHED[key]
        if not pattern.match(value):
            raise BadInput(f"поиск: часть «{key}» — {what}")
    _placed(given)
    return SEARCH + "&".join(f"{key}={value}" for key, value in given.items())


def _placed(given: Mapping[str, str]) -> None:
    """A place is two coordinates on the globe; a radius needs them, and a search needs words or a place."""
    if ("lat" in given) != ("lon" in given) or ("radius" in given and "lat" not in given):
        raise BadInput("поиск: место задают широта и долгота вместе (lat, lon), радиус — только при них")
    if "q" not in given and "lat" not in given:
        raise BadInput("поиск: нужны слова (q) или место (lat, lon)")
    if abs(float(given.get("lat", 0))) > 90 or abs(float(given.get("lon", 0))) > 180:
        raise BadInput("поиск: такого места на Земле нет")


def _url(address: str) -> str:
    """The address of a feed or of a page of news, without a fragment; the host in small letters."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _no_site(address) from None
    plain = address.strip().isprintable() and " " not in address.strip()
    if parts.scheme not in ("http", "https") or not host or parts.username or not plain or len(address) > LONGEST_URL:
        raise _no_site(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{parts.path or '/'}{query}"


def _no_site(address: str) -> BadInput:
    return BadInput(f"источник «site:{address[:100]}»: нужна ссылка http(s) на ленту или страницу новостей")
