"""Reading a file in batches, from where an earlier reading stopped."""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from collectors import refusals, sheets
from collectors.door import Door
from collectors.replay import desktop, incident, jsonl, shift, table
from collectors.replay.fields import Row, Times
from collectors.replay.lines import Found
from collectors.replay.reading import Form, Place, Reading
from collectors.replay.rows import Defaults, to_post
from core.errors import BadInput, Poison
from core.ports import Refusal
from core.posts import Platform, Post

AHEAD = timedelta(days=1)
"""Clocks differ; what is dated later than this is a mistake."""
AHEAD_OF_SHIFT = timedelta(days=3653)
"""A recording that is moved in time may be younger than the clock, yet not from the year 9999."""
_SIGN = re.compile(r"[A-Za-z0-9_.:+-]{0,40}|[0-9 .:+/-]{0,40}|\[[а-яё]+\]", re.IGNORECASE)
TABLES = frozenset({".xlsx", ".xlsm", ".xls"})
HEAD = 4096
"""Bytes by which a grown file is known again."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a file is to be read: see `read`."""

    path: Path
    form: Form
    door: Door
    defaults: Defaults
    times: Times
    shift_to: datetime | None
    shift_by: timedelta | None
    strict: bool
    batch: int
    growing: bool
    after: Mapping[str, object]


def read(
    path: Path,
    *,
    door: Door,
    now: datetime,
    platform: Platform | None = None,
    source: str | None = None,
    form: Form | None = None,
    zone: tzinfo | None = None,
    own_zone: tzinfo | None = None,
    shift_to: datetime | None = None,
    shift_by: timedelta | None = None,
    strict: bool = False,
    batch: int = 500,
    growing: bool = False,
    after: Mapping[str, object] | None = None,
) -> Iterator[Reading]:
    """Posts of a file, `batch` rows at a time; an empty file gives none.

    `platform` and `source` stand for rows that do not name theirs, `zone` for moments without one (None: refused).
    `own_zone` is that of the municipality, in which tables of «Инцидент менеджмент» are written.
    `shift_to` moves all moments by one constant, so that the last becomes it; `shift_by` by the given one. A row that
    cannot be read is a Refusal with its line, field and reason; `strict` raises it as Poison instead. `after` is the
    cursor of an earlier reading of the same file (of a changed file: ignored, it is read anew); `growing` leaves an
    unfinished last line for later.
    Raises BadInput at once when there is no such file or it is of no known form.
    """
    _check(path)
    found = form or _form(path)
    times = Times(
        now + (AHEAD_OF_SHIFT if shift_to or shift_by else AHEAD),
        zone=zone or own_zone if found is Form.INCIDENTS else zone,
    )
    defaults = Defaults(platform, source)
    return _readings(Order(path, found, door, defaults, times, shift_to, shift_by, strict, batch, growing, after or {}))


def _check(path: Path) -> None:
    if path.is_dir():
        raise BadInput(f"{path}: это папка, а нужен файл")
    if not path.exists():
        raise BadInput(f"{path}: такого файла нет")
    if not path.is_file() or not os.access(path, os.R_OK):
        raise BadInput(f"{path}: файл нельзя прочитать")


def _form(path: Path) -> Form:
    """By what stands at the beginning, then by the name."""
    with path.open("rb") as file:
        head = file.read(2**16)
    if head.startswith(sheets.MAGIC):
        return Form.INCIDENTS
    if path.suffix.lower() in TABLES:
        raise BadInput(f"{path}: это не таблица xlsx, файл пуст, повреждён или сохранён в другом формате")
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        first = jsonl.row(head.split(b"\n", 1)[0], 1)
        whole = not isinstance(first, Poison) and not {"messages", "chats"} & first.keys()
        export = b'"messages"' in head or b'"chats"' in head
        return Form.TELEGRAM_DESKTOP if not whole and export else Form.JSONL
    return Form.TABLE if path.suffix.lower() in (".csv", ".tsv", ".txt") else Form.JSONL


