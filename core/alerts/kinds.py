"""The words of the alert chat: kinds, channels, states, and what each channel is."""

from enum import StrEnum


class News(StrEnum):
    """What an alert tells of."""

    FOUND = "found"
    WORKED_OFF = "worked_off"
    REOPENED = "reopened"
    SPREAD = "spread"
    NOTED = "noted"
    STORM = "storm"
    CLOCK = "clock"
    CAMPAIGN = "campaign"
    DRIFT = "drift"
    DIGEST = "digest"
    LETTER = "letter"
    TEST = "test"


class Way(StrEnum):
    """By which way an alert goes out."""

    TELEGRAM = "telegram"
    MAX = "max"
    EMAIL = "email"
    WEBHOOK = "webhook"


class DeliveryState(StrEnum):
    """How far a delivery came. `UNCONFIRMED`: it was sent, or may have been, and nobody said that it arrived; it is
    sent again. `FAILED` is tried again, `DEAD` is not, until a person has it replayed."""

    WAITING = "waiting"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    DEAD = "dead"
    ACKNOWLEDGED = "acknowledged"


KIND_TITLES = {
    News.FOUND: "обнаружен риск",
    News.WORKED_OFF: "отработка",
    News.REOPENED: "открыт снова",
    News.SPREAD: "новая публикация после ответа",
    News.NOTED: "обстоятельства и меры",
    News.STORM: "всплеск темы",
    News.CLOCK: "срок",
    News.CAMPAIGN: "превентивная кампания",
    News.DRIFT: "тексты изменились",
    News.DIGEST: "сводка",
    News.LETTER: "письмо получателю",
    News.TEST: "проверка связи",
}
PAGES = {News.DRIFT: "/model"}
"""Where the news is that no incident tells of."""
CHANNEL_TITLES = {
    Way.TELEGRAM: "Telegram",
    Way.MAX: "МАКС",
    Way.EMAIL: "почта",
    Way.WEBHOOK: "вебхук",
}
STATE_TITLES = {
    DeliveryState.WAITING: "ждёт отправки",
    DeliveryState.SENT: "отправлено",
    DeliveryState.UNCONFIRMED: "доставка не подтверждена",
    DeliveryState.FAILED: "не ушло, будет повтор",
    DeliveryState.DEAD: "не доставлено",
    DeliveryState.ACKNOWLEDGED: "получение подтверждено",
}

OPEN = frozenset({DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.UNCONFIRMED})
"""States in which a delivery is still to be sent."""
CHAT = "chat"
"""The alert chat itself (decree 000, Порядок, п. 1)."""
BLOCK = "block"
"""The head of the responsible block."""
FOREIGN = frozenset({Way.TELEGRAM})
"""Messengers abroad: a masked gist, level, number and link go there, nothing else."""
MACHINES = frozenset({Way.WEBHOOK})
"""Channels that nobody reads at night: no quiet hours and no digest there."""
IDEMPOTENT = frozenset({Way.TELEGRAM, Way.WEBHOOK})
"""Channels where the same number sent twice arrives once: Telegram by its random_id, a webhook by its key."""
