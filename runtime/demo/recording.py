"""The recorded posts of the demo, as they were first seen."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import profiles
from core.posts import Platform, SourceKey
from runtime.demo.dating import moved


@dataclass(frozen=True, slots=True)
class Said:
    """An official publication of the recording: where, which one, when, its words."""

    source: SourceKey
    message: str
    at: datetime
    text: str

    def later(self, shift: timedelta) -> "Said":
        """The same so much later."""
        return replace(self, at=self.at + shift, text=moved(self.text, self.at.date(), shift))


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


def moved_lines(path: Path, shift: timedelta) -> Iterator[str]:
    """The lines of a file of the recording, the days that their texts name moved; their moments are not."""
    for line in path.read_text("utf-8").splitlines():
        body = json.loads(line)
        if body["text"]:
            body["text"] = moved(str(body["text"]), datetime.fromisoformat(str(body["date"])).date(), shift)
        yield json.dumps(body, ensure_ascii=False)
