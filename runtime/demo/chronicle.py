"""What the centre did in the recorded month (`profiles/demo/work.csv`): which publication answered which post, what
came of it. Official answers are publications of the recording itself."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import profiles
from runtime.demo.recording import Said, recorded

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
    answer = recorded()[where or cells["source"], message] if message else None
    after = timedelta(hours=float(cells["hours"] or 0))
    about = recorded()[cells["source"], cells["id"]]
    at = answer.at if answer else about.at + after
    ends = at + after if answer and cells["hours"] else None
    return Row(cells["source"], cells["id"], Deed(cells["step"]), at, ends, answer, cells["text"])
