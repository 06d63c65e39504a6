"""Addresses of flats in rows of ИМ and ПОС that an earlier version kept are cut at their house, and a telephone that
stood for a place is no place any more: on cards, in incidents, in alerts.

Revision ID: 0022
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.houses import up_to_house
from store.tables.columns import Json

revision = "0022"
down_revision = "0021"

ROWS = 1_000
ADDRESSES = ("Улица", "Адрес")
PHONE = re.compile(r"(?:\d[ \u00a0().–-]{0,3}){9,}\d|(?<!\d)[78][ (-]{0,2}9\d\d(?!\d)")
"""A whole one, or the beginning that was left of one that ended in «-00-00»."""
ITEMS = sa.table("exchange_items", *map(sa.column, ("id", "place")), sa.column("columns", Json))
INCIDENTS = sa.table("incidents", *map(sa.column, ("id", "place", "place_key")))
ASSESSMENTS = sa.table("assessments", sa.column("id"), sa.column("body", Json))
ALERTS = sa.table("alerts", sa.column("id"), sa.column("body", Json))
Row = Mapping[str, Any]


def upgrade() -> None:
    """Cut them. Rows without one are read and left as they are; the next table of the same system compares anew."""
    _each(ITEMS, lambda row: {"place": up_to_house(row["place"]), "columns": _housed(row["columns"])})
    _each(INCIDENTS, lambda row: {"place": "", "place_key": ""} if PHONE.search(row["place"]) else {})
    _each(ASSESSMENTS, lambda row: {"body": _placed(row["body"])})
    _each(ALERTS, lambda row: {"body": _told(row["body"])})


def _each(table: sa.TableClause, cut: Callable[[Row], Row]) -> None:
    """Write what `cut` makes another, so many rows at a time, in the order of their numbers."""
    last = 0
    while True:
        query = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(ROWS)
        found = op.get_bind().execute(query).mappings().all()
        for row in found:
            if not (new := cut(row)).items() <= dict(row).items():
                op.get_bind().execute(sa.update(table).where(table.c.id == row["id"]).values(**new))
        if len(found) < ROWS:
            return
        last = found[-1]["id"]


def downgrade() -> None:
    """What was cut does not come back."""


def _housed(columns: Any) -> Any:
    if not isinstance(columns, dict):
        return columns
    return {name: up_to_house(told) if name in ADDRESSES else told for name, told in columns.items()}


def _placed(body: Any) -> Any:
    """The body without places that are telephones."""
    if not isinstance(body, dict) or not any(PHONE.search(str(place[0])) for place in body.get("places", ())):
        return body
    return body | {"places": [place for place in body["places"] if not PHONE.search(str(place[0]))]}


def _told(body: Any) -> Any:
    stands = isinstance(body, dict) and PHONE.search(str(body.get("place", "")))
    return body | {"place": ""} if stands else body
