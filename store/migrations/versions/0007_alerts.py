"""The outbox of the alert chat. What happened before it existed is not told.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")
MOMENT = Moment()
TABLES = ("alert_cursors", "deliveries", "alerts")


def upgrade() -> None:
    """Create the tables; the cursor of each profile stands behind its last step."""
    _alerts()
    _deliveries()
    op.create_table(
        "alert_cursors",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("step_id", ID, nullable=False),
        sa.UniqueConstraint("profile_id", name="uq_alert_cursors_profile_id"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO alert_cursors (profile_id, step_id) SELECT profile_id, max(id) FROM steps GROUP BY profile_id"
    )


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_table(table)


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("gist", sa.Text, nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_alerts_incident_id")),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("territory", sa.String(64), nullable=False),
        sa.Column("risk", sa.Boolean, nullable=False),
        sa.Column("lawful", sa.Boolean, nullable=False),
        sa.Column("urgent", sa.Boolean, nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("addressed", sa.Boolean, nullable=False),
        sa.Column("missing", JSON, nullable=False),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.Column("taken_at", MOMENT),
        sa.Column("taken_by", sa.String(128), nullable=False),
        sa.UniqueConstraint("profile_id", "source", name="uq_alerts_profile_id_source"),
        sqlite_autoincrement=True,
    )
    where = sa.text("NOT addressed")
    op.create_index("ix_alerts_incident_id", "alerts", ["incident_id"])
    op.create_index("ix_alerts_at", "alerts", ["profile_id", "at"])
    op.create_index(
        "ix_alerts_addressed", "alerts", ["profile_id", "id"], postgresql_where=where, sqlite_where=where
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("alert_id", ID, sa.ForeignKey("alerts.id", name="fk_deliveries_alert_id"), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("address", sa.String(1000), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rung", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("begun_at", MOMENT),
        sa.Column("sent_at", MOMENT),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("receipt", sa.String(200), nullable=False),
        sa.Column("unsure", sa.Boolean, nullable=False),
        sa.Column("digest_id", ID, sa.ForeignKey("deliveries.id", name="fk_deliveries_digest_id")),
        sa.Column("acked_at", MOMENT),
        sa.Column("acked_by", sa.String(128), nullable=False),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sa.UniqueConstraint(
            "alert_id",
            "recipient",
            "channel",
            "address",
            "rung",
            name="uq_deliveries_alert_id_recipient_channel_address_rung",
        ),
        sqlite_autoincrement=True,
    )
    where = sa.text("state IN ('waiting', 'failed', 'unconfirmed') AND digest_id IS NULL")
    op.create_index("ix_deliveries_digest_id", "deliveries", ["digest_id"])
    op.create_index("ix_deliveries_sent_at", "deliveries", ["profile_id", "channel", "sent_at"])
    op.create_index(
        "ix_deliveries_due_at",
        "deliveries",
        ["profile_id", "channel", "due_at"],
        postgresql_where=where,
        sqlite_where=where,
    )
