"""Many workers on one PostgreSQL database: real processes with data folders of their own, killed without warning."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from runtime.flow import FileOrder
from runtime.jobs import names
from runtime.jobs.engine import migrate
from runtime.jobs.orders import desk
from runtime.settings import Settings
from runtime.wiring import House, open_house
from store.engine import open_engine
from tests.acceptance.program import ROOT, environment

LOOKS = 1.0
"""Seconds between two looks of a worker at the others."""


class Workers:
    """`mcu worker` several times over. Every process is killed at the end at the latest."""

    MAIN = "from runtime.cli import main; main()"

    def __init__(self, folder: Path, address: str, model: Path) -> None:
        self.folder, self.address, self._model = folder, address, model
        self.settings = Settings(home=folder / "desk", database_url=address, model=model)
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Workers":
        self.engine: Engine = open_engine(self.address)
        self.house: House = open_house(self.settings)
        migrate(self.address, str(self.engine.url.username), self.house.profile.code)
        self.jobs = f"{names.schema(self.house.profile.code)}.workflow_status"
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.house.store.close()
        self.engine.dispose()

    def start(self) -> subprocess.Popen[bytes]:
        """One more, on a machine of its own as far as the program can tell."""
        home = self.folder / f"home-{len(self.running)}"
        home.mkdir()
        shutil.copy(self.settings.home / "key", home / "key")
        own = {"MCU_HOME": str(home), "MCU_DATABASE_URL": self.address, "MCU_MODEL": str(self._model)}
        own |= {"MCU_PEERS_EVERY": str(LOOKS), "PYTHONPATH": str(ROOT)}
        with (home / "said.txt").open("wb") as out:
            command = [sys.executable, "-c", self.MAIN, "worker"]
            made = subprocess.Popen(command, cwd=home, env=environment(own), stdout=out, stderr=out)
        self.running.append(made)
        return made

    def order(self, file: Path) -> str:
        """Order a file's import; returns the job's id."""
        with desk(self.settings, self.house.profile.code) as orders:
            return orders.submit_import(self.house.profile.code, FileOrder(file), datetime.now(UTC))

    def settle(self) -> str:
        """Order that all that waits is assessed."""
        with desk(self.settings, self.house.profile.code) as orders:
            return orders.submit_settle(self.house.profile.code)

    def count(self, what: str) -> int:
        """Rows of a table, or of a table with a condition."""
        with self.engine.connect() as connection:
            return int(connection.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())

    def at_work(self, job: str) -> str:
        """The name of the worker that has the job under way; empty if none has."""
        with self.engine.connect() as connection:
            under_way = f"SELECT executor_id FROM {self.jobs} WHERE workflow_uuid = :job AND status = 'PENDING'"
            return str(connection.execute(text(under_way), {"job": job}).scalar() or "")

    def ended(self, job: str) -> bool:
        """Whether the job has succeeded."""
        return bool(self.count(f"{self.jobs} WHERE workflow_uuid = '{job}' AND status = 'SUCCESS'"))

    def bearer(self, name: str) -> subprocess.Popen[bytes]:
        """The process of this name."""
        for number, process in enumerate(self.running):
            file = self.folder / f"home-{number}" / "worker-id"
            if file.exists() and name.startswith(file.read_text("ascii")):
                return process
        raise LookupError(name)

    def said(self) -> str:
        """All that the processes said."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("home-*/said.txt")))

    def until(self, true: Callable[[], object], why: str, seconds: float = 200) -> None:
        """Wait for something to become true."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise TimeoutError(f"{why}\n{self.said()}")
            time.sleep(0.05)

    def kill_at(self, job: str, table: str, rows: int) -> str:
        """kill -9 whoever has the job under way when the table has so many rows; returns its name."""
        seen: list[str] = []  # noted at the look itself: a moment later the job may have ended

        def busy() -> bool:
            seen.append(self.at_work(job) if self.count(table) >= rows else "")
            return bool(seen[-1])

        self.until(busy, f"{table} {rows}")
        name = seen[-1]
        process = self.bearer(name)
        process.kill()
        process.wait()
        return name
