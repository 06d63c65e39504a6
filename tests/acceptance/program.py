"""The program as a user has it: real processes on a data folder of their own, killed without warning."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from models.train import train
from tests.acceptance.looking import Eye, File, Server
from tests.acceptance.patience import wait_while_it_goes_on

ROOT = Path(__file__).parents[2]
MAIN = """
import os
from pathlib import Path
from runtime import wiring
from runtime.cli import main

class Counted:
    def __init__(self, model):
        self._model, self.version = model, model.version
    def assess(self, subjects, **how):
        with (Path(os.environ["MCU_HOME"]) / "asked.txt").open("a") as file:
            file.write(f"{os.getpid()} {len(subjects)}\\n")
        return self._model.assess(subjects, **how)

load = wiring.load_model
wiring.load_model = lambda settings: Counted(load(settings))
main()
"""
"""`mcu` as it is, but each question to the model is written down: who asked, and of how many texts."""
STOPS_WITHIN = 10.0
TABLES = ("posts", "versions", "assessments", "flags", "incident_posts", "deliveries")
"""Their rows tell how far the work is."""
GAVE_UP, GIVEN_UP = (1, 3), "задание сохранено и продолжится"
"""On a slow machine a service may come back later than the one who waits has patience for; he asks again, as told."""
STREETS = ("Заречной", "Торфяной", "Луговой", "Сиреневой", "Кузнечной", "Речников")
MATTERS = {
    "На {street}, {house} третий день нет горячей воды, в подъезде дети, диспетчер трубку не берёт ({number})": (
        {"theme": "housing", "kind": "problem", "solvable": 1, "neg": 2, "risk": 2}
    ),
    "Яма у дома {house} на {street} уже с колесо, вчера туда влетел автобус ({number})": (
        {"theme": "roads", "kind": "problem", "solvable": 1, "neg": 1, "risk": 1}
    ),
    "Спасибо дворникам с {street}, у дома {house} чисто! ({number})": (
        {"theme": "none", "kind": "thanks", "solvable": 0, "neg": 0, "risk": 0}
    ),
    "Собаки у школы на {street}, {house} бросаются на людей, ребёнка укусили ({number})": (
        {"theme": "safety", "kind": "problem", "solvable": 1, "neg": 3, "risk": 3}
    ),
    "Продам коляску, самовывоз с {street}, {house} ({number})": (
        {"theme": "none", "kind": "chatter", "solvable": 0, "neg": 0, "risk": 0}
    ),
}
"""Invented texts, and the labels from which the stand-in model learns them."""


def _text(matter: str, chance: random.Random, number: int) -> str:
    return matter.format(street=chance.choice(STREETS), house=chance.randint(1, 40), number=number)


def train_model(folder: Path) -> Path:
    """A small model that knows these texts only, learnt in a few seconds; returns its folder."""
    chance, labels = random.Random(1), folder / "labels.jsonl"
    with labels.open("w", encoding="utf-8") as file:
        for number in range(300):
            matter, said = chance.choice(list(MATTERS.items()))
            row = {"id": str(number), "text": _text(matter, chance, number), "flags": [], "places": [], **said}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    train([labels], folder / "model", progress=lambda told: None)
    return folder / "model"


def write_posts(path: Path, count: int, seed: int) -> dict[str, str]:
    """A recorded wall of invented posts in the order of their dates; returns text by message id."""
    chance, start = random.Random(seed), datetime(2026, 10, 1, tzinfo=UTC)
    written: dict[str, str] = {}
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            text = _text(chance.choice(list(MATTERS)), chance, number)
            row = {"platform": "vk", "source": "wall", "id": number, "type": "post", "text": text}
            row["date"] = (start + timedelta(minutes=10 * number)).isoformat()
            row["views"] = chance.randint(10, 3000)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            written[str(number)] = text
    return written


@dataclass(frozen=True)
class Stored:
    """What the database holds: texts by message, assessments by (version, model), flags by message with scores.

    The store's unique keys forbid doubles there, so what was *done* twice is counted at the model: `again` texts were
    asked for once more though no kill excuses it.
    """

    texts: list[tuple[str, str]]
    assessed: list[tuple[int, str]]
    flags: list[tuple[str, int]]
    versions: int
    waiting: int
    again: int


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """That of this process with other settings: none of a person's own database, tokens or folder reaches a process
    that is killed, loaded or filled."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("MCU_")}, **own}


