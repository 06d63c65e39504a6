"""The district's records of «Инцидент менеджмент» and ПОС (`profiles/demo/im.csv`, `pos.csv`), for the demo: written
as the tables of the systems and loaded through the door that any such table comes through."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import profiles
from core.exchange import LAYOUTS, Form, System
from reports.exchange import write
from runtime.demo.dating import moved
from runtime.exchange import take
from runtime.wiring import House

Row = dict[str, object]


def load(house: House, shift: timedelta) -> int:
    """Load what had been received by now; returns how many records are new."""
    with TemporaryDirectory() as folder:
        return sum(_loaded(house, system, shift, Path(folder)) for system in System)


def _loaded(house: House, system: System, shift: timedelta, folder: Path) -> int:
    layout = LAYOUTS[system]
    path, zone, now = folder / f"{layout.sheet}.xlsx", ZoneInfo(house.profile.timezone), house.clock.now()
    rows = [row for row in _rows(system, shift) if _moment(row[layout.received]) <= now]
    write(path, Form.XLSX, layout.sheet, layout.columns, rows, zone, len(rows))
    with path.open("rb") as file:
        return take(house, house.scope, system, path.name, file).added


def _rows(system: System, shift: timedelta) -> Iterator[Row]:
    """Rows as recorded, their moments moved, and the days that their texts name."""
    with (profiles.DEMO / f"{system}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            layout = LAYOUTS[system]
            came = _moment(row[layout.received]).date()
            moments = {name: _moment(row[name]) + shift for name in layout.moments if row[name]}
            texts = {name: moved(row[name], came, shift) for name in layout.texts if name in row}
            yield {**row, **texts, **moments}


def _moment(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
