"""What people say of texts beyond the queue, and the weekly figures of drift."""

from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Json, Moment, table

labels = table(
    "labels",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("version_id", Id, ForeignKey("versions.id"), nullable=False),
    Column("assessment_id", Id, ForeignKey("assessments.id")),
    Column("by", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("given", Json, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("model", String(128), nullable=False),
    Column("shown", Boolean, nullable=False),
    Column("cause", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("version_id", "by", "at"),
    Index("ix_labels_post_id", "profile_id", "post_id"),
)
"""Append-only; the last of a person counts. Reviews of cards are labels too and stay in `reviews`."""

drifts = table(
    "drifts",
    Column("week", Date, nullable=False),
    Column("source", String(1000), nullable=False),
    Column("theme", String(32), nullable=False),
    Column("n", Integer, nullable=False),
    Column("whole", Integer, nullable=False),
    Column("reviewed", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("abstained", Float, nullable=False),
    Column("unknown", Float),
    Column("corrected", Float),
    Column("alarms", Json, nullable=False),
    UniqueConstraint("profile_id", "week", "source", "theme"),
)
"""`alarms`: [measure, was, now, ids of posts] each."""
