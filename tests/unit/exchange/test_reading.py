"""Tables of the two systems as offices hand them over: in any order, half broken, or hostile."""

import random
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.exchange import Door, item, read
from collectors.exchange.closed import CLOSED
from core.errors import BadInput, Poison
from core.exchange import LAYOUTS, Item, Spoilt, System, normal
from core.incidents import OUTCOME_TITLES, STATUS_TITLES
from core.labels import Theme
from nlp.masks import mask
from tests import tables

DOOR = Door(mask, datetime(2026, 11, 27, tzinfo=UTC), ZoneInfo("Europe/Moscow"))
NAMES = ("Иванова", "Мария", "Сидорова", "Анна", "Львовна")


def found(path: Path, system: System) -> tuple[list[Item], list[Spoilt]]:
    with path.open("rb") as file:
        every = list(read(file, system, DOOR))
    return [e for e in every if isinstance(e, Item)], [e for e in every if isinstance(e, Spoilt)]


@pytest.mark.parametrize("system", System)
def test_columns_stand_in_any_order_beside_others_under_a_title(tmp_path, system):
    order = [*reversed(LAYOUTS[system].columns), "Столбец, которого мы не знаем"]
    above = [["Выгрузка за год"], [], ["Сведения", "", "", "Учёт"]]
    path = tables.write(tmp_path / "t.xlsx", system, tables.rows(system, 5), order=order, above=above)
    plain, _ = found(tables.write(tmp_path / "p.xlsx", system, tables.rows(system, 5)), system)
    mixed, spoilt = found(path, system)
    assert spoilt == []
    assert [each.digest for each in mixed] == [each.digest for each in plain]
    assert len({each.digest for each in mixed}) == 5


@pytest.mark.parametrize("system", System)
def test_names_of_officials_are_dropped_before_anything_is_kept(tmp_path, system):
    items, _ = found(tables.write(tmp_path / "t.xlsx", system, tables.rows(system, 3)), system)
    assert len(items) == 3
    assert not [name for name in NAMES if name in repr(items)]


@pytest.mark.parametrize("column", ["Организация", "Стадия", "Тип решения", "Повторное рассмотрение"])
def test_a_name_in_a_column_that_should_hold_none_is_masked_all_the_same(tmp_path, column):
    named = next(name for name in LAYOUTS[System.POS].kept if name.startswith(column))
    row = {**next(tables.rows(System.POS, 1)), named: "Зюзюкина Агриппина Прокловна, 8 912 345-67-89"}
    (item,), _ = found(tables.write(tmp_path / "t.xlsx", System.POS, [row]), System.POS)
    assert named in item.columns
    assert not [word for word in ("Зюзюкина", "Прокловна", "345-67") if word in repr(item)]


OWN = [
    *((System.IM, "Текущий шаг инцидента", title) for title in STATUS_TITLES.values()),
    *((System.IM, "Итог", title) for title in OUTCOME_TITLES.values()),
    *((System.POS, "Стадия", title) for title in STATUS_TITLES.values()),
    *((System.POS, "Тип решения", title) for title in OUTCOME_TITLES.values()),
    *((system, name, value) for system, lists in CLOSED.items() for name, known in lists.items() for value in known),
]


@pytest.mark.parametrize("said", [str, str.capitalize, str.upper])
def test_our_own_states_and_the_values_of_a_list_are_nobodys_name(said):
    for system, name, value in OWN:
        row = next(tables.rows(system, 1)) | {name: said(value)}
        made = item(system, {normal(each): cell for each, cell in row.items() if cell != ""}, DOOR)
        assert made.columns[name] == said(value)


def test_what_each_system_says_becomes_the_same_record(tmp_path):
    (im, *_), _ = found(tables.write(tmp_path / "i.xlsx", System.IM, tables.rows(System.IM, 1)), System.IM)
    assert (im.number, im.received) == ("7000001", datetime(2026, 2, 1, 22, 15, tzinfo=UTC))
    assert im.finished
    assert im.theme is not Theme.NONE
    assert im.place == im.columns["Улица"]
    bare = next(tables.rows(System.IM, 1)) | {"Улица": ""}
    (im, *_), _ = found(tables.write(tmp_path / "b.xlsx", System.IM, [bare]), System.IM)
    assert im.place == "Ясноборский округ"
    (pos, *_), _ = found(tables.write(tmp_path / "p.xlsx", System.POS, tables.rows(System.POS, 1)), System.POS)
    assert (pos.number, pos.score, pos.appeal, pos.finished) == ("3000001", 2, False, True)


