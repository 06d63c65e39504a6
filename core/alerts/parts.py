"""What a message says besides its first line, by kind and channel: the formats of decree 000, Порядок, п. 1–3."""

from collections.abc import Callable, Mapping
from datetime import datetime

from core.alerts.headings import listed
from core.alerts.kinds import FOREIGN, News, Way
from core.alerts.records import Alert
from core.alerts.voice import Voice, local
from core.labels import THEME_TITLES
from core.risk import LEVEL_TITLES

CALM = "Дальнейшего распространения и негативной реакции нет."
EARLY = "Завершён решением сотрудника до того, как это подтвердило наблюдение."
"""П. 2 asks for no further spread and no negative reaction: said only where the watch has shown it."""


def common(alert: Alert, voice: Voice) -> list[str]:
    """All that may go abroad."""
    level = f"Уровень: {LEVEL_TITLES[alert.level]}" if alert.incident_id else ""
    link, place = voice.link(alert), "Карточка" if alert.incident_id else "Страница"
    return [level, f"Суть: {voice.gist(alert.gist)}" if alert.gist else "", f"{place}: {link}" if link else ""]


def _matter(alert: Alert, voice: Voice) -> list[str]:
    place, theme = str(alert.body.get("place", "")), str(alert.body.get("theme", ""))
    title = next((title for code, title in THEME_TITLES.items() if code == theme), "")
    return [f"Тема: {title}" if title else "", f"Место: {voice.place(place)}" if place else ""]


def _answer(alert: Alert, voice: Voice) -> list[str]:
    """П. 2: a comment with the text of the отработка and its platforms; links to the publications."""
    links = [str(each) for each in listed(alert, "links")]
    calm = CALM if alert.body.get("calm") else EARLY
    return [
        calm if alert.body.get("stage") == "done" else "",
        f"Комментарий: {alert.body.get('answer', '')}",
        f"Площадки: {', '.join(map(str, listed(alert, 'platforms'))) or 'не указаны'}",
        *(("Ссылки на публикации:", *links) if links else ("Ссылки на публикации: нет",)),
    ]


def _cause(alert: Alert, voice: Voice) -> list[str]:
    cause = str(alert.body.get("cause", ""))
    return [f"Причина: {voice.mask(cause)}"] if cause else []


def _noted(alert: Alert, voice: Voice) -> list[str]:
    return [voice.mask(str(alert.body.get("noted", "")))]


def _due(alert: Alert, voice: Voice) -> list[str]:
    due = alert.body.get("due")
    return [f"Срок: {local(datetime.fromisoformat(str(due)), voice.zone)}"] if due else []


def _campaign(alert: Alert, voice: Voice) -> list[str]:
    why, period, tasks = alert.body.get("why"), alert.body.get("period"), listed(alert, "tasks")
    return [
        f"Почему: {voice.mask(str(why))}" if why else "",
        f"Период: {period}" if period else "",
        *(("Что сделать:", *(f"— {voice.mask(str(task))}" for task in tasks)) if tasks else ()),
    ]


def _drift(alert: Alert, voice: Voice) -> list[str]:
    return [*(f"— {each}" for each in listed(alert, "moved")), f"Что сделать: {alert.body.get('advice', '')}"]


def _letter(alert: Alert, voice: Voice) -> list[str]:
    """As it was written; its one-time link is kept no longer than until it has gone."""
    return [str(alert.body.get("text", "Текст письма стёрт после отправки: попросите новое."))]


Part = Callable[[Alert, Voice], list[str]]
BESIDES: Mapping[News, tuple[Part, ...]] = {
    News.FOUND: (_matter,),
    News.REOPENED: (_matter, _cause),
    News.SPREAD: (_matter,),
    News.NOTED: (_matter, _noted),
    News.STORM: (_matter,),
    News.WORKED_OFF: (_answer,),
    News.CLOCK: (_due,),
    News.CAMPAIGN: (_campaign,),
    News.DRIFT: (_drift,),
    News.LETTER: (_letter,),
}
"""What is said besides the common lines where the channel may carry it."""


def besides(alert: Alert, channel: Way, voice: Voice) -> list[str]:
    """What the channel may carry besides; abroad nothing, but an answer where the centre allowed it."""
    allowed = channel not in FOREIGN or (alert.kind is News.WORKED_OFF and voice.answers_abroad)
    return [line for part in BESIDES.get(alert.kind, ()) if allowed for line in part(alert, voice)]
