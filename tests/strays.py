"""No test opens SQLite unseen where all are to run on PostgreSQL: the interpreter itself tells of each opening.

What is about SQLite alone says so and why, `@pytest.mark.sqlite("why")`, and is left out there.
"""

import sys
from pathlib import Path

import pytest

FILES = ("mcu.db", "jobs.db")
"""What a process that a test started leaves in the test's folder, if it took the embedded store."""
_opened: list[str] = []


def watch() -> None:
    """From now on openings are written down; an audit hook cannot be taken back."""
    sys.addaudithook(_heard)


def _heard(event: str, told: tuple[object, ...]) -> None:
    if event == "sqlite3.connect":
        _opened.append(str(told[0]))


def begin() -> None:
    """A test begins."""
    _opened.clear()


def found(folder: Path | None) -> list[str]:
    """What the test opened, and what its processes left in its folder."""
    left = [str(path) for path in folder.rglob("*.db") if path.name in FILES] if folder else []
    return [*_opened, *left]


def about_sqlite(item: pytest.Item) -> str:
    """Why a test is about SQLite alone; empty if it is not."""
    mark = item.get_closest_marker("sqlite")
    return str(mark.args[0]) if mark else ""
