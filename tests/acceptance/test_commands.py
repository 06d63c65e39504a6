"""The command line as an operator uses it: the real program, the real model, a fresh data folder."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

import models
from tests.acceptance.conftest import Ran
from tests.server import PostgresServer

DAY = "2026-11-01T10:00:00+03:00"


def post(number: int, text: str, **fields: Any) -> dict[str, Any]:
    return {"platform": "vk", "source": "wall", "id": number, "date": DAY, "text": text, **fields}


def written(path: Path, *rows: dict[str, Any] | bytes) -> Path:
    lines = [row if isinstance(row, bytes) else json.dumps(row, ensure_ascii=False).encode() for row in rows]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def answer(base: Engine, question: str) -> object:
    """The one value that a question to the database gives."""
    with base.connect() as connection:
        return connection.execute(text(question)).scalar_one()


GOOD = (
    post(1, "Третий день нет отопления в доме 9 по улице Кирпичной, дети мёрзнут, в ЖКО не отвечают!", author="u77"),
    post(2, "Спасибо за новую площадку, очень красиво"),
    post(3, "И у нас холодно, Кирпичная 11", type="comment", post_id=1, author="u78"),
)


def test_a_file_goes_all_the_way_to_cards(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    done = mcu("import", written(tmp_path / "wall.jsonl", *GOOD))
    assert (done.code, "новых публикаций: 3" in done.out) == (0, True), done
    cards = mcu("flags", "--json").rows()
    assert cards[0]["key"]["message"] == "1"
    assert cards[0]["theme"] in {"housing", "energy"}
    assert cards[0]["reasons"]
    assert cards[0]["score"] == round(sum(cards[0]["parts"].values()))


def test_importing_again_changes_nothing(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    file = written(tmp_path / "wall.jsonl", *GOOD, post(2, "Площадку уже сломали", seen="2026-11-02T10:00:00+03:00"))
    mcu("import", file)
    before = mcu("posts", "export", "--source", "vk:wall").out
    again = mcu("import", file)
    assert "новых публикаций: 0, изменено текстов: 0, удалений: 0, счётчиков обновлено: 0" in again.out
    assert mcu("posts", "export", "--source", "vk:wall").out == before


def test_export_gives_versions_tombstones_parents_and_counters_without_authors(
    mcu: Callable[..., Ran], tmp_path: Path
) -> None:
    later = "2026-11-03T10:00:00+03:00"
    rows = (
        *GOOD,
        post(1, "Тепло дали", seen=later, edited=later, views=50),
        post(2, "", seen=later, deleted=later),
        post(4, "звоните +7 912 345-67-89"),
    )
    mcu("import", written(tmp_path / "wall.jsonl", *rows))
    told = mcu("posts", "export", "--source", "vk:wall")
    found = {row["key"]["message"]: row for row in told.rows()}
    assert [version["text"] for version in found["1"]["versions"]][1] == "Тепло дали"
    assert found["1"]["counters"][-1]["views"] == 50
    assert found["2"]["deleted_at"] == "2026-11-03T07:00:00+00:00"
    assert (found["3"]["thread"], found["3"]["parent"]) == ("1", "1")
    assert "345-67-89" not in told.out
    assert "u77" not in told.out
    assert "author" not in told.out


BAD = {
    "JSON": b"{oops",
    "UTF-8": b'{"platform": "vk", "text": "\xff"}',
    "id": {**post(9, "x"), "id": [1]},
    "date": {**post(9, "x"), "date": "9999-01-01T00:00:00+03:00"},
    "text": {key: value for key, value in post(9, "x").items() if key != "text"},
    "platform": {**post(9, "x"), "platform": "myspace"},
    "views": post(9, "x", views="много"),
}


@pytest.mark.parametrize("named", BAD)
def test_a_bad_line_is_named_and_the_rest_is_imported(
    mcu: Callable[..., Ran], tmp_path: Path, base: Engine, named: str
) -> None:
    done = mcu("import", written(tmp_path / "wall.jsonl", GOOD[0], BAD[named], GOOD[1]))
    assert done.code == 3
    assert "строка 2" in done.err
    assert named in done.err
    assert "новых публикаций: 2" in done.out
    assert answer(base, "SELECT line FROM quarantine") == 2


def test_strict_stops_at_the_first_bad_line_and_keeps_what_stands(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    mcu("import", written(tmp_path / "one.jsonl", GOOD[0]))
    done = mcu("import", "--strict", written(tmp_path / "two.jsonl", BAD["id"], GOOD[1]))
    assert done.code == 1
    assert "строка 1" in done.err
    assert len(mcu("posts", "export", "--source", "vk:wall").rows()) == 1


def test_a_five_megabyte_text_is_refused_by_line(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    done = mcu("import", written(tmp_path / "wall.jsonl", post(1, "нет тепла " * 500_000), GOOD[1]))
    assert (done.code, "строка 1, поле «text»" in done.err, "новых публикаций: 1" in done.out) == (3, True, True)


@pytest.mark.parametrize("file", ["нет-такого.jsonl", "."])
def test_a_file_that_is_none_is_refused(mcu: Callable[..., Ran], file: str) -> None:
    done = mcu("import", file)
    assert done.code == 1
    assert done.err.startswith("mcu: ") or "mcu: " in done.err


KEYS = [
    *("id", "theme", "themes", "kind", "kind_p", "solvable", "neg", "neg_score", "risk", "risk_score"),
    *("flags", "places", "why", "abstain", "model"),
]


def test_assess_answers_line_by_line_and_names_bad_ones(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    asked = written(
        tmp_path / "texts.jsonl",
        {"id": "a", "text": "Когда починят дорогу на улице Ленина, 5? Яма на яме"},
        {"id": 1},
        {"text": "да", "context": "Где убрать снег во дворе?"},
        {"id": "e", "text": ""},
        b"[]",
        {"id": "t", "text": 5},
    )
    done = mcu("assess", asked)
    rows = done.rows()
    assert done.code == 3
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [row["id"] for row in rows] == ["a", 3, "e"]
    assert rows[0]["theme"] == "roads"
    assert len(rows[0]["themes"]) == 3
    assert all(rows[0]["places"][0]["text"] in asked.read_text(encoding="utf-8") for _ in rows)
    assert rows[2]["abstain"] is True
    assert [f"строка {line}" in done.err for line in (2, 5, 6)] == [True] * 3


def test_a_source_is_added_once_and_listed(mcu: Callable[..., Ran]) -> None:
    assert mcu("source", "add", "vk:novosti").code == 0
    assert mcu("source", "add", "vk:novosti").code == 1
    assert [row["source"] for row in mcu("source", "list", "--json").rows()] == ["vk:novosti"]


@pytest.mark.parametrize("key", ["novosti", "myspace:x", "vk:", "vk:../../x y", "vk:id77788899", "telegram:я"])
def test_a_source_that_is_none_is_refused(mcu: Callable[..., Ran], key: str) -> None:
    done = mcu("source", "add", key)
    assert (done.code, key in done.err) == (1, True)


def test_collecting_without_a_token_says_which_setting_is_missing(mcu: Callable[..., Ran]) -> None:
    mcu("source", "add", "vk:novosti")
    mcu("source", "add", "telegram:novosti")
    done = mcu("collect", "--once", "--json")
    assert done.code == 3
    reasons = {row["source"]: row["reason"] for row in done.rows()}
    assert "MCU_VK_TOKEN" in reasons["vk:novosti"]
    assert "MCU_TELEGRAM_SESSION" in reasons["telegram:novosti"]


def test_a_stopped_source_is_read_again_when_a_person_says_so(mcu: Callable[..., Ran]) -> None:
    mcu("source", "add", "vk:https://vk.com/novosti")
    assert mcu("source", "resume", "vk:novosti").code == 0
    assert mcu("source", "resume", "vk:other").code == 1
    assert [row["state"] for row in mcu("source", "list", "--json").rows()] == ["active"]


def test_a_lost_key_is_not_replaced_silently(mcu: Callable[..., Ran], tmp_path: Path, home: Path) -> None:
    mcu("import", written(tmp_path / "wall.jsonl", *GOOD))
    (home / "key").unlink()
    done = mcu("import", written(tmp_path / "more.jsonl", post(7, "ещё")))
    assert (done.code, "MCU_KEY_FILE" in done.err, (home / "key").exists()) == (1, True, False)


@pytest.mark.sqlite("a database of a server may hold many profiles")
def test_another_profile_is_refused_where_posts_of_one_are_stored(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    mcu("import", written(tmp_path / "wall.jsonl", *GOOD))
    done = mcu("init", "--profile", "gubkin")
    assert (done.code, "standard" in done.err) == (1, True)
    assert len(mcu("flags", "--json").rows()) > 0


def test_a_broken_model_is_refused_before_anything_is_stored(
    mcu: Callable[..., Ran], tmp_path: Path, base: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCU_MODEL", str(tmp_path / "nothing"))
    assert mcu("import", written(tmp_path / "wall.jsonl", *GOOD)).code == 1
    assert answer(base, "SELECT count(*) FROM posts") == 0


FILE = pytest.mark.sqlite("a file that is no database")


@pytest.mark.parametrize("harm", [pytest.param("garbage", marks=FILE), pytest.param("folder", marks=FILE), "server"])
def test_a_database_that_cannot_be_opened_is_one_line(
    mcu: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    (tmp_path / "bad.db").write_bytes(b"no database at all" * 100)
    urls = {
        "garbage": f"sqlite:///{tmp_path / 'bad.db'}",
        "folder": f"sqlite:///{tmp_path / 'no' / 'such' / 'mcu.db'}",
        "server": "postgresql://u:secret-word@127.0.0.1:1/x",
    }
    monkeypatch.setenv("MCU_DATABASE_URL", urls[harm])
    done = mcu("flags")
    assert (done.code, "не открывается" in done.err, "Traceback" in done.err) == (1, True, False)
    assert "secret-word" not in done.err


def test_a_misspelt_command_is_told_in_russian(mcu: Callable[..., Ran]) -> None:
    done = mcu("flag")
    assert (done.code, "команда не понята" in done.err) == (2, True)


def test_dates_without_a_zone_are_read_with_the_one_that_is_given(mcu: Callable[..., Ran], tmp_path: Path) -> None:
    file = written(tmp_path / "wall.jsonl", {**GOOD[0], "date": "2026-11-01T10:00:00"})
    assert mcu("import", file).code == 3
    assert mcu("import", "--zone", "Луна", file).code == 1
    assert mcu("import", "--zone", "Europe/Moscow", file).code == 0
    row = mcu("posts", "export", "--source", "vk:wall").rows()[0]
    assert row["published"] == "2026-11-01T07:00:00+00:00"


def test_a_user_gets_a_new_password_and_can_be_shut_out(mcu: Callable[..., Ran]) -> None:
    mcu("user", "add", "olga")
    assert "новый пароль" in mcu("user", "password", "olga").out
    assert mcu("user", "disable", "olga").code == 0
    assert "нет" in mcu("user", "list").out
    assert mcu("user", "enable", "olga").code == 0
    assert mcu("user", "disable", "nobody").code == 1


@pytest.mark.sqlite("the demo takes a database of its folder whatever is set")
def test_the_demo_keeps_to_its_own_folder_and_database(
    mcu: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("важное", encoding="utf-8")
    assert mcu("demo", "--no-serve", "--home", other).code == 1
    assert (other / "letter.txt").exists()
    monkeypatch.setenv("MCU_DATABASE_URL", f"sqlite:///{tmp_path / 'work.db'}")
    for _ in range(2):
        shown = mcu("demo", "--no-serve", "--home", tmp_path / "demo").out
        assert "отобрано карточек" in shown
    assert not (tmp_path / "work.db").exists()
    monkeypatch.delenv("MCU_DATABASE_URL")
    monkeypatch.setenv("MCU_HOME", str(tmp_path / "demo"))
    places = mcu("gazetteer", "find", "на первомайской 7", "--json").out
    assert "Первомайская" in places, "the demo's places were not read"
    typed = [shlex.split(line) for line in shown.splitlines() if line.startswith("  MCU_HOME=")]
    assert [each[0] for each in typed] == [f"MCU_HOME={tmp_path / 'demo'}"] * 2
    assert "пароль: " in mcu(*typed[0][2:]).out
    assert typed[1][2:] == ["serve", "--host", "127.0.0.1", "--port", "8000"]


def test_init_sets_up_a_profile_and_refuses_another(mcu: Callable[..., Ran], home: Path) -> None:
    assert "Хиславич" in mcu("init", "--profile", "khislavichi").out
    assert mcu("init", "--profile", "khislavichi").code == 0
    assert {path.name for path in home.iterdir() if path.stat().st_mode & 0o077} == set()
    refused = mcu("init", "--profile", "gubkin")
    assert (refused.code, "khislavichi" in refused.err) == (1, True)
    assert mcu("init", "--profile", "атлантида").code == 1


def test_a_folder_that_was_used_without_init_keeps_its_profile(
    mcu: Callable[..., Ran], tmp_path: Path, home: Path
) -> None:
    assert mcu("import", written(tmp_path / "wall.jsonl", *GOOD)).code == 0
    refused = mcu("init", "--profile", "gubkin")
    assert (refused.code, "«standard»" in refused.err) == (1, True)
    assert not (home / "profile.toml").exists()


def test_a_profile_without_a_key_is_refused_and_nothing_is_made(
    mcu: Callable[..., Ran], tmp_path: Path, home: Path
) -> None:
    (tmp_path / "my.toml").write_text('code = "my"\ntitle = "Мой округ"\n', encoding="utf-8")
    done = mcu("init", "--profile", tmp_path / "my.toml")
    assert (done.code, "my.toml" in done.err, home.exists()) == (1, True, False)


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    mcu: Callable[..., Ran], tmp_path: Path, base: Engine
) -> None:
    mcu("import", written(tmp_path / "wall.jsonl", *GOOD))
    with base.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = mcu("import", written(tmp_path / "more.jsonl", post(5, "ещё")))
    assert (done.code, "более новой версией" in done.err) == (1, True)
    assert answer(base, "SELECT count(*) FROM posts") == 3


@pytest.mark.parametrize("harm", ["flip", "cut", "missing", "foreign"])
def test_a_corrupt_or_foreign_model_is_refused(
    mcu: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for path in models.default().iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    artefact = next(path for path in folder.iterdir() if path.name != "manifest.json")
    content = artefact.read_bytes()
    changed = {
        "flip": content[:-100] + bytes([content[-100] ^ 1]) + content[-99:],
        "cut": content[: len(content) // 2],
        "foreign": b"not a model",
    }
    artefact.unlink() if harm == "missing" else artefact.write_bytes(changed[harm])
    monkeypatch.setenv("MCU_MODEL", str(folder))
    done = mcu("assess", written(tmp_path / "t.jsonl", {"text": "яма"}))
    assert (done.code, done.out) == (1, "")
    assert "модел" in done.err.lower()
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("content", "named"), [("vk_rate = 'много'", "MCU_VK_RATE"), ("colour = 'red'", "colour"), ("= x", "mcu.toml")]
)
def test_a_wrong_settings_file_is_refused_by_name(
    mcu: Callable[..., Ran], tmp_path: Path, content: str, named: str
) -> None:
    (tmp_path / "mcu.toml").write_text(content, encoding="utf-8")
    done = mcu("flags")
    assert (done.code, named in done.err) == (1, True)


def test_users_and_keys_are_shown_once_and_listed_without_secrets(mcu: Callable[..., Ran]) -> None:
    password = mcu("user", "add", "olga").out.rsplit(" ", 1)[1].strip()
    key = mcu("key", "add", "risk-team", "--right", "flags:read").out.rsplit(" ", 1)[1].strip()
    assert len(password) >= 12
    assert key.startswith("mcu_")
    listed = mcu("user", "list").out + mcu("key", "list").out
    assert "olga" in listed
    assert "risk-team" in listed
    assert password not in listed
    assert key not in listed
    assert mcu("key", "add", "god", "--right", "accounts:write").code == 1


def as_application(monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer) -> str:
    """Work on an empty database of a server as a role that owns nothing there; gives its owner's address."""
    owner, application = postgres.two_roles()
    monkeypatch.setenv("MCU_DATABASE_URL", application)
    monkeypatch.delenv("MCU_MIGRATE_URL", raising=False)
    return owner


