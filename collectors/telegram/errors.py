"""Telegram's errors and what they mean for us: one table, by the name that Telegram gives them."""

from collections.abc import Mapping
from datetime import timedelta

from core.errors import Denied, Gone, McuError, Poison, Transient

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
}
"""What stops a source until a person does something."""


GONE: Mapping[str, str] = {
    "ChannelBannedError": "канал заблокирован площадкой",
    "UsernameNotOccupiedError": "канала с таким именем нет: он удалён или переименован",
}
"""What is read is no more."""

ASIDE: Mapping[str, str] = {
    "MsgIdInvalidError": "сообщения с таким номером нет",
    "MessageIdInvalidError": "сообщения с таким номером нет",
    "MessageIdsEmptyError": "не назван номер сообщения",
}
"""What concerns some messages only: they are put aside for a person to see, and the reading goes on."""


class Unreadable(Poison):
    """An answer that holds what this version of the program has no words for; `sign` is all that is told of it."""

    def __init__(self, sign: str) -> None:
        super().__init__(f"площадка ответила тем, чего программа не знает ({sign}): обновите её", field="message")


class Mistyped(McuError):
    """A code or a password of a login that is not right: it may be entered again."""


def from_name(name: str, detail: str, seconds: int | None) -> McuError:
    """The error for one of Telegram: a wait of so many seconds, a denial, or Poison, so that a person sees it."""
    if seconds is not None:
        return Transient(f"Telegram: просит подождать {seconds} с", timedelta(seconds=seconds))
    if name in DENIED:
        return Denied(f"Telegram: {DENIED[name]}")
    if name in GONE:
        return Gone(f"Telegram: {GONE[name]}")
    return Poison(f"Telegram: {ASIDE[name]}" if name in ASIDE else f"Telegram: неизвестный отказ {name} ({detail})")


def passing(detail: str) -> Transient:
    """Trouble with the connection or on Telegram's side."""
    return Transient(f"Telegram: нет связи или сбой площадки ({detail})", LATER)
