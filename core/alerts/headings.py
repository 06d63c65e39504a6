"""The first line of a message: what happened to which incident."""

from collections.abc import Callable, Mapping, Sequence

from core.alerts.kinds import News
from core.alerts.records import Alert


def _subject(alert: Alert) -> str:
    return f"{'информационный риск' if alert.risk else 'вопрос'} № {alert.number}"


def _found(alert: Alert) -> str:
    if alert.body.get("why") == "risen":
        return f"Уровень поднялся: {_subject(alert)}"
    return f"Обнаружен {_subject(alert)}" if alert.risk else f"Поступил {_subject(alert)}"


def _worked_off(alert: Alert) -> str:
    done = alert.body.get("stage") == "done"
    return f"Информационный риск № {alert.number} отработан" if done else f"Отработка: {_subject(alert)}"


def _reopened(alert: Alert) -> str:
    """By a new post, or because a person or a passed promise says so."""
    spread = "Распространение продолжилось, открыт" if alert.body.get("spread") else "Открыт"
    return f"{spread} снова: {_subject(alert)}"


def _clock(alert: Alert) -> str:
    state = "Просрочено" if alert.body.get("overdue") else "Срок близко"
    return f"{state}: {alert.body.get('title', 'срок')}, {_subject(alert)}"


HEADINGS: Mapping[News, Callable[[Alert], str]] = {
    News.FOUND: _found,
    News.WORKED_OFF: _worked_off,
    News.REOPENED: _reopened,
    News.SPREAD: lambda alert: f"Новая публикация после ответа: {_subject(alert)}",
    News.NOTED: lambda alert: f"Обстоятельства и меры: {_subject(alert)}",
    News.STORM: lambda alert: f"Всплеск темы: {_subject(alert)}",
    News.CLOCK: _clock,
    News.CAMPAIGN: lambda alert: "Нужна превентивная кампания",
    News.DRIFT: lambda alert: f"Тексты изменились, модель может чаще ошибаться: {alert.body.get('period', '')}",
    News.DIGEST: lambda alert: f"Сводка извещений: {len(listed(alert, 'items'))}",
    News.LETTER: lambda alert: str(alert.body.get("subject", "")),
    News.TEST: lambda alert: "Проверка связи МЦУ-Монитора",
}


def heading(alert: Alert) -> str:
    """The first line: what happened to which incident."""
    return HEADINGS[alert.kind](alert)


def listed(alert: Alert, name: str) -> Sequence[object]:
    """A list of the body; empty where there is none."""
    found = alert.body.get(name, ())
    return found if isinstance(found, list | tuple) else ()
