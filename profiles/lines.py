"""Where in a TOML text a field stands. A small locator, not a parser: the text was read by tomllib before."""

import re
from collections.abc import Iterator, Sequence

HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\"-]+)\s*\]\]?")
KEY = re.compile(r"^\s*([\w.\"-]+)\s*=")

Path = tuple[str | int, ...]


def line_of(text: str, path: Sequence[str | int], value: str = "") -> int:
    """The line (from 1) of a field, or of one value of its list; of its table, or 1, where the field is absent."""
    lines, wanted = text.splitlines(), tuple(path)
    places = list(_places(lines))
    for length in range(len(wanted), 0, -1):
        found = [number for number, place in places if place == wanted[:length]]
        if found:
            return _value(lines, found[-1], value) if length == len(wanted) else found[-1]
    return 1


def _value(lines: list[str], start: int, value: str) -> int:
    """The line within a field's list on which a value stands."""
    for number in range(start, len(lines) + 1):
        if value and f'"{value}"' in lines[number - 1]:
            return number
        if number > start and (KEY.match(lines[number - 1]) or HEADER.match(lines[number - 1])):
            break
    return start


def _places(lines: list[str]) -> Iterator[tuple[int, Path]]:
    """Each header and key with its line and path. A key after `[[blocks]]` belongs to its last table."""
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(lines, 1):
        if header := HEADER.match(line):
            table = _table(header[2], header[1] == "[[", counts)
            yield number, table
        elif key := KEY.match(line):
            yield number, table + _names(key[1])


def _names(dotted: str) -> Path:
    return tuple(part.strip().strip('"') for part in dotted.split("."))


def _table(dotted: str, listed: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    names = _names(dotted)
    for depth, name in enumerate(names, 1):
        path += (name,)
        if listed and depth == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path += (counts[path],)
    return path
