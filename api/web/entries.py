"""Entries of the journal in words: a run of equal ones is one line, things are called as the pages call them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.readings import READ
from api.web import times
from api.web.incidents.history import who_of
from core import periods
from core.errors import BadInput
from core.journal import Entry, title

THINGS = {
    "flag": "карточка {}",
    "incident": "инцидент {}",
    "alert": "извещение {}",
    "campaign": "кампания {}",
    "report": "отчёт {}",
    "measure": "мероприятие {}",
    "register": "запись реестра {}",
    "roadmap": "дорожная карта {}",
}
PAGES = {
    "queue": "«Очередь»",
    "cards": "карточка",
    "incidents": "«Инциденты»",
    "search": "«Поиск»",
    "overview": "«Обзор»",
    "map": "«Карта»",
    "decisions": "«Журнал решений»",
    "marking": "«Разметка»",
    "model": "«Модель»",
    "exchange": "«Обмен»",
    "registers": "«Реестры»",
    "reports": "«Отчёты»",
    "alerts": "«Оповещения»",
    "campaigns": "«Кампании»",
    "api": "программный доступ",
}
"""The first word of an address -> the page of it."""
ONES = {"cards": "карточка {}", "incidents": "инцидент {}"}
DETAILS = {
    "texts": "текстов",
    "cards": "карточки",
    "incidents": "инциденты",
    "posts": "публикаций",
    "revision": "редакция",
    "before": "было",
    "after": "стало",
    "roles": "роли",
    "rights": "права",
    "state": "состояние",
    "reason": "причина",
    "basis": "основание",
    "key": "за какие дни",
    "section": "раздел",
    "task": "задача",
    "level": "уровень",
    "theme": "тема",
    "kind": "вид",
    "delivery": "доставка",
    "channel": "путь",
    "how": "как",
    "export": "выгрузка",
    "model": "модель",
}
FEW = 3


@dataclass(frozen=True, slots=True)
class Line:
    """Entries of one kind that follow one another, the newest first, in words."""

    entries: Sequence[Entry]
    who: str
    said: str
    about: str

    @property
    def last(self) -> Entry:
        """The newest."""
        return self.entries[0]

    @property
    def first(self) -> Entry:
        """The oldest."""
        return self.entries[-1]


def lines_of(entries: Iterable[Entry], sources: Mapping[str, str]) -> list[Line]:
    """Runs in words; `sources` are titles by key."""
    runs = [list(run) for _, run in groupby(entries, key=_kind)]
    return [Line(run, who_of(run[0].who), title(run[0].action), _about(run, sources)) for run in runs]


def _kind(entry: Entry) -> tuple[str, str, str]:
    """What a run has in common. What a person did is told thing by thing; readings and the program's own work are one
    kind whatever they were about: a person turns from page to page, the program goes through all there is."""
    one_by_one = entry.who.startswith("user:") and entry.action != READ
    return entry.who, entry.action, entry.subject if one_by_one else ""


def _about(run: Sequence[Entry], sources: Mapping[str, str]) -> str:
    named = dict.fromkeys(filter(None, (about_of(each, sources) for each in run)))
    more = f" и ещё {len(named) - FEW}" if len(named) > FEW + 1 else ""
    return ", ".join(list(named)[: FEW if more else None]) + more


def about_of(entry: Entry, sources: Mapping[str, str]) -> str:
    """The thing in words where its kind is known, else its id."""
    if entry.action == READ:
        return page_of(entry.subject)
    if entry.subject in sources:
        return sources[entry.subject]
    return THINGS.get(entry.action.partition(".")[0], "{}").format(entry.subject) if entry.subject else ""


def page_of(path: str) -> str:
    """`/cards/12` is карточка 12, `/marking` is «Разметка»; an address that is no page's stays as it is."""
    first, _, rest = path.strip("/").partition("/")
    if rest.isdecimal() and first in ONES:
        return ONES[first].format(rest)
    return PAGES.get(first, path)


def told(detail: Mapping[str, object], zone: str) -> str:
    """The rest of an entry, for who needs it to the last."""
    return ", ".join(f"{DETAILS.get(name, name)}: {_value(value, zone)}" for name, value in detail.items())


def _value(value: object, zone: str) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_value(each, zone) for each in value) or "нет"
    if isinstance(value, bool) or value is None:
        return {True: "да", False: "нет", None: "—"}[value]
    return _week(str(value), zone)


def _week(said: str, zone: str) -> str:
    """`2026-W47` as its days; a key of a part of it keeps the rest."""
    code = periods.WEEK.match(said)
    if not code:
        return said
    try:
        week = periods.week(code[0], zone)
    except BadInput:
        return said
    return times.span(week.first, week.last) + said[code.end() :]