@pytest.mark.parametrize(("system", "column"), [(System.IM, "Улица"), (System.POS, "Адрес")])
def test_an_address_is_kept_up_to_its_house(tmp_path, system, column):
    row = next(tables.rows(system, 1)) | {column: "Лесная, 5, кв. 12"}
    order = [*LAYOUTS[system].columns, *LAYOUTS[system].beside]
    (made,), _ = found(tables.write(tmp_path / "t.xlsx", system, [row], order=order), system)
    assert made.columns[column] == "Лесная, 5"
    assert made.place.startswith("Лесная, 5")
    assert "12" not in made.place


@pytest.mark.parametrize(("system", "column"), [(System.IM, "Улица"), (System.POS, "Адрес")])
def test_an_address_of_a_table_holds_nobodys_phone(tmp_path, system, column):
    row = next(tables.rows(system, 1)) | {column: "Лесная, 5, звонить 8 921 555-01-11"}
    order = [*LAYOUTS[system].columns, *LAYOUTS[system].beside]
    (made,), _ = found(tables.write(tmp_path / "t.xlsx", system, [row], order=order), system)
    assert made.columns[column] == "Лесная, 5"
    assert "921" not in made.place


LINKS = {
    "https://vk.com/wall-55_1": True,
    "https://vk.com/adm?w=wall-55_1": True,
    "https://ok.ru/group/5/topic/7": True,
    "https://t.me/novosti/9": True,
    "https://vk.com/id55": False,
    "https://vk.com/ivan_ivanov": False,
    "https://ok.ru/profile/55": False,
}


@pytest.mark.parametrize(("link", "kept"), LINKS.items())
def test_the_page_of_a_resident_is_not_kept(tmp_path, link, kept):
    row = next(tables.rows(System.IM, 1)) | {"Урл блога": link}
    (made,), _ = found(tables.write(tmp_path / "t.xlsx", System.IM, [row]), System.IM)
    assert (made.columns.get("Урл блога") == link) is kept


MOMENTS = [
    ("25.10.2026 14:30", "25.10.2026 14:30:00"),
    (46320.5, "25.10.2026 12:00:00"),
    ("2026-10-25T14:30:00+05:00", "25.10.2026 12:30:00"),
    (datetime(2026, 10, 25, 14, 30), "25.10.2026 14:30:00"),  # noqa: DTZ001  # as sheets have it
    ("25.10.26", "25.10.2026 00:00:00"),
    ("5/1/2026", "05.01.2026 00:00:00"),
    ("25-10-2026", "25.10.2026 00:00:00"),
    ("25.10.2026, 14:30", "25.10.2026 14:30:00"),
    ("25.10.2026 14.30", "25.10.2026 14:30:00"),
    ("25.10.2026г.", "25.10.2026 00:00:00"),
    ("25.10.2026 г. 14:30:05", "25.10.2026 14:30:05"),
    ("25 октября 2026", "25.10.2026 00:00:00"),
    ("«5» Октября\xa02026 г., в 9:05", "05.10.2026 09:05:00"),
    ("46320", "25.10.2026 00:00:00"),
    ("46320.5", "25.10.2026 12:00:00"),
    ("46320,5", "25.10.2026 12:00:00"),
]


@pytest.mark.parametrize(("told", "kept"), MOMENTS)
def test_dates_are_text_serials_or_dates(tmp_path, told, kept):
    row = next(tables.rows(System.IM, 1)) | {"Дата создания": told}
    items, _ = found(tables.write(tmp_path / "t.xlsx", System.IM, [row]), System.IM)
    assert items[0].columns["Дата создания"] == kept


UNREAD = [
    ("31.02.2026", "«31.02.2026»"),
    ("10/25/2026", "«10/25/2026»"),
    ("25.10-2026", "«25.10-2026»"),
    ("31 июня 2026", "«31 июня 2026»"),
    ("со слов Зюзюкиной Агриппины Прокловны", "«со слов [ФИО]»"),
    ("когда-нибудь потом, как дойдут руки", "«когда-нибудь потом, как дойду…»"),
    (timedelta(hours=30), "«30:00:00»"),
]


@pytest.mark.parametrize(("told", "shown"), UNREAD)
def test_a_date_that_is_not_read_is_shown_without_persons(tmp_path, told, shown):
    row = next(tables.rows(System.IM, 1)) | {"Дата создания": told}
    _, (spoilt,) = found(tables.write(tmp_path / "t.xlsx", System.IM, [row]), System.IM)
    assert (spoilt.column, spoilt.reason) == ("D «Дата создания»", f"дата не читается: {shown}")


