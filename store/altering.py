"""Altering tables of a server at which others work.

What alters a table waits for all who use it, and everybody who comes later waits behind it: on a server that many
municipalities share, one long report would stop them all. So it waits for a few seconds, and says what to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from core.errors import Busy

WAIT = "5s"
LOCKED = "55P03"
"""PostgreSQL's `lock_not_available`."""


@contextmanager
def altering(engine: Engine) -> Iterator[Connection]:
    """A transaction that alters tables. Raises Busy where somebody uses one of them; nothing is altered then."""
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT}'"))
            yield connection
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") != LOCKED:
            raise
        raise Busy(
            "таблицы заняты службой или длинным запросом: остановите службы и повторите; ничего не изменено"
        ) from error