def _said(lock: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(lock.read_bytes()))
    except (OSError, ValueError):
        return {}


class Program:
    """`mcu` on a data folder, `given` settings besides. Every process started is killed at the end at the latest."""

    def __init__(self, home: Path, model: Path, given: Mapping[str, str] | None = None) -> None:
        self.home, self._started = home, list[subprocess.Popen[bytes]]()
        self._own = {"MCU_HOME": str(home), "MCU_MODEL": str(model), "PYTHONPATH": str(ROOT), **(given or {})}
        owner = self._own.get("MCU_MIGRATE_URL", "")
        self.database = owner or f"sqlite:///{home / 'mcu.db'}"
        self._eye: Eye = Server(owner) if owner else File(home / "mcu.db")
        home.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._started:
            process.kill()
            process.wait()

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start `mcu command…`; what it says goes to files in the data folder."""
        said = self.home / f"said-{len(self._started)}-{command[0]}.txt"
        with said.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-c", MAIN, *command],
                cwd=self.home,
                env=environment(self._own),
                stdout=out,
                stderr=out,
            )
        self._started.append(process)
        return process

    def run(self, *command: str) -> int:
        """Run `mcu command…` to its end; returns the exit code."""
        return self.ended(self.start(*command))

    def ended(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for the end of a process; returns the exit code. Raises Stuck or Slow."""
        self.until(lambda: process.poll() is not None, "не заканчивает")
        return process.wait()

    def done(self) -> tuple[int, ...]:
        """How far the work is: rows of its tables, posts that wait, and how often the model was asked."""
        asked = self.home / "asked.txt"
        waiting = self.count("posts WHERE due_assess OR due_score")
        return *map(self.count, TABLES), waiting, asked.stat().st_size if asked.exists() else 0

    def said(self) -> str:
        """All that the processes said."""
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.home.glob("said-*.txt")))

    def serve(self, command: str = "worker") -> subprocess.Popen[bytes]:
        """Start a process that takes orders, and wait until it does."""
        process = self.start(*command.split())
        self.until(lambda: self._holder(process.pid) or process.poll() is not None, "никто не принимает задания")
        return process

    def _holder(self, pid: int) -> bool:
        """Whether the process takes orders, as it says in the lock of the folder; on a server each has its number."""
        held = {path.name: _said(path) for path in self.home.glob("*lock")}
        return any(said.get("pid") == pid and (said["jobs"] or name != "lock") for name, said in held.items())

    def count(self, table: str) -> int:
        """Rows of a table; 0 while there is no such table."""
        try:
            return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])
        except LookupError:
            return 0

    def _rows(self, query: str) -> list[tuple[object, ...]]:
        return self._eye.rows(query)

    def until(self, true: Callable[[], object], why: str) -> None:
        """Wait for something to become true, as long as the work goes on. Raises Stuck or Slow."""
        wait_while_it_goes_on(true, self.done, lambda: f"{why}\n{self.said()}")

    def stored(self) -> Stored:
        """What lies in the database."""
        texts = "SELECT p.message, v.text FROM posts p JOIN versions v ON v.post_id = p.id AND v.number = p.version"
        flags = "SELECT p.message, f.score FROM flags f JOIN posts p ON p.id = f.post_id"
        return Stored(
            sorted(self._rows(texts)),
            sorted(self._rows("SELECT version_id, model FROM assessments")),
            sorted(self._rows(flags)),
            self.count("versions"),
            self.count("posts WHERE due_assess OR due_score"),
            self._again(),
        )

    def _again(self) -> int:
        """How many texts the model was asked for beyond one time each; a process may lose the batch it died at."""
        rows = [line.split() for line in (self.home / "asked.txt").read_text().splitlines()]
        lost = {process: int(size) for process, size in rows}
        lost.pop(rows[-1][0])
        return sum(int(size) for _, size in rows) - sum(lost.values()) - self.count("assessments")


