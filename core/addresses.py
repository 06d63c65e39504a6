"""Addresses of sources as people write them, and what is no source: a person's own page is never one."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import BadInput
from core.posts import Platform, SourceKey

READ = (Platform.VK, Platform.TELEGRAM, Platform.PREVIEW, Platform.MAX, Platform.SITE, Platform.FILE)
"""What a collector reads; the others come by files only."""

_FORMS = "vk:ИМЯ, telegram:ИМЯ, preview:ИМЯ, max:НОМЕР, site:https://… или file:ПУТЬ"

_LINK = re.compile(r"^(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|t\.me|telegram\.me)/(?:s/)?", re.IGNORECASE)
_PERSON = re.compile(r"^id\d+$", re.IGNORECASE)
_NAMES = {
    Platform.VK: re.compile(r"^[A-Za-z0-9_.]{2,64}$"),
    Platform.TELEGRAM: re.compile(r"^(?:[A-Za-z]\w{3,63}|-?\d{5,20})$", re.ASCII),
    Platform.PREVIEW: re.compile(r"^[A-Za-z]\w{3,63}$", re.ASCII),
    Platform.MAX: re.compile(r"^-\d{1,20}$", re.ASCII),
}
LONGEST_URL = 1000


def parse(text: str) -> SourceKey:
    """`vk:NAME`, `telegram:NAME`, `preview:NAME`, `max:CHAT`, `site:URL` or `file:PATH`, links included.

    Raises BadInput.
    """
    platform, found, address = text.partition(":")
    if not found or not address.strip():
        raise BadInput(f"источник «{text}»: нужно {_FORMS}")
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
    if platform is Platform.SITE:
        return SourceKey(platform, _url(address))
    if platform not in READ:
        raise BadInput(f"площадка «{platform}»: сборщика нет, загружайте её выгрузки командой mcu import")
    if platform is Platform.VK and _PERSON.match(name):
        raise BadInput(f"источник «{platform}:{address}»: это личная страница, система читает только сообщества")
    if platform is Platform.MAX and not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: нужен номер чата или канала, он отрицательный (max:-77)")
    if not _NAMES[platform].match(name):
        raise BadInput(f"источник «{platform}:{address}»: это не имя сообщества или канала")
    return SourceKey(platform, name)


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
