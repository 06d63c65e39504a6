"""`mcu import im|pos` and `mcu export` as a clerk uses them: the real program, real tables."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook

from core.exchange import LAYOUTS, System
from tests import tables
from tests.acceptance.conftest import Ran

FORMULA = "+СУММ(1;2) нет света"
DONE = ("Дата планируемого завершения работ", "Дата фактического завершения работ", "Стадия", "Статус", "Тип решения")
NAMES = ("Сидорова", "Львовна")


def test_a_mixed_table_is_taken_once_its_broken_row_is_named_and_its_names_stay_outside(
    mcu: Callable[..., Ran], home: Path, tmp_path: Path
) -> None:
    good, formula, broken = tables.rows(System.POS, 3)
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%d.%m.%Y}"
    formula |= {"Текст сообщения": FORMULA, "Дата поступления": yesterday} | dict.fromkeys(DONE, "")
    broken |= {"Дата поступления": "позавчера"}
    order = [*reversed(LAYOUTS[System.POS].columns), "Чужой столбец", "Текст сообщения"]
    above = [["Выгрузка за год"], ["Сведения", "", "Учёт"]]
    path = tables.write(tmp_path / "t.xlsx", System.POS, [good, formula, broken], order=order, above=above)
    done = mcu("import", "pos", path, "--open")
    assert done.code == 3, done
    assert "новых: 2" in done.out
    assert "заведено инцидентов: 1" in done.out
    assert "не принято: 1" in done.out
    assert "строка 6" in done.err
    assert "«Дата поступления»: дата не читается" in done.err
    again = mcu("import", "pos", path)
    assert "новых: 0, изменилось: 0, без изменений: 2" in again.out, again
    kept = b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())
    assert not [name for name in NAMES if name.encode() in kept]
    for system in (System.POS, System.IM):
        out = tmp_path / f"{system}.xlsx"
        assert mcu("export", system, "--out", out).code == 0
        head, row = load_workbook(out).active.iter_rows()
        assert [cell.value for cell in head] == list(LAYOUTS[system].columns)
        assert [cell.value for cell in row if cell.data_type == "f"] == []
    assert f"'{FORMULA}" in [cell.value for cell in row], "the text of the matter, made harmless"


def test_a_renamed_column_and_a_file_that_is_no_table_are_told_in_one_line(
    mcu: Callable[..., Ran], tmp_path: Path
) -> None:
    row = next(tables.rows(System.IM, 1))
    order = [name.replace("Дата создания", "Дата заведения") for name in LAYOUTS[System.IM].columns]
    renamed = mcu("import", "im", tables.write(tmp_path / "r.xlsx", System.IM, [row], order=order))
    empty = tmp_path / "e.xlsx"
    empty.write_bytes(b"")
    for done, said in ((renamed, "Дата создания"), (mcu("import", "im", empty), "не таблица xlsx")):
        assert done.code == 1, done
        assert said.lower() in done.err.lower()
        assert done.err.strip().count("\n") == 0
    assert mcu("export", "heat", "--format", "geojson", "--out", tmp_path / "h.json").code == 0
