"""What Telegram refuses and what that means: one table, by the name that Telethon gives it."""

from collections.abc import Mapping
from typing import Any

from core.errors import Denied, McuError, Poison, Transient

SAID: Mapping[str, str] = {
    "AccessTokenExpiredError": "токен бота больше не действует",
    "AccessTokenInvalidError": "токен бота не принят",
    "ApiIdInvalidError": "api_id или api_hash не приняты",
    "AuthKeyDuplicatedError": "сессия бота работает в двух местах сразу и отозвана",
    "AuthKeyNotFound": "сессия бота не известна площадке",
    "AuthKeyUnregisteredError": "бот не вошёл: задайте MCU_ALERT_TELEGRAM_TOKEN",
    "ChannelInvalidError": "чат недоступен боту",
    "ChannelPrivateError": "чат закрыт или бота из него исключили",
    "ChatAdminRequiredError": "боту нужны права администратора, чтобы писать в канал",
    "ChatIdInvalidError": "такого чата нет",
    "ChatWriteForbiddenError": "боту нельзя писать в этот чат",
    "InputUserDeactivatedError": "учётная запись получателя удалена",
    "PeerIdInvalidError": "такого чата нет, или получатель ещё не писал боту",
    "SessionRevokedError": "сессия бота отозвана",
    "UserBannedInChannelError": "бот заблокирован в этом чате",
    "UserIsBlockedError": "получатель заблокировал бота",
    "UsernameInvalidError": "такого имени не бывает",
    "UsernameNotOccupiedError": "такого имени нет",
}


def refused(error: Any) -> McuError:
    """The error of an RPC error, by its fate."""
    name = type(error).__name__
    if name in SAID:
        return Denied(f"Telegram: {SAID[name]}")
    if abs(getattr(error, "code", 0) or 0) >= 500:
        return Transient(f"Telegram: сбой площадки ({name})")
    return Poison(f"Telegram: извещение не принято ({name})")