def test_the_same_commands_work_on_postgresql_as_the_applications_role(
    mcu: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    owner = as_application(monkeypatch, postgres)
    file = written(tmp_path / "wall.jsonl", *GOOD)
    early = mcu("import", file)
    assert (early.code, "mcu migrate" in early.err) == (1, True)
    assert mcu("migrate").code == 1
    monkeypatch.setenv("MCU_MIGRATE_URL", owner)
    assert mcu("migrate").code == 0
    done = mcu("import", file)
    assert (done.code, "новых публикаций: 3" in done.out) == (0, True), done
    assert mcu("flags", "--json").rows()[0]["key"]["message"] == "1"
    assert "новых публикаций: 0" in mcu("import", file).out


def test_two_municipalities_on_one_server_see_nothing_of_each_other(
    mcu: Callable[..., Ran], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: PostgresServer
) -> None:
    monkeypatch.setenv("MCU_MIGRATE_URL", as_application(monkeypatch, postgres))
    assert mcu("migrate").code == 0
    homes = {"batetsky": tmp_path / "batetsky", "gubkin": tmp_path / "gubkin"}
    for number, (profile, home) in enumerate(homes.items()):
        monkeypatch.setenv("MCU_HOME", str(home))
        assert mcu("init", "--profile", profile).code == 0
        done = mcu("import", written(tmp_path / "wall.jsonl", *GOOD[: number + 1]))
        assert f"новых публикаций: {number + 1}" in done.out, done
        assert mcu("user", "add", "olga").code == 0
    for number, home in enumerate(homes.values()):
        monkeypatch.setenv("MCU_HOME", str(home))
        assert len(mcu("posts", "export", "--source", "vk:wall").rows()) == number + 1
        assert mcu("user", "list").out.count("olga") == 1
        assert mcu("audit", "verify").code == 0
