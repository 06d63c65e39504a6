"""Who may sign in, and the journal of what was done."""

from sqlalchemy import BigInteger, Boolean, Column, Index, String, Text, UniqueConstraint, text

from store.tables.columns import Id, Json, Moment, table

users = table(
    "users",
    Column("login", String(128), nullable=False),
    Column("password", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("blocks", Json),
    Column("active", Boolean, nullable=False),
    Column("territories", Json),
    Column("factor", Text, nullable=False, server_default=text("''")),
    Column("factor_step", BigInteger, nullable=False, server_default=text("0")),
    Column("external", String(255), nullable=False, server_default=text("''")),
    UniqueConstraint("profile_id", "login"),
)

sessions = table(
    "sessions",
    Column("digest", String(64), nullable=False, unique=True),
    Column("login", String(128), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("made_at", Moment),
    Column("seen_at", Moment),
    Column("agent", String(100), nullable=False, server_default=text("''")),
)

keys = table(
    "keys",
    Column("name", String(128), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("rights", Json, nullable=False),
    Column("expires_at", Moment),
    Column("revoked", Boolean, nullable=False),
    Column("blocks", Json),
    Column("territories", Json),
    Column("made_at", Moment),
    Column("seen_at", Moment),
    UniqueConstraint("profile_id", "name"),
)

journal = table(
    "journal",
    Column("number", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("detail", Json, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Index("ix_journal_at", "profile_id", "at"),
    Index("ix_journal_who", "profile_id", "who", "number"),
    Index("ix_journal_subject", "profile_id", "subject", "number"),
    Index("uq_journal_number", "profile_id", "number", unique=True),
)
"""Append-only, held by triggers. `number` counts within the profile without gaps; `seal` is over the row and
`previous`, the seal of the row before."""