def test_a_broken_row_spoils_itself_and_is_named_by_sheet_row_and_column(tmp_path):
    good, bad, empty = tables.rows(System.POS, 3)
    bad |= {"Оценка ответа заявителем": "отлично"}
    empty |= {"Дата поступления": ""}
    path = tables.write(tmp_path / "t.xlsx", System.POS, [good, bad, empty], sheet="Sheet0")
    items, spoilt = found(path, System.POS)
    assert len(items) == 1
    assert spoilt == [
        Spoilt("Sheet0", 3, "U «Оценка ответа заявителем»", "оценка — число от 1 до 5"),
        Spoilt("Sheet0", 4, "J «Дата поступления»", "пусто"),
    ]


def test_a_renamed_column_is_named_with_what_is_like_it(tmp_path):
    order = [name.replace("Дата создания", "Дата созданья") for name in LAYOUTS[System.IM].columns]
    path = tables.write(tmp_path / "t.xlsx", System.IM, tables.rows(System.IM, 1), order=order, sheet="Отчёт")
    with pytest.raises(BadInput, match=r"листе «Отчёт».*«Дата создания».*похож столбец D «Дата созданья»"):
        found(path, System.IM)


def test_no_resident_s_cell_is_told_as_the_name_of_a_column(tmp_path):
    order = [name.replace("Категория", "Вид заявки") for name in LAYOUTS[System.POS].columns]
    row = {**next(tables.rows(System.POS, 1)), "Тип решения": "категория иванова"}
    path = tables.write(tmp_path / "t.xlsx", System.POS, [row], order=order)
    with pytest.raises(BadInput, match="нет столбца «Категория»") as refused:
        found(path, System.POS)
    assert "иванова" not in str(refused.value)


def test_the_day_of_a_refused_date_is_the_day_that_the_row_has(tmp_path):
    row = {**next(tables.rows(System.POS, 1)), "Дата поступления": "01.01.2099"}
    _, (spoilt,) = found(tables.write(tmp_path / "t.xlsx", System.POS, [row]), System.POS)
    assert spoilt.reason == "дата из будущего: 01.01.2099"


def test_a_table_of_the_other_system_is_refused(tmp_path):
    path = tables.write(tmp_path / "t.xlsx", System.POS, tables.rows(System.POS, 1))
    with pytest.raises(BadInput, match="«Номер инцидента»"):
        found(path, System.IM)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 2**20))


def many_parts(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2001):
            archive.writestr(f"xl/{number}.xml", b"")


def entities(path: Path) -> None:
    """The billion laughs, in a table that is otherwise whole."""
    tables.write(path, System.IM, tables.rows(System.IM, 2))
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;">]><sst>&c;</sst>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/more.xml", laughs)


def cut(path: Path) -> None:
    tables.write(path, System.IM, tables.rows(System.IM, 50))
    path.write_bytes(path.read_bytes()[:-300])


def text(path: Path) -> None:
    path.write_text("Номер инцидента;Дата создания\n1;2", encoding="utf-8")


HOSTILE = [
    (bomb, "неправдоподобно"),
    (many_parts, "велика"),
    (entities, "ENTITY"),
    (cut, "архив"),
    (text, "не таблица"),
]


@pytest.mark.parametrize(("make", "told"), HOSTILE)
def test_bombs_entities_and_what_is_no_table_are_refused(tmp_path, make, told):
    make(tmp_path / "t.xlsx")
    with pytest.raises(BadInput, match=told):
        found(tmp_path / "t.xlsx", System.IM)


CELLS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=40), st.datetimes())


@settings(max_examples=150, deadline=None)
@given(system=st.sampled_from(System), data=st.data())
def test_any_row_is_an_item_or_a_refusal_that_names_its_column(system, data):
    columns = [normal(name) for name in LAYOUTS[system].columns]
    row = {name: data.draw(CELLS) for name in data.draw(st.sets(st.sampled_from(columns), min_size=1))}
    try:
        made = item(system, row, DOOR)
    except Poison as error:
        assert error.field  # noqa: PT017
    else:
        assert made.number
        assert made.received.tzinfo


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), system=st.sampled_from(System))
def test_a_row_is_read_the_same_whatever_the_order_of_its_columns(seed, system):
    chance = random.Random(seed)
    row = list(tables.ROWS[system](chance, chance.randrange(10**5)).items())
    plain = {normal(name): value for name, value in row}
    chance.shuffle(row)
    assert item(system, plain, DOOR) == item(system, {normal(name): value for name, value in row}, DOOR)
