"""Cases of the language as data: one line a case, a comment above a case that once failed."""

import re
from collections.abc import Iterator
from pathlib import Path

CODE = re.compile(r"\\u[0-9a-f]{4}|\\n")


def cases(name: str, mark: str) -> list[tuple[str, str]]:
    """Both sides of each line of `name`, parted by the last `mark`."""
    return list(_lines(Path(__file__).with_name(name), mark))


def _lines(path: Path, mark: str) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            given, wanted = line.rsplit(mark, 1) if mark in line else (line, "")
            yield _plain(given.strip(" ")), _plain(wanted.strip())


def _plain(text: str) -> str:
    return CODE.sub(lambda found: found.group().encode().decode("unicode_escape"), text)
