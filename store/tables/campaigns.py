"""Preventive campaigns, their tasks, and the notices that one is needed. Days are local to the profile."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Id, Json, Moment, table

notices = table(
    "notices",
    Column("key", String(100), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("code", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("block", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("verdict", String(16), nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", String(128), nullable=False),
    Column("campaign_id", Id, ForeignKey("campaigns.id")),
    UniqueConstraint("profile_id", "key"),
)
"""`id` is the number of the notice for those who send it: they go on behind the last they sent."""

campaigns = table(
    "campaigns",
    Column("code", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("block", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(128), nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("notice_id", Id),
    Column("revision", Integer, nullable=False),
    Index("ix_campaigns_state", "profile_id", "state", "starts"),
)
"""`notice_id` has no foreign key: the notice has one to its campaign."""

tasks = table(
    "tasks",
    Column("campaign_id", Id, ForeignKey("campaigns.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("position", String(400), nullable=False),
    Column("due", Date),
    Column("done_at", Moment),
    Column("done_by", String(128), nullable=False),
    Index("ix_tasks_campaign_id", "campaign_id"),
)
