"""What the accounts of the installation used of their budgets, and who holds what only one process may use."""

from sqlalchemy import Column, Integer, String, Text, UniqueConstraint

from store.tables.columns import Json, Moment, table

uses = table(
    "uses",
    Column("platform", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("method", String(100), nullable=False),
    Column("free_at", Moment),
    Column("hours", Json, nullable=False),
    Column("paused_until", Moment),
    Column("reason", Text, nullable=False),
    Column("pauses", Integer, nullable=False),
    UniqueConstraint("profile_id", "platform", "account", "method"),
)
"""`account` is a keyed digest of a token or session; `hours` are calls by hours since 1970."""

leases = table(
    "leases",
    Column("name", String(100), nullable=False),
    Column("holder", String(200), nullable=False),
    Column("doing", String(200), nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    UniqueConstraint("profile_id", "name"),
)
