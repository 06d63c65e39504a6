"""Databases for tests that need one: files of SQLite, or databases of PostgreSQL where MCU_TEST_ENGINE says so.

Tests of the store run on both whatever it says; the API, the pages and the commands run on SQLite unless it is set:
`make test-postgresql`, or `MCU_TEST_ENGINE=postgresql pytest tests/unit/api`. There a test works as a centre does: as
the application's role, which owns nothing, behind the wall of its profile (`store.wall`).
"""

import itertools
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.server import PostgresServer

ENGINE = os.environ.get("MCU_TEST_ENGINE", "sqlite")
ON_POSTGRES = ENGINE == "postgresql"
ENGINES = ("postgresql",) if ON_POSTGRES else ("sqlite", "postgresql")
"""On which a test runs that runs on every engine."""

Given = Mapping[str, str]
"""Settings by their names, as `runtime.settings.Settings` takes them."""


def as_environment(given: Given) -> dict[str, str]:
    """Settings as a process finds them."""
    return {f"MCU_{name.upper()}": value for name, value in given.items()}


class Files:
    """Copies of a file."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template, self._folder, self._numbers = template, folder, itertools.count(1)

    def fresh(self) -> str:
        """The address of a migrated, empty database."""
        return self._copied(self._template)

    def filled(self, fill: Callable[[str], None], start: str = "") -> str:
        """One to copy: what `fill` puts into a fresh one, or into a copy of another."""
        made = self.copy(start) if start else self.fresh()
        fill(made)
        return made

    def copy(self, url: str) -> str:
        """Another with the same rows."""
        return self._copied(Path(url.removeprefix("sqlite:///")))

    def drop(self, url: str) -> None:
        """Nobody needs it any more."""
        for end in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + end).unlink(missing_ok=True)

    def installed(self) -> dict[str, str]:
        """What tells an installation where its database is: nothing, it lies in the data folder."""
        return {}

    def forget(self, given: Given) -> None:
        """The installation is over; its database goes with its folder."""

    def _copied(self, file: Path) -> str:
        return f"sqlite:///{shutil.copy(file, self._folder / f'{next(self._numbers)}.db')}"


class Databases:
    """Databases of one server, made after a template; their addresses are those of the application's role."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def fresh(self) -> str:
        """The address of a migrated, empty database."""
        return self.copy(self._server.installation)

    def filled(self, fill: Callable[[str], None], start: str = "") -> str:
        """One to copy: what `fill` puts into a fresh one, or into a copy of another. `fill` leaves no connection."""
        made = self.copy(start) if start else self.fresh()
        fill(made)
        return made

    def copy(self, url: str) -> str:
        """Another with the same rows."""
        return self._server.copied(url)

    def drop(self, url: str) -> None:
        """Nobody needs it any more; whoever holds it is sent away."""
        self._server.drop(url)

    def installed(self) -> dict[str, str]:
        """What tells an installation where its database is: the application's address and the owner's."""
        application = self.fresh()
        owner, programs = self._server.owners(application), str(self._server.programs)
        return {"database_url": application, "migrate_url": owner, "pg_bin": programs}

    def forget(self, given: Given) -> None:
        """The installation is over."""
        self.drop(given["database_url"])


Shelf = Files | Databases
