"""Addresses of flats in rows of ИМ and ПОС that an earlier version kept are cut at their house.

Revision ID: 0022
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.houses import up_to_house
from store.tables.columns import Json

revision = "0022"
down_revision = "0021"

ROWS = 1_000
ADDRESSES = ("Улица", "Адрес")
ITEMS = sa.table("exchange_items", *map(sa.column, ("id", "place")), sa.column("columns", Json))


def upgrade() -> None:
    """Cut them. Rows without a flat are read and left as they are; the next table of the same system compares anew."""
    last = 0
    while True:
        query = sa.select(ITEMS).where(ITEMS.c.id > last).order_by(ITEMS.c.id).limit(ROWS)
        found = op.get_bind().execute(query).mappings().all()
        for row in found:
            place, columns = up_to_house(row["place"]), _housed(row["columns"])
            if (place, columns) != (row["place"], row["columns"]):
                change = sa.update(ITEMS).where(ITEMS.c.id == row["id"]).values(place=place, columns=columns)
                op.get_bind().execute(change)
        if len(found) < ROWS:
            return
        last = found[-1]["id"]


def downgrade() -> None:
    """What was cut does not come back."""


def _housed(columns: Any) -> Any:
    if not isinstance(columns, dict):
        return columns
    return {name: up_to_house(told) if name in ADDRESSES else told for name, told in columns.items()}
