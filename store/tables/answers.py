"""What becomes of answers: whether their publications stand, which marks ПОС gave."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Moment, table

placements = table(
    "placements",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("answer_id", Id, ForeignKey("answers.id"), nullable=False),
    Column("link", Text, nullable=False),
    Column("placed_at", Moment, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("seen_at", Moment),
    Column("since", Moment),
    Column("looks", Integer, nullable=False),
    Column("next_at", Moment),
    UniqueConstraint("answer_id", "link"),
    Index("ix_placements_incident_id", "incident_id"),
    Index("ix_placements_next_at", "profile_id", "next_at"),
)
"""`since`: when it was first found so; `next_at` empty: it is controlled no more."""

scores = table(
    "scores",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("number", String(100), nullable=False),
    Column("score", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "number"),
    Index("ix_scores_incident_id", "incident_id"),
)
"""Marks of ПОС, 1–5, by the item's number: the newest counts."""
