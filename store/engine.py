"""Opening a database: SQLite on one machine, PostgreSQL beyond it."""

import json
import re
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from core.errors import BadSettings

__all__ = ["Engine", "open_engine", "survey"]

BUSY_MS = 15_000
CONNECTIONS, KEPT, POOL_WAIT = 15, 5, 5.0
"""On a server: at a time, kept open between uses, and seconds that one more is waited for."""
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
)
LONE = re.compile("[\ud800-\udfff]")
"""Half of a sign, which no database takes as it is."""
_ENCODER = json.JSONEncoder(ensure_ascii=False)
SURVEYED = 400
"""Rows of an index that are looked at: a survey takes a twentieth of a second, however many there are."""


def survey(engine: Engine) -> None:
    """Let the database look how many rows its indexes tell apart. Without that SQLite takes an index that fits two
    conditions for the better one, although it holds the whole table. PostgreSQL surveys by itself."""
    if engine.dialect.name != "sqlite":
        return
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={SURVEYED}")
        connection.exec_driver_sql("ANALYZE")


def written(value: Any) -> str:
    """JSON with its letters as they are: escaped, a Russian text takes three times the room."""
    told = _ENCODER.encode(value)
    return json.dumps(value) if LONE.search(told) else told


def _sqlite(engine: Engine) -> None:
    """WAL, foreign keys, a busy timeout, and transactions that take the write lock at once.

    A deferred transaction that reads first and writes later fails at once when another writer came between, whatever
    the timeout: so writers say BEGIN IMMEDIATE, and only those that promise to read say BEGIN.
    """

    def connected(raw: object, record: object) -> None:
        raw.isolation_level = None  # type: ignore[attr-defined]  # sqlite3's own: no implicit BEGIN
        for pragma in PRAGMAS:
            raw.execute(pragma)  # type: ignore[attr-defined]

    def began(connection: Connection) -> None:
        reading = connection.get_execution_options().get("mcu_read", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)


def _postgresql(engine: Engine, profile: str) -> None:
    """Every connection says whose rows it is for: the policies of `store.wall` show it no others."""

    def connected(raw: object, record: object) -> None:
        with raw.cursor() as cursor:  # type: ignore[attr-defined]  # psycopg's own
            cursor.execute("SELECT set_config('mcu.profile', %s, false)", (profile,))
        raw.commit()  # type: ignore[attr-defined]

    event.listen(engine, "connect", connected)


def open_engine(url: str, profile: str = "", connections: int = CONNECTIONS) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`, on a server for the rows of one profile (empty: of none,
    which only the owner of the tables is not bound by), with so many connections at a time; who asks for one more waits
    five seconds (`store.ledger` then says Transient). Raises BadSettings for any other address."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadSettings("MCU_DATABASE_URL: это не адрес базы данных") from None
    backend = parsed.get_backend_name()
    if backend == "sqlite" and not parsed.database:
        raise BadSettings("MCU_DATABASE_URL: у sqlite нужен путь к файлу (sqlite:///путь)")
    if backend == "sqlite":
        waiting = {"timeout": BUSY_MS / 1000, "check_same_thread": False}
        engine = create_engine(parsed, hide_parameters=True, connect_args=waiting, json_serializer=written)
        _sqlite(engine)
        return engine
    if backend == "postgresql":
        server = parsed.set(drivername="postgresql+psycopg")
        kept = min(connections, KEPT)
        engine = create_engine(
            server,
            pool_pre_ping=True,
            hide_parameters=True,
            json_serializer=written,
            pool_size=kept,
            max_overflow=connections - kept,
            pool_timeout=POOL_WAIT,
        )
        _postgresql(engine, profile)
        return engine
    raise BadSettings(f"MCU_DATABASE_URL: база «{backend}» не поддерживается, нужна sqlite или postgresql")
