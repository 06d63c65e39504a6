"""Lines of a file of any size, one at a time, with the place behind each."""

from collections.abc import Iterator
from typing import BinaryIO

from collectors.replay.fields import Row
from collectors.replay.reading import Place
from core.errors import Poison

LONGEST_LINE = 32 * 2**20
"""Bytes. A text of a million characters takes at most 12 MB when every one of them is escaped."""
BOM = b"\xef\xbb\xbf"

Found = tuple[Place, Row | Poison | None]
"""The place behind what was found, and a row, its refusal, or None where nothing stood."""


def lines(file: BinaryIO, start: Place) -> Iterator[tuple[Place, bytes | None]]:
    """Lines from a place on, their ends kept; None for one longer than `LONGEST_LINE`. A leading BOM is dropped."""
    file.seek(start.byte)
    number, byte = start.line, start.byte
    while line := file.readline(LONGEST_LINE):
        size, whole = len(line), line.endswith(b"\n") or len(line) < LONGEST_LINE
        if not whole:
            size += _skip(file)
        number, byte = number + 1, byte + size
        yield Place(number, byte), (line.removeprefix(BOM) if number == 1 else line) if whole else None


def _skip(file: BinaryIO) -> int:
    skipped = 0
    while piece := file.readline(2**20):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def too_long(line: int) -> Poison:
    """The refusal of a line that `lines` did not keep."""
    return Poison(f"строка длиннее {LONGEST_LINE // 2**20} МБ", line=line)
