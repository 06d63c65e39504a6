"""Many rows by one statement: it is written out once for a database, and values are prepared a column at a time.

SQLAlchemy prepares a row by a call for each of its values, twice over; for pages of posts that took longer than the
database itself. The values go through the same types of the columns here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, column, select
from sqlalchemy import table as named
from sqlalchemy.exc import DBAPIError

Rows = Sequence[Mapping[str, Any]]
Names = tuple[str, ...]
Prepare = Callable[[Any], Any] | None
Writing = Callable[[Dialect, Table, Names, Names], Insert]
"""From a dialect, a table, the names of the columns and those of the key to the statement."""

STATEMENTS = 128
"""Remembered: a few a table, for each database that the process has open."""

TOGETHER, STEP = 128, 16
"""Rows that SQLite gets in one statement at most. It takes 32,766 parameters, and our widest table has 34 columns.
So many, or a multiple of `STEP`, or what is left over: the driver remembers statements, and there are few of them."""


MANY = 100
"""Rows from which PostgreSQL takes them by COPY: into a table of the session, for COPY does not go through the wall
(`store.wall`), and from there by one statement. Fewer are not worth that table."""
STAGE = "CREATE TEMPORARY TABLE IF NOT EXISTS {to} ON COMMIT DELETE ROWS AS SELECT {names} FROM {of} WITH NO DATA"


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement in a database's words; `names` are its parameters in their order, with what makes values of them."""

    words: str
    names: Names
    prepare: tuple[Prepare, ...]
    positional: bool

    def statements(self, rows: Rows) -> Iterator[tuple[str, Any]]:
        """What is handed to the driver: words with parameters.

        SQLite gets many rows in one statement: between two, its index of words writes down what it has gathered.
        """
        values = self._values(rows)
        if not self.positional:
            yield self.words, [dict(zip(self.names, each, strict=True)) for each in values]
            return
        while values:
            many = min(TOGETHER, len(values) // STEP * STEP) or len(values)
            yield self._repeated(many), tuple(chain.from_iterable(values[:many]))
            values = values[many:]

    def copied(self, connection: Connection, table: Table, staged: str, rows: Rows) -> int:
        """Write by COPY what the words then take from the session's table; gives how many rows they wrote."""
        quoted = connection.dialect.identifier_preparer.quote
        names = ", ".join(map(quoted, self.names))
        connection.exec_driver_sql(STAGE.format(to=staged, names=names, of=quoted(table.name)))
        words = f"COPY {staged} ({names}) FROM STDIN"
        with _cursor(connection, words) as cursor, cursor.copy(words) as copying:
            for values in self._values(rows):
                copying.write_row(values)
        written = connection.exec_driver_sql(self.words).rowcount
        # A second page of the same transaction must not find the first one's rows.
        connection.execute(named(staged).delete())
        return written

    def _repeated(self, times: int) -> str:
        row = f"({', '.join('?' * len(self.names))})"
        return self.words.replace(row, ", ".join([row] * times), 1)

    def _values(self, rows: Rows) -> list[tuple[Any, ...]]:
        columns = [
            _column([row[name] for row in rows], prepare)
            for name, prepare in zip(self.names, self.prepare, strict=True)
        ]
        return list(zip(*columns, strict=True))


@contextmanager
def _cursor(connection: Connection, words: str) -> Iterator[Any]:
    """The driver's own cursor; its errors come as those of all other statements."""
    driver: Any = connection.connection.driver_connection
    errors: Any = connection.dialect.loaded_dbapi
    try:
        with driver.cursor() as cursor:
            yield cursor
    except errors.Error as error:
        dialect = connection.dialect
        raise DBAPIError.instance(words, None, error, errors.Error, hide_parameters=True, dialect=dialect) from error


def run(connection: Connection, table: Table, rows: Rows, writing: Writing, key: Names = ()) -> None:
    """Insert rows that have the same names."""
    if rows and copies(connection, rows):
        copy(connection, table, rows, writing, key)
    elif rows:
        ready = _ready(writing, connection.dialect, table, tuple(rows[0]), key)
        for words, values in ready.statements(rows):
            connection.exec_driver_sql(words, values)


def copies(connection: Connection, rows: Rows) -> bool:
    """Whether so many rows go by COPY."""
    return len(rows) >= MANY and connection.dialect.name == "postgresql"


def told_whole(table: Table, rows: Rows) -> bool:
    """Whether no value is left to the program's defaults, which COPY knows nothing of."""
    return all(column.name in rows[0] for column in table.columns if column.default is not None)


def copy(connection: Connection, table: Table, rows: Rows, writing: Writing, key: Names = ()) -> int:
    """Insert rows of the same names on PostgreSQL; gives how many were written."""
    names = tuple(rows[0])
    staged = _staged(table, names)
    ready = _ready(writing, connection.dialect, table, names, key, staged)
    return ready.copied(connection, table, staged, rows)


def _staged(table: Table, names: Names) -> str:
    """One table a session for each table and choice of columns."""
    return f"bulk_{table.name}_{md5(' '.join(names).encode(), usedforsecurity=False).hexdigest()[:8]}"


@lru_cache(STATEMENTS)
def _ready(writing: Writing, dialect: Dialect, table: Table, names: Names, key: Names, staged: str = "") -> Ready:
    statement = writing(dialect, table, names, key)
    if staged:
        source: Any = select(*map(column, names)).select_from(named(staged))
        statement = statement.from_select(list(names), source, include_defaults=False)
    compiled: Any = statement.compile(dialect=dialect, column_keys=None if staged else list(names))
    order = tuple(compiled.positiontup or names)
    kinds = [table.c[name].type.dialect_impl(dialect) for name in order]
    return Ready(str(compiled), order, tuple(kind.bind_processor(dialect) for kind in kinds), compiled.positional)


def _column(values: list[Any], prepare: Prepare) -> list[Any]:
    """The values of one column. Many are one object, e.g. the moment of a page: that is prepared once."""
    if prepare is None:
        return values
    made: dict[int, Any] = {}
    for value in values:
        if id(value) not in made:
            made[id(value)] = prepare(value)
    return [made[id(value)] for value in values]
