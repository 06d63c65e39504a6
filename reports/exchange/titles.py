"""A list in Russian for who opens it in an office program: heads and values by their titles instead of codes.

JSON Lines keep the codes of the API: programs read them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from core.exchange import SYSTEM_TITLES, Link, System
from core.flags import DECISION_TITLES, Decision, FlagStatus
from core.flags import STATUS_TITLES as CARD_TITLES
from core.incidents import (
    CHANNEL_TITLES,
    NATURE_TITLES,
    OUTCOME_TITLES,
    REGIME_TITLES,
    STATUS_TITLES,
    Channel,
    Nature,
    Outcome,
    Regime,
    Status,
)
from core.labels import THEME_TITLES, Theme
from core.lists import List
from core.posts import PLATFORM_TITLES, POST_TITLES, Platform, PostKind
from core.profile import Profile
from core.registers import KINDS, TASK_TITLES, Kind, TaskState, Type
from core.risk import LEVEL_TITLES, Level

COLUMNS: Mapping[str, str] = {
    "id": "№",
    "raised_at": "Заведена",
    "status": "Состояние",
    "level": "Уровень риска",
    "score": "Балл риска",
    "theme": "Тема",
    "topic": "Вопрос классификатора",
    "block": "Блок",
    "territory": "Территория",
    "place": "Место",
    "decided_at": "Решено",
    "decision": "Решение",
    "platform": "Площадка",
    "source": "Источник",
    "message": "Публикация",
    "published_at": "Опубликовано",
    "deleted_at": "Удалено",
    "url": "Ссылка",
    "text": "Текст",
    "opened_at": "Заведён",
    "nature": "Вид",
    "regime": "Порядок",
    "channel": "Канал",
    "title": "Суть",
    "recipient": "Получатель",
    "number": "Номер в системе",
    "outgoing": "Исходящий номер",
    "outcome": "Итог",
    "moved_at": "Состояние с",
    "latest_at": "Последняя публикация",
    "due_at": "Ближайший срок",
    "times": "Повторов",
    "kind": "Вид",
    "thread": "Под публикацией",
    "views": "Просмотров",
    "likes": "Отметок",
    "reposts": "Репостов",
    "replies": "Комментариев",
    "incident_id": "Инцидент",
    "at": "Дан",
    "final": "Окончательный",
    "promised": "Обещано к",
    "platforms": "Площадки",
    "links": "Ссылки",
    "system": "Система",
    "received_at": "Поступила",
    "finished": "Завершена",
    "link": "Связь с инцидентом",
    "day": "День",
    "state": "Состояние",
    "body": "Поля",
    "entry_id": "Запись реестра",
    "what": "Что сделать",
    "position": "Должность",
    "due": "Срок",
    "proof": "Подтверждение",
    "sent_at": "Направлено",
}
_OWN: Mapping[tuple[List, str], str] = {(List.ITEMS, "score"): "Оценка заявителя", (List.ITEMS, "theme"): "Тема у нас"}
"""Columns that mean something else in one list."""
LINK_TITLES: Mapping[Link, str] = {
    Link.NONE: "не искалась",
    Link.PROPOSED: "предложена",
    Link.LINKED: "связана",
    Link.REFUSED: "отклонена сотрудником",
}
Row = Mapping[str, object]
Say = Callable[[str], str]
_SAYINGS: Mapping[tuple[List, str], Say] = {
    (List.FLAGS, "status"): lambda code: CARD_TITLES[FlagStatus(code)],
    (List.FLAGS, "decision"): lambda code: DECISION_TITLES[Decision(code)],
    (List.INCIDENTS, "status"): lambda code: STATUS_TITLES[Status(code)],
    (List.INCIDENTS, "nature"): lambda code: NATURE_TITLES[Nature(code)],
    (List.INCIDENTS, "regime"): lambda code: REGIME_TITLES[Regime(code)],
    (List.INCIDENTS, "outcome"): lambda code: OUTCOME_TITLES[Outcome(code)],
    (List.POSTS, "kind"): lambda code: POST_TITLES[PostKind(code)],
    (List.ITEMS, "system"): lambda code: SYSTEM_TITLES[System(code)],
    (List.ITEMS, "link"): lambda code: LINK_TITLES[Link(code)],
    (List.REGISTERS, "kind"): lambda code: KINDS[Kind(code)].one,
    (List.TASKS, "state"): lambda code: TASK_TITLES[TaskState(code)],
}
_EVERYWHERE: Mapping[str, Say] = {
    "theme": lambda code: THEME_TITLES[Theme(code)],
    "level": lambda code: LEVEL_TITLES[Level(code)],
    "channel": lambda code: CHANNEL_TITLES[Channel(code)],
    "platform": lambda code: PLATFORM_TITLES[Platform(code)],
}


def in_russian(
    wanted: List, head: Sequence[str], rows: Iterator[Row], profile: Profile, topics: Mapping[str, str]
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Heads and rows of a list by their Russian titles. A code that has no title stays as it is."""
    heads = {code: _OWN.get((wanted, code), COLUMNS[code]) for code in head}
    named: Mapping[str, Mapping[str, str]] = {
        "block": {each.code: each.title for each in profile.blocks},
        "territory": {each.code: each.title for each in profile.territories},
        "topic": topics,
    }
    return tuple(heads.values()), ({heads[code]: _said(wanted, code, row, named) for code in head} for row in rows)


def _said(wanted: List, code: str, row: Row, named: Mapping[str, Mapping[str, str]]) -> object:
    value = row.get(code)
    if wanted is List.REGISTERS and code in ("state", "body"):
        return _entry(row)[code]
    if isinstance(value, (list, tuple)) and code == "platforms":
        return [_EVERYWHERE["platform"](str(each)) for each in value]
    if not isinstance(value, str) or not value:
        return value
    if code in named:
        return named[code].get(value, value)
    say = _SAYINGS.get((wanted, code)) or _EVERYWHERE.get(code)
    return say(value) if say else value


def _entry(row: Row) -> Mapping[str, object]:
    """The state and the fields of an entry as its register calls them: «Вопрос: …; Площадка: …»."""
    register, body = KINDS[Kind(str(row["kind"]))], row.get("body")
    told = [
        f"{field.title}: {_day(value) if field.type is Type.DAY else value}"
        for field in register.fields
        if isinstance(body, Mapping) and (value := body.get(field.code)) not in (None, "")
    ]
    return {"state": register.states.get(str(row.get("state")), ""), "body": "; ".join(told)}


def _day(value: object) -> str:
    return f"{date.fromisoformat(str(value)):%d.%m.%Y}"
