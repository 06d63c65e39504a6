"""No profile holds a person's name: positions only."""

import re
from pathlib import Path

import pytest

import profiles
from tests.unit.profiles import papers

SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
INITIALS = r"[А-ЯЁ]\.\s?[А-ЯЁ]\."
PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|вн|ьич|ичн)(?:а|у|ем|ой|ом|е|ы)?\b"
NAMES = (
    re.compile(rf"\b(?P<surname>{SURNAME})\s+{INITIALS}"),
    re.compile(rf"{INITIALS}\s*(?P<surname>{SURNAME})\b"),
    re.compile(rf"\b(?P<surname>{SURNAME})\s+[А-ЯЁ][а-яё]+\s+{PATRONYMIC}"),
)
FILES = sorted([*profiles.FOLDER.glob("*.toml"), *papers.COPIES.glob("*.toml")])


def surnames(text: str) -> set[str]:
    """Surnames that stand by initials, or by a name with a patronymic."""
    return {found["surname"] for pattern in NAMES for found in pattern.finditer(text)}


def stem(surname: str) -> str:
    """A surname without its case ending, and without that of a woman's."""
    return re.sub(r"(?:ой|ым|ом|ем|а|у|е)$", "", surname)


def decreed() -> set[str]:
    """Stems of all surnames of the decrees; none where the decrees do not lie beside the project."""
    return {stem(surname) for code in papers.DECREED for surname in surnames(papers.text(code))}


@pytest.mark.parametrize(
    "text",
    [
        "Выдумкин А.Б.",
        "глава А.Б. Выдумкин",
        "А. Б. Выдумкина-Сочинская",
        "А.Б.Выдумкин",
        "куратором Выдумкина Антипа Борисовича",
        "Выдумкина Агафья Борисовна",
        "Выдумкин\nА.Б.",
    ],
)
def test_a_name_is_found_in_any_form(text: str) -> None:
    assert {stem(surname) for surname in surnames(text)} <= {"Выдумкин", "Выдумкина-Сочинская", "Выдумкина-Сочинск"}
    assert surnames(text)


@pytest.mark.parametrize("text", ["Начальник отдела ЗАГС", "п. 3.1 а–ж", "В. Колодежи", "Прил. 2, п. 1.1. Состав"])
def test_a_position_or_a_clause_is_no_name(text: str) -> None:
    assert not surnames(text)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_holds_a_name_by_its_form(path: Path) -> None:
    assert not surnames(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_file_holds_a_surname_of_a_decree(path: Path) -> None:
    stems = decreed()
    if not stems:
        print("постановлений рядом нет: имена искали только по виду «Фамилия И.О.»")
    words = set(re.findall(r"[А-ЯЁ][а-яё]+", path.read_text(encoding="utf-8")))
    assert not {word for word in words if stem(word) in stems}


def test_the_decrees_surnames_are_found_where_the_decrees_are() -> None:
    for code in papers.DECREED:
        if papers.text(code):
            assert surnames(papers.text(code)), code
        else:
            print(f"{code}: текста постановления рядом нет")
