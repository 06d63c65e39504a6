"""Fifty people at the pages of a store that grows: `python -m bench.load.pages` (a part of make bench-load).

The store is filled the real way (received in bulk, assessed, weighed, grouped) with real texts (bench.load.traffic),
but each text gets the word that the shipped model gave of one of 300 others, so that filling is a matter of the store
alone. At each size a real `mcu serve` answers 50 signed-in clients on loopback, each of whom opens a page about every
`--think` seconds: the queue, or a search for a word. Told are p50 and p95 as the clients see them, the disk, the
server's peak memory, and the seconds of each stage for a thousand posts; at the end how each grows: the exponent of the
size that fits best. Filling stops after `--minutes` an engine, and what was not reached is said.
"""

import argparse
import math
import random
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import text

from api.passwords import hash_password
from bench.load.crowd import CLIENTS, LOGIN, PAGES, PASSWORD, crowd, peak, served
from bench.load.traffic import Traffic, read
from core import usecases
from core.accounts import Role, User
from core.labels import Assessment, Subject
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from nlp.masks import mask
from runtime.jobs.engine import migrate
from runtime.settings import Settings
from runtime.wiring import House, open_house
from store.engine import survey
from tests.server import PostgresServer

BATCH, SAID = 2_000, 300
STAGES = ("receive", "assess", "weigh", "group")
HEAD = (
    "| engine | posts | cards | disk, MB | peak of mcu serve, MB | queue p50 / p95, ms | search p50 / p95, ms "
    f"| s a thousand: {' / '.join(STAGES)} |"
)


class Sampled:
    """Says of a text what the real model said of one of a few hundred."""

    version = "bench-load-1"

    def __init__(self, said: Sequence[Assessment]) -> None:
        self._said = said

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """By the text's checksum: the same text gets the same word."""
        return [self._said[zlib.crc32(each.text.encode()) % len(self._said)] for each in subjects]


@dataclass(slots=True)
class Size:
    """What was measured at a size; `stages` are seconds of filling for a thousand posts since the former size."""

    engine: str
    posts: int
    cards: int
    stages: dict[str, float]
    disk: float = 0.0
    memory: float = 0.0
    times: dict[str, list[float]] = field(default_factory=dict)

    def late(self, page: str, share: float = 0.95) -> float:
        """Milliseconds that this share of answers took at most."""
        ordered = sorted(self.times[page])
        return ordered[round(share * (len(ordered) - 1))] if ordered else math.nan

    @property
    def line(self) -> str:
        """A row of the table."""
        told = [f"{self.late(page, 0.5):.0f} / {self.late(page):.0f} ({len(self.times[page])})" for page in PAGES]
        stages = " / ".join(f"{self.stages[each]:.2f}" for each in STAGES)
        counts = f"{self.posts:,} | {self.cards:,} | {self.disk:.1f} | {self.memory:.0f}"
        return f"| {self.engine} | {counts} | {told[0]} | {told[1]} | {stages} |"

    @property
    def costs(self) -> dict[str, float]:
        """What may grow."""
        pages = {f"{page} p95": self.late(page) for page in PAGES}
        return {**pages, "disk": self.disk, **{f"{each}, a post": took for each, took in self.stages.items()}}


def fitted(sizes: Sequence[Size]) -> dict[str, float]:
    """By cost, the exponent of the number of posts: least squares of the logarithms. Empty for a single size."""
    if len(sizes) < 2:
        return {}
    xs = [math.log(each.posts) for each in sizes]
    return {what: _slope(xs, [math.log(max(each.costs[what], 1e-6)) for each in sizes]) for what in sizes[0].costs}


def _slope(xs: Sequence[float], ys: Sequence[float]) -> float:
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


