"""Clocks of incidents as their events, recipients without an account, their one-time links.

`incident_id` has no foreign key here: incidents are kept for ever, and their table is another migration's.
"""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Text, UniqueConstraint, text

from store.tables.columns import Id, Moment, table, veil

clock_events = table(
    "clock_events",
    Column("incident_id", Id, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("happening", String(16), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    Column("reason", Text, nullable=False),
    Column("unit", String(16)),
    Column("amount", Float),
    Column("warn", Float),
    Column("source", Text),
    Column("days", Integer, nullable=False),
    Index("ix_clock_events_incident_id", "profile_id", "incident_id", "id"),
)
"""Append-only. A term (unit, amount, warn, source) comes with the start only."""

contacts = table(
    "contacts",
    Column("code", String(64), nullable=False),
    Column("position", Text, nullable=False),
    Column("block", String(64), nullable=False),
    Column("territory", String(64), nullable=False),
    Column("email", String(320), nullable=False),
    Column("phone", String(64), nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("profile_id", "code"),
)

links = table(
    "links",
    Column("digest", String(64), nullable=False, unique=True),
    Column("incident_id", Id, nullable=False),
    Column("contact", String(64), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("gist", Text, nullable=False),
    Column("used_at", Moment),
    Column("answer", Text, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", String(128), nullable=False, server_default=text("''")),
    Column("accepted", Boolean),
    veil(),
    Index("ix_links_incident_id", "profile_id", "incident_id"),
)
