"""Exchange with «Инцидент менеджмент» and ПОС: items of their tables, and what came of each table."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Json, Moment, table, veil

items = table(
    "exchange_items",
    Column("system", String(8), nullable=False),
    Column("number", String(200), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("appeal", Boolean, nullable=False),
    Column("score", Integer),
    Column("columns", Json, nullable=False),
    Column("digest", String(24), nullable=False),
    Column("link", String(16), nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("reason", Json, nullable=False),
    Column("linked_by", String(128), nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    veil(),
    UniqueConstraint("profile_id", "system", "number"),
    Index("ix_exchange_items_received", "profile_id", "system", "received_at"),
    Index("ix_exchange_items_incident_id", "incident_id"),
)
"""`columns` is the row by the system's own names, without persons, texts masked; `digest` that of the columns."""

imports = table(
    "exchange_imports",
    Column("system", String(8), nullable=False),
    Column("file", String(300), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("same", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("linked", Integer, nullable=False),
    Column("proposed", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
    Column("spoilt", Json, nullable=False),
    Index("ix_exchange_imports_at", "profile_id", "id"),
)
"""`spoilt`: sheet, row, column and reason of each row that could not be taken, the first ten thousand."""
