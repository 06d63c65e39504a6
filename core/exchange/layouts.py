"""The columns of the two systems' tables, as they export them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from core.incidents import Channel


class System(StrEnum):
    """Whose table it is."""

    IM = "im"
    POS = "pos"


SYSTEM_TITLES = {System.IM: "«Инцидент менеджмент»", System.POS: "ПОС"}
SYSTEM_CHANNELS = {System.IM: Channel.IM, System.POS: Channel.POS}

IM_COLUMNS = (
    *("Номер инцидента", "Отдел", "Исполнитель", "Дата создания"),
    *("Время с начала создания инцидента до окончания", "Текущий шаг инцидента", "Группа тем", "Тема"),
    *("Муниципалитет", "Улица", "Тип инцидента", "Итог", "Текст инцидента", "1ый ответ ПИ", "Причина закрытия"),
    *("Урл блога", "Важность", "Время до ответа, ч:м:с"),
)
POS_COLUMNS = (
    *("Номер", "Номер ЕПГУ", "Источник", "Верхнеуровневый ЛКО", "Категория", "Подкатегория", "Факт"),
    *("Организация, в которую поступило сообщение", "Организация, в которой находится сообщение"),
    *("Дата поступления", "Дата планируемого завершения работ", "Дата фактического завершения работ"),
    *("Стадия", "Статус", "Просрочено", "Фаст-трек", "ФЗ", "Заявитель выбрал подачу по 59-ФЗ", "Тип решения"),
    *("Направлено по email в ФОИВ, не подключенный к ПОС", "Оценка ответа заявителем", "Повторное рассмотрение"),
    *("ФИО координатора", "ФИО исполнителя", "ФИО руководителя"),
)
ADDRESSES = ("Улица", "Адрес")
"""Columns with addresses: they are kept up to the house."""
IM_LINKS = (*("урл сообщения", "ссылка на сообщение", "урл инцидента", "урл поста", "ссылка", "урл блога", "url"),)
PERSONS = ("исполнитель", "фио", "автор", "куратор", "ответственный", "координатор", "заявитель фио", "имя")
"""What names of columns with persons begin with; `Причина закрытия` speaks of the author, but names nobody."""


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A column's name as it is compared: small letters, one space, ё as е.

    >>> normal("Дата  поступлениЯ")
    'дата поступления'
    """
    return " ".join(name.split()).lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a system's table must have, which columns are moments, and what its sheet is called. Names are as exported;
    `texts` are masked at the door; `beside` are columns that an export may have although the usual one has not."""

    system: System
    sheet: str
    columns: tuple[str, ...]
    number: str
    received: str
    needed: tuple[str, ...]
    moments: tuple[str, ...]
    texts: tuple[str, ...]
    beside: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns that may be stored: all but those of persons."""
        return tuple(name for name in (*self.columns, *self.beside) if not normal(name).startswith(PERSONS))

    def lacks(self, known: Collection[str]) -> tuple[str, ...]:
        """The usual columns that a table with these (by their normal names) does not have, those of persons aside."""
        kept = frozenset(self.kept)
        return tuple(name for name in self.columns if name in kept and normal(name) not in known)


LAYOUTS: Mapping[System, Layout] = {
    System.IM: Layout(
        System.IM,
        "Инциденты",
        IM_COLUMNS,
        "Номер инцидента",
        "Дата создания",
        ("Номер инцидента", "Дата создания", "Текст инцидента"),
        ("Дата создания",),
        ("Текст инцидента", "1ый ответ ПИ"),
        ("Ссылка на сообщение", "Урл сообщения", "Урл инцидента", "Урл поста", "Ссылка", "URL"),
    ),
    System.POS: Layout(
        System.POS,
        "Sheet0",
        POS_COLUMNS,
        "Номер",
        "Дата поступления",
        ("Номер", "Дата поступления", "Категория"),
        ("Дата поступления", "Дата планируемого завершения работ", "Дата фактического завершения работ"),
        ("Факт", "Текст сообщения"),
        ("Текст сообщения", "Адрес"),
    ),
}