class Filling:
    """An installation that is filled further and further."""

    def __init__(self, house: House, drawn: Traffic, model: Sampled, until: float) -> None:
        self.house, self._drawn, self._model, self._until = house, drawn, model, until
        self._chance, self.posts = random.Random(2026), 0
        self._texts = drawn.lines(self._chance)

    def to(self, posts: int) -> dict[str, float] | None:
        """Fill up to so many; seconds a thousand posts by stage, or None if the time was over before."""
        spent, before = dict.fromkeys(STAGES, 0.0), self.posts
        while self.posts < posts:
            if time.monotonic() > self._until:
                return None
            self._some(min(BATCH, posts - self.posts), spent)
        survey(self.house.store.engine)
        return {stage: 1000 * took / (posts - before) for stage, took in spent.items()}

    def _some(self, count: int, spent: dict[str, float]) -> None:
        house, now, source = self.house, self.house.clock.now(), SourceKey(Platform.VK, "wall")
        moments = self._drawn.moments(self._chance, count, now, 52)
        keys = (PostKey(Platform.VK, "wall", str(self.posts + n)) for n in range(1, count + 1))
        made = tuple(map(Post, keys, moments, islice(self._texts, count)))
        ask = house.store, house.scope

        def receive() -> int:
            with house.store.begin() as work:
                usecases.receive(work, house.scope, source, Batch(made, {}), now)
            return 0

        ways: tuple[Callable[[], int], ...] = (
            receive,
            lambda: usecases.assess(*ask, self._model, now),
            lambda: usecases.flag(*ask, house.profile, now, where=house.whereabouts),
            lambda: usecases.group(*ask, house.profile, house.copies, mask, now, topic=house.topic),
        )
        for stage, do in zip(STAGES, ways, strict=True):
            began = time.perf_counter()
            while do():
                pass
            spent[stage] += time.perf_counter() - began
        self.posts += count


def disk(house: House) -> float:
    """MB of the database with its log."""
    if house.settings.is_sqlite:
        return sum(path.stat().st_size for path in house.settings.home.glob("mcu.db*")) / 1e6
    with house.store.engine.connect() as connection:
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()) / 1e6


def grown(home: Path, url: str, owner: str, drawn: Traffic, asked: argparse.Namespace) -> Iterator[Size]:
    """One engine at each size that is reached in time; on PostgreSQL as the application's role, behind its wall."""
    home.mkdir()
    house = open_house(Settings(home=home, database_url=url))
    if url:
        migrate(owner, str(house.store.engine.url.username), house.profile.code)
    person = User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR, Role.HEAD}))
    with house.store.begin() as work:
        work.accounts.add_user(house.profile.code, person)
    model = Sampled(house.assessor.assess([Subject(each) for each in drawn.texts[:: len(drawn.texts) // SAID]]))
    filling = Filling(house, drawn, model, time.monotonic() + 60 * asked.minutes)
    engine = "PostgreSQL" if url else "SQLite"
    for posts in sorted(asked.sizes):
        stages = filling.to(posts)
        if stages is None:
            print(f"| {engine} | {posts:,} | not reached in {asked.minutes:g} min: {filling.posts:,} |", flush=True)
            break
        made = Size(engine, posts, cards(house), stages, disk(house))
        with served(house.settings) as (address, process):
            made.times = crowd(address, asked.seconds, asked.think)
            made.memory = peak(process)
        yield made
    house.store.close()


def cards(house: House) -> int:
    """How many there are."""
    with house.store.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM flags")).scalar_one())


def main() -> None:
    """Print a row for each size and engine, then the exponents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="a million as well: hours")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=5)
    parser.add_argument("--minutes", type=float, default=20, help="of filling an engine")
    asked = parser.parse_args()
    asked.sizes += [1_000_000] if asked.million else []
    drawn = read()
    print(
        f"Texts: {drawn.told}; {CLIENTS} clients, a page each {asked.think:g} s.\n\n{HEAD}\n|{'---|' * 8}", flush=True
    )
    with tempfile.TemporaryDirectory(prefix="mcu-load-") as name, PostgresServer(Path(name) / "server") as server:
        for engine in ("sqlite", "postgresql"):
            sizes = []
            owner, url = ("", "") if engine == "sqlite" else server.guarded()
            for each in grown(Path(name) / engine, url, owner, drawn, asked):
                sizes.append(each)
                print(each.line, flush=True)
            told = ", ".join(f"{what} {power:.2f}" for what, power in fitted(sizes).items())
            print(f"\nExponents on {engine}: {told or 'one size tells none'}.\n", flush=True)


if __name__ == "__main__":
    main()
