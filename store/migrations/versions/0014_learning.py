"""Labels beyond the queue, weekly figures of drift.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0014"
down_revision = "0013"

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
    """Create the two tables."""
    _table(
        "labels",
        sa.Column("post_id", ID, sa.ForeignKey("posts.id", name="fk_labels_post_id"), nullable=False),
        sa.Column("version_id", ID, sa.ForeignKey("versions.id", name="fk_labels_version_id"), nullable=False),
        sa.Column("assessment_id", ID, sa.ForeignKey("assessments.id", name="fk_labels_assessment_id")),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("given", JSON, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("model", sa.String(128), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.UniqueConstraint("version_id", "by", "at", name="uq_labels_version_id_by_at"),
    )
    op.create_index("ix_labels_post_id", "labels", ["profile_id", "post_id"])
    _table(
        "drifts",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("source", sa.String(1000), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Integer(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("abstained", sa.Float(), nullable=False),
        sa.Column("unknown", sa.Float()),
        sa.Column("corrected", sa.Float()),
        sa.Column("alarms", JSON, nullable=False),
        sa.UniqueConstraint("profile_id", "week", "source", "theme", name="uq_drifts_profile_id_week_source_theme"),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("drifts", "labels"):
        op.drop_table(name)
