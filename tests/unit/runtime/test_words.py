"""What the command line says: in Russian, whole words, the state of each source, and who is waited for."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from core import usecases
from core.errors import BadInput, Conflict, Denied
from core.ports import Bar, Finding
from core.posts import Platform, Source, SourceKey, SourceState
from runtime import console, platforms
from runtime.cli import COMMANDS, loaded, main
from runtime.commands import collecting, doctoring
from runtime.commands.collecting import _readable, _sources, _stands, _table, day
from runtime.jobs import handing
from runtime.lock import NAME, hold
from runtime.settings import Settings
from runtime.wiring import House, open_house
from runtime.wrong import said
from tests.conftest import NOW

WALL = SourceKey(Platform.VK, "selo")


@pytest.fixture
def house(tmp_path: Path, installed: dict[str, str]) -> House:
    house = open_house(Settings(home=tmp_path, vk_token="key", telegram_session="xyz", **installed))  # type: ignore[arg-type]
    yield house  # type: ignore[misc]
    house.store.close()


def added(house: House, key: SourceKey, *, denied: bool = False) -> Source:
    with house.store.begin() as work:
        made = usecases.add_source(work, house.scope, Source(key), NOW)
        if denied:
            refused = Denied("сообщество закрыто")
            made = usecases.refuse(work, house.scope, key, refused, timedelta(minutes=5), NOW, 0)
    return made


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("No such option: --jsn (Possible options: --json)", "нет такого ключа: --jsn; похожие: --json"),
        ("No such command 'colect'. Did you mean 'collect'?", "нет такой команды: colect; может быть, 'collect'"),
        ("Missing argument 'KEY'.", "не хватает: KEY"),
        ("Invalid value for '--limit': Input should be a valid integer, unable to parse", "--limit: нужно целое число"),
        ("Invalid value for '--limit': Input should be greater than or equal to 1", "--limit: нужно не меньше 1"),
        ("Invalid value for '--to': Value error, 'x' is not one of 'a', 'b'.", "--to: «x» не годится; есть: 'a', 'b'"),
        (
            "Invalid value for '--to': Value error, 'x' does not match the formats '%Y-%m-%d'.",
            "--to: «x» не дата вида 'ГГГГ-ММ-ДД'",
        ),
        ("Invalid value for '--to': Something unheard of", "--to: значение не годится"),
    ],
)
def test_what_the_parser_says_in_english_is_said_in_russian(english: str, russian: str) -> None:
    assert said(english) == russian


@pytest.mark.parametrize("words", [["colect"], ["source", "list", "--jsn"], ["source", "refused", "--limit", "x"]])
def test_a_misused_command_is_refused_without_a_word_of_english(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert not [each for each in ("No such", "valid", "Input", "Possible", "Did you") if each in told]


def test_a_day_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="«2026-13-45» не день"):
        day("2026-13-45")


def test_every_word_of_the_help_is_that_of_its_command() -> None:
    for word, (_, about) in COMMANDS.items():
        assert (loaded(word).help or "").split("\n")[0] == about


def test_words_of_a_table_are_never_broken(capsys: pytest.CaptureFixture[str]) -> None:
    console.table("Источники", ["Источник", "Причина"], [["telegram:yasnobor_chat" * 9, "сообщество закрыто " * 20]])
    assert "telegram:yasnobor_chat" * 9 in capsys.readouterr().out


def test_a_stopped_source_has_a_row_with_its_reason_and_is_not_read_by_name(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    stopped = added(house, WALL, denied=True)
    added(house, SourceKey(Platform.VK, "drugoe"))
    assert [(each.key.address, each.state) for each in _sources(house, None)] == [
        ("drugoe", SourceState.ACTIVE),
        ("selo", SourceState.DENIED),
    ]
    _table([_stands(stopped)])
    told = capsys.readouterr().out
    assert ("закрыт" in told, "denied" in told, "сообщество закрыто" in told) == (True, False, True)
    with pytest.raises(Conflict, match=r"сообщество закрыто.*mcu source resume vk:selo"):
        _sources(house, "vk:selo")
    assert _readable(Source(WALL)).key == WALL


def test_history_that_is_stopped_says_that_the_same_command_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(collecting.typer.Exit) as left, collecting._told_when_stopped(NOW):
        raise KeyboardInterrupt
    assert left.value.exit_code == 130
    assert "та же команда продолжит" in capsys.readouterr().err


def test_the_doctor_names_what_a_platform_lacks_and_what_was_never_read(house: House) -> None:
    added(house, SourceKey(Platform.TELEGRAM, "novosti"))
    added(house, WALL)
    told = list(doctoring._sources(house))
    assert any(not good and "MCU_TELEGRAM_" in line for good, line in told)
    assert any(not good and "Ещё ни разу не прочитаны: telegram:novosti, vk:selo" in line for good, line in told)
    assert not [line for _, line in told if "все читаются" in line]


def test_a_setting_that_is_no_session_is_told_to_be_taken_away(house: House) -> None:
    with pytest.raises(Denied, match="уберите MCU_TELEGRAM_SESSION"):
        platforms.legible(house.settings, "xyz")


@pytest.mark.sqlite("commands on a server wait for nobody")
def test_who_waits_for_another_command_is_told_whom_he_waits_for(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    class Left(Exception):
        """The one who waits looked at the clock."""

    def progress(step: str, done: int, total: int | None) -> None:
        raise Left

    with hold(house.settings.home / NAME, "collect", NOW), pytest.raises(Left):
        handing.work(house, "import", inline=lambda: None, handed=lambda orders: None, progress=progress)
    assert "жду: с папкой работает mcu collect (процесс" in capsys.readouterr().err


def test_a_trial_bars_a_person_always_and_an_absent_name_unless_it_is_forced() -> None:
    person, absent = (Finding("адрес", False, "нет", bar=bar) for bar in (Bar.PERSON, Bar.ABSENT))
    for found, force in (([person], False), ([person], True), ([absent], False)):
        with pytest.raises(BadInput):
            usecases.admit(found, force=force)
    usecases.admit([absent], force=True)


HEAVY = ("fastapi", "sklearn", "scipy", "numpy", "pymorphy3", "holidays", "alembic", "requests", "prometheus_client")
LIGHT = ("sources", "flagging", "house", "auditing", "alerting", "exporting", "keys", "setup", "models", "rolling")


def test_what_lists_and_tells_loads_neither_pages_nor_models_nor_what_reads_texts() -> None:
    import subprocess

    loading = "; ".join(f"import runtime.commands.{each}" for each in LIGHT)
    script = f"import sys; {loading}; print([each for each in {HEAVY} if each in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
