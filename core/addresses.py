"""Addresses of sources as people write them, and what is no source: a person's own page is never one."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote_plus

from core.errors import BadInput
from core.posts import Platform, SourceKey

READ = (Platform.VK, Platform.TELEGRAM, Platform.FILE)
"""Platforms that a collector reads; the others come by files only."""

_LINK = re.compile(r"^(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|t\.me|telegram\.me)/(?:s/)?", re.IGNORECASE)
_PERSON = re.compile(r"^id\d+(?:/|$)", re.IGNORECASE)
_VK_BOARD = re.compile(r"^(?:board|topic-)(\d{1,15})(?:_(\d{1,15}))?(?:\?.*)?$", re.ASCII)
_BOARD_WORD = re.compile(r"/(?:обсуждения|topics?)(?=/|$)", re.IGNORECASE)
_NAMES = {
    Platform.VK: re.compile(r"^[A-Za-z0-9_.]{2,64}(?:/board(?:/\d{1,15})?)?$", re.ASCII),
    Platform.TELEGRAM: re.compile(r"^(?:[A-Za-z]\w{3,63}|-?\d{5,20})$", re.ASCII),
}


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
    """`vk:NAME`, `vk:NAME/board`, `vk:search?q=…`, `telegram:NAME` or `file:PATH`, links included. Raises BadInput."""
    platform, found, address = text.partition(":")
    if not found or not address.strip():
        raise BadInput(f"источник «{text}»: нужно vk:ИМЯ, telegram:ИМЯ или file:ПУТЬ")
    if platform not in tuple(Platform):
        raise BadInput(f"источник «{text}»: неизвестная площадка «{platform}»; есть: {', '.join(READ)}")
    return key_of(Platform(platform), address)


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
    if platform not in READ:
        raise BadInput(f"площадка «{platform}»: сборщика нет, загружайте её выгрузки командой mcu import")
    if platform is Platform.VK and name.startswith(SEARCH):
        return SourceKey(platform, _search(name))
    if platform is Platform.VK:
        name = _board(name)
    if platform is Platform.VK and _PERSON.match(name):
        raise BadInput(f"источник «{platform}:{address}»: это личная страница, система читает только сообщества")
    if not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: это не имя сообщества или канала")
    return SourceKey(platform, name)


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
