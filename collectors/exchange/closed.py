"""Columns with a closed list of values, and those of spans: what stands there and is none of these is told, the row is
taken all the same. Pure."""

from collections.abc import Iterator, Mapping

from core.exchange import Item, System, normal
from core.exchange.worked import ANSWERED, NO, WHOLE, length
from core.incidents import OUTCOME_TITLES, STATUS_TITLES

YES_NO = frozenset({"да", "нет", "true", "false", "1", "0", "yes", "no", "+", "-", "—"})
LATE = YES_NO | {"просрочено", "не просрочено", "в срок"}
STATES = frozenset(map(normal, STATUS_TITLES.values()))
OURS = STATES | frozenset(map(normal, OUTCOME_TITLES.values()))
"""What our own tables say of an incident."""
STAGES = STATES | {
    *("новое", "на модерации", "модерация", "на рассмотрении", "в работе", "на исполнении", "подготовка ответа"),
    *("промежуточный ответ", "отложено", "решено", "завершено", "закрыто", "отклонено", "архив"),
}
"""Those of the system (practice), and those that our own table writes."""
CLOSED: Mapping[System, Mapping[str, frozenset[str]]] = {
    System.POS: {
        "Стадия": STAGES,
        "Просрочено": LATE,
        "Фаст-трек": YES_NO,
        "Заявитель выбрал подачу по 59-ФЗ": YES_NO,
        "Направлено по email в ФОИВ, не подключенный к ПОС": YES_NO,
        "Повторное рассмотрение": YES_NO,
    },
    System.IM: {
        "Тип инцидента": frozenset({"решаемый", "не решаемый", "нерешаемый"}),
        "Важность": frozenset({"высокая", "обычная", "лс"}),
    },
}
LONGEST = max(map(len, OURS.union(*(known for lists in CLOSED.values() for known in lists.values()))))
SPANS = {System.IM: (ANSWERED, WHOLE), System.POS: ()}
SHOWN = 40
REASON = "принята с замечанием: значения «{value}» в списке нет{usual}; дальше такое же не повторяется"

UNREAD = "принята с замечанием: время «{value}» не читается, нужно «ч:м:с»; дальше такое же не повторяется"


def usual(system: System, name: str, text: str) -> bool:
    """Whether a cell is a value of its column's list, or one of our own states: no person's name, whatever it looks
    like («Дан ответ»)."""
    if len(text) > LONGEST:
        return False
    told = normal(text)
    return told in OURS or told in CLOSED[system].get(name, ())


def strange(item: Item) -> Iterator[tuple[str, str]]:
    """The column and what is said of it; the value is told as it is kept: masked."""
    for name, known in CLOSED[item.system].items():
        value = item.columns.get(name, "")
        if value and normal(value) not in known:
            usual = " (бывает «Да» или «Нет»)" if known >= YES_NO else ""
            yield name, REASON.format(value=value[:SHOWN], usual=usual)
    for name in SPANS[item.system]:
        value = item.columns.get(name, "")
        if normal(value) not in NO and length(value) is None:
            yield name, UNREAD.format(value=value[:SHOWN])
