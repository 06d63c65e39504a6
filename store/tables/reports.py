"""Measures, road maps, reports that were made, indicators, requests of the ЦУР. Days are local to the profile."""

from sqlalchemy import Column, Date, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Json, Moment, table, veil

roadmaps = table(
    "roadmaps",
    Column("title", Text, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("cause", Text, nullable=False),
    Column("block", String(64), nullable=False),
    Column("territory", String(64), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("ended_at", Moment),
    Column("result", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("ix_roadmaps_starts", "profile_id", "starts"),
)

measures = table(
    "measures",
    Column("what", Text, nullable=False),
    Column("block", String(64), nullable=False),
    Column("position", String(400), nullable=False),
    Column("due", Date),
    Column("origin", String(16), nullable=False),
    Column("source", String(100)),
    Column("state", String(16), nullable=False),
    Column("proof", Text, nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("roadmap_id", Id, ForeignKey("roadmaps.id")),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("moved_at", Moment),
    Column("moved_by", String(128), nullable=False),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("profile_id", "source"),
    Index("ix_measures_state", "profile_id", "state", "due"),
    Index("ix_measures_incident_id", "incident_id"),
    Index("ix_measures_roadmap_id", "roadmap_id"),
)
"""`source` is empty for one that a person entered; the same source makes one measure only."""

reports = table(
    "reports",
    Column("key", String(300), nullable=False),
    Column("order", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("body", Json, nullable=False),
    Column("edits", Json, nullable=False),
    veil(),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("profile_id", "key"),
)
"""`key` is what was asked for: the same question is the same report, made again. `edits` are people's, by section."""

indicators = table(
    "indicators",
    Column("code", String(64), nullable=False),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("plan", Float),
    Column("fact", Float),
    Column("by", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "code", "year", "month"),
)
"""`month` 0 is the whole year. `fact` is entered only for an indicator that is not counted."""

inquiries = table(
    "inquiries",
    Column("number", String(100), nullable=False),
    Column("what", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("received", Date, nullable=False),
    Column("due", Date, nullable=False),
    Column("sent", Date),
    Column("result", Text, nullable=False),
    Column("by", String(128), nullable=False),
    Column("revision", Integer, nullable=False),
    Index("ix_inquiries_due", "profile_id", "due"),
)
"""Requests of the ЦУР; `sent` is the day of the answer."""
