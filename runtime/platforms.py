"""Which collector reads which platform, with which account: settings in, collectors out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.errors import BadSettings, Denied, Transient
from core.ports import Collector, Look
from core.posts import Platform, Source
from runtime.settings import Settings

if TYPE_CHECKING:
    from collectors.public import Public
    from collectors.vk.client import VkClient
    from runtime.wiring import House

LEASED = frozenset({Platform.TELEGRAM})
"""Two processes on one Telegram session kill the account."""


def no_secret(settings: Settings) -> str:
    """What names nobody: a platform that asks for no account."""
    return ""


SECRETS: dict[str, Callable[[Settings], str]] = {
    Platform.VK: lambda settings: settings.vk_token.get_secret_value(),
    Platform.TELEGRAM: lambda settings: _session_or_later(settings),
    Platform.MAX: lambda settings: settings.max_token.get_secret_value(),
}
"""What names a platform's account."""


def _watched(source: Source) -> tuple[str, ...]:
    """What people follow of a source: filled by `flow.collect` before it is read."""
    return source.watched


def _vk(house: House) -> Collector:
    from collectors.vk.collector import VkCollector
    from collectors.vk.hints import LongPoll, tokens

    settings = house.settings
    token = settings.vk_token.get_secret_value()
    if not token:
        raise Transient("не задан ключ доступа VK (MCU_VK_TOKEN)")
    events = {
        name: LongPoll(vk_client(house, own), settings.vk_url)
        for name, own in tokens(settings.vk_community_tokens.get_secret_value()).items()
    }
    return VkCollector(
        client=vk_client(house, token),
        door=house.door,
        clock=house.clock,
        address=_walls(house),
        events=events,
        watched=_watched,
    )


def vk_client(house: House, token: str) -> VkClient:
    """VK by a token, through the gate of its account."""
    from collectors.vk.client import VkClient

    return VkClient(token, url=house.settings.vk_url, rate=house.settings.vk_rate, gate=house.gate(Platform.VK, token))


def _walls(house: House) -> Callable[[int], str]:
    """Under which address a VK wall is kept: that of the source that reads it, else its number."""
    from collectors.vk.collector import numbered

    with house.store.read() as work:
        found = [each for each in work.sources.list(house.scope) if each.key.platform is Platform.VK]
    known = {
        each.cursor["owner"]: each.key.address
        for each in found
        if "owner" in each.cursor and "/" not in each.key.address
    }
    return lambda owner: str(known.get(owner) or numbered(owner))


def _telegram(house: House) -> Collector:
    from collectors.telegram.client import TelegramReader
    from collectors.telegram.collector import TelegramCollector

    settings, session = house.settings, _session_or_later(house.settings)
    given = {
        "MCU_TELEGRAM_API_ID": settings.telegram_api_id,
        "MCU_TELEGRAM_API_HASH": settings.telegram_api_hash.get_secret_value(),
        "MCU_TELEGRAM_SESSION (mcu telegram login)": session,
    }
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise Transient(f"не заданы настройки Telegram: {', '.join(missing)}")
    legible(settings, session)
    client = TelegramReader(
        settings.telegram_api_id,
        settings.telegram_api_hash.get_secret_value(),
        session,
        gate=house.gate(Platform.TELEGRAM, session),
    )
    return TelegramCollector(client=client, door=house.door, clock=house.clock, watched=_watched)


def legible(settings: Settings, session: str) -> None:
    """Raises Denied for a text that is no session of a login, with what to do about the setting or the file."""
    from collectors.telegram.client.reader import saved

    try:
        saved(session)
    except Denied as error:
        if not settings.telegram_session.get_secret_value():
            raise
        raise Denied(f"Telegram: MCU_TELEGRAM_SESSION не строка сессии: {UNSET}") from error


UNSET = "уберите MCU_TELEGRAM_SESSION и войдите (mcu telegram login)"


def telegram_session(settings: Settings) -> str:
    """The session's text: the setting, else that in the file, else none. Raises BadSettings for a file open to all."""
    from collectors.telegram import session

    given = settings.telegram_session.get_secret_value()
    path = settings.telegram_session_path
    return given if given or not path.exists() else session.read(path)


def _session_or_later(settings: Settings) -> str:
    """The session; what is wrong with its file passes once a person has mended it."""
    try:
        return telegram_session(settings)
    except BadSettings as error:
        raise Transient(str(error)) from error


def _public(house: House, platform: Platform, name: str, *, internal: bool) -> Public:
    """A visitor of public pages."""
    from collectors.public import Limits, Public

    limits = Limits(gap=house.settings.site_gap)
    return Public(name, internal=internal, limits=limits, gate=house.gate(platform), robots=house.robots)


def _preview(house: House) -> Collector:
    from collectors.preview.client import PreviewClient
    from collectors.preview.collector import PreviewCollector

    # Its host is a setting, not a word of whoever adds a source, so a gateway of the own network may stand there.
    public = _public(house, Platform.PREVIEW, "t.me", internal=True)
    client = PreviewClient(public, url=house.settings.preview_url)
    return PreviewCollector(client=client, door=house.door, clock=house.clock)


def _max(house: House) -> Collector:
    from collectors.max.client import MaxReader
    from collectors.max.collector import MaxCollector

    token = house.settings.max_token.get_secret_value()
    if not token:
        raise Transient("не задан ключ бота МАКС (MCU_MAX_TOKEN)")
    client = MaxReader(token, url=house.settings.max_url, gate=house.gate(Platform.MAX, token))
    return MaxCollector(client=client, door=house.door, clock=house.clock)


def _site(house: House) -> Collector:
    from collectors.news.collector import NewsCollector

    public = _public(house, Platform.SITE, "сайт", internal=house.settings.site_internal)
    zone = ZoneInfo(house.profile.timezone)
    return NewsCollector(public=public, door=house.door, clock=house.clock, zone=zone)


def look(house: House) -> Look:
    """Who opens the links of placed answers."""
    from collectors.placing import LIMITS, Placed

    limits = replace(LIMITS, gap=house.settings.site_gap)
    return Placed(house.settings.links_inside, limits)


def _file(house: House) -> Collector:
    from collectors.replay import FileCollector

    return FileCollector(door=house.door, clock=house.clock)


COLLECTORS: dict[Platform, Callable[[House], Collector]] = {
    Platform.VK: _vk,
    Platform.TELEGRAM: _telegram,
    Platform.PREVIEW: _preview,
    Platform.MAX: _max,
    Platform.SITE: _site,
    Platform.FILE: _file,
}


def secret_of(platform: Platform, settings: Settings) -> str:
    """The token or session of a platform's account; empty where it asks for none."""
    return SECRETS.get(platform, no_secret)(settings)
