"""From a recorded wall to flagged cards: wall-clock and memory, beside natasha's own pipeline on the same texts.

    make bench-import            # ../shared/data/walls/pravoberezhny.jsonl, else the demo's posts ten times over

The rival does less (sentences, tokens, morphology, syntax, names; no themes, no store, no flags), so a ratio above 1
means that our whole way of a post is faster than its reading alone. Both run on one process, one after the other.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import profiles

ROOT = Path(__file__).parents[1]
WALL = ROOT.parent / "shared" / "data" / "walls" / "pravoberezhny.jsonl"
SAMPLE = 600


def recorded(folder: Path) -> Path:
    """The real wall, or the demo's posts under new ids; says which."""
    if WALL.is_file():
        print(f"texts: {WALL.name} (real)")
        return WALL
    print("texts: the demo's posts, ten times over (../shared is not here: figures are not comparable)")
    lines = [line for path in sorted(profiles.DEMO.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    made = folder / "demo.jsonl"
    with made.open("w", encoding="utf-8") as out:
        for turn in range(10):
            for line in lines:
                row = json.loads(line)
                row["source"] = f"{row['source']}_{turn}"
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return made


def ours(file: Path, home: Path) -> float:
    """Seconds of `mcu import` into a fresh data folder."""
    started = time.perf_counter()
    command = [sys.executable, "-c", "from runtime.cli import main; main()", "import", str(file)]
    environment = {"MCU_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def natasha(file: Path) -> float:
    """Seconds of natasha's pipeline over a sample, scaled to all texts."""
    from natasha import Doc, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser, Segmenter

    texts = [json.loads(line)["text"] for line in file.read_text("utf-8").splitlines()]
    sample = texts[:: max(1, len(texts) // SAMPLE)]
    embedding = NewsEmbedding()
    segmenter = Segmenter()
    taggers = NewsMorphTagger(embedding), NewsSyntaxParser(embedding), NewsNERTagger(embedding)
    started = time.perf_counter()
    for text in sample:
        doc = Doc(text or ".")
        doc.segment(segmenter)
        doc.tag_morph(taggers[0])
        doc.parse_syntax(taggers[1])
        doc.tag_ner(taggers[2])
    return (time.perf_counter() - started) * len(texts) / len(sample)


def main() -> None:
    """Print one row."""
    with tempfile.TemporaryDirectory() as folder:
        file = recorded(Path(folder))
        rows = sum(1 for _ in file.open("rb"))
        seconds = ours(file, Path(folder) / "home")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        rival = natasha(file)
    print(f"rows {rows} · mcu import {seconds:.1f} s ({rows / seconds:.0f} rows/s), peak {peak:.0f} MB")
    print(f"natasha's pipeline {rival:.1f} s · ratio {rival / seconds:.2f}")


if __name__ == "__main__":
    main()
