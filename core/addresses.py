"""Addresses of sources as people write them, and what is no source: a person's own page is never one."""

import re
from pathlib import Path

from core.errors import BadInput
from core.posts import Platform, SourceKey

READ = (Platform.VK, Platform.TELEGRAM, Platform.FILE)
"""Platforms that a collector reads; the others come by files only."""

_LINK = re.compile(r"^(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|t\.me|telegram\.me)/(?:s/)?", re.IGNORECASE)
_PERSON = re.compile(r"^id\d+$", re.IGNORECASE)
_NAMES = {
    Platform.VK: re.compile(r"^[A-Za-z0-9_.]{2,64}$"),
    Platform.TELEGRAM: re.compile(r"^(?:[A-Za-z]\w{3,63}|-?\d{5,20})$", re.ASCII),
}


def parse(text: str) -> SourceKey:
    """`vk:NAME`, `telegram:NAME` or `file:PATH`, links included. Raises BadInput."""
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
    if platform is Platform.VK and _PERSON.match(name):
        raise BadInput(f"источник «{platform}:{address}»: это личная страница, система читает только сообщества")
    if not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: это не имя сообщества или канала")
    return SourceKey(platform, name)
