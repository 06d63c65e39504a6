"""Registers that people keep: votes, meetings, direct lines, plans, recommendations, practices, training; tasks of
minutes; official pages with what is seen of them by hand, and samples of obligatory content."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Json, Moment, table

registers = table(
    "registers",
    Column("kind", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("ix_registers_kind", "profile_id", "kind", "day"),
)
"""`body` holds the fields of the kind, by the table `core.registers.KINDS`."""

minute_tasks = table(
    "minute_tasks",
    Column("entry_id", Id, ForeignKey("registers.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("block", String(64), nullable=False),
    Column("position", String(400), nullable=False),
    Column("due", Date),
    Column("state", String(16), nullable=False),
    Column("proof", Text, nullable=False),
    Column("sent_at", Moment),
    Column("moved_at", Moment, nullable=False),
    Index("ix_minute_tasks_entry_id", "entry_id"),
)

pages = table(
    "official_pages",
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("block", String(64), nullable=False),
    Column("mark", Boolean),
    Column("widgets", Integer),
    Column("design", Integer),
    Column("note", Text, nullable=False),
    Column("checked_at", Moment),
    Column("checked_by", String(128), nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("profile_id", "source_id"),
)
"""`mark`, `widgets` (0–2) and `design` (per cent) are seen by a person; empty: not looked at yet."""

samples = table(
    "page_samples",
    Column("level", String(16), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("tag", String(100), nullable=False),
    Column("origin", String(200), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Index("ix_page_samples_ends", "profile_id", "ends"),
)
"""Obligatory content: known by its text, its tag, or the page that it is passed on from."""
