"""`mcu import im|pos` and `mcu export` as a clerk uses them: the real program, real tables."""

import csv
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import Engine, text

from core.exchange import LAYOUTS, System
from core.lists import List
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


def test_the_month_of_a_system_is_written_as_a_document(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    mcu("import", "im", tables.write(tmp_path / "t.xlsx", System.IM, tables.rows(System.IM, 40)))
    done = mcu("report", "system", "im", "--month", "2026-05", "--out", tmp_path)
    assert done.code == 0, done
    told = ZipFile(tmp_path / "свод-im-2026-05.docx").read("word/document.xml").decode()
    assert "Сводный отчёт по обращениям в части системы" in told
    assert "Отдел ЖКХ" in told


def test_what_is_given_out_is_masked_and_texts_without_masks_are_noted(
    mcu: Callable[..., Ran], home: Path, tmp_path: Path
) -> None:
    told = {"platform": "vk", "source": "wall", "id": 1, "type": "post", "date": "2026-11-19T09:00:00Z", "author": "u1"}
    file, out = tmp_path / "wall.jsonl", tmp_path / "posts.csv"
    file.write_text(json.dumps(told | {"text": "Яма, звоните 8 921 555-01-11"}) + "\n", encoding="utf-8")
    assert mcu("import", file, "--no-assess").code == 0
    assert mcu("export", "posts", "--format", "csv", "--out", out).code == 0
    assert "звоните [телефон]" in out.read_text("utf-8")
    assert not [each for each in mcu("audit", "export").rows() if each["action"] == "texts.read"]
    assert mcu("export", "posts", "--format", "csv", "--out", out, "--unmasked").code == 0
    assert "555-01-11" in out.read_text("utf-8")
    (noted,) = (each for each in mcu("audit", "export").rows() if each["action"] == "texts.read")
    assert noted["detail"] == {"export": "posts", "texts": 1}


def spoilt(folder: Path) -> dict[str, tuple[Path, str]]:
    """Files that are no table of «Инцидент менеджмент», each with what is to be said of it."""
    row = next(tables.rows(System.IM, 1))
    order = [name.replace("Дата создания", "Дата заведения") for name in LAYOUTS[System.IM].columns]
    other = Workbook()
    other.active.title = "Свод"
    other.active.append(["Показатель", "Значение"])
    other.save(folder / "other.xlsx")
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    for name, body in {
        "empty.xlsx": b"",
        "lines.csv": "Номер инцидента;Дата создания\r\n1;2\r\n".encode("cp1251"),
        "old.xls": old,
        "sealed.xlsx": old + "EncryptedPackage".encode("utf-16-le"),
        "half.xlsx": (folder / "other.xlsx").read_bytes()[:900],
    }.items():
        (folder / name).write_bytes(body)
    with ZipFile(folder / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    renamed = tables.write(folder / "renamed.xlsx", System.IM, [row], order=order)
    return {
        "renamed": (
            renamed,
            "лист «Инциденты» (шапка — строка 1) нет столбца «Дата создания» (похож столбец D «Дата заведения»)",
        ),
        "other": (folder / "other.xlsx", "ни на одном листе («Свод») нет столбцов «Номер инцидента», «Дата создания»"),
        "empty": (folder / "empty.xlsx", "файл пуст"),
        "csv": (folder / "lines.csv", "похоже на CSV; откройте файл в табличном редакторе"),
        "old": (folder / "old.xls", "таблица старого вида (xls)"),
        "sealed": (folder / "sealed.xlsx", "закрыта паролем; снимите пароль"),
        "half": (folder / "half.xlsx", "файл повреждён или получен не целиком"),
        "letter": (folder / "letter.docx", "листов в файле нет"),
        "absent": (folder / "absent.xlsx", "такого файла нет"),
    }


def test_each_file_that_is_no_such_table_is_told_in_one_line_that_names_it(
    mcu: Callable[..., Ran], tmp_path: Path
) -> None:
    for code, (path, said) in spoilt(tmp_path).items():
        done = mcu("import", "im", path)
        assert done.code == 1, (code, done)
        assert said.replace("лист ", "на листе ") in done.err, (code, done.err)
        assert path.name in done.err, code
        assert done.err.count("\n") == 1, f"one line, none empty: {done.err!r}"


@pytest.mark.parametrize(("form", "begins"), [("csv", "\ufeff"), ("geojson", "{"), ("xlsx", ""), ("jsonl", "")])
def test_the_heat_map_is_given_in_every_form(mcu: Callable[..., Ran], tmp_path: Path, form: str, begins: str) -> None:
    out = tmp_path / f"h.{form}"
    done = mcu("export", "heat", "--format", form, "--out", out)
    assert done.code == 0, done
    assert "строк" in done.out
    assert form == "xlsx" or out.read_text("utf-8").startswith(begins)


def test_every_list_is_given_in_every_form_with_as_many_rows_as_there_are(
    mcu: Callable[..., Ran], tmp_path: Path
) -> None:
    mcu("import", "pos", tables.write(tmp_path / "t.xlsx", System.POS, tables.rows(System.POS, 4)), "--open")
    for what in List:
        counted = set()
        for form in ("csv", "jsonl", "xlsx"):
            out = tmp_path / f"{what}.{form}"
            done = mcu("export", what, "--format", form, "--out", out)
            assert done.code == 0, done
            counted |= {int(done.out.rpartition(": ")[2].split()[0]), rows_in(out)}
        assert len(counted) == 1, (what, counted)
        assert counted == {4} or what is not List.ITEMS
        head = (tmp_path / f"{what}.csv").read_text("utf-8-sig").partition("\n")[0]
        assert not re.search("[a-z]", head), "a clerk reads no codes"


def rows_in(path: Path) -> int:
    """Rows behind the head, as whoever gets the file counts them."""
    if path.suffix == ".xlsx":
        return load_workbook(path).active.max_row - 1
    if path.suffix == ".jsonl":
        return len(path.read_text("utf-8").splitlines())
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";")) - 1


def test_incidents_opened_together_are_compared_with_those_before_them(
    mcu: Callable[..., Ran], base: Engine, tmp_path: Path
) -> None:
    first, second, other = tables.rows(System.IM, 3)
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%d.%m.%Y %H:%M:%S}"
    open_ = {"Дата создания": yesterday, "Текущий шаг инцидента": "В работе", "Итог": "", "Улица": "Заречная, 7"}
    same = {"Текст инцидента": "Прорвало трубу, затопило подвал и крыльцо", "Тема": first["Тема"]}
    far = {"Текст инцидента": "Собаки у калитки", "Улица": "Кирпичная, 40", "Группа тем": "Безопасность"}
    rows = [first | open_ | same, second | open_ | same | {"Группа тем": first["Группа тем"]}, other | open_ | far]
    done = mcu("import", "im", tables.write(tmp_path / "t.xlsx", System.IM, rows), "--open")
    assert "заведено инцидентов: 3" in done.out, done
    with base.connect() as connection:
        asked = connection.execute(text("SELECT incident_id, other_id FROM proposals")).all()
    assert asked == [(2, 1)]
