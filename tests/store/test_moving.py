"""An installation goes over from SQLite to PostgreSQL whole, or not at all."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, text

from core.errors import BadInput, BadSettings, Conflict
from core.flags import FlagQuery
from core.journal import broken
from core.scope import system
from runtime import lock
from store import moving, schema
from store.engine import open_engine
from store.ledger import Store
from store.moving import Moved
from store.prints import Printing, plain
from store.tables import drifts, marks, metadata, posts
from store.tables.columns import Moment
from tests.acceptance.conftest import Ran, home, mcu
from tests.acceptance.test_commands import GOOD, post, written
from tests.conftest import NOW, plain_lemmas
from tests.server import PostgresServer
from tests.unit.api.conftest import PROFILE, flagged, grouped

__all__ = ["home", "mcu"]
SCOPE = system(PROFILE.code)
pytestmark = pytest.mark.sqlite("what it moves begins in a file whatever the engine of the run; `make test` runs it")


def silent(step: str, done: int, total: int | None) -> None:
    """Nobody looks."""


@pytest.fixture
def old(sqlite_template: Path, tmp_path: Path) -> Engine:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'mcu.db')}"
    flagged(url)
    grouped(url)
    return open_engine(url)


@pytest.fixture
def new(postgres: PostgresServer) -> Engine:
    return open_engine(postgres.empty())


def carried(old: Engine, new: Engine) -> list[Moved]:
    moving.check(old, new)
    done = moving.move(old, new, silent)
    old.dispose()
    return done


def counted(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(metadata.tables[table])).scalar_one())


def test_every_table_arrives_with_the_same_rows_and_the_former_database_is_the_same_file(
    old: Engine, new: Engine
) -> None:
    file = Path(old.url.database or "")
    before = file.read_bytes()
    done = {each.table: each.print for each in carried(old, new)}
    assert file.read_bytes() == before
    assert set(done) == set(metadata.tables)
    assert {name: counted(new, name) for name in done} == {name: made.count for name, made in done.items()}
    assert min(done[name].count for name in ("posts", "versions", "assessments", "flags", "steps", "search")) > 0
    assert schema.check(new)
    new.dispose()


def test_the_moved_database_serves_the_queue_finds_words_and_goes_on_with_the_chain(old: Engine, new: Engine) -> None:
    former = Store(old, plain_lemmas)
    with former.read() as work:
        queue = work.flags.find(SCOPE, FlagQuery()).flags
        last = work.journal.last(SCOPE)
    assert queue
    carried(old, new)
    store = Store(new, plain_lemmas)
    with store.begin() as work:
        assert work.flags.find(SCOPE, FlagQuery()).flags == queue
        assert work.posts.search(SCOPE, "яма")
        work.journal.write(SCOPE, "test.go", "", {}, NOW)
    with store.read() as work:
        assert work.journal.last(SCOPE).number == last.number + 1
        assert not any(broken(work.journal.chain(SCOPE)))
    store.close()


def test_ids_of_rows_that_are_gone_are_not_given_again(old: Engine, new: Engine) -> None:
    row = {"profile_id": "test", "name": "one", "value": "", "at": NOW}
    with old.begin() as connection:
        gone = connection.execute(insert(marks).returning(marks.c.id), row).scalar_one()
        connection.execute(marks.delete())
    carried(old, new)
    with new.begin() as connection:
        assert connection.execute(insert(marks).returning(marks.c.id), row).scalar_one() == gone + 1
    new.dispose()


def test_a_database_in_which_something_lies_is_not_written_to(old: Engine, new: Engine) -> None:
    carried(old, new)
    with pytest.raises(Conflict, match="база не пуста: в таблице"):
        moving.check(old, new)
    with pytest.raises(Conflict, match="база не пуста: в таблице"):
        moving.move(old, new, silent)
    new.dispose()


class Cut(Exception):
    """The cable was pulled."""


def test_a_move_cut_short_leaves_nothing_and_is_begun_again(old: Engine, new: Engine) -> None:
    def cut(step: str, done: int, total: int | None) -> None:
        if step == moving.CHECKING:
            raise Cut

    moving.check(old, new)
    with pytest.raises(Cut):
        moving.move(old, new, cut)
    assert counted(new, "posts") == 0
    assert {each.table for each in carried(old, new)} == set(metadata.tables)
    new.dispose()


@pytest.mark.parametrize("wrong", [{"message": "x" * 300}, {"message": "a\0b"}])
def test_a_row_that_postgresql_does_not_take_is_named_and_nothing_is_written(
    old: Engine, new: Engine, wrong: dict[str, str]
) -> None:
    with old.begin() as connection:
        connection.execute(posts.update().values(**wrong).where(posts.c.id == 1))
    moving.check(old, new)
    with pytest.raises(BadInput, match="таблица posts: PostgreSQL не принимает строку"):
        moving.move(old, new, silent)
    assert counted(new, "sources") == 0
    new.dispose()


def test_two_moves_at_a_time_are_refused(old: Engine, new: Engine) -> None:
    moving.check(old, new)
    with new.connect() as other:
        other.execute(select(func.pg_advisory_lock(moving.LOCK)))
        with pytest.raises(Conflict, match="уже идёт другой перенос"):
            moving.move(old, new, silent)
    new.dispose()


def test_a_changed_value_in_the_new_database_is_seen(old: Engine, new: Engine) -> None:
    def spoil(step: str, done: int, total: int | None) -> None:
        if step == "reviews":
            spoilt.append(step)

    spoilt: list[str] = []
    moving.check(old, new)
    with new.begin() as connection:
        # A rule of the target that changes what is written: a digest is to see it.
        connection.execute(
            text(
                "CREATE FUNCTION bend() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN NEW.score := NEW.score + 1; RETURN NEW; END $$"
            )
        )
        connection.execute(text("CREATE TRIGGER bend BEFORE INSERT ON flags FOR EACH ROW EXECUTE FUNCTION bend()"))
    with pytest.raises(BadInput, match=r"таблица flags: .* или они различаются"):
        moving.move(old, new, spoil)
    assert (spoilt, counted(new, "flags")) == (["reviews"], 0)
    new.dispose()


def test_only_postgresql_is_moved_to(old: Engine, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="нужен адрес postgresql"):
        moving.check(old, open_engine(f"sqlite:///{tmp_path / 'other.db'}"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1e3, 1000),
        ({"b": 1.0, "a": [2.0, 0.5]}, {"a": [2, 0.5], "b": 1}),
        (-0.0, 0),
        (1e20, 100000000000000000000),
    ],
)
def test_json_is_compared_by_its_meaning(one: object, other: object) -> None:
    assert repr(sorted_names(plain(one))) == repr(sorted_names(plain(other)))


def sorted_names(value: object) -> object:
    return dict(sorted(value.items())) if isinstance(value, dict) else value


def test_a_moment_has_one_print_in_every_zone_and_a_fraction_has_all_its_digits() -> None:
    def of(week: date, share: float) -> str:
        made = Printing(drifts)
        row = {column.name: None for column in drifts.columns} | {"week": week, "share": share}
        made.add(list(row.values()))
        return made.end().digest

    assert of(date(2026, 1, 5), 0.1) != of(date(2026, 1, 5), 0.1 + 1e-17 * 2)
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    both = []
    for each in (moment, moment.astimezone(timezone(timedelta(hours=3)))):
        made = Printing(marks)
        made.add([1, "p", "n", "v", each])
        both.append(made.end())
    assert both[0] == both[1]
    assert isinstance(marks.c.at.type, Moment)


def test_the_command_moves_an_installation_which_then_shows_the_same_cards_and_tells_of_it(
    mcu: Callable[..., Ran], home: Path, tmp_path: Path, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mcu("import", written(tmp_path / "wall.jsonl", *GOOD)).code == 0
    cards = mcu("flags", "--json").out
    address = postgres.empty()
    done = mcu("move", "--to", address)
    assert (done.code, "Перенесено и сверено: 52 таблицы" in done.out) == (0, True), done
    again = mcu("move", "--to", address)
    assert (again.code, "база не пуста" in again.err) == (1, True), again
    monkeypatch.setenv("MCU_DATABASE_URL", address)
    assert (mcu("audit", "verify").code, mcu("flags", "--json").out) == (0, cards)
    assert GOOD[1]["text"] in mcu("posts", "export", "--source", "vk:wall").out
    assert mcu("import", written(tmp_path / "more.jsonl", post(9, "Яма у школы"))).code == 0
    refused = mcu("move", "--to", address)
    assert (refused.code, "переносить нечего" in refused.err) == (1, True)


def test_nobody_may_work_with_the_installation_meanwhile(
    mcu: Callable[..., Ran], home: Path, postgres: PostgresServer
) -> None:
    assert mcu("init", "--profile", "batetsky").code == 0
    with lock.hold(home / lock.NAME, "serve", NOW):
        busy = mcu("move", "--to", postgres.empty())
    assert (busy.code, "уже работает mcu serve" in busy.err) == (1, True), busy
