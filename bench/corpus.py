"""Texts of ../shared (else of the demo) from which benches make their cases."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import profiles

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
MASKS = re.compile(r"\[[^\[\]]{1,20}\]|https?://\S+|[@#]\S+")


@dataclass(frozen=True, slots=True)
class Text:
    """A stored text: its key, its labelled places and its thread."""

    key: str
    text: str
    places: tuple[str, ...] = ()
    thread: str = ""


def corpus(most: int) -> list[Text]:
    """Different texts of ../shared, else of the demo; at most `most`, by a fixed draw."""
    if SHARED.is_dir():
        files = [SHARED / "train.jsonl", SHARED / "unlabelled.jsonl", *sorted((SHARED / "walls").glob("*.jsonl"))]
    else:
        files = sorted(profiles.DEMO.glob("*.jsonl"))
    known = {text.text: text for text in rows(files)}
    found = list(known.values())
    return random.Random(0).sample(found, min(most, len(found)))


def rows(files: list[Path]) -> Iterator[Text]:
    for path in files:
        for number, row in enumerate(map(json.loads, path.read_text("utf-8").splitlines())):
            if row.get("text"):
                thread = row.get("context") or str(row.get("post_id") or "")
                places = tuple(place if isinstance(place, str) else place["text"] for place in row.get("places") or ())
                yield Text(f"{path.stem}:{number}", row["text"], places, thread)


def weight(text: str) -> int:
    """How many different long words a text has outside masks."""
    return len(set(LONG_WORD.findall(MASKS.sub(" ", text.lower()))))
