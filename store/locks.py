"""Names that one process at a time bears: advisory locks of PostgreSQL, free as soon as their holder is gone."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

FAMILY = 6_204
"""First number of these locks; the second is a digest of the name."""
NOTICE_DEATH = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3")
"""A machine that lost its power says no farewell: the server asks after it, and frees its locks within 25 s."""


class Bearer:
    """A name, borne as long as its session with the server lives."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self.name = engine, name
        self._session: Connection | None = None

    def take(self) -> bool:
        """Whether the name is ours now: a new session asks for it. False also where the server is away."""
        self.drop()
        try:
            session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except DBAPIError:
            return False
        try:
            for each in NOTICE_DEATH:
                session.execute(text(f"SET {each}"))
            if session.execute(_asked("pg_try_advisory_lock", self.name)).scalar_one():
                self._session = session
                return True
        except DBAPIError:
            session.invalidate()
        session.close()
        return False

    def borne(self) -> bool:
        """Whether the session, and with it the name, is still ours."""
        if self._session is None:
            return False
        try:
            self._session.execute(select(1))
        except DBAPIError:
            self.drop()
            return False
        return True

    def drop(self) -> None:
        """Give the name back, and end the session: a server notices the end of one a moment late.

        Its connection is not used again: that would carry the lock with it."""
        if self._session is not None:
            with suppress(DBAPIError):  # a session that broke off has given it back already
                if not self._session.invalidated:
                    self._session.execute(_asked("pg_advisory_unlock", self.name))
            self._session.invalidate()
            self._session.close()
            self._session = None


@contextmanager
def lent(engine: Engine, name: str) -> Iterator[bool]:
    """Whether nobody bears the name; then nobody can, for the length of the block."""
    bearer = Bearer(engine, name)
    try:
        yield bearer.take()
    finally:
        bearer.drop()


def _asked(function: str, name: str) -> Any:
    return select(getattr(func, function)(FAMILY, func.hashtext(name)))
