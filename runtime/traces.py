"""Proof of a deletion: the files of the installation are searched byte for byte for what is gone."""

import json
import mmap
from collections.abc import Iterator, Sequence
from pathlib import Path

PIECE = 20
"""Characters looked for: so few that they stand within a page of a database, so many that it is not by chance."""
COPIES = (".backup", ".partial")
"""Copies are not searched: they are encrypted, and go by their own term."""


def pieces(traces: Sequence[str]) -> list[str]:
    """The beginning, the middle and the end of each trace."""
    found: dict[str, None] = {}
    for each in traces:
        for start in (0, max(0, len(each) // 2 - PIECE // 2), max(0, len(each) - PIECE)):
            found[each[start : start + PIECE]] = None
    return list(found)


def forms(piece: str) -> set[bytes]:
    """How a piece may be written in a file: plainly, or within JSON."""
    return {piece.encode("utf-8", "surrogatepass"), json.dumps(piece)[1:-1].encode("ascii")}


def files(home: Path) -> Iterator[Path]:
    """All files of the data folder but copies."""
    yield from sorted(path for path in home.rglob("*") if path.is_file() and path.suffix not in COPIES)


def found_in(paths: Iterator[Path] | Sequence[Path], sought: Sequence[str]) -> list[tuple[Path, str]]:
    """(file, piece) of every piece that stands in a file."""
    wanted = [(piece, form) for piece in sought for form in forms(piece)]
    return [(path, piece) for path in paths for piece in _in_one(path, wanted)]


def _in_one(path: Path, wanted: Sequence[tuple[str, bytes]]) -> list[str]:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            return [piece for piece, form in wanted if held.find(form) >= 0]
    except (OSError, ValueError):
        return []
