"""Who may sign in, and the journal of what was done."""

from sqlalchemy import Boolean, Column, Index, String, Text, UniqueConstraint

from store.tables.columns import Json, Moment, table

users = table(
    "users",
    Column("login", String(128), nullable=False),
    Column("password", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("blocks", Json),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("profile_id", "login"),
)

sessions = table(
    "sessions",
    Column("digest", String(64), nullable=False, unique=True),
    Column("login", String(128), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

keys = table(
    "keys",
    Column("name", String(128), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("rights", Json, nullable=False),
    Column("expires_at", Moment),
    Column("revoked", Boolean, nullable=False),
    UniqueConstraint("profile_id", "name"),
)

journal = table(
    "journal",
    Column("at", Moment, nullable=False),
    Column("who", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("detail", Json, nullable=False),
    Index("ix_journal_at", "profile_id", "at"),
)
