"""The archive judged anew by one and by two workers: `python -m bench.rescoring [--posts N]`.

Real walls of ../shared/data where they are, else the demo's posts again and again. They are stored with the word of a
model that knows nothing; then the shipped model judges them anew. Told are texts a second of judging and storing, with
the workers' start, and the ratio to the single process of the same run; on a busy machine only that says something.
"""

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import models
import profiles
from bench.pages import PROFILE
from core import usecases
from core.labels import Assessment, Guess, Subject, Theme
from core.labels import Kind as Matter
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from core.usecases.rescoring import rescore
from models import crowd, manifest
from runtime.founding import init
from runtime.settings import Settings
from runtime.wiring import House, open_house

WALLS = Path(__file__).parents[2] / "shared" / "data" / "walls"
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
TRIES = ((1, False), (2, False), (2, True))
"""How many workers, and whether they are threads."""


class Ignorant:
    """Says the same of every text, at once."""

    version = "bench-ignorant"

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """That it is nothing."""
        guess = (Guess(Theme.NONE, 1.0),)
        return [Assessment(Theme.NONE, guess, Matter.CHATTER, 1.0, 0, 0, 0, 0, 0, {}, self.version) for _ in subjects]


def texts() -> Iterator[str]:
    """Real ones where they are; for ever."""
    folder = WALLS if WALLS.is_dir() else profiles.DEMO
    print(f"texts: {'real walls' if folder is WALLS else 'the demo (../shared is not here)'}")
    rows = (json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8"))
    return itertools.cycle([row["text"] for row in rows if row.get("text")])


def filled(home: Path, posts: int) -> House:
    """An installation with so many posts that a model has judged which knows nothing."""
    init(Settings(home=home), PROFILE)
    house = open_house(Settings(home=home))
    made = [
        Post(PostKey(Platform.VK, "wall", str(n)), BEGIN + timedelta(minutes=n), text)
        for n, text in enumerate(itertools.islice(texts(), posts), 1)
    ]
    for some in (made[at : at + 2000] for at in range(0, len(made), 2000)):
        with house.store.begin() as work:
            usecases.receive(work, house.scope, SourceKey(Platform.VK, "wall"), Batch(tuple(some), {}), BEGIN)
    while usecases.assess(house.store, house.scope, Ignorant(), BEGIN):
        pass
    return house


def seconds(posts: int, workers: int, threads: bool) -> float:
    """Of judging and storing so many, the workers' start included."""
    folder = models.default()
    with tempfile.TemporaryDirectory(prefix="mcu-rescore-") as name:
        house = filled(Path(name), posts)
        crowd._opened.cache_clear()  # each way opens the model anew
        began = time.perf_counter()
        version = manifest.read(folder).version
        judge = partial(crowd.side_by_side, folder, version, workers=workers, threads=threads)
        done = rescore(house.store, house.scope, version, BEGIN, judge, house.clock.now, lambda done, of: None)
        spent = time.perf_counter() - began
        house.store.close()
    assert done == posts
    return spent


def main() -> None:
    """Print a row for each way."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    posts, alone = parser.parse_args().posts, 0.0
    for workers, threads in TRIES:
        spent, kind = seconds(posts, workers, threads), "threads" if threads else "processes"
        alone = alone or spent
        print(f"{workers} × {kind:9} {posts / spent:7.0f} texts/s   ×{alone / spent:.2f}", flush=True)


if __name__ == "__main__":
    main()
