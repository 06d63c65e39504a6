"""The journal: a chain that nobody can change unseen, ids only, on both databases."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from core.errors import NotFound
from core.journal import START, JournalQuery, Link, broken
from core.scope import Scope
from store.ledger import Store
from tests.conftest import NOW

FREE = {
    "sqlite": ("DROP TRIGGER journal_unchanged", "DROP TRIGGER journal_undeleted"),
    "postgresql": ("DROP TRIGGER journal_kept ON journal",),
}


def tell(store: Store, scope: Scope, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        with store.begin() as work:
            work.journal.write(scope, "flag.confirm", str(number), {"revision": number}, NOW)


def harms(store: Store, scope: Scope, after: Link = START) -> list[str]:
    with store.read() as work:
        return list(map(str, broken(work.journal.chain(scope, after.number), after)))


def forge(engine: Engine, statement: str) -> None:
    """As one who owns the database and takes the guards away first."""
    with engine.begin() as connection:
        for each in (*FREE[engine.dialect.name], statement):
            connection.execute(text(each))


def test_entries_are_numbered_without_gaps_a_profile_and_the_chain_holds(store: Store, scope: Scope) -> None:
    other = replace(scope, profile="other")
    tell(store, scope, 3)
    tell(store, other, 2)
    tell(store, scope, 2, first=4)
    for mine, count in ((scope, 5), (other, 2)):
        with store.read() as work:
            assert [each.number for each in work.journal.chain(mine)] == [*range(1, count + 1)]
            assert work.journal.last(mine).number == count
        assert harms(store, mine) == []


def test_an_undone_transaction_leaves_no_entry_and_no_gap(store: Store, scope: Scope) -> None:
    tell(store, scope, 1)
    with pytest.raises(NotFound), store.begin() as work:  # noqa: PT012
        work.journal.write(scope, "flag.reject", "9", {}, NOW)
        work.flags.get(scope, 9)
    tell(store, scope, 1, first=2)
    with store.read() as work:
        assert [each.subject for each in work.journal.chain(scope)] == ["1", "2"]
    assert harms(store, scope) == []


@pytest.mark.parametrize(
    ("forgery", "told"),
    [
        ("UPDATE journal SET who = 'user:another' WHERE number = 3", ["запись 3: её содержание не сходится с печатью"]),
        ("UPDATE journal SET at = '2020-01-01' WHERE number = 2", ["запись 2: её содержание не сходится с печатью"]),
        ("DELETE FROM journal WHERE number = 3", ["запись 4: перед ней нет записей 3"]),
        ("DELETE FROM journal WHERE number < 4", ["запись 4: перед ней нет записей 1–3"]),
        ("UPDATE journal SET seal = previous WHERE number = 2", ["запись 2: её содер", "запись 3: она не продолжает"]),
    ],
)
def test_a_changed_or_missing_entry_is_found_and_named(
    store: Store, scope: Scope, engine: Engine, forgery: str, told: list[str]
) -> None:
    tell(store, scope, 5)
    forge(engine, forgery)
    found = harms(store, scope)
    assert len(found) == len(told)
    assert all(each.startswith(begun) for each, begun in zip(found, told, strict=True)), found


def test_a_tail_that_was_cut_off_is_found_by_the_place_that_was_written_down(
    store: Store, scope: Scope, engine: Engine
) -> None:
    tell(store, scope, 5)
    with store.read() as work:
        written = work.journal.last(scope)
    forge(engine, "DELETE FROM journal WHERE number = 5")
    assert harms(store, scope) == []
    with store.read() as work:
        assert work.journal.link(scope, written.number) is None


@pytest.mark.parametrize("change", ["UPDATE journal SET who = 'x'", "DELETE FROM journal"])
def test_even_the_owner_cannot_change_an_entry_by_mistake(
    store: Store, scope: Scope, engine: Engine, change: str
) -> None:
    tell(store, scope, 1)
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.execute(text(change))
    assert harms(store, scope) == []


def test_no_entry_is_replaced_by_another_of_its_number(store: Store, scope: Scope, engine: Engine) -> None:
    tell(store, scope, 3)
    names = "id, profile_id, number, at, action, subject, detail, previous, seal"
    other = f"INTO journal ({names}, who) SELECT {names}, 'user:eve' FROM journal WHERE number = 2"
    renumbered = other.replace("SELECT id,", "SELECT 99,")
    words = {
        "sqlite": (f"INSERT OR REPLACE {other}", f"INSERT OR REPLACE {renumbered}"),
        "postgresql": (f"INSERT {other} ON CONFLICT (id) DO UPDATE SET who = 'user:eve'",),
    }
    for statement in words[engine.dialect.name]:
        with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
            connection.execute(text(statement))
    assert harms(store, scope) == []
    tell(store, scope, 1, first=4)


def test_writers_at_once_continue_one_chain(store: Store, scope: Scope) -> None:
    """Each holds its transaction open a while before the other commits; none forks the chain, none is lost."""
    writers, each_tells = 6, 5
    start = threading.Barrier(writers)

    def work_on(first: int) -> None:
        start.wait()
        tell(store, scope, each_tells, first)

    threads = [threading.Thread(target=work_on, args=(100 * number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with store.read() as work:
        entries = list(work.journal.chain(scope))
    assert [each.number for each in entries] == [*range(1, writers * each_tells + 1)]
    assert len({each.subject for each in entries}) == writers * each_tells
    assert harms(store, scope) == []


def test_words_of_people_go_in_as_digests_and_ids_as_they_are(store: Store, scope: Scope) -> None:
    said = {
        "reason": "Иванова Анна с Ленина 5 просила",
        "posts": [12, 15],
        "share": 0.25,
        "code": "vk:wall",
        "no": None,
    }
    with store.begin() as work:
        work.journal.write(scope, "incident.move", "7", said, NOW)
    with store.read() as work:
        (kept,) = work.journal.chain(scope)
    assert kept.detail["posts"] == [12, 15]
    assert (kept.detail["code"], kept.detail["share"], kept.detail["no"]) == ("vk:wall", "0.25", None)
    assert str(kept.detail["reason"]).startswith("~")
    assert "Иванова" not in repr(kept)
    assert harms(store, scope) == []


def test_the_filters_find_by_group_officer_thing_and_time(store: Store, scope: Scope) -> None:
    hours = [timedelta(hours=number) for number in range(4)]
    told = [("flag.confirm", "user:anna", "1"), ("flag.reject", "user:oleg", "1"), ("source.add", "user:anna", "vk:a")]
    told += [("texts.read", "key:crm", "/cards/1")]
    with store.begin() as work:
        for (action, who, subject), later in zip(told, hours, strict=True):
            work.journal.write(replace(scope, who=who), action, subject, {}, NOW + later)

    def numbers(**filters: object) -> list[int]:
        with store.read() as work:
            return [each.number for each in work.journal.find(scope, JournalQuery(**filters)).entries]  # type: ignore[arg-type]

    assert numbers() == [4, 3, 2, 1]
    assert numbers(group="flag") == [2, 1]
    assert numbers(officer="anna") == [3, 1]
    assert numbers(officer="crm") == [4]
    assert numbers(subject="1", officer="oleg") == [2]
    assert numbers(since=NOW + hours[1], until=NOW + hours[3]) == [3, 2]
    assert numbers(before=3, limit=1) == [2]
    assert numbers(group="flag%") == []


def test_what_happened_before_the_chain_is_sealed_by_the_upgrade(
    engine: Engine, store: Store, scope: Scope, rows: Callable[[str], int]
) -> None:
    from alembic import command

    from store import schema
    from store.schema import _config

    with engine.begin() as connection:
        command.downgrade(_config(connection), "0015")
        for number in range(1, 4):
            told = {"id": number, "profile": scope.profile if number != 2 else "other", "at": NOW}
            insert = "INSERT INTO journal (profile_id, at, who, action, subject, detail) VALUES"
            moment = "'2026-11-20 12:00:00.000000'"
            connection.execute(text(f"{insert} (:profile, {moment}, 'w', 'a.b', :id, '{{\"n\": 1.5}}')"), told)
    schema.migrate(engine)
    tell(store, scope, 1)
    assert rows("journal") == 4
    assert harms(store, scope) == harms(store, replace(scope, profile="other")) == []
