"""Whether the model works, for the banner: asked at most once in a while, never in the way of the queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.services import Services
from core.errors import McuError

KEPT = timedelta(seconds=30)


SAID = (
    "Новые публикации не оцениваются: модель не работает. Они собраны и не потеряны, оценка начнётся, когда модель "
    "исправят. Карточки ниже можно разбирать."
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A banner: the sentence for everybody, the cause for the administrator."""

    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check said, and when."""

    at: datetime
    warning: Notice | None


class Condition:
    """Remembers the last answer of the model's check."""

    def __init__(self) -> None:
        self._seen: Seen | None = None

    def warning(self, given: Services) -> Notice | None:
        """A banner if the model cannot be used."""
        now = given.clock.now()
        if self._seen is None or not timedelta() <= now - self._seen.at < KEPT:
            self._seen = Seen(now, _ask(given))
        return self._seen.warning


def _ask(given: Services) -> Notice | None:
    try:
        wrong = given.checks.get("model", lambda: "")()
    except McuError as error:
        wrong = str(error)
    return Notice(SAID, wrong) if wrong else None