def _found(order: Order, file: BinaryIO, start: Place) -> Iterator[Found]:
    match order.form:
        case Form.JSONL:
            return jsonl.rows(file, start, growing=order.growing)
        case Form.TELEGRAM_DESKTOP:
            return desktop.rows(file, start, growing=order.growing)
        case Form.INCIDENTS:
            return incident.rows(file, start)
        case Form.TABLE:
            given = {"platform": order.defaults.platform, "source": order.defaults.source}
            names = [name for name, value in given.items() if value is not None]
            return table.rows(file, start, defaults=names, growing=order.growing)


def _readings(order: Order) -> Iterator[Reading]:
    with order.path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not size:
            return
        start, moved = _start(order, file, size)
        order = replace(order, times=_times(order, file, moved))
        found = _found(order, file, start)
        while batch := list(islice(found, order.batch)):
            yield _reading(order, file, batch, batch[-1][0], size)


def _times(order: Order, file: BinaryIO, moved: timedelta | None) -> Times:
    if order.shift_by is not None:
        return replace(order.times, shift=order.shift_by)
    if order.shift_to is None:
        return order.times
    if moved is None:
        last = shift.latest(_found(order, file, Place()), order.times)
        moved = shift.delta(last, order.shift_to)
    return replace(order.times, shift=moved)


def _start(order: Order, file: BinaryIO, size: int) -> tuple[Place, timedelta | None]:
    """Where to go on, and by how much the earlier batches were moved; the beginning where the file is another."""
    line, byte, head = order.after.get("line"), order.after.get("byte"), order.after.get("head")
    if not isinstance(line, int) or not isinstance(byte, int) or not 0 < byte <= size or _head(file, byte) != head:
        return Place(), None
    moved = order.after.get("shift")
    return Place(line, byte), timedelta(seconds=moved) if isinstance(moved, (int, float)) else None


def _head(file: BinaryIO, byte: int) -> str:
    """A digest of a file's beginning and of what stands before a place: it tells a grown file from another one."""
    here = file.tell()
    digest = hashlib.sha256()
    for start in (0, max(byte - HEAD, 0)):
        file.seek(start)
        digest.update(file.read(min(byte, HEAD)))
    file.seek(here)
    return digest.hexdigest()[:16]


def _reading(order: Order, file: BinaryIO, batch: list[Found], place: Place, size: int) -> Reading:
    posts: list[Post] = []
    refused: list[Refusal] = []
    to = partial(to_post, defaults=order.defaults, door=order.door, times=order.times)
    for at, row in batch:
        try:
            if isinstance(row, Poison):
                raise row
            if row is not None:
                posts.append(to(row))
        except Poison as error:
            refused.append(_refused(order, error, row, error.line or at.line))
    cursor = {"form": str(order.form), "line": place.line, "byte": place.byte, "head": _head(file, place.byte)}
    if order.shift_to:
        cursor["shift"] = order.times.shift.total_seconds()
    return Reading(tuple(posts), tuple(refused), place.line, place.byte, size, cursor)


def _refused(order: Order, error: Poison, row: Row | Poison | None, line: int) -> Refusal:
    if order.strict:
        told = refusals.refusal(error, "", order.door, line)
        raise Poison(told.reason, field=told.field, line=line) from None
    return refusals.refusal(error, _payload(order, error, row), order.door, line)


def _plain(value: object) -> object:
    """A value of a refused row: of a string that is no date, number or sign only the length, it may be a name."""
    return f"[{len(value)} знаков]" if isinstance(value, str) and not _SIGN.fullmatch(value) else value


def _payload(order: Order, error: Poison, row: Row | Poison | None) -> str:
    if isinstance(row, dict):
        named = row.get("platform")
        platform = order.defaults.platform or (Platform(named) if named in tuple(Platform) else Platform.FILE)
        kept = {key: _plain(value) for key, value in order.door.unknown(platform, row, row).items()}
        return json.dumps(kept, ensure_ascii=False)[: refusals.LONGEST]
    return order.door.scrap(str((error.payload or {}).get("line", "")))
