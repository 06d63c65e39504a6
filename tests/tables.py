"""Tables of «Инцидент менеджмент» and ПОС with made rows: invented texts, no person of this world."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl import Workbook

from core.exchange import LAYOUTS, System

STREETS = ("Заречная", "Полевая", "Кирпичная", "Школьная", "Луговая", "Набережная", "Мира", "Садовая")
TROUBLES = (
    ("ЖКХ", "Водоснабжение", "Нет холодной воды второй день, диспетчер трубку не берёт"),
    ("Дороги", "Ямы на дорогах", "Яма на дороге у остановки, машины объезжают по встречной полосе"),
    ("Обращение с отходами", "Вывоз мусора", "Мусор не вывозят неделю, контейнеры переполнены, кругом собаки"),
    ("Благоустройство", "Уличное освещение", "Не горят фонари, дети идут из школы в темноте"),
    ("Общественный транспорт", "Расписание", "Автобус снова не пришёл, ждали сорок минут на морозе"),
)
WORDS = (
    *(
        "помогите",
        "пожалуйста",
        "никто",
        "отвечает",
        "соседи",
        "двор",
        "подъезд",
        "вечером",
        "утром",
        "снова",
        "ремонт",
    ),
    *("администрация", "управляющая", "компания", "обещали", "прошлый", "месяц", "жители", "просят", "проверить"),
)


def gist(chance: random.Random, number: int) -> tuple[str, str, str, str]:
    """Group, topic, street and text of one row."""
    group, topic, text = chance.choice(TROUBLES)
    street = f"{chance.choice(STREETS)}, {chance.randrange(1, 90)}"
    further = " ".join(chance.choices(WORDS, k=chance.randrange(8, 40)))
    return group, topic, street, f"{text}, {street}. {further} {number}"


def im_row(chance: random.Random, number: int) -> dict[str, object]:
    """A row of «Инцидент менеджмент» by its columns."""
    group, topic, street, text = gist(chance, number)
    day, hour = 1 + number % 28, number % 24
    return {
        "Номер инцидента": 7_000_000 + number,
        "Отдел": "Отдел ЖКХ",
        "Исполнитель": "Иванова Мария Петровна",
        "Дата создания": f"{day:02}.{1 + number % 10:02}.2026 {hour:02}:15:00",
        "Время с начала создания инцидента до окончания": "26:05:10",
        "Текущий шаг инцидента": "Закрыт" if number % 3 else "В работе",
        "Группа тем": group,
        "Тема": topic,
        "Муниципалитет": "Ясноборский округ",
        "Улица": street,
        "Тип инцидента": "Решаемый",
        "Итог": "Решено" if number % 3 else "",
        "Текст инцидента": text,
        "1ый ответ ПИ": "Здравствуйте! Работы запланированы до конца недели." if number % 3 else "",
        "Причина закрытия": "Автор доволен" if number % 3 else "",
        "Урл блога": f"https://vk.com/wall-55_{number}",
        "Важность": "Обычная",
        "Время до ответа, ч:м:с": "3:20:00",
    }


def pos_row(chance: random.Random, number: int) -> dict[str, object]:
    """A row of ПОС by its columns, names of officials included."""
    group, topic, _, text = gist(chance, number)
    done = bool(number % 3)
    names = dict.fromkeys(("ФИО координатора", "ФИО исполнителя", "ФИО руководителя"), "Сидорова Анна Львовна")
    return {
        "Номер": 3_000_000 + number,
        "Номер ЕПГУ": f"55{number:08}",
        "Источник": "ЕПГУ",
        "Верхнеуровневый ЛКО": "Ясноборский округ",
        "Категория": group,
        "Подкатегория": topic,
        "Факт": text,
        "Организация, в которую поступило сообщение": "Администрация Ясноборского округа",
        "Организация, в которой находится сообщение": "Отдел ЖКХ",
        "Дата поступления": f"{1 + number % 28:02}.{1 + number % 10:02}.2026",
        "Дата планируемого завершения работ": f"{1 + number % 28:02}.{2 + number % 10:02}.2026",
        "Дата фактического завершения работ": f"{1 + number % 28:02}.{1 + number % 10:02}.2026" if done else "",
        "Стадия": "Завершено" if done else "В работе",
        "Статус": "Отправлен ответ заявителю" if done else "Назначен исполнитель",
        "Просрочено": "Нет",
        "Фаст-трек": "Да" if number % 5 == 0 else "Нет",
        "ФЗ": "",
        "Заявитель выбрал подачу по 59-ФЗ": "Нет",
        "Тип решения": "Решено" if done else "",
        "Направлено по email в ФОИВ, не подключенный к ПОС": "Нет",
        "Оценка ответа заявителем": 1 + number % 5 if done else "",
        "Повторное рассмотрение": "Нет",
        **names,
    }


ROWS = {System.IM: im_row, System.POS: pos_row}


def rows(system: System, count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """So many rows, the same for the same seed."""
    chance = random.Random(seed)
    return (ROWS[system](chance, number) for number in range(1, count + 1))


def write(
    path: Path, system: System, found: Sequence[dict[str, object]] | Iterator[dict[str, object]], **given: object
) -> Path:
    """A table as the system exports it. `order` gives the columns; `above` rows before the head; `sheet` its name."""
    order = given.get("order") or LAYOUTS[system].columns
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(given.get("sheet") or LAYOUTS[system].sheet))
    for each in given.get("above", ()):  # type: ignore[attr-defined]  # a list of rows
        sheet.append(each)
    sheet.append(list(order))  # type: ignore[call-overload]  # a tuple of names
    for row in found:
        sheet.append([row.get(name, "") for name in order])  # type: ignore[attr-defined]  # a tuple of names
    book.save(path)
    return path
