"""Records of a CSV table, whatever its line ends are; a quote that is never closed spoils its own line only."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from collectors.replay.fields import LONGEST_TEXT
from collectors.replay.lines import BOM, LONGEST_LINE, lines
from collectors.replay.reading import Place
from core.errors import BadInput, Poison

SAMPLE = 256 * 1024
SEPARATORS = ";,\t"
MOST_LINES, MOST_SIGNS = 50, LONGEST_TEXT
"""A record of several lines that is longer than this has a quote that somebody forgot to close."""

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Unclosed(Exception):
    """The record does not end where it should; `ended` when the file ends before it."""

    def __init__(self, *, ended: bool) -> None:
        super().__init__()
        self.ended = ended


@dataclass(slots=True)
class Feed:
    """Decoded lines for the csv module; remembers the place behind the last one that it took."""

    file: BinaryIO
    encoding: str
    place: Place = field(default_factory=Place)

    def __iter__(self) -> Iterator[str]:
        for place, line in lines(self.file, self.place):
            byte = place.byte - len(line or b"")
            for piece in _LINE.findall(line) if line else (b"",):
                byte = byte + len(piece) if line else place.byte
                self.place = Place(self.place.line + 1, byte)
                yield piece.decode(self.encoding, "surrogateescape").replace("\x00", "")


@dataclass(slots=True)
class _Span:
    """Lines of one record: `taken` is set to 0 before it. `behind` is the place behind its first line."""

    feed: Feed
    stream: Iterator[str]
    taken: int = 0
    signs: int = 0
    behind: Place = field(default_factory=Place)
    line: str = ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.taken:
            line, self.signs = next(self.stream), 0
            self.behind, self.line = self.feed.place, line
        elif self.taken >= MOST_LINES or self.signs > MOST_SIGNS:
            raise Unclosed(ended=False)
        elif (more := next(self.stream, None)) is None:
            raise Unclosed(ended=True)
        else:
            line = more
        self.taken, self.signs = self.taken + 1, self.signs + len(line)
        return line


def encoding(sample: bytes) -> str:
    """UTF-8 where most lines with other than ASCII letters are UTF-8 (one broken byte is a broken line), else 1251."""
    if sample.startswith(BOM):
        return "utf-8"
    marked = [line for line in sample.splitlines()[: -1 if len(sample) == SAMPLE else None] if not line.isascii()]
    good = sum(1 for line in marked if _decodes(line))
    return "utf-8" if good * 2 >= len(marked) else "cp1251"


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def separator(sample: bytes) -> str:
    """The sign that stands most often in the first line."""
    first = (sample.splitlines() or [b""])[0].decode("latin-1")
    return max(SEPARATORS, key=first.count)


def header(feed: Feed, parted: str) -> list[str] | None:
    """The names of the columns; None for an empty table. Raises BadInput."""
    csv.field_size_limit(max(csv.field_size_limit(), 2 * LONGEST_TEXT, LONGEST_LINE))
    first = next(records(feed, parted), None)
    if first is not None and isinstance(first[1], Poison):
        raise BadInput("первая строка таблицы не читается: в ней должны стоять имена столбцов")
    return None if first is None else [name.strip().lower() for name in first[1]]  # type: ignore[union-attr]


def records(feed: Feed, parted: str, *, growing: bool = False) -> Iterator[tuple[int, list[str] | Poison]]:
    """Number of the first line and cells of each record, or why it has none; then the next line is gone on with.

    A record that a `growing` file does not end yet is left for later.
    """
    span, reader = _opened(feed, parted)
    while True:
        first, span.taken = feed.place.line + 1, 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, Unclosed) as error:
            if growing and isinstance(error, Unclosed) and error.ended:
                return
            feed.place = span.behind
            again = _again(span, parted)
            span, reader = _opened(feed, parted)
            yield first, again or Poison("таблица не читается: кавычка не закрыта или стоит лишняя")
            continue
        yield first, cells


def _opened(feed: Feed, parted: str) -> tuple[_Span, Iterator[list[str]]]:
    span = _Span(feed, iter(feed))
    return span, csv.reader(span, delimiter=parted, strict=True)


def _again(span: _Span, parted: str) -> list[str] | None:
    """The cells of a record of one line whose quotes are only careless (`"а"б`); None where they are not closed."""
    if span.taken > 1 or span.line.count('"') % 2:
        return None
    try:
        return next(csv.reader([span.line], delimiter=parted), None)
    except csv.Error:
        return None
