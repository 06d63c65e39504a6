"""Databases for tests that need one: files of SQLite, or databases of PostgreSQL where MCU_TEST_ENGINE says so.

Tests of the store run on both whatever it says; the API, the pages and the commands run on SQLite unless it is set:
`MCU_TEST_ENGINE=postgresql pytest tests/unit/api`.
"""

import itertools
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.server import PostgresServer

ENGINE = os.environ.get("MCU_TEST_ENGINE", "sqlite")
ON_POSTGRES = ENGINE == "postgresql"


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

    def _copied(self, file: Path) -> str:
        return f"sqlite:///{shutil.copy(file, self._folder / f'{next(self._numbers)}.db')}"


class Databases:
    """Databases of one server, made after a template."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    def fresh(self) -> str:
        """The address of a migrated, empty database."""
        return self._server.migrated()

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


Shelf = Files | Databases
