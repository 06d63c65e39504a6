"""Campaigns, their tasks, the notices that one is needed.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")


def _table(name: str, *parts: object) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    """Create the three tables."""
    _table(
        "campaigns",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_campaigns_incident_id")),
        sa.Column("notice_id", ID),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.create_index("ix_campaigns_state", "campaigns", ["profile_id", "state", "starts"])
    _table(
        "notices",
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_notices_incident_id")),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("decided_at", Moment()),
        sa.Column("decided_by", sa.String(128), nullable=False),
        sa.Column("campaign_id", ID, sa.ForeignKey("campaigns.id", name="fk_notices_campaign_id")),
        sa.UniqueConstraint("profile_id", "key", name="uq_notices_profile_id_key"),
    )
    _table(
        "tasks",
        sa.Column("campaign_id", ID, sa.ForeignKey("campaigns.id", name="fk_tasks_campaign_id"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.String(400), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("done_at", Moment()),
        sa.Column("done_by", sa.String(128), nullable=False),
    )
    op.create_index("ix_tasks_campaign_id", "tasks", ["campaign_id"])


def downgrade() -> None:
    """Drop them."""
    for name in ("tasks", "notices", "campaigns"):
        op.drop_table(name)
