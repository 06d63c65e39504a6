"""kill -9 with many seeds: `python -m bench.kill --seeds 100` (make bench-kill). Ends with 1 if any run differs.

Each seed kills one import and one service three times while posts are stored and twice while they are assessed, and
compares the database with that of an undisturbed run.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.acceptance.program import WAYS, Program, Stored, check, kills, train_model, write_posts


def undisturbed(folder: Path, file: Path, model: Path) -> Stored:
    with Program(folder / "undisturbed", model) as program:
        if program.run("import", str(file)):
            sys.exit(program.said())
        return program.stored()


def one(way: str, seed: int, posts: int, folder: Path) -> tuple[int, list[str]]:
    """Living kills, and what was wrong afterwards."""
    file = folder / "wall.jsonl"
    written = write_posts(file, posts, seed)
    right = undisturbed(folder, file, folder.parent / "model")
    with Program(folder / "home", folder.parent / "model") as program:
        try:
            struck = WAYS[way](program, file, kills(seed, posts))
        except (AssertionError, TimeoutError) as error:
            return 0, [str(error)]
        return struck, check(program.stored(), written, right)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--posts", type=int, default=3000)
    asked = parser.parse_args()
    struck, failed, begun = 0, 0, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mcu-kill-") as name:
        train_model(Path(name))
        for seed in range(asked.first, asked.first + asked.seeds):
            for way in WAYS:
                with tempfile.TemporaryDirectory(dir=name) as folder:
                    living, wrong = one(way, seed, asked.posts, Path(folder))
                struck, failed = struck + living, failed + bool(wrong)
                print(f"{seed:4} {way:7} kills {living}  {'; '.join(wrong) or 'as undisturbed'}", flush=True)
    runs = asked.seeds * len(WAYS)
    print(f"{runs} runs, {struck} kills of a living process, {failed} different, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
