"""Looking into a program's database from outside, while the program writes and is killed."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.engine import make_url

Rows = list[tuple[object, ...]]


class Eye(Protocol):
    """Sees what is committed."""

    def rows(self, query: str) -> Rows:
        """The rows of a question. Raises LookupError while there is no such table."""


class File:
    """Into a file of SQLite, which is never written."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, query: str) -> Rows:
        try:
            with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10)) as database:
                return database.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            raise LookupError(query) from error


class Server:
    """Into a database of PostgreSQL, as its owner, whom no wall binds."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)

    def rows(self, query: str) -> Rows:
        try:
            with psycopg.connect(self._url) as connection:
                return connection.execute(query.encode()).fetchall()
        except psycopg.errors.UndefinedTable as error:
            raise LookupError(query) from error
