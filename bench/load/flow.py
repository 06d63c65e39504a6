"""From publication to card through the real worker: `python -m bench.load.flow` (a part of make bench-load).

A stand-in VK on loopback publishes real texts (bench.load.traffic) on ten walls at a steady rate, six times the rate
for the middle sixth of the time; `mcu worker` reads, assesses, weighs and groups them with the shipped model, on SQLite
and on PostgreSQL. The moments are those that the program keeps: of the post, of its fetch, of its assessment, of its
card. A plan that knows a wall's pace takes days to learn; so each wall is asked for every ten seconds through the queue
of its platform, and publication → card waits 5 s in the mean; fetch → card is the program's own doing. What a second
brings is counted from the first fetch to the last word. Bounded: a run that has not caught up `--patience` seconds
after the last post is told as such, with what is missing. The program keeps whole seconds, and a card's moment is that
at which its step began: a second may be missing.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bench.load.traffic import Traffic, read
from core import usecases
from core.addresses import parse
from core.posts import Source
from runtime.jobs.engine import migrate
from runtime.jobs.orders import desk
from runtime.settings import Settings
from runtime.wiring import House, open_house
from tests.acceptance.program import environment
from tests.peers.vk import Vk, Wall
from tests.server import PostgresServer

ROOT = Path(__file__).parents[2]
WALLS, SURGE, EVERY = 10, 6, 10.0
HEAD = (
    "| posts/s (surge) | engine | posts | cards | ingested/s | assessed/s | fetch → card p50 / p95 / p99, s "
    "| publication → card p50 / p95 / p99, s | left over |"
)
MOMENTS = """
SELECT p.published_at, p.first_seen_at, a.at, f.raised_at
FROM posts p LEFT JOIN assessments a ON a.post_id = p.id LEFT JOIN flags f ON f.post_id = p.id
"""
Moments = tuple[datetime, datetime, datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Run:
    """One rate on one engine; `rows` as MOMENTS gives them."""

    rate: float
    engine: str
    published: int
    rows: Sequence[Moments]

    @property
    def line(self) -> str:
        """A row of the table."""
        cards = [(fetched, raised, out) for out, fetched, _, raised in self.rows if raised]
        ready = [at for _, _, at, _ in self.rows if at]
        fetched = [each[1] for each in self.rows]
        own = three([(raised - seen).total_seconds() for seen, raised, _ in cards])
        whole = three([(raised - out).total_seconds() for _, raised, out in cards])
        left = self.published - len(ready)
        speeds = f"{speed(fetched, min(fetched, default=None)):.1f} | {speed(ready, min(fetched, default=None)):.1f}"
        return (
            f"| {self.rate:g} ({SURGE * self.rate:g}) | {self.engine} | {len(self.rows)} | {len(cards)} | {speeds} "
            f"| {own} | {whole} | {left} |"
        )


def speed(moments: Sequence[datetime], since: datetime | None) -> float:
    """So many a second, from the first fetch to the last of them."""
    return len(moments) / max((max(moments) - since).total_seconds(), 1.0) if moments and since else 0.0


def three(seconds: Sequence[float]) -> str:
    """p50, p95, p99; a dash where there is nothing."""
    ordered = sorted(seconds)
    return " / ".join(f"{ordered[round(q * (len(ordered) - 1))]:.1f}" for q in (0.5, 0.95, 0.99)) if ordered else "–"


def due(rate: float, seconds: float) -> Iterator[float]:
    """When posts come, in seconds from the beginning: the middle sixth at six times the rate."""
    at = 0.0
    while at < seconds:
        yield at
        rushing = seconds * 5 / 12 <= at < seconds * 7 / 12
        at += 1 / (rate * (SURGE if rushing else 1))


def publish(walls: Sequence[Wall], drawn: Traffic, rate: float, seconds: float) -> int:
    """Publish in time; gives how many."""
    chance = random.Random(2026)
    texts, began, count = drawn.lines(chance), time.monotonic(), 0
    for at in due(rate, seconds):
        time.sleep(max(0.0, began + at - time.monotonic()))
        wall = chance.choice(walls)
        wall.posts = dict(wall.posts)  # the server's threads may be walking through the former one
        wall.publish(next(texts), date=int(time.time()))
        count += 1
    return count


@contextmanager
def worker(settings: Settings, vk: Vk) -> Iterator[None]:
    """The real one, in a process of its own, ended with the block."""
    own = {"MCU_HOME": str(settings.home), "MCU_VK_TOKEN": "bench", "MCU_VK_URL": vk.url, "MCU_VK_RATE": "20"}
    own |= {"MCU_COLLECT_EVERY": "10", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    if settings.database_url:
        own["MCU_DATABASE_URL"] = settings.database_url
    with (settings.home / "said.txt").open("wb") as out:
        command = [sys.executable, "-c", "from runtime.cli import main; main()", "worker"]
        process = subprocess.Popen(command, cwd=settings.home, env=environment(own), stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def asking(house: House, walls: Sequence[Wall]) -> Iterator[None]:
    """Ask for every wall each ten seconds, for the length of the block; one that is asked for already is not again."""
    over = threading.Event()

    def ask() -> None:
        with desk(house.settings, house.profile.code) as orders:
            while not over.wait(EVERY):
                for wall in walls:
                    orders.submit_collect(house.profile.code, parse(f"vk:{wall.address}"), house.clock.now())

    asker = threading.Thread(target=ask)
    asker.start()
    try:
        yield
    finally:
        over.set()
        asker.join()


def moments(house: House) -> list[Moments]:
    """All posts' moments, aware."""
    with house.store.engine.connect() as connection:
        rows = connection.execute(text(MOMENTS)).all()
    return [tuple(map(_aware, row)) for row in rows]


