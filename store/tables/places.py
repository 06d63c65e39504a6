"""The municipality's places."""

from sqlalchemy import Column, Float, String, Text, UniqueConstraint

from store.tables.columns import Json, Moment, table

gazetteer = table(
    "gazetteer",
    Column("key", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("parent", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("house", String(64), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("aliases", Json, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "key"),
)
"""`key` is a digest of kind, parent, name and house."""
