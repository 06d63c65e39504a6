"""Speed and size of the default model on one core: `python bench/nlp.py texts.jsonl` (objects with `text`).

Prints posts a second cold and warm, without and with places and reasons, the time to the first answer, and peak memory.
"""

import json
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


def texts(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as lines:
        return [row["text"] for row in map(json.loads, lines) if row.get("text")]


def main(path: Path, limit: int = 6000) -> None:
    start = time.perf_counter()
    import models
    from core.labels import Subject
    from models import registry

    assessor = registry.load(models.default())
    assessor.assess([Subject("На улице Садовой 5 нет воды")])
    print(f"first answer after start    {time.perf_counter() - start:8.2f} s")
    subjects = [Subject(text) for text in texts(path)[:limit]]
    for title, why, places in (
        ("cold, heads only", False, False),
        ("warm, heads only", False, False),
        ("heads and places, cold", False, True),
        ("heads and places, warm", False, True),
        ("heads, places and reasons", True, True),
    ):
        began = time.perf_counter()
        assessor.assess(subjects, why=why, places=places)
        print(f"{title:<27} {len(subjects) / (time.perf_counter() - began):8.0f} posts/s")
    print(f"peak memory                 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
