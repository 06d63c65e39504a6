"""Measures, road maps, reports, indicators, requests of the ЦУР.

Revision ID: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _table(name: str, *parts: object) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    """Create the five tables."""
    _table(
        "roadmaps",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("territory", sa.String(64), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.create_index("ix_roadmaps_starts", "roadmaps", ["profile_id", "starts"])
    _table(
        "measures",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("position", sa.String(400), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("source", sa.String(100)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_measures_incident_id")),
        sa.Column("roadmap_id", ID, sa.ForeignKey("roadmaps.id", name="fk_measures_roadmap_id")),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("moved_at", Moment()),
        sa.Column("moved_by", sa.String(128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.UniqueConstraint("profile_id", "source", name="uq_measures_profile_id_source"),
    )
    op.create_index("ix_measures_state", "measures", ["profile_id", "state", "due"])
    op.create_index("ix_measures_incident_id", "measures", ["incident_id"])
    op.create_index("ix_measures_roadmap_id", "measures", ["roadmap_id"])
    _table(
        "reports",
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("order", JSON, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("edits", JSON, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.UniqueConstraint("profile_id", "key", name="uq_reports_profile_id_key"),
    )
    _table(
        "indicators",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("plan", sa.Float()),
        sa.Column("fact", sa.Float()),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.UniqueConstraint("profile_id", "code", "year", "month", name="uq_indicators_profile_id_code_year_month"),
    )
    _table(
        "inquiries",
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("sent", sa.Date()),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.create_index("ix_inquiries_due", "inquiries", ["profile_id", "due"])


def downgrade() -> None:
    """Drop them."""
    for name in ("inquiries", "indicators", "reports", "measures", "roadmaps"):
        op.drop_table(name)
