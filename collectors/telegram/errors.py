"""Telegram's errors and what they mean for us: one table, by the name that Telegram gives them."""

from collections.abc import Mapping
from datetime import timedelta

from core.errors import Denied, McuError, Poison, Transient

LATER = timedelta(minutes=1)

DENIED: Mapping[str, str] = {
    "AuthKeyUnregisteredError": "сессия отозвана: войдите снова и задайте новую строку сессии",
    "AuthKeyNotFound": "сессия не известна площадке: войдите снова и задайте новую строку сессии",
    "AuthKeyDuplicatedError": "сессия работает в двух местах сразу и отозвана: войдите снова",
    "AuthKeyInvalidError": "сессия не принята: войдите снова",
    "SessionExpiredError": "сессия истекла: войдите снова",
    "SessionRevokedError": "сессия отозвана: войдите снова",
    "SessionPasswordNeededError": "вход не завершён: нужен пароль двухэтапной проверки",
    "UserDeactivatedError": "учётная запись удалена",
    "UserDeactivatedBanError": "учётная запись заблокирована площадкой",
    "ApiIdInvalidError": "api_id или api_hash не приняты",
    "ChannelPrivateError": "канал закрыт или вас из него исключили",
    "ChannelBannedError": "канал заблокирован",
    "ChannelInvalidError": "канал недоступен этой учётной записи",
    "ChannelPublicGroupNaError": "группа недоступна",
    "ChatAdminRequiredError": "для чтения нужны права администратора",
    "ChatForbiddenError": "чат закрыт",
    "ChatIdInvalidError": "такого чата нет",
    "ChatRestrictedError": "чат ограничен площадкой",
    "InviteHashExpiredError": "приглашение больше не действует",
    "InviteHashInvalidError": "приглашение неверно",
    "PeerIdInvalidError": "такого чата нет",
    "UserBannedInChannelError": "учётная запись заблокирована в этом чате",
    "UsernameInvalidError": "такого имени не бывает",
    "UsernameNotOccupiedError": "канала с таким именем нет",
}
"""What stops a source until a person does something."""


def from_name(name: str, detail: str, seconds: int | None) -> McuError:
    """The error for one of Telegram: a wait of so many seconds, a denial, or Poison, so that a person sees it."""
    if seconds is not None:
        return Transient(f"Telegram: просит подождать {seconds} с", timedelta(seconds=seconds))
    if name in DENIED:
        return Denied(f"Telegram: {DENIED[name]}")
    return Poison(f"Telegram: неизвестный отказ {name} ({detail})")


def passing(detail: str) -> Transient:
    """Trouble with the connection or on Telegram's side."""
    return Transient(f"Telegram: нет связи или сбой площадки ({detail})", LATER)
