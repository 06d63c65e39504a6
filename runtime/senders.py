"""Which sender serves which channel, with which account: settings in, senders out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from collectors.lease import StoredLease
from collectors.telegram import session
from core.alerts import CHAT, Routes, Way
from core.alerts.kinds import BLOCK
from core.errors import BadSettings, Denied, Transient
from core.ports import Sender
from core.posts import Platform
from runtime.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from core.profile import Profile
    from runtime.wiring import House

CRC = "crc"


def routes_of(settings: Settings, profile: Profile) -> Routes:
    """The addresses of the settings. Raises BadSettings for a role or a block that the profile does not have."""
    known = {CHAT, CRC, BLOCK, *profile.roles, *(f"{BLOCK}:{block.code}" for block in profile.blocks)}
    unknown = settings.alert_routes.keys() - known
    if unknown:
        raise BadSettings(
            f"настройка MCU_ALERT_ROUTES: в профиле «{profile.code}» нет роли «{min(unknown)}»; "
            f"есть {', '.join(sorted(known))}"
        )
    return settings.alert_routes


def _telegram(house: House) -> Sender:
    from alerts.telegram import TelegramSender

    settings = house.settings
    token = settings.alert_telegram_token.get_secret_value()
    path = settings.home / "alert-telegram.session"
    return TelegramSender(
        settings.telegram_api_id,
        settings.telegram_api_hash.get_secret_value(),
        settings.alert_telegram_session.get_secret_value() or _kept(path),
        token,
        keep=lambda text: session.write(path, text),
        gate=house.gate(Platform.TELEGRAM, token or "alerts"),
    )


def _kept(path: Path) -> str:
    """The session of an earlier sign-in. Raises Denied where others may read it."""
    try:
        return session.read(path) if path.exists() else ""
    except BadSettings:
        raise Denied(f"Telegram: файл сессии бота {path} не читается или открыт не только владельцу") from None


def _max(house: House) -> Sender:
    from alerts.max import MaxSender

    settings = house.settings
    token = settings.alert_max_token.get_secret_value() or settings.max_token.get_secret_value()
    return MaxSender(token, url=settings.max_url, gate=house.gate(Platform.MAX, token or "alerts"))


def _mail(house: House) -> Sender:
    from alerts.mail import MailSender
    from alerts.relays import relay_of

    relay, sender = house.settings.alert_smtp.get_secret_value(), house.settings.alert_from
    if not relay or not sender:
        raise Denied("почта: не заданы MCU_ALERT_SMTP и MCU_ALERT_FROM")
    return MailSender(relay_of(relay), sender, house.clock)


def _webhook(house: House) -> Sender:
    from alerts.webhook import WebhookSender
    from collectors.outside import guard

    settings = house.settings
    named = settings.addresses(settings.alert_webhook_internal)
    return WebhookSender(
        settings.alert_webhook_secret.get_secret_value(), house.clock, bind=lambda http: guard(http, named)
    )


SENDERS: Mapping[Way, Callable[[House], Sender]] = {
    Way.TELEGRAM: _telegram,
    Way.MAX: _max,
    Way.EMAIL: _mail,
    Way.WEBHOOK: _webhook,
}
TERM = timedelta(seconds=20)
"""How long a session stays with a process that died: alerts wait so long at most."""
ALONE = frozenset({Way.TELEGRAM})
"""Channels whose session only one process may use."""


class Taken(Transient):
    """Another process has the session of the channel."""


@contextmanager
def sender(house: House, channel: Way) -> Iterator[Sender]:
    """The sender of a channel for the length of the block. Raises Denied or BadSettings where a setting is missing or
    wrong, Taken where another process has its session."""
    if channel not in house.senders:
        house.senders[channel] = SENDERS[channel](house)
    with ExitStack() as held:
        if channel in ALONE:
            lease = StoredLease(house.store, house.scope, house.doing, term=TERM, patient=False)
            try:
                held.enter_context(lease.hold(f"alerts:{channel}"))
            except Transient as error:
                raise Taken(str(error), error.wait) from error
        yield house.senders[channel]