def _aware(at: str | datetime | None) -> datetime | None:
    made = datetime.fromisoformat(at) if isinstance(at, str) else at
    return made if made is None or made.tzinfo else made.replace(tzinfo=UTC)


def caught_up(house: House, published: int, patience: float) -> None:
    """Wait until each post is assessed and weighed, or no longer."""
    end = time.monotonic() + patience
    waiting = text("SELECT count(*) FROM posts WHERE NOT due_assess AND NOT due_score")
    while time.monotonic() < end:
        with house.store.engine.connect() as connection:
            if int(connection.execute(waiting).scalar_one()) >= published:
                return
        time.sleep(1)


def measured(home: Path, url: str, owner: str, drawn: Traffic, rate: float, seconds: float, patience: float) -> Run:
    """One run in a fresh installation; on PostgreSQL as the application's role, behind its wall."""
    home.mkdir(parents=True)
    settings = Settings(home=home, database_url=url)
    house = open_house(settings)
    if url:
        migrate(owner, str(house.store.engine.url.username), house.profile.code)
    with Vk() as vk:
        walls = [vk.wall(f"selo{n}") for n in range(WALLS)]
        with house.store.begin() as work:
            for wall in walls:
                usecases.add_source(work, house.scope, Source(parse(f"vk:{wall.address}")), house.clock.now())
        with worker(settings, vk):
            warm(house, walls)
            with asking(house, walls):
                published = publish(walls, drawn, rate, seconds)
                caught_up(house, published + WALLS, patience)
        rows = moments(house)
    house.store.close()
    first = WALLS  # the posts that woke the worker and its model
    rows.sort(key=lambda row: row[0])
    return Run(rate, "PostgreSQL" if url else "SQLite", published, rows[first:])


def warm(house: House, walls: Sequence[Wall]) -> None:
    """One post a wall, and the model opened: a service runs for weeks, its start is measured elsewhere."""
    for wall in walls:
        wall.publish("Проверка связи", date=int(time.time()) - 60)
    caught_up(house, len(walls), 240)


def main() -> None:
    """Print a row for each rate and engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=float, nargs="+", default=[1, 10, 50])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--patience", type=float, default=90)
    asked = parser.parse_args()
    drawn = read()
    print(f"Texts: {drawn.told}; the shipped model; one `mcu worker`.\n\n{HEAD}\n|{'---|' * (HEAD.count('|') - 1)}")
    with tempfile.TemporaryDirectory(prefix="mcu-load-") as name, PostgresServer(Path(name) / "server") as server:
        for rate in asked.rates:
            for engine in ("sqlite", "postgresql"):
                owner, url = server.guarded() if engine == "postgresql" else ("", "")
                home = Path(name) / f"{engine}-{rate:g}"
                print(measured(home, url, owner, drawn, rate, asked.seconds, asked.patience).line, flush=True)


if __name__ == "__main__":
    main()
