"""The disk is lost; the installation comes back from its copy, without what was erased since."""

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from store.engine import open_engine
from tests.acceptance.conftest import Ran
from tests.acceptance.program import write_posts
from tests.server import PostgresServer

WORD = "бурундучная"
FILE = "a file is copied otherwise than a server, whose copies have tests of their own below"
Run = Callable[..., Ran]


@pytest.fixture
def safe(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another disk: copies and their key."""
    monkeypatch.setenv("MCU_BACKUP_DIR", str(tmp_path / "safe"))
    monkeypatch.setenv("MCU_BACKUP_KEY_FILE", str(tmp_path / "safe" / "key"))
    (tmp_path / "safe").mkdir()
    return tmp_path / "safe"


@pytest.fixture
def filled(mcu: Run, tmp_path: Path, home: Path) -> Path:
    """An installation with a wall of 60 posts, one of them with a word of its own."""
    file = tmp_path / "wall.jsonl"
    write_posts(file, 60, 1)
    rows = file.read_text(encoding="utf-8").splitlines()
    own = json.loads(rows[6]) | {"text": f"опасно открыт люк на Садовой, {WORD} история"}
    file.write_text("\n".join([*rows[:6], json.dumps(own, ensure_ascii=False), *rows[7:]]) + "\n", encoding="utf-8")
    assert mcu("import", file, "--no-assess").code == 0
    return file


def texts(mcu: Run) -> list[str]:
    return sorted(each["versions"][-1]["text"] for each in mcu("posts", "export", "--source", "vk:wall").rows())


def place(ran: Ran) -> str:
    """The place of the journal that a check tells."""
    return ran.out.strip().rsplit(" ", 1)[1]


@pytest.mark.sqlite(FILE)
def test_the_disk_is_lost_and_all_comes_back_but_for_what_was_erased_since(
    mcu: Run, filled: Path, safe: Path, home: Path
) -> None:
    before, noted = texts(mcu), place(mcu("audit", "verify"))
    made = mcu("backup")
    assert (made.code, "60 публикаций" in made.out) == (0, True), made.err
    (copy,) = safe.glob("*.backup")
    assert WORD.encode() not in copy.read_bytes()
    gone = mcu("forget", "--post", "vk:wall:7")
    assert (gone.code, "следов нет" in gone.out) == (0, True), gone.err
    assert WORD.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())

    shutil.rmtree(home)
    back = mcu("restore", copy)
    assert back.code == 0, back.err
    assert texts(mcu) == [each for each in before if WORD not in each]
    assert WORD.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert mcu("audit", "verify", "--since", noted).code == 0
    assert mcu("import", filled, "--no-assess").code == 0
    assert len(texts(mcu)) == 59, "what was erased comes back neither with the copy nor with its file"


@pytest.mark.sqlite(FILE)
@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_a_log_that_was_left_of_another_database_is_not_written_into_the_restored_one(
    mcu: Run, filled: Path, safe: Path, home: Path, end: str
) -> None:
    assert mcu("backup").code == 0
    (copy,) = safe.glob("*.backup")
    (home / "mcu.db").rename(home / "old.db")
    left = home / f"mcu.db{end}"
    left.write_bytes(b"frames of another database")
    told = mcu("restore", copy)
    assert (told.code, str(left) in told.err, (home / "mcu.db").exists()) == (1, True, False)
    for each in home.glob("mcu.db*"):
        each.unlink()
    assert mcu("restore", copy).code == 0
    assert len(texts(mcu)) == 60


@pytest.mark.sqlite(FILE)
def test_a_damaged_copy_a_foreign_key_and_a_place_that_is_taken_are_refused(
    mcu: Run, filled: Path, safe: Path, home: Path, tmp_path: Path
) -> None:
    assert mcu("backup").code == 0
    (copy,) = safe.glob("*.backup")
    taken = mcu("restore", copy)
    assert (taken.code, "уже есть" in taken.err) == (1, True)
    whole = copy.read_bytes()
    shutil.rmtree(home)
    for number, (bad, why) in enumerate(
        [(whole[:-1], "поврежд"), (whole[: len(whole) // 2], "поврежд"), (b"x" + whole, "не копия")]
        + [(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :], "поврежд") for place in (40, 5000, -20)]
    ):
        other = tmp_path / f"bad{number}.backup"
        other.write_bytes(bad)
        refused = mcu("restore", other)
        assert (refused.code, why in refused.err) == (1, True), refused.err
        assert not (home / "mcu.db").exists()
    (safe / "key").write_bytes(b"o" * 32)
    refused = mcu("restore", copy)
    assert (refused.code, "другим ключом" in refused.err) == (1, True)
    assert not (home / "mcu.db").exists()


@pytest.mark.sqlite(FILE)
def test_a_copy_is_taken_while_others_write(mcu: Run, filled: Path, safe: Path, home: Path) -> None:
    engine, stop = open_engine(f"sqlite:///{home / 'mcu.db'}"), threading.Event()

    def write() -> None:
        while not stop.is_set():
            with engine.begin() as connection:
                connection.execute(text("UPDATE posts SET views = coalesce(views, 0) + 1"))

    writer = threading.Thread(target=write)
    writer.start()
    made = mcu("backup")
    stop.set()
    writer.join()
    engine.dispose()
    assert made.code == 0, made.err
    assert mcu("backup", "--check", *safe.glob("*.backup")).code == 0


@pytest.fixture
def postgresql(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The installation on PostgreSQL; called, it is moved to an empty database."""
    monkeypatch.setenv("MCU_PG_BIN", str(postgres.programs))

    def move(url: str) -> None:
        monkeypatch.setenv("MCU_DATABASE_URL", url)
        monkeypatch.setenv("MCU_MIGRATE_URL", url)

    move(postgres.migrated())
    return lambda: move(postgres.empty())


def test_a_copy_of_a_server_is_its_owners_to_take(
    mcu: Run, postgresql: Callable[[], None], postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, safe: Path
) -> None:
    owner, application = postgres.guarded()
    monkeypatch.setenv("MCU_DATABASE_URL", application)
    monkeypatch.delenv("MCU_MIGRATE_URL")
    refused = mcu("backup")
    assert (refused.code, "MCU_MIGRATE_URL" in refused.err) == (1, True), refused
    assert list(safe.glob("*.backup")) == []
    monkeypatch.setenv("MCU_MIGRATE_URL", owner)
    assert mcu("backup").code == 0


def test_a_database_of_a_server_comes_back_on_an_empty_one(
    mcu: Run, postgresql: Callable[[], None], filled: Path, safe: Path, home: Path
) -> None:
    before = texts(mcu)
    made = mcu("backup")
    assert made.code == 0, made.err
    assert mcu("forget", "--post", "vk:wall:7").code == 0
    postgresql()
    shutil.rmtree(home)
    back = mcu("restore", *safe.glob("*.backup"))
    assert back.code == 0, back.err
    assert texts(mcu) == [each for each in before if WORD not in each]
    assert mcu("audit", "verify").code == 0
