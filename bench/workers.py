"""Four workers on one PostgreSQL, two of them killed -9: `python -m bench.workers --posts 100000` (make bench-workers).

Posts lie in many files, each a job. One worker is killed while it imports, another while it assesses, at rows that the
seed draws. Then every post, version and assessment is there once with its text, what the model was asked for again is
no more than the batch a worker died at, no queue of one job at a time had two, and cards and incidents are those of a
run that nothing happened to: their count, and up to `--wholly` posts each card with its score. Both runs live on one
server of the tests, whose disk is not waited for: processes die here, not the machine. Stops by itself at `--limit`.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import models
from bench.load import traffic
from runtime.jobs import names
from tests.acceptance.crew import Crew, Kept
from tests.acceptance.program import train_model
from tests.server import PostgresServer

END = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for."""

    posts: int
    files: int
    workers: int
    seed: int
    limit: float
    wholly: int


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run left, how long it took, and what struck it."""

    kept: Kept
    seconds: float
    killed: tuple[str, ...]
    taken: int


def run(plan: Plan, folder: Path, address: str, model: Path, files: list[Path], kill: bool) -> Ran:
    """All files by so many workers, to the last card."""
    folder.mkdir()
    began = time.monotonic()
    with Crew(folder, address, model) as crew:
        for _ in range(plan.workers):
            crew.start()
        for file in files:
            crew.order(file)
        killed = strike(plan, crew, began) if kill else ()
        watch(plan, crew, began)
        spent = time.monotonic() - began
        return Ran(crew.kept(), spent, killed, crew.said().count("jobs.taken_over"))


def strike(plan: Plan, crew: Crew, began: float) -> tuple[str, ...]:
    """kill -9 an importing worker, then an assessing one, each at a drawn row; gives what each was doing."""
    chance = random.Random(plan.seed)
    moments = [(names.IMPORT, "posts", 0.1, 0.6), (names.ASSESS, "assessments", 0.15, 0.8)]
    struck = []
    for job, table, least, most in moments:
        # The last two batches of 500 are left for the one who takes over.
        rows = min(int(plan.posts * chance.uniform(least, most)), max(1, plan.posts - 1000))
        until(plan, crew, began, lambda table=table, rows=rows: crew.count(table) >= rows)
        name = crew.kill_busy(job, left(plan, began))
        struck.append(f"{job} at {table} ≥ {rows:,} ({name[:8]})")
        say(plan, crew, began, f"killed: {struck[-1]}")
    return tuple(struck)


def left(plan: Plan, began: float) -> float:
    return began + plan.limit - time.monotonic()


def until(plan: Plan, crew: Crew, began: float, true: Callable[[], bool]) -> None:
    """Look each half second, tell each twenty. Raises TimeoutError at the limit."""
    told = time.monotonic()
    while not true():
        if left(plan, began) < 0:
            raise TimeoutError(f"not done within {plan.limit:.0f} s\n{crew.said()[-4000:]}")
        if time.monotonic() - told > 20:
            told = time.monotonic()
            say(plan, crew, began, "")
        time.sleep(0.5)


def say(plan: Plan, crew: Crew, began: float, what: str) -> None:
    done = f"{crew.count('posts'):,} stored, {crew.count('assessments'):,} assessed of {plan.posts:,}"
    print(f"  {time.monotonic() - began:6.0f} s  {done}  {what}", flush=True)


def watch(plan: Plan, crew: Crew, began: float) -> None:
    """Until all is stored, assessed, weighed and grouped."""
    until(plan, crew, began, lambda: crew.count("posts") >= plan.posts and crew.idle())


def verdict(plan: Plan, files: list[Path], ran: Ran, right: Ran) -> list[str]:
    """What is wrong; empty if it is as if nothing had happened."""
    wrong = ran.kept.wrong(files, plan.posts, len(ran.killed)) + right.kept.wrong(files, plan.posts, 0)
    pairs = (ran.kept.cards, right.kept.cards), (ran.kept.incidents, right.kept.incidents)
    for what, (one, other) in zip(("cards", "incidents"), pairs, strict=True):
        if len(one) != len(other):
            wrong.append(f"{what}: {len(one)}, undisturbed {len(other)}")
        elif plan.posts <= plan.wholly and one != other:
            wrong.append(f"{what}: {len(set(one) ^ set(other))} differ")
    if ran.taken < len(ran.killed):
        wrong.append(f"taken over: {ran.taken} of {len(ran.killed)}")
    return wrong


def tell(plan: Plan, ran: Ran, right: Ran, wrong: list[str]) -> int:
    """The figures."""
    for what, each in ("two killed", ran), ("undisturbed", right):
        kept = each.kept
        told = ", ".join(f"{name} {count:,}" for name, count in kept.counts.items())
        print(f"{what}: {each.seconds:.0f} s ({plan.posts / each.seconds:.0f} posts/s); {told}")
        print(f"  cards {len(kept.cards):,}, incidents {len(kept.incidents):,}, asked again {kept.again}")
    print(f"killed: {'; '.join(ran.killed)}; jobs taken over in {ran.taken} messages")
    how = "each card and incident" if plan.posts <= plan.wholly else "counts of cards and incidents"
    print("; ".join(wrong) or f"as undisturbed ({how})")
    return 1 if wrong else 0


def asked() -> tuple[Plan, bool]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--limit", type=float, default=3600, help="seconds of one run")
    parser.add_argument("--wholly", type=int, default=10_000, help="up to so many posts each card is compared")
    parser.add_argument("--shipped", action="store_true", help="the shipped model instead of a small one")
    given = vars(parser.parse_args())
    shipped = bool(given.pop("shipped"))
    return Plan(**given), shipped


def main() -> int:
    """Print progress and the figures; 1 if anything differs."""
    plan, shipped = asked()
    drawn = traffic.read()
    print(f"texts: {drawn.told}; model: {'shipped' if shipped else 'small, learnt from invented texts'}")
    with tempfile.TemporaryDirectory(prefix="mcu-workers-") as name, PostgresServer(Path(name) / "server") as server:
        folder = Path(name)
        files = traffic.walls(folder, drawn, plan.posts, plan.files, plan.seed, END)
        model = models.default() if shipped else train_model(folder)
        print(f"{plan.workers} workers, {len(files)} files; two to be killed, seed {plan.seed}", flush=True)
        ran = run(plan, folder / "killed", server.migrated(), model, files, True)
        print("the same, undisturbed", flush=True)
        right = run(plan, folder / "undisturbed", server.migrated(), model, files, False)
        return tell(plan, ran, right, verdict(plan, files, ran, right))


if __name__ == "__main__":
    sys.exit(main())
