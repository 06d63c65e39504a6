"""The commands that keep: the journal checked, terms shown, the key renewed, two services on one file, a stop."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from core.errors import BadSettings
from runtime import keyring
from runtime.settings import load
from runtime.wiring import open_house
from tests.acceptance.conftest import Ran
from tests.acceptance.program import write_posts
from tests.store.test_journal import FREE

Run = Callable[..., Ran]


def change(base: Engine, *statements: str) -> None:
    with base.begin() as connection:
        for each in statements:
            connection.execute(text(each))


def ask(base: Engine, question: str) -> list[tuple[object, ...]]:
    with base.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def unguard(base: Engine) -> None:
    """Take the guards of the journal away, as whoever owns the database could."""
    change(base, *FREE[base.dialect.name])


@pytest.fixture
def filled(mcu: Run, tmp_path: Path) -> Path:
    write_posts(tmp_path / "wall.jsonl", 20, 1)
    assert mcu("import", tmp_path / "wall.jsonl", "--no-assess").code == 0
    assert mcu("source", "add", "vk:wall").code == 0
    return tmp_path


def test_the_check_of_the_journal_names_a_broken_link_and_a_tail_that_was_cut(
    mcu: Run, filled: Path, base: Engine
) -> None:
    mcu("user", "add", "anna")
    whole = mcu("audit", "verify")
    assert whole.code == 0
    noted = whole.out.strip().rsplit(" ", 1)[1]
    rows = mcu("audit", "export").rows()
    assert [each["action"] for each in rows] == ["source.add", "user.add"]
    assert mcu("audit", "verify", "--since", noted[:12]).code == 0
    unguard(base)
    change(base, "UPDATE journal SET who = 'user:oleg' WHERE number = 1")
    broken = mcu("audit", "verify")
    assert (broken.code, "запись 1" in broken.err) == (3, True)
    change(base, "DELETE FROM journal WHERE number >= 1")
    cut = mcu("audit", "verify", "--since", noted)
    assert (cut.code, "больше нет" in cut.err) == (3, True)
    assert mcu("audit", "verify", "--since", "x").code == 1
    ill = mcu("doctor")
    assert "✗ Журнал нарушен" in ill.out


def test_a_tail_that_was_cut_off_is_known_by_what_the_last_check_noted(mcu: Run, filled: Path, base: Engine) -> None:
    mcu("user", "add", "anna")
    assert mcu("audit", "verify").code == 0
    assert "✓ Журнал" in mcu("doctor").out
    unguard(base)
    change(base, "DELETE FROM journal WHERE number >= 2")
    cut = mcu("audit", "verify")
    assert (cut.code, "запись 2: её больше нет" in cut.err) == (3, True)
    assert "✗ Журнал нарушен: записи 2" in mcu("doctor").out
    # Who brought an older database back by hand says where to begin, and is not asked again.
    assert mcu("audit", "verify", "--since", "0:").code == 0
    assert mcu("audit", "verify").code == 0


def test_a_place_that_cannot_be_noted_is_said_and_the_check_still_holds(mcu: Run, filled: Path, home: Path) -> None:
    (home / "backups").write_text("no folder")
    told = mcu("audit", "verify")
    assert (told.code, "место не отмечено" in told.err) == (0, True)


def test_terms_are_shown_before_anything_is_deleted(mcu: Run, filled: Path, base: Engine) -> None:
    change(base, "UPDATE posts SET published_at = '2020-01-01 00:00:00' WHERE id <= 7")
    shown = mcu("retention", "--dry-run")
    assert (shown.code, "vk:wall" in shown.out, "7" in shown.out) == (0, True, True)
    assert ask(base, "SELECT count(*) FROM posts") == [(20,)]
    assert "7 публикаций" in mcu("retention").out
    assert ask(base, "SELECT count(*) FROM posts") == [(13,)]
    assert "0 публикаций" in mcu("retention").out


def test_the_registry_is_printed_and_a_demand_needs_one_thing(mcu: Run, filled: Path) -> None:
    assert "versions.text" in mcu("personal").out.replace("\n", "")
    assert mcu("forget").code == 1
    assert mcu("forget", "--post", "vk:wall:999").code == 1
    assert "1 публикация" in mcu("forget", "--post", "vk:wall:3", "--dry-run").out


def test_a_renewed_key_renames_all_and_a_foreign_key_is_refused(
    mcu: Run, filled: Path, home: Path, base: Engine
) -> None:
    change(base, "UPDATE posts SET author = 'a' || (id % 3)")
    before = ask(base, "SELECT author FROM posts ORDER BY id")
    assert mcu("renew-key", *(["--stopped"] if base.dialect.name == "postgresql" else [])).code == 0
    after = ask(base, "SELECT author FROM posts ORDER BY id")
    assert {one for (one,) in before} & {one for (one,) in after} == set()
    assert len(set(zip(before, after, strict=True))) == 3
    assert mcu("source", "list").code == 0
    shutil.copy(home / "key", home / "kept")
    (home / "key").write_bytes(b"x" * 32)
    foreign = mcu("source", "list")
    assert (foreign.code, "не тот ключ" in foreign.err) == (1, True)
    shutil.move(home / "kept", home / "key")
    assert mcu("source", "list").code == 0


def test_a_renewal_cut_before_the_file_took_its_place_is_finished_at_the_next_start(
    mcu: Run, filled: Path, home: Path
) -> None:
    house = open_house(load())
    old = (home / "key").read_bytes()

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keyring.renew(home / "key", house.store, house.scope, house.clock.now(), before_swap=die)
    house.store.close()
    assert (home / "key").read_bytes() == old
    assert mcu("source", "list").code == 0
    assert (home / "key").read_bytes() != old
    assert not (home / "key.next").exists()


def test_a_renewal_cut_before_its_transaction_is_taken_back(mcu: Run, filled: Path, home: Path) -> None:
    (home / "key.next").write_bytes(b"x" * 32)
    assert mcu("source", "list").code == 0
    assert not (home / "key.next").exists()


@pytest.mark.sqlite("any number of workers serve one database of a server")
def test_two_services_on_one_database_are_refused_from_two_folders_too(
    mcu: Run, filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from runtime.commands.serving import working

    elsewhere = tmp_path / "elsewhere.db"
    monkeypatch.setenv("MCU_DATABASE_URL", f"sqlite:///{elsewhere}")
    one = open_house(load())
    monkeypatch.setenv("MCU_HOME", str(tmp_path / "other"))
    monkeypatch.setenv("MCU_KEY_FILE", str(home / "key"))
    with working(one, "worker"):
        refused = mcu("worker")
        assert (refused.code, "уже работает mcu worker" in refused.err) == (1, True), refused.err
    one.store.close()


@pytest.mark.sqlite("any number of workers serve one database of a server")
def test_a_database_in_one_folder_is_served_from_no_other(
    mcu: Run, filled: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from runtime.commands.serving import working

    one = open_house(load())
    monkeypatch.setenv("MCU_DATABASE_URL", f"sqlite:///{home / 'mcu.db'}")
    monkeypatch.setenv("MCU_HOME", str(tmp_path / "other"))
    monkeypatch.setenv("MCU_KEY_FILE", str(home / "key"))
    with working(one, "worker"):
        refused = mcu("worker")
        assert (refused.code, "уже работает mcu worker" in refused.err) == (1, True), refused.err
    one.store.close()


def test_the_doctor_finds_a_clock_that_is_behind_and_copies_that_are_missing(
    mcu: Run, filled: Path, home: Path
) -> None:
    house = open_house(load())
    with house.store.begin() as work:
        work.journal.write(house.scope, "source.resume", "vk:wall", {}, house.clock.now() + timedelta(days=2))
    house.store.close()
    home.chmod(0o755)
    ill = mcu("doctor")
    assert ill.code == 3
    for line in ("✗ Часы отстают", "✗ Копий ещё не было", "✗ Папку данных", "✗ Служба не запущена, ждут оценки: 20"):
        assert line in ill.out, ill.out
    assert mcu("backup").code == 0
    assert "✓ Последняя копия" in mcu("doctor").out


def test_another_key_never_opens_the_store(tmp_path: Path, mcu: Run, filled: Path, home: Path) -> None:
    (home / "key").unlink()
    with pytest.raises(BadSettings, match="MCU_KEY_FILE"):
        open_house(load())
