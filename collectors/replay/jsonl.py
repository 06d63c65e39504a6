"""Recorded JSONL: one JSON object a line."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from collectors.replay.fields import Row, called
from collectors.replay.lines import Found, lines, too_long
from collectors.replay.reading import Place
from core.errors import Poison

PAYLOAD = 500
"""Bytes of a line that is not JSON which go to quarantine."""


def rows(file: BinaryIO, start: Place, *, growing: bool = False) -> Iterator[Found]:
    """Rows from a place on. In a `growing` file a last line without an end that is not yet JSON is left for later."""
    for place, line in lines(file, start):
        if line is None:
            yield place, too_long(place.line)
            continue
        text = line.strip()
        found = row(text, place.line) if text else None
        if growing and isinstance(found, Poison) and not line.endswith(b"\n"):
            return
        yield place, found


def row(line: bytes, number: int) -> Row | Poison:
    """A line as an object, or why it is none."""
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Poison(f"не UTF-8: байт {line[error.start]:#04x} на месте {error.start + 1}", line=number)
    except RecursionError:
        return Poison("слишком глубокая вложенность JSON", line=number)
    except ValueError as error:
        start = {"line": line[:PAYLOAD].decode("utf-8", "replace")}
        return Poison(f"не JSON ({_where(error)})", line=number, payload=start)
    if not isinstance(found, dict):
        return Poison(f"ожидался объект JSON, здесь {called(found)}", line=number)
    return found


def _where(error: ValueError) -> str:
    return f"знак {error.colno}" if isinstance(error, json.JSONDecodeError) else "число не читается"
