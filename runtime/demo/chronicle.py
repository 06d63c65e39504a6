"""What the centre did in the recorded month (`profiles/demo/work.csv`): which publication answered which post, what
came of it. Official answers are publications of the recording itself."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

import profiles
from core.posts import Platform, SourceKey

ROWS = "work.csv"


class Deed(StrEnum):
    """What was done about a post's incident: answered so far, answered for good in several ways, passed on, or set
    aside."""

    INTERIM = "interim"
    SOLVED = "solved"
    EXPLAINED = "explained"
    REFUTED = "refuted"
    FORWARDED = "forwarded"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Said:
    """An official publication of the recording: where, which one, when, its words."""

    source: SourceKey
    message: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A deed about the incident that holds a post, at a moment of the recording; the matter is closed at `ends`."""

    source: str
    message: str
    deed: Deed
    at: datetime
    ends: datetime | None = None
    said: Said | None = None
    reason: str = ""


def rows() -> list[Row]:
    """All of them, in the order of their moments."""
    with (profiles.DEMO / ROWS).open(encoding="utf-8", newline="") as file:
        return sorted((_row(each) for each in csv.DictReader(file)), key=lambda row: row.at)


def _row(cells: dict[str, str]) -> Row:
    where, _, message = cells["answer"].rpartition(":")
    answer = _recorded()[where or cells["source"], message] if message else None
    after = timedelta(hours=float(cells["hours"] or 0))
    about = _recorded()[cells["source"], cells["id"]]
    at = answer.at if answer else about.at + after
    ends = at + after if answer and cells["hours"] else None
    return Row(cells["source"], cells["id"], Deed(cells["step"]), at, ends, answer, cells["text"])


@cache
def _recorded() -> dict[tuple[str, str], Said]:
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
