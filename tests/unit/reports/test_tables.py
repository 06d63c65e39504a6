"""Tables for other programs: no cell becomes a formula."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from core.papers import Sheet
from reports.tables import csv_of, harmless, xlsx

BAD = ["=1+1", "+7 900", "-1+cmd", "@SUM(A1)", "\t=1", '  =HYPERLINK("x")', "|calc", "\r=1", "\u00a0=1"]


@pytest.mark.parametrize("text", BAD)
def test_what_a_table_program_would_reckon_with_is_text(text: str) -> None:
    assert str(harmless(text)).startswith("'")
    rows = list(csv.reader(StringIO(csv_of(Sheet("с", ("a",), ((text,),))).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0].startswith("'")
    cell = load_workbook(BytesIO(xlsx([Sheet("с", ("a",), ((text,),))]))).active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_numbers_stay_numbers_and_words_stay_as_they_are() -> None:
    book = load_workbook(
        BytesIO(xlsx([Sheet("Итоги: [май]*", ("Имя", "Число"), (("Дороги", "12"), ("007", "1\u00a0234")))]))
    )
    assert book.sheetnames == ["Итоги   май"]
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows == [["Имя", "Число"], ["Дороги", 12], ["007", "1 234"]]
    assert harmless(-5) == -5
    assert harmless("%") == "%"
    assert harmless("а-б") == "а-б"


def test_pages_of_a_book_have_names_that_office_programs_take() -> None:
    long = "Органы и организации по записям системы"
    names = load_workbook(BytesIO(xlsx([Sheet(f"{long} {n}", ("a",), (("б",),)) for n in "аб"]))).sheetnames
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 31


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("12", 12, "0"),
        ("4,9", 4.9, "0.0"),
        ("67\u00a0%", 0.67, "0%"),
        ("0,5 %", 0.005, "0.0%"),
        ("03.11", "03.11", "General"),
        ("07,5", "07,5", "General"),
        ("5, 7", "5, 7", "General"),
        ("—", "—", "General"),
    ],
)
def test_fractions_and_shares_are_numbers_and_what_only_looks_so_is_text(text: str, value: object, shown: str) -> None:
    cell = load_workbook(BytesIO(xlsx([Sheet("с", ("a",), ((text,),))]))).active["A2"]
    assert (cell.value, cell.number_format) == (pytest.approx(value) if isinstance(value, float) else value, shown)
