"""The print of a table: how many rows, and a digest that is the same whichever database they lie in."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Float, Table


@dataclass(frozen=True, slots=True)
class Print:
    """`digest` is SHA-256 (hex) of the rows in the order of their keys, each a line of JSON."""

    count: int
    digest: str


class Printing:
    """Takes the rows of a table one after another."""

    def __init__(self, table: Table) -> None:
        self.count, self._sum = 0, hashlib.sha256(",".join(column.name for column in table.columns).encode())
        self._ways = [_way(column.type) for column in table.columns]

    def add(self, row: Sequence[Any]) -> None:
        """The next row, its columns in the table's order."""
        told = [
            value if value is None or way is None else way(value) for way, value in zip(self._ways, row, strict=True)
        ]
        self._sum.update(json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii"))
        self._sum.update(b"\n")
        self.count += 1

    def end(self) -> Print:
        """The print of the rows so far."""
        return Print(self.count, self._sum.hexdigest())


def _way(kind: object) -> Callable[[Any], Any] | None:
    if isinstance(kind, JSON):
        return plain
    return _float if isinstance(kind, Float) else _moment_or_same


def _float(value: float) -> str:
    return float(value).hex()


def _moment_or_same(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def plain(value: Any) -> Any:
    """JSON by its meaning: PostgreSQL writes numbers and the order of names in its own way (1e3 becomes 1000)."""
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
