"""kill -9 with many seeds: `python -m bench.kill --seeds 100` (make bench-kill). Ends with 1 if any run differs.

Each seed kills one import and one service (worker and server in turn) three times while posts are stored and twice
while they are assessed, and compares the database with that of an undisturbed run. With `--into FILE` each verdict is a
line there, and what has its line already is not run again: a hundred seeds may be run in pieces.
"""

import argparse
import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.acceptance.patience import Slow, Stuck
from tests.acceptance.program import WAYS, Kill, Program, Stored, check, kills, train_model, write_posts

DIFFERENT, HUNG, UNTOLD, RIGHT = "different", "hung", "no verdict", "as undisturbed"


@dataclass(frozen=True)
class Verdict:
    """What became of one run: kills of a living process, the end, and what was wrong."""

    seed: int
    way: str
    posts: int
    kills: int
    ended: str
    wrong: str
    seconds: float


def undisturbed(folder: Path, file: Path, model: Path) -> Stored:
    with Program(folder / "undisturbed", model) as program:
        if program.run("import", str(file)):
            sys.exit(program.said())
        return program.stored()


@dataclass(frozen=True)
class Wall:
    """One recorded wall for all seeds, and what an undisturbed import makes of it: a seed moves the kills."""

    file: Path
    written: dict[str, str]
    model: Path
    right: Stored


def wall_of(posts: int, folder: Path) -> Wall:
    file, model = folder / "wall.jsonl", train_model(folder)
    return Wall(file, write_posts(file, posts, seed=posts), model, undisturbed(folder, file, model))


def one(way: str, moments: list[Kill], wall: Wall, home: Path) -> tuple[int, str, str]:
    """Living kills, how it ended, and what was wrong."""
    try:
        with Program(home, wall.model) as program:
            struck = WAYS[way](program, wall.file, moments)
            wrong = "; ".join(check(program.stored(), wall.written, wall.right))
    except Slow as error:
        return 0, UNTOLD, str(error)
    except Stuck as error:
        return 0, HUNG, str(error)
    except AssertionError as error:
        return 0, DIFFERENT, str(error)
    return struck, DIFFERENT if wrong else RIGHT, wrong


def judged(way: str, seed: int, given: argparse.Namespace, wall: Wall) -> Verdict:
    begun, moments = time.monotonic(), kills(seed, given.posts, given.importing, given.assessing)
    with tempfile.TemporaryDirectory(dir=wall.file.parent) as folder:
        told = one(way, moments, wall, Path(folder))
    return Verdict(seed, way, given.posts, *told, round(time.monotonic() - begun, 1))


def kept(into: Path | None) -> Iterator[Verdict]:
    """Verdicts of runs before this one."""
    with suppress(FileNotFoundError):
        if into:
            for line in into.read_text(encoding="utf-8").splitlines():
                yield Verdict(**json.loads(line))


def keep(verdict: Verdict, into: Path | None) -> None:
    print(f"{verdict.seed:4} {verdict.way:7} kills {verdict.kills}  {verdict.ended}  {verdict.wrong}", flush=True)
    if into:
        with into.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(verdict), ensure_ascii=False) + "\n")


def summed(found: list[Verdict]) -> str:
    ends = ", ".join(f"{sum(each.ended == end for each in found)} {end}" for end in (DIFFERENT, HUNG, UNTOLD, RIGHT))
    struck, seconds = sum(each.kills for each in found), sum(each.seconds for each in found)
    seeds = len({each.seed for each in found})
    return f"{len(found)} runs of {seeds} seeds, {struck} kills of a living process: {ends}; {seconds:.0f} s"


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--importing", type=int, default=3, help="kills of a run while posts are stored")
    parser.add_argument("--assessing", type=int, default=2, help="kills of a run while they are assessed")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--until", type=float, default=float("inf"), help="no run begins after so many seconds")
    return parser.parse_args()


def main() -> int:
    given, begun = asked(), time.monotonic()
    found = list(kept(given.into))
    had = {(each.seed, each.way) for each in found}
    with tempfile.TemporaryDirectory(prefix="mcu-kill-") as name:
        wall = wall_of(given.posts, Path(name))
        for seed, way in itertools.product(range(given.first, given.first + given.seeds), given.ways):
            if (seed, way) not in had and time.monotonic() - begun < given.until:
                found.append(judged(way, seed, given, wall))
                keep(found[-1], given.into)
    print(summed(found))
    return 1 if any(each.ended in (DIFFERENT, HUNG) for each in found) else 0


if __name__ == "__main__":
    sys.exit(main())
