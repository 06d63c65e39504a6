"""Exchange with «Инцидент менеджмент» and ПОС as commands and the API use it: a table in, a table out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from collectors import exchange
from collectors.spreading import spread
from core import usecases
from core.errors import BadInput
from core.exchange import LAYOUTS, Import, System
from core.exchange.orders import HEAT, Form, Order
from core.incidents import IncidentQuery, Intake
from core.lists import LIST_TITLES, List, ListQuery
from core.maps import MapQuery
from core.ports import Places, Work
from core.scope import Right, Scope
from core.usecases.exchange import Table
from core.usecases.intake import Judged, judged
from core.usecases.linking import Told, silent
from nlp.lemmas import masked_line
from profiles import titles
from reports import exchange as out
from runtime.places import StoredPlaces
from runtime.wiring import House

MANY = 30_000
"""Rows of a table from which on other processes help to find their incidents."""
AHEAD = timedelta(days=1)
"""Clocks differ; what is dated later than this is a mistake."""


def take(
    house: House,
    scope: Scope,
    system: System,
    name: str,
    file: BinaryIO,
    *,
    opening: bool = False,
    told: Told = silent,
) -> Import:
    """Keep the items of a table, link them, and, if wished, open incidents of those that are open and new. The log
    holds what came of it; a table that is none leaves no trace (BadInput)."""
    at = house.clock.now()
    door = exchange.Door(house.mask.now(), at + AHEAD, ZoneInfo(house.profile.timezone))
    found = exchange.read(file, system, door)
    table = Table(system, Path(name).name[:300], found, at, told, door.zone, exchange.remade)
    try:
        done = usecases.take_table(house.store, scope, table)
    except BadInput as error:
        raise BadInput(f"{table.file}: {error}") from error
    by = spread if done.rows >= MANY else map
    linked, proposed = usecases.link_items(house.store, scope, house.profile, masked_line, system, at, told, by)
    opened = _open(house, scope, system, at, told) if opening else 0
    done = replace(done, linked=linked, proposed=proposed, opened=opened)
    return usecases.keep_import(house.store, scope, done)


def _open(house: House, scope: Scope, system: System, at: datetime, told: Told) -> int:
    assessor, where = house.assessor, house.whereabouts

    def judge(found: Sequence[Intake]) -> list[Judged]:
        return judged(house.profile, assessor, house.mask, found, at, where, house.topic)

    return usecases.open_items(house.store, scope, house.profile, masked_line, judge, system, at, told)[0]


def taking(house: House) -> Callable[[Scope, System, str, BinaryIO, bool], Import]:
    """The same for the API's services."""

    def taken(scope: Scope, system: System, name: str, file: BinaryIO, opening: bool) -> Import:
        return take(house, scope, system, name, file, opening=opening)

    return taken


def give(house: House, scope: Scope, order: Order, path: Path) -> int:
    """Write what is asked for; gives the count of its rows, which is that of the store. Raises Denied, Conflict.

    Texts without masks are noted in the journal before anybody has the file.
    """
    scope.demand(Right.EXPORT)
    count = _written(house, scope, order, path)
    if Right.READ_UNMASKED in scope.rights and order.what != HEAT:
        with house.store.begin() as work:
            work.journal.write(scope, "texts.read", "", {"export": order.what, "texts": count}, house.clock.now())
    return count


def _written(house: House, scope: Scope, order: Order, path: Path) -> int:
    zone = ZoneInfo(house.profile.timezone)
    places = StoredPlaces(house.store, house.scope, house.clock)
    with house.store.read() as work:
        if order.what == HEAT:
            return _heat(house, scope, order, work, places, path)
        if order.what in tuple(System):
            query = IncidentQuery(since=order.since, until=order.until)
            system = System(order.what)
            now = house.clock.now()
            told = out.export_rows(
                work, scope, house.profile, system, query, house.mask, places.title, titles.topics(), now
            )
            return out.write(path, order.form, LAYOUTS[system].sheet, *told[:2], zone, told[2])
        wanted = List(order.what)
        cut = ListQuery(order.since, order.until)
        head, rows, count = out.list_rows(work, scope, wanted, cut, house.mask, places.title)
        if order.form is not Form.JSONL:
            head, rows = out.in_russian(wanted, head, rows, house.profile, titles.topics())
        return out.write(path, order.form, LIST_TITLES[wanted].capitalize(), head, rows, zone, count)


def _heat(house: House, scope: Scope, order: Order, work: Work, places: Places, path: Path) -> int:
    found = usecases.mapped(work, scope, places, MapQuery(order.since, order.until))
    head, rows, count = out.heat_csv(found, places.title)
    if order.form is Form.GEOJSON:
        path.write_text(json.dumps(out.heat_geojson(found, places.title), ensure_ascii=False), encoding="utf-8")
        return count
    return out.write(path, order.form, "Тепловая карта", head, rows, ZoneInfo(house.profile.timezone), count)


def giving(house: House) -> Callable[[Scope, Order, Path], int]:
    """The same for the API's services."""

    def given(scope: Scope, order: Order, path: Path) -> int:
        return give(house, scope, order, path)

    return given
