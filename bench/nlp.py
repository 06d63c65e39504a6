"""Speed and size of the default model on one core: `python bench/nlp.py [texts.jsonl [posts [python of the rivals
labels.jsonl]]]` (objects with `text`, by default the greatest wall of the data beside the project; posts 0: all).

Prints posts a second cold and warm, without and with places and reasons, the time to the first answer, and peak memory;
then the rivals in the same run, if an environment with them is named (bench/nlp_rivals.py).
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))


def texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["text"] for row in map(json.loads, lines) if row.get("text")]


def main(path: Path, limit: int = 0, rivals: str = "", labels: str = "") -> None:
    start = time.perf_counter()
    import models
    from core.labels import Subject
    from models import registry

    assessor = registry.load(models.default())
    assessor.assess([Subject("На улице Садовой 5 нет воды")])
    print(f"first answer after start    {time.perf_counter() - start:8.2f} s")
    subjects = [Subject(text) for text in texts(path)[: limit or None]]
    for title, why, places in (
        ("cold, heads only", False, False),
        ("warm, heads only", False, False),
        ("warm, heads only, again", False, False),
        ("heads and places, cold", False, True),
        ("heads and places, warm", False, True),
        ("heads, places and reasons", True, True),
    ):
        began, worked = time.perf_counter(), time.process_time()
        assessor.assess(subjects, why=why, places=places)
        wall, core = time.perf_counter() - began, time.process_time() - worked
        print(f"{title:<27} {len(subjects) / core:8.0f} posts/s of core time, {len(subjects) / wall:8.0f} of the clock")
    print(f"peak memory                 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    if rivals:
        subprocess.run([rivals, str(HERE / "nlp_rivals.py"), str(path), labels], check=True)


WALL = HERE.parent.parent / "shared/data/walls/pravoberezhny.jsonl"

if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else WALL, *map(int, sys.argv[2:3]), *sys.argv[3:])
