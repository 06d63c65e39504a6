"""The outbox of the alert chat: alerts, their deliveries, how far the steps were looked at."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text

from store.tables.columns import Id, Json, Moment, table, veil

alerts = table(
    "alerts",
    Column("kind", String(16), nullable=False),
    Column("source", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("level", String(16), nullable=False),
    Column("number", String(100), nullable=False),
    Column("gist", Text, nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id")),
    Column("block", String(64), nullable=False),
    Column("territory", String(64), nullable=False),
    Column("risk", Boolean, nullable=False),
    Column("lawful", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("body", Json, nullable=False),
    Column("addressed", Boolean, nullable=False),
    Column("missing", Json, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("taken_at", Moment),
    Column("taken_by", String(128), nullable=False),
    veil(),
    UniqueConstraint("profile_id", "source"),
    Index("ix_alerts_incident_id", "incident_id"),
    Index("ix_alerts_at", "profile_id", "at"),
    Index(
        "ix_alerts_addressed",
        "profile_id",
        "id",
        postgresql_where=text("NOT addressed"),
        sqlite_where=text("NOT addressed"),
    ),
)
"""`source` is what an alert was derived from (`step:17`): the same is never told twice."""

WAITS = "state IN ('waiting', 'failed', 'unconfirmed') AND digest_id IS NULL"

deliveries = table(
    "deliveries",
    Column("alert_id", Id, ForeignKey("alerts.id"), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(1000), nullable=False),
    Column("key", String(64), nullable=False, unique=True),
    Column("due_at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rung", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("begun_at", Moment),
    Column("sent_at", Moment),
    Column("error", Text, nullable=False),
    Column("receipt", String(200), nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("digest_id", Id, ForeignKey("deliveries.id")),
    Column("acked_at", Moment),
    Column("acked_by", String(128), nullable=False),
    UniqueConstraint("alert_id", "recipient", "channel", "address", "rung"),
    Index("ix_deliveries_digest_id", "digest_id"),
    Index("ix_deliveries_sent_at", "profile_id", "channel", "sent_at"),
    Index(
        "ix_deliveries_due_at",
        "profile_id",
        "channel",
        "due_at",
        postgresql_where=text(WAITS),
        sqlite_where=text(WAITS),
    ),
)

alert_cursors = table(
    "alert_cursors",
    Column("step_id", Id, nullable=False),
    UniqueConstraint("profile_id"),
)
"""The number of the last step of which the alerts were derived."""
