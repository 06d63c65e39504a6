"""The xlsx of «Инцидент менеджмент» -> recorded rows: each incident is a message of its platform (docs/ru/форматы.md).

Columns stand in any order, further ones are kept in `raw`; names of executors are dropped here.
"""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from collectors import sheets
from collectors.replay.fields import Row
from collectors.replay.lines import Found
from collectors.replay.reading import Place
from collectors.sheets import Table, cells
from core.errors import Poison
from core.exchange import IM_COLUMNS, IM_LINKS, PERSONS, platform_of
from core.posts import Platform

SOURCE = "инциденты"
"""The address of all incidents' source: their numbers must not meet those of a wall's posts."""

NUMBER, CREATED, TEXT = "номер инцидента", "дата создания", "текст инцидента"
NEEDED = (NUMBER, CREATED, TEXT)


def rows(file: BinaryIO, start: Place) -> Iterator[Found]:
    """Rows behind a place. Raises BadInput for what is no such table, too large, or without its columns."""
    size = file.seek(0, 2)
    for base, table in sheets.tables(file, NEEDED, known=IM_COLUMNS):
        for place, row in table.rows:
            if base + place > start.line and any(value not in (None, "") for value in row):
                yield Place(base + place, size), _row(table, row, place)


def _row(table: Table, row: Sequence[object], place: int) -> Row | Poison:
    named = {
        table.columns[at]: value for at, value in enumerate(row) if at in table.columns and value not in (None, "")
    }
    for name in NEEDED:
        if name not in named:
            return Poison(f"{table.where(place, name)}: пусто", field=name)
    created = cells.moment(named[CREATED])
    if created is None:
        return Poison(f"{table.where(place, CREATED)}: дата не читается", field=CREATED)
    link = next((str(named[name]).strip() for name in IM_LINKS if name in named), "")
    made: dict[str, object] = {
        "platform": str(platform_of(link) or Platform.FILE),
        "source": SOURCE,
        "id": cells.plain(named[NUMBER]),
        "date": created,
        "text": str(named[TEXT]),
        "type": "message",
    }
    if link.startswith(("http://", "https://")):
        made["url"] = link
    rest = {name: value for name, value in named.items() if name not in (*NEEDED, *IM_LINKS)}
    return made | {name: cells.plain(value) for name, value in rest.items() if not name.startswith(PERSONS)}
