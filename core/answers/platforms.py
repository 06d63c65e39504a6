"""Where residents may be answered. A foreign messenger is off until the centre's lawyer says otherwise."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from core.errors import BadInput
from core.reasons import Reason

TELEGRAM = frozenset({"telegram", "telegramm", "телеграм", "телеграмм", "tg", "тг", "t.me"})
HOSTS = frozenset({"t.me", "telegram.me", "telegram.org", "telegram.dog"})
WHY = (
    "площадка Telegram для ответов жителям выключена: 149-ФЗ (ст. 10, ч. 8) и 41-ФЗ ограничивают органы власти в "
    "использовании иностранных мессенджеров; решает юрист центра, включает её профиль ([answers] telegram = true)"
)


def is_telegram(platform: str) -> bool:
    """Whether a platform's name, as an officer writes it, means Telegram ("Телеграм-канал", "TG")."""
    words = re.split(r"[\s\-:/@,()]+", platform.casefold().replace("ё", "е"))
    return bool(TELEGRAM & set(words))


def refused(platforms: Iterable[str], telegram: bool) -> tuple[str, ...]:
    """The platforms at which residents may not be answered by this profile."""
    return () if telegram else tuple(each for each in platforms if is_telegram(each))


def demand(platforms: Iterable[str], telegram: bool) -> None:
    """Raises BadInput that says why and who may change it."""
    if wrong := refused(platforms, telegram):
        raise BadInput(f"поле «platforms»: «{wrong[0]}»: {WHY}")


def doubtful(links: Iterable[str], telegram: bool) -> tuple[Reason, ...]:
    """A link into Telegram may be a newspaper's own channel: it is said, not refused."""
    found = [link for link in links if not telegram and _host(link) in HOSTS]
    return tuple(Reason("telegram_link", 0, {"link": link}) for link in found)


def _host(link: str) -> str:
    """The host of a link; empty for what is none (`http://[::1`)."""
    try:
        return (urlsplit(link).hostname or "").casefold()
    except ValueError:
        return ""
