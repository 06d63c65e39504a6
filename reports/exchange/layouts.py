"""Incidents in the layouts of «Инцидент менеджмент» and ПОС, so that a clerk can paste or upload them.

Where an incident is linked to an item of the system, the system's own words stand for what it is (number, date, text),
ours for what was done.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.cases import Pace, pace_of
from core.exchange import LAYOUTS, Item, System, our_number
from core.incidents import OUTCOME_TITLES, STATUS_TITLES, Channel, Incident, IncidentQuery, Order, Outcome, Regime
from core.labels import THEME_TITLES
from core.ports import Work
from core.ports.exchange import Told
from core.profile import Profile
from core.risk import Level
from core.scope import Right, Scope

TOGETHER = 200
Row = dict[str, object]
IM_OUTCOMES = {
    Outcome.SOLVED: "Решено",
    Outcome.EXPLAINED: "Разъяснено",
    Outcome.POSTPONED: "Отложено",
    Outcome.NOT_SOLVED: "Не решено",
    Outcome.FORWARDED: "Передано",
}
LATE = frozenset({Pace.LATE, Pace.OVERDUE})
POS_STATUSES = {True: "Отправлен ответ заявителю", False: "Назначен исполнитель"}


@dataclass(frozen=True, slots=True)
class Seen:
    """An incident with what a row needs: its first post, its first answer, its item."""

    incident: Incident
    told: Told
    item: Item | None
    topic: str
    block: str
    profile: Profile
    mask: Callable[[str], str]
    place: str = ""
    pace: Pace = Pace.NONE
    due: datetime | None = None

    @property
    def zone(self) -> ZoneInfo:
        """That of the municipality."""
        return ZoneInfo(self.profile.timezone)

    def moment(self, at: datetime | None) -> str:
        """A local moment as the systems write it."""
        return at.astimezone(self.zone).strftime("%d.%m.%Y %H:%M:%S") if at else ""


def export_rows(
    work: Work,
    scope: Scope,
    profile: Profile,
    system: System,
    query: IncidentQuery,
    mask: Callable[[str], str],
    title: Callable[[str], str],
    topics: Mapping[str, str],
    now: datetime,
) -> tuple[tuple[str, ...], Iterator[Row], int]:
    """The columns, the rows and how many there must be; places by their `title`, terms as of `now`. Raises Denied
    without the right to export."""
    scope.demand(Right.EXPORT)
    masked = (lambda text: text) if Right.READ_UNMASKED in scope.rights else mask
    total = work.incidents.find(scope, replace(query, limit=1)).total
    rows = (_ROWS[system](each) for each in _seen(work, scope, profile, system, query, masked, title, topics, now))
    return LAYOUTS[system].columns, rows, total


def _seen(
    work: Work,
    scope: Scope,
    profile: Profile,
    system: System,
    query: IncidentQuery,
    mask: Callable[[str], str],
    title: Callable[[str], str],
    topics: Mapping[str, str],
    now: datetime,
) -> Iterator[Seen]:
    blocks = {each.code: each.title for each in profile.blocks}
    asked: IncidentQuery | None = replace(query, limit=TOGETHER, order=Order.DANGER)
    while asked:
        page = work.incidents.find(scope, asked)
        numbers = [each.id for each in page.incidents]
        told, held = work.exchange.told(scope, numbers), work.exchange.of(scope, numbers)
        clocks = work.clocks.of_many(scope, numbers)
        for each in page.incidents:
            item = next((one for one in held.get(each.id, ()) if one.system is system), None)
            block, topic = blocks.get(each.block, each.block), topics.get(each.topic, "")
            pace, due = pace_of(clocks.get(each.id, {}), profile.calendar, now)
            place = title(each.place)
            yield Seen(each, told.get(each.id, Told()), item, topic, block, profile, mask, place, pace, due)
        asked = replace(asked, after=page.next) if page.next else None


def span(length: timedelta | None) -> str:
    """Hours, minutes, seconds: `26:05:10`."""
    if length is None:
        return ""
    seconds = max(int(length.total_seconds()), 0)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _number(seen: Seen, channel: Channel) -> str:
    own = seen.incident
    if seen.item:
        return seen.item.number
    return own.number if own.channel is channel and own.number else own.outgoing or our_number(own.id)


def _text(seen: Seen) -> str:
    return seen.mask(seen.incident.text or seen.told.text or seen.incident.title)


def _im(seen: Seen) -> Row:
    own, told = seen.incident, seen.told
    row: Row = {
        "Номер инцидента": _number(seen, Channel.IM),
        "Отдел": seen.block,
        "Исполнитель": own.recipient,
        "Дата создания": seen.moment(own.opened_at),
        "Время с начала создания инцидента до окончания": span(own.moved_at - own.opened_at) if own.ended else "",
        "Текущий шаг инцидента": STATUS_TITLES[own.status].capitalize(),
        "Группа тем": THEME_TITLES[own.theme],
        "Тема": seen.topic,
        "Муниципалитет": seen.profile.title,
        "Улица": seen.place,
        "Тип инцидента": "Не решаемый" if own.outcome is Outcome.EXPLAINED else "Решаемый",
        "Итог": IM_OUTCOMES[own.outcome] if own.outcome else "",
        "Текст инцидента": _text(seen),
        "1ый ответ ПИ": seen.mask(told.answer),
        "Урл блога": told.url,
        "Важность": "Высокая" if own.level in (Level.HIGH, Level.CRITICAL) else "Обычная",
        "Время до ответа, ч:м:с": span(told.answered_at - own.opened_at if told.answered_at else None),
    }
    return _own(row, seen.item, ("Дата создания", "Группа тем", "Тема", "Муниципалитет", "Улица", "Текст инцидента"))


def _pos(seen: Seen) -> Row:
    own, told = seen.incident, seen.told
    law = own.regime is Regime.APPEAL
    row: Row = {
        "Номер": _number(seen, Channel.POS),
        "Источник": "МЦУ",
        "Категория": THEME_TITLES[own.theme],
        "Подкатегория": seen.topic,
        "Факт": _text(seen),
        "Организация, в которую поступило сообщение": seen.profile.centre,
        "Организация, в которой находится сообщение": seen.block,
        "Дата поступления": seen.moment(own.opened_at),
        "Дата планируемого завершения работ": seen.moment(own.until or seen.due or own.due_at),
        "Дата фактического завершения работ": seen.moment(own.moved_at) if own.ended else "",
        "Стадия": STATUS_TITLES[own.status].capitalize(),
        "Статус": POS_STATUSES[told.answered_at is not None],
        "Просрочено": "Да" if seen.pace in LATE else "Нет",
        "ФЗ": "59-ФЗ" if law else "",
        "Заявитель выбрал подачу по 59-ФЗ": "Да" if law else "Нет",
        "Тип решения": OUTCOME_TITLES[own.outcome].capitalize() if own.outcome else "",
    }
    return _own(row, seen.item, ("Дата поступления", "Категория", "Подкатегория", "Факт", "Источник"))


def _own(row: Row, item: Item | None, theirs: tuple[str, ...]) -> Row:
    """What the system said of it stands where we have nothing, and for what the matter is."""
    if item is None:
        return row
    said = {name: item.columns[name] for name in theirs if name in item.columns}
    return {**item.columns, **{name: value for name, value in row.items() if value}, **said}


_ROWS: Mapping[System, Callable[[Seen], Row]] = {System.IM: _im, System.POS: _pos}
