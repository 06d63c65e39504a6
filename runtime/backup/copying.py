"""The database as it stands at one moment, into a file, while others write to it; and back."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.errors import BadSettings, Transient
from runtime.settings import Settings
from store.engine import open_engine
from store.standing import server_version

DATABASE = "database"
TIMEOUT = 6 * 3600
VERSION = re.compile(rb"(\d+)")
JOBS = ("jobs_*", "dbos")
"""Schemas of jobs (the second is an earlier version's) are not copied: the next tick asks for what was under way."""


def take(settings: Settings, to: Path) -> None:
    """Copy the database into a file. Raises BadSettings, Transient."""
    if settings.is_sqlite:
        _take_sqlite(Path(settings.database.removeprefix("sqlite:///")), to)
    else:
        address = settings.migrate_url.get_secret_value() or settings.database
        left = [f"--exclude-schema={each}" for each in JOBS]
        _run(settings, "pg_dump", address, "--format=custom", *left, f"--file={to}")
    to.chmod(0o600)


def _take_sqlite(source: Path, to: Path) -> None:
    """In one step: in WAL mode a long reader hinders no writer, and sees one moment."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as one, closing(sqlite3.connect(to)) as other:
        one.backup(other, pages=-1)
        other.execute("PRAGMA journal_mode=DELETE")


def bring(settings: Settings, source: Path, address: str) -> None:
    """Put a copied database at an address where there is none yet (PostgreSQL: an empty one, as its owner)."""
    if settings.is_sqlite:
        shutil.copyfile(source, address.removeprefix("sqlite:///"))
    else:
        _run(settings, "pg_restore", address, "--no-owner", "--no-privileges", "--exit-on-error", str(source))


def _program(settings: Settings, name: str) -> str:
    found = str(settings.pg_bin / name) if settings.pg_bin else shutil.which(name)
    if not found or not Path(found).is_file():
        raise BadSettings(f"MCU_PG_BIN: программы {name} нет; укажите папку программ PostgreSQL версии сервера")
    return found


def _run(settings: Settings, name: str, address: str, *words: str) -> None:
    """A program of PostgreSQL; the password goes by the environment, not by the line that all processes see."""
    program, parts = _program(settings, name), urlsplit(address)
    _check_version(program, address)
    plain = parts._replace(netloc=re.sub(r":[^:@/]*@", "@", parts.netloc), scheme="postgresql").geturl()
    own = {"PATH": os.defpath, "PGPASSWORD": unquote(parts.password or ""), "PGCONNECT_TIMEOUT": "15", "LC_ALL": "C"}
    ran = subprocess.run(  # noqa: S603
        [program, f"--dbname={plain}", *words], env=own, capture_output=True, timeout=TIMEOUT, check=False
    )
    if b"row-level security" in ran.stderr:
        raise BadSettings("MCU_MIGRATE_URL: копию снимает владелец таблиц, роль приложения видит лишь свой профиль")
    if ran.returncode:
        why = ran.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"код {ran.returncode}"]
        raise Transient(f"{name}: {why[0][:300]}")


def _check_version(program: str, address: str) -> None:
    """An older program refuses a newer server with a riddle; a newer one writes what the server may not read back."""
    said = VERSION.search(subprocess.run([program, "--version"], capture_output=True, check=True).stdout)  # noqa: S603
    engine = open_engine(address)
    server = server_version(engine)
    engine.dispose()
    if said and int(said[1]) != server:
        raise BadSettings(
            f"MCU_PG_BIN: {program} версии {int(said[1])}, а сервер версии {server}: нужна программа его версии"
        )