@dataclass(frozen=True)
class Kill:
    """Kill when the table has so many rows, and so many seconds later; SIGTERM is a stop, which has ten seconds."""

    table: str
    rows: int
    later: float
    by: signal.Signals = signal.SIGKILL


def kills(seed: int, posts: int, importing: int = 3, assessing: int = 2, after: int = 0) -> list[Kill]:
    """Moments to kill at, in the order in which they come."""
    chance = random.Random(seed)

    def some(table: str, count: int, least: int) -> list[Kill]:
        rows = sorted(chance.sample(range(least, posts - 700), count))
        return [Kill(table, each, chance.uniform(0, 0.3)) for each in rows]

    return some("posts", importing, after) + some("assessments", assessing, 0)


def kill_at(program: Program, process: subprocess.Popen[bytes], moment: Kill) -> bool:
    """End the process at the moment; whether it was still alive then."""
    program.until(lambda: program.count(moment.table) >= moment.rows or process.poll() is not None, f"{moment}")
    time.sleep(moment.later)
    alive = process.poll() is None
    process.send_signal(moment.by)
    code = process.wait(STOPS_WITHIN)
    if alive and code != (0 if moment.by == signal.SIGTERM else -moment.by):
        raise AssertionError(f"exit code {code}\n{program.said()}")
    return alive


def import_with_kills(program: Program, file: Path, moments: list[Kill]) -> int:
    """`mcu import`, killed and run again; returns how many kills struck a living process."""
    struck = sum(kill_at(program, program.start("import", str(file)), moment) for moment in moments)
    code = program.run("import", str(file))
    if code:
        raise AssertionError(f"exit code {code}\n{program.said()}")
    return struck


def serve_with_kills(program: Program, file: Path, moments: list[Kill]) -> int:
    """`mcu worker` and `mcu serve` in turn, killed under an import handed to them; returns the living kills."""
    commands = itertools.cycle(("worker", "serve --port 0"))
    service, struck = program.serve(next(commands)), 0
    client = program.start("import", str(file))
    for moment in moments:
        struck += kill_at(program, service, moment)
        service = program.serve(next(commands))
    code = program.ended(client)
    if code in GAVE_UP and GIVEN_UP in program.said():
        code = program.run("import", str(file))
    if code:
        raise AssertionError(f"exit code {code}\n{program.said()}")
    kill_at(program, service, Kill("posts", 0, 0, signal.SIGTERM))
    return struck


WAYS = {"import": import_with_kills, "worker": serve_with_kills}


def check(stored: Stored, written: dict[str, str], undisturbed: Stored) -> list[str]:
    """What is wrong with the database after all the kills; empty if it is as if nothing had happened."""
    wrong = []
    if stored.texts != sorted(written.items()):
        wrong.append(f"posts: {len(stored.texts)} stored, {len(written)} in the file")
    if stored.versions != len(written):
        wrong.append(f"versions: {stored.versions}")
    if len(stored.assessed) != len(written) or len(set(stored.assessed)) != len(written):
        wrong.append(f"assessments: {len(stored.assessed)}, of them different: {len(set(stored.assessed))}")
    if len({message for message, _ in stored.flags}) != len(stored.flags):
        wrong.append("a post has two flags")
    if stored.flags != undisturbed.flags:
        wrong.append(f"flags: {len(stored.flags)}, undisturbed: {len(undisturbed.flags)}")
    if stored.again > 0 or undisturbed.again:
        wrong.append(f"asked of the model twice: {stored.again}, undisturbed: {undisturbed.again}")
    if stored.waiting:
        wrong.append(f"still waiting: {stored.waiting}")
    return wrong
