"""Carrying an embedded database over to PostgreSQL: every table, in one transaction, proved by count and digest."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, column, func, select, text
from sqlalchemy import table as named

from core.errors import BadInput, BadSettings, Conflict
from store import schema
from store.prints import Print, Printing
from store.tables import metadata

PAGE = 1_000
"""Rows held in memory at once."""
LOCK = 6_203
"""The advisory lock under which one move at a time works with a database."""
CHECKING = "Сверка"
SEQUENCES = named("sqlite_sequence", column("name"), column("seq"))
Progress = Callable[[str, int, int | None], None]
"""Told of a table's name or of the comparison, how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What lies in both databases alike: the table with its rows' count and digest."""

    table: str
    print: Print


def check(source: Engine, target: Engine) -> None:
    """Whether a move may begin; brings the schema of an empty target up to date.

    Raises BadSettings for a target that is no PostgreSQL or a source of another version, Conflict for a target in which
    something lies already, NewerSchema.
    """
    if target.dialect.name != "postgresql":
        raise BadSettings("перенос идёт в PostgreSQL: нужен адрес postgresql://…")
    if not schema.check(source):
        raise BadSettings("схема базы не обновлена: выполните mcu migrate, затем перенос")
    if not schema.check(target):
        schema.migrate(target)
    with target.connect() as connection:
        _refuse_filled(connection)


def move(source: Engine, target: Engine, progress: Progress) -> list[Moved]:
    """Copy all tables and compare; nothing is left in the target unless all of it is there, and proved.

    The source is read in one transaction that only reads. A move that was cut short has left an empty target: it is
    simply begun again. Raises BadInput for a row that PostgreSQL does not take, or for tables that differ in the end.
    """
    with source.connect().execution_options(mcu_read=True) as old, old.begin(), target.begin() as new:
        if not new.execute(select(func.pg_try_advisory_xact_lock(LOCK))).scalar_one():
            raise Conflict("в эту базу уже идёт другой перенос")
        _refuse_filled(new)
        done = [Moved(table.name, _carried(old, new, table, progress)) for table in metadata.sorted_tables]
        _count_on(old, new)
        for each in done:
            _compare(new, each, progress)
    with target.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # The planner knows nothing of tables that were filled a moment ago.
        connection.execute(text("ANALYZE"))
    return done


def _refuse_filled(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(*table.primary_key).limit(1)).first() is not None:
            raise Conflict(f"база не пуста: в таблице {table.name} есть строки; нужна пустая база")


def _total(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """All rows in the order of their keys, some at a time."""
    query = select(table).order_by(*table.primary_key)
    yield from connection.execute(query.execution_options(yield_per=PAGE))


def _carried(old: Connection, new: Connection, table: Table, progress: Progress) -> Print:
    """Write a table by COPY; gives the print of what was read."""
    names = [column.name for column in table.columns]
    quoted = new.dialect.identifier_preparer.quote
    words = f"COPY {quoted(table.name)} ({', '.join(map(quoted, names))}) FROM STDIN"
    writers = [column.type.dialect_impl(new.dialect).bind_processor(new.dialect) for column in table.columns]
    total, made = _total(old, table), Printing(table)
    with _copying(new, table) as cursor, cursor.copy(words) as copy:
        for row in rows(old, table):
            made.add(row)
            copy.write_row([write(value) if write else value for write, value in zip(writers, row, strict=True)])
            if made.count % PAGE == 0:
                progress(table.name, made.count, total)
    progress(table.name, made.count, total)
    return made.end()


@contextmanager
def _copying(connection: Connection, table: Table) -> Iterator[Any]:
    """The driver's own cursor. What it refuses is said with the table and, where the driver tells it, the line."""
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor:
            yield cursor
    except (errors.DataError, errors.IntegrityError) as error:
        where = (error.diag.context or "").split(":")[0] if error.diag else ""
        why = f"{type(error).__name__}; {where}"
        raise BadInput(f"таблица {table.name}: PostgreSQL не принимает строку ({why}); ничего не записано") from None


def _count_on(old: Connection, new: Connection) -> None:
    """Ids are never used again: sequences go on behind the greatest id that was ever given, also of deleted rows."""
    given = dict(old.execute(select(SEQUENCES.c.name, SEQUENCES.c.seq)).all())
    for name, table in metadata.tables.items():
        if "id" in table.c:
            there = new.execute(select(func.max(table.c.id))).scalar_one()
            # A table that a migration made anew on SQLite may have no sequence there.
            if last := max(given.get(name) or 0, there or 0):
                new.execute(select(func.setval(func.pg_get_serial_sequence(f'"{name}"', "id"), last)))


def _compare(new: Connection, moved: Moved, progress: Progress) -> None:
    """Read back what was written. Raises BadInput if it differs."""
    table, made = metadata.tables[moved.table], Printing(metadata.tables[moved.table])
    for row in rows(new, table):
        made.add(row)
    if made.end() != moved.print:
        raise BadInput(
            f"таблица {moved.table}: в новой базе {made.count} строк, в прежней {moved.print.count}, "
            "или они различаются; перенос отменён, прежняя база не тронута"
        )
    progress(CHECKING, 1 + list(metadata.sorted_tables).index(table), len(metadata.sorted_tables))
