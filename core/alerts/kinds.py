"""The words of the alert chat: kinds, channels, states, and what each channel is."""

from enum import StrEnum


class Kind(StrEnum):
    """What an alert tells of."""

    FOUND = "found"
    WORKED_OFF = "worked_off"
    REOPENED = "reopened"
    STORM = "storm"
    CLOCK = "clock"
    CAMPAIGN = "campaign"
    DIGEST = "digest"
    LETTER = "letter"
    TEST = "test"


class Channel(StrEnum):
    """By which way an alert goes out."""

    TELEGRAM = "telegram"
    MAX = "max"
    EMAIL = "email"
    WEBHOOK = "webhook"


class State(StrEnum):
    """How far a delivery came. `UNCONFIRMED`: it was sent, or may have been, and nobody said that it arrived; it is
    sent again. `FAILED` is tried again, `DEAD` is not, until a person has it replayed."""

    WAITING = "waiting"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    DEAD = "dead"
    ACKNOWLEDGED = "acknowledged"


KIND_TITLES = {
    Kind.FOUND: "обнаружен риск",
    Kind.WORKED_OFF: "отработка",
    Kind.REOPENED: "открыт снова",
    Kind.STORM: "всплеск темы",
    Kind.CLOCK: "срок",
    Kind.CAMPAIGN: "превентивная кампания",
    Kind.DIGEST: "сводка",
    Kind.LETTER: "письмо получателю",
    Kind.TEST: "проверка связи",
}
CHANNEL_TITLES = {
    Channel.TELEGRAM: "Telegram",
    Channel.MAX: "МАКС",
    Channel.EMAIL: "почта",
    Channel.WEBHOOK: "вебхук",
}
STATE_TITLES = {
    State.WAITING: "ждёт отправки",
    State.SENT: "отправлено",
    State.UNCONFIRMED: "доставка не подтверждена",
    State.FAILED: "не ушло, будет повтор",
    State.DEAD: "не доставлено",
    State.ACKNOWLEDGED: "получение подтверждено",
}

OPEN = frozenset({State.WAITING, State.FAILED, State.UNCONFIRMED})
"""States in which a delivery is still to be sent."""
CHAT = "chat"
"""The alert chat itself (decree 000, Порядок, п. 1)."""
BLOCK = "block"
"""The head of the responsible block."""
FOREIGN = frozenset({Channel.TELEGRAM})
"""Messengers abroad: a masked gist, level, number and link go there, nothing else."""
MACHINES = frozenset({Channel.WEBHOOK})
"""Channels that nobody reads at night: no quiet hours and no digest there."""
IDEMPOTENT = frozenset({Channel.TELEGRAM, Channel.WEBHOOK})
"""Channels where the same number sent twice arrives once: Telegram by its random_id, a webhook by its key."""
