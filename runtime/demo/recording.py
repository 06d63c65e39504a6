"""The recorded posts of the demo, as they were first seen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import profiles
from core.posts import Platform, SourceKey


@dataclass(frozen=True, slots=True)
class Said:
    """An official publication of the recording: where, which one, when, its words."""

    source: SourceKey
    message: str
    at: datetime
    text: str


@cache
def recorded() -> dict[tuple[str, str], Said]:
    """Posts of the recording by source and message, as they were first seen."""
    found: dict[tuple[str, str], Said] = {}
    for each in _lines():
        key = str(each["source"]), str(each["id"])
        source = SourceKey(Platform(str(each["platform"])), str(each["source"]))
        text = str(each["text"] or "")
        found.setdefault(key, Said(source, key[1], datetime.fromisoformat(str(each["date"])), text))
    return found


def _lines() -> Iterator[dict[str, object]]:
    for path in sorted(profiles.DEMO.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)
