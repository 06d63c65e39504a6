"""Tables: comma, semicolon or tab; UTF-8 or Windows-1251. The first line names the columns and so the shape."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from collectors.gazetteer.reading import Found
from collectors.gazetteer.shapes import SHAPES, Row
from collectors.replay.cells import SAMPLE, Feed, encoding, header, records, separator
from core.errors import BadInput, Poison
from core.geo import Entry

Reader = Callable[[Row], Iterator[Entry]]
REPLACED = range(0xDC80, 0xDD00)
"""What a byte that is no letter of the encoding becomes."""


def entries(path: Path) -> Iterator[Found]:
    """Entries and refusals of a table in its order, with the bytes read so far. Raises BadInput."""
    with path.open("rb") as file:
        yield from _entries(file)


def _entries(file: BinaryIO) -> Iterator[Found]:
    sample = file.read(SAMPLE)
    if not sample:
        return
    feed, parted = Feed(file, encoding(sample)), separator(sample)
    columns = header(feed, parted) or []
    read = _shape(columns)
    for line, cells in records(feed, parted):
        if isinstance(cells, Poison):
            yield feed.place.byte, Poison(cells.reason, line=line)
        elif any(map(str.strip, cells)):
            yield from ((feed.place.byte, each) for each in _row(columns, cells, line, read))


def _shape(columns: Sequence[str]) -> Reader:
    for needed, read in SHAPES:
        if needed <= set(columns):
            return read
    told = "; ".join(", ".join(sorted(needed)) for needed, _ in SHAPES)
    raise BadInput(f"в первой строке таблицы нужны столбцы одного из видов: {told}; здесь: {', '.join(columns)[:200]}")


def _row(columns: Sequence[str], cells: Sequence[str], line: int, read: Reader) -> Iterator[Entry | Poison]:
    if len(cells) != len(columns):
        yield Poison(f"в строке {len(cells)} значений, а столбцов {len(columns)}", line=line)
        return
    row = dict(zip(columns, cells, strict=True))
    try:
        for name, cell in row.items():
            if any(ord(letter) in REPLACED for letter in cell):
                raise Poison("не в кодировке таблицы", field=name)
        yield from list(read(row))
    except Poison as error:
        yield Poison(error.reason, field=error.field, line=line)
