"""The sheets of a workbook behind the guard, one row at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby
from os import SEEK_END
from typing import BinaryIO

from collectors.sheets import aside
from collectors.sheets.book import Row, batches
from collectors.sheets.guard import check

LARGE = 3 * 2**20
"""Bytes of a file that another process reads: of a smaller one the reader holds little."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of a sheet and its rows."""

    name: str
    rows: Iterator[Row] = field(repr=False)


def sheets(file: BinaryIO, large: int = LARGE) -> Iterator[Sheet]:
    """The sheets of a table xlsx. Raises BadInput for what is none, is too large or spoilt (see `guard`)."""
    check(file)
    size = file.seek(0, SEEK_END)
    file.seek(0)
    found = batches(file) if size < large else aside.frames(file)
    for name, parts in groupby(found, key=lambda batch: batch[0]):
        yield Sheet(name, chain.from_iterable(rows for _, rows in parts))
