"""Many rows by one statement: it is written out once for a database, and values are prepared a column at a time.

SQLAlchemy prepares a row by a call for each of its values, twice over; for pages of posts that took longer than the
database itself. The values go through the same types of the columns here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table

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

    def _repeated(self, times: int) -> str:
        row = f"({', '.join('?' * len(self.names))})"
        return self.words.replace(row, ", ".join([row] * times), 1)

    def _values(self, rows: Rows) -> list[tuple[Any, ...]]:
        columns = [
            _column([row[name] for row in rows], prepare)
            for name, prepare in zip(self.names, self.prepare, strict=True)
        ]
        return list(zip(*columns, strict=True))


def run(connection: Connection, table: Table, rows: Rows, writing: Writing, key: Names = ()) -> None:
    """Insert rows that have the same names."""
    if rows:
        ready = _ready(writing, connection.dialect, table, tuple(rows[0]), key)
        for words, values in ready.statements(rows):
            connection.exec_driver_sql(words, values)


@lru_cache(STATEMENTS)
def _ready(writing: Writing, dialect: Dialect, table: Table, names: Names, key: Names) -> Ready:
    compiled: Any = writing(dialect, table, names, key).compile(dialect=dialect, column_keys=list(names))
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
