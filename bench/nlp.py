"""Speed and size of the default model on one core: `python -m bench.nlp [texts.jsonl] [--posts N] [--rivals PYTHON]`.

Objects with `text`, by default the greatest wall of the data beside the project; where it is absent, the demo's posts,
and that is said. Speeds are of the thread's processor time (the clock's beside them: other work on the machine lowers
both, for a shared core also loses its caches); `razdel` is a yardstick of the machine in the same run. `--rivals` names
the Python of an environment with fastText and natasha (bench/nlp_rivals.py): their ratios are printed in the same run.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
DATA = HERE.parent.parent / "shared/data"
WALL, LABELS = DATA / "walls/pravoberezhny.jsonl", DATA / "train.jsonl"
DEMO = HERE.parent / "profiles/demo/vk_podslushano_yasnoborsk.jsonl"
RUNS = (
    ("cold, heads only", False, False),
    ("warm, heads only", False, False),
    ("warm, heads only, again", False, False),
    ("warm, heads only, again", False, False),
    ("heads and places, cold", False, True),
    ("heads and places, warm", False, True),
    ("heads, places and reasons", True, True),
)


def texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["text"] for row in map(json.loads, lines) if row.get("text")]


def timed(title: str, count: int, work: Callable[[], object]) -> float:
    """Posts a second of processor time, printed beside those of the clock."""
    began, worked = time.perf_counter(), time.thread_time()
    work()
    wall, core = time.perf_counter() - began, time.thread_time() - worked
    print(f"{title:<34} {count / core:8.0f} posts/s of processor time, {count / wall:8.0f} of the clock")
    return count / core


def machine() -> str:
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, load average {load}"


def ours(given: Sequence[str], start: float) -> float:
    """All runs of the model; the best warm speed of the heads alone."""
    import models
    from core.labels import Subject
    from models import registry

    assessor = registry.load(models.default())
    assessor.assess([Subject("На улице Садовой 5 нет воды")])
    print(f"{'first answer after start':<34} {time.process_time():8.2f} s of processor time, ", end="")
    print(f"{time.perf_counter() - start:8.2f} of the clock")
    subjects = [Subject(text) for text in given]
    best = 0.0
    for title, why, places in RUNS:
        speed = timed(title, len(subjects), lambda w=why, p=places: assessor.assess(subjects, why=w, places=p))
        best = max(best, speed) if title.startswith("warm") else best
    print(f"{'peak memory':<34} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    return best


def rivals(python: str, path: Path, best: float) -> None:
    command = [python, str(HERE / "nlp_rivals.py"), str(path), str(LABELS)]
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        number = [word for word in line.split() if word.replace(".", "").isdigit()]
        print(line, f"(ours is {best / float(number[-1]):.2f} times as fast)" if "posts/s" in line else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--posts", type=int, default=0, help="so many only; 0 for all")
    parser.add_argument("--rivals", default="", metavar="PYTHON")
    asked = parser.parse_args()
    start = time.perf_counter()
    path = asked.texts or (WALL if WALL.exists() else DEMO)
    given = texts(path)[: asked.posts or None]
    print(f"{path.name}, {len(given)} posts, {sum(map(len, given)) / len(given):.0f} characters each; {machine()}")
    if path == DEMO:
        print("../shared is absent: the demo's posts instead, figures are not comparable")
    best = ours(given, start)
    yardstick(given)
    if asked.rivals:
        rivals(asked.rivals, path, best)


def yardstick(given: Sequence[str]) -> None:
    """razdel alone, a development dependency: how fast the machine is just now."""
    import razdel

    timed(
        "yardstick: razdel's words", len(given[:2000]), lambda: [list(razdel.tokenize(text)) for text in given[:2000]]
    )


if __name__ == "__main__":
    main()
