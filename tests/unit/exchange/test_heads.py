"""Heads of tables as offices make them: in several rows with joined cells, with a column that stands twice."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from collectors.exchange import read
from core.errors import BadInput
from core.exchange import LAYOUTS, Item, Spoilt, System
from tests import tables
from tests.unit.exchange.test_reading import DOOR, NAMES

DATES = ("поступления", "планируемого завершения работ", "фактического завершения работ")
PERSONS = ("координатора", "исполнителя", "руководителя")
PARTS = {f"Дата {part}": ("Дата", part) for part in DATES} | {f"ФИО {part}": ("ФИО", part) for part in PERSONS}


def book(path: Path, *rows: list[object]) -> Path:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def found(path: Path, system: System) -> tuple[list[Item], list[Spoilt]]:
    with path.open("rb") as file:
        every = list(read(file, system, DOOR))
    return [e for e in every if isinstance(e, Item)], [e for e in every if isinstance(e, Spoilt)]


def parted(names: dict[str, tuple[str, str]]) -> tuple[list[object], list[object]]:
    """A head of two rows: these columns under joined cells, others joined downwards."""
    upper, lower, last = [], [], ""
    for name in LAYOUTS[System.POS].columns:
        over, under = names.get(name, (name, ""))
        upper.append("" if over == last else over)
        lower.append(under)
        last = over
    return upper, lower


HEADS = [
    parted(PARTS),
    parted({name: parts for name, parts in PARTS.items() if name.startswith("Дата")}),
    parted({name: parts for name, parts in PARTS.items() if name.startswith("ФИО")}),
    parted({f"ФИО {part}": ("Сотрудники", f"ФИО {part}") for part in PERSONS}),
    parted({f"ФИО {part}": ("Сотрудники", part) for part in PERSONS}),
]


@pytest.mark.parametrize("head", HEADS)
def test_a_name_that_is_parted_between_two_rows_of_a_head_is_read_whole(tmp_path, head):
    rows = list(tables.rows(System.POS, 3))
    plain, _ = found(tables.write(tmp_path / "p.xlsx", System.POS, rows), System.POS)
    values = [[row[name] for name in LAYOUTS[System.POS].columns] for row in rows]
    items, spoilt = found(book(tmp_path / "t.xlsx", *head, *values), System.POS)
    assert spoilt == []
    assert items == plain
    assert not [name for name in NAMES if name in repr(items)]


def test_a_row_below_a_head_that_holds_a_value_is_no_head(tmp_path):
    row = next(tables.rows(System.POS, 1)) | {"Категория": "Статус", "Факт": "Стадия"}
    items, _ = found(tables.write(tmp_path / "t.xlsx", System.POS, [row]), System.POS)
    assert [each.columns["Категория"] for each in items] == ["Статус"]


@pytest.mark.parametrize(("more", "said"), [(1, "дважды (D и S)"), (2, "несколько раз: 3 (D, S и T)")])
def test_of_a_column_that_stands_twice_the_first_is_taken_and_it_is_told_once(tmp_path, more, said):
    rows = list(tables.rows(System.IM, 3))
    names = [*LAYOUTS[System.IM].columns, *["Дата создания"] * more]
    values = [[*row.values(), *["01.01.2020"] * more] for row in rows]
    items, spoilt = found(book(tmp_path / "t.xlsx", ["Выгрузка"], names, *values), System.IM)
    assert [each.columns["Дата создания"] for each in items] == [row["Дата создания"] for row in rows]
    assert [(each.row, each.reason, each.taken) for each in spoilt] == [
        (2, f"столбец «Дата создания» стоит {said}: взят первый", True)
    ]


def test_a_head_without_rows_is_told(tmp_path):
    empty = tables.write(tmp_path / "t.xlsx", System.POS, [{}, {}], above=[["Выгрузка"]], sheet="Sheet0")
    assert found(empty, System.POS) == ([], [Spoilt("Sheet0", 2, "", "в таблице нет ни одной строки под шапкой", True)])


def test_an_empty_sheet_beside_a_full_one_is_nothing_to_tell(tmp_path):
    made, names = Workbook(), list(LAYOUTS[System.POS].columns)
    made.active.append(names)
    full = made.create_sheet("Вторая")
    full.append(names)
    full.append(list(next(tables.rows(System.POS, 1)).values()))
    made.save(tmp_path / "t.xlsx")
    items, spoilt = found(tmp_path / "t.xlsx", System.POS)
    assert (len(items), spoilt) == (1, [])


NUMBERINGS = [
    [*range(1, 19)],
    [*map(float, range(1, 19))],
    [*map(str, range(1, 19))],
    ["А", "Б", *range(1, 17)],
]


@pytest.mark.parametrize("numbers", NUMBERINGS)
def test_a_row_of_column_numbers_under_a_head_is_no_record_and_the_protocol_says_so(tmp_path, numbers):
    rows = list(tables.rows(System.IM, 3))
    names = list(LAYOUTS[System.IM].columns)
    path = book(tmp_path / "t.xlsx", ["Выгрузка"], names, numbers, *([*row.values()] for row in rows))
    items, spoilt = found(path, System.IM)
    assert [each.number for each in items] == [str(row["Номер инцидента"]) for row in rows]
    assert [(each.row, each.reason, each.taken) for each in spoilt] == [
        (3, "строка с номерами столбцов (1, 2, 3…): пропущена, это не запись", True)
    ]


def test_a_row_that_only_begins_with_numbers_is_read_as_any_other(tmp_path):
    row = next(tables.rows(System.IM, 1)) | {"Номер инцидента": 1, "Отдел": 2}
    items, spoilt = found(tables.write(tmp_path / "t.xlsx", System.IM, [row]), System.IM)
    assert [each.number for each in items] == ["1"]
    assert spoilt == []


RENAMED = [
    (System.IM, "Текст инцидента", "Текст", "(похож столбец M «Текст»)"),
    (System.POS, "Категория", "Рубрика", "(незнакомый столбец: E «Рубрика»)"),
    (System.IM, "Дата создания", "Дата Созданья", "(похож столбец D «Дата Созданья»)"),
]


@pytest.mark.parametrize(("system", "name", "other", "hint"), RENAMED)
def test_a_column_that_the_layout_knows_is_never_taken_for_a_renamed_one(tmp_path, system, name, other, hint):
    order = [other if each == name else each for each in LAYOUTS[system].columns]
    path = tables.write(tmp_path / "t.xlsx", system, tables.rows(system, 1), order=order, above=[["Выгрузка"], []])
    with pytest.raises(BadInput) as refused:
        found(path, system)
    assert str(refused.value) == f"на листе «{LAYOUTS[system].sheet}» (шапка — строка 3) нет столбца «{name}» {hint}"
