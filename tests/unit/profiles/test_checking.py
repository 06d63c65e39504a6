"""A wrong profile is refused with file, line and reason."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import profiles
from core.deadlines import Hours
from profiles import calendars
from profiles.checking import check
from runtime.cli import app
from runtime.cli import main as run

GOOD = profiles.path_of("standard").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        (
            'themes = ["roads", "transit"]',
            'themes = [\n    "roads",\n    "cosmos",\n]',
            '    "cosmos",',
            "неизвестная тема «cosmos»",
        ),
        ('fallback = "general"\n', "", "", "«fallback»: не задано"),
        ('fallback = "general"', 'fallback = "nobody"', 'fallback = "nobody"', "нет блока «nobody»"),
        ("population = 30000", "population = 30000\npopulation = 1", "population = 1", "дважды"),
        ('tue = ["08:00-12:00"', 'tue = ["18:00-12:00"', 'tue = ["18:00-12:00"', "идут назад"),
        ('wed = ["08:00-12:00"', 'wed = ["08:00-14:00"', 'wed = ["08:00-14:00"', "пересекаются"),
        ('thu = ["08:00-12:00"', 'thu = ["утром"', 'thu = ["утром"', "08:00-17:00"),
        ('code = "roads"', 'code = "communal"', 'code = "communal"\ntitle = "Дороги', "«communal» встречается"),
        ("watch_hours = 48", "watch_days = 2", "watch_days = 2", "неизвестное поле"),
        ("negative = 0.2", "negative = 20", "negative = 20", "от 0 до 1"),
        ("hours = 4\nwarn = 1", "hours = 4\nwarn = 5", "hours = 4\nwarn = 5", "предупреждение за 5"),
        ('kind = "draft"', 'kind = "answer"', 'kind = "answer"', "59-ФЗ"),
        ("days = 10", "days = 31", "days = 31", "от 1 до 30"),
        ('critical = ["head"', 'critical = ["vizier", "head"', 'critical = ["vizier"', "роль «vizier»"),
        ("after_minutes = 60", "after_minutes = 20", "after_minutes = 20", "лестница"),
        ('quiet = "22:00-07:00"', 'quiet = "22:00-22:00"', 'quiet = "22:00-22:00"', "совпадают"),
        ("{{measure}} Срок", "{{measure}} {{author}} Срок", "{{measure}} {{author}} Срок", "поле «author»"),
        ('holidays = "RU"', 'holidays = "XX"', 'holidays = "XX"', "праздники страны"),
        ("from_week = 12", "from_week = 54", "from_week = 54", "от 1 до 53"),
        ("repeat_days = 30", "repeat_days = ", "repeat_days = ", "значение не понято"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, at: str, reason: str) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    found = check(path)
    line = text[: text.index(at)].count("\n") + 1 if at else 1
    shown = [str(each) for each in found]
    assert any(reason in each for each in shown), shown
    assert any(each.line in (line, line + at.count("\n")) for each in found if reason in each.text), (line, shown)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    text = GOOD.replace("population = 30000", 'population = "много"').replace("hot = 3", "hot = 1")
    path.write_text(text, encoding="utf-8")
    assert ["population" in found.text or "hot" in found.text for found in check(path)] == [True, True]


def test_the_command_names_the_wrong_file_and_its_exit_code_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(GOOD.replace('fallback = "general"', 'fallback = "nobody"'), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run(["profile", "check", str(profiles.path_of("standard")), str(wrong)])
    told = capsys.readouterr()
    assert ended.value.code == 1
    assert "standard.toml: всё верно" in told.out
    assert f"{wrong}:" in told.err
    assert "нет блока «nobody»" in told.err


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ("population = 30000", "population = 30000\npopulation = 1", "population = 1", "поле задано дважды"),
        (
            'code = "roads"',
            'code = "communal"',
            'code = "communal"\ntitle = "Дороги',
            "код «communal» встречается дважды",
        ),
        ('themes = ["safety"]', 'themes = ["cosmos"]', 'themes = ["cosmos"]', "неизвестная тема «cosmos»"),
        ('fallback = "general"\n', "", "#", "«fallback»: не задано"),
        ('tue = ["08:00-12:00"', 'tue = ["18:00-12:00"', 'tue = ["18:00-12:00"', "идут назад"),
    ],
)
def test_the_command_refuses_with_file_line_and_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, at: str, reason: str
) -> None:
    wrong = tmp_path / "wrong.toml"
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    wrong.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        run(["profile", "check", str(wrong)])
    told = " ".join(capsys.readouterr().err.split())
    assert ended.value.code == 1
    assert f"{wrong}:{text[: text.index(at)].count(chr(10)) + 1}: " in told
    assert reason in told


def test_every_shipped_profile_passes_and_is_shown() -> None:
    for name in profiles.names():
        assert check(profiles.path_of(name)) == []
        shown = CliRunner().invoke(app, ["profile", "show", name])
        assert shown.exit_code == 0, shown.output
        assert profiles.read(profiles.path_of(name)).title in shown.output


def test_every_default_that_a_decree_leaves_open_is_marked() -> None:
    for name in profiles.names():
        text = profiles.path_of(name).read_text(encoding="utf-8")
        for section in ("[calendar]", "[[clocks]]", "[windows]", "[alerts]", "min_n"):
            before = [*text[: text.index(section)].splitlines()[-3:], text[text.index(section) :].splitlines()[0]]
            assert "по умолчанию" in " ".join(before), (name, section)


def test_russian_holidays_transfers_and_shortened_days_are_known() -> None:
    calendar = calendars.of(profiles.read(profiles.path_of("standard")))
    short = (Hours(*map(date_time, ("08:00", "12:00"))), Hours(*map(date_time, ("13:00", "16:00"))))
    assert calendar.hours(date(2026, 1, 9)) == ()  # transferred from 3 January
    assert calendar.hours(date(2024, 12, 28)) != ()  # a Saturday that was worked
    assert calendar.hours(date(2026, 11, 3)) == short  # the eve of 4 November
    assert calendar.hours(date(2026, 11, 4)) == ()
    assert calendar.hours(date(2026, 11, 5)) == calendar.week[3]


def date_time(text: str):  # type: ignore[no-untyped-def]
    from datetime import time

    return time.fromisoformat(text)


def test_own_days_off_and_own_working_days_change_the_calendar(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    own = 'off = [2026-11-16]\n\n[[calendar.extra]]\ndays = [2026-11-21, 2026-11-04]\nhours = ["10:00-14:00"]\n'
    path.write_text(GOOD.replace("off = []", own), encoding="utf-8")
    calendar = calendars.of(profiles.read(path))
    hours = [" ".join(map(str, calendar.hours(date(2026, 11, day)))) for day in (16, 21, 4)]
    assert hours == ["", "10:00–14:00", "10:00–14:00"]
