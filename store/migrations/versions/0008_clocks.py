"""When an incident is due, where it was routed and why, how often its place was named; officers decide on answers by
one-time links.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0008"
down_revision = "0007"

JSON = sa.JSON().with_variant(JSONB, "postgresql")
INDEXES = {
    "ix_incidents_due_at": ["profile_id", "due_at"],
    "ix_incidents_notice_at": ["profile_id", "notice_at"],
    "ix_incidents_place": ["profile_id", "place_key", "theme"],
}


def upgrade() -> None:
    """Add the columns and their indexes. Incidents that stand have no clocks yet: they get them with their next step."""
    for name in ("due_at", "warn_at", "notice_at"):
        op.add_column("incidents", sa.Column(name, Moment()))
    op.add_column("incidents", sa.Column("route", JSON))
    op.add_column("incidents", sa.Column("times", sa.Integer, nullable=False, server_default=sa.text("0")))
    for name, columns in INDEXES.items():
        op.create_index(name, "incidents", columns)
    op.add_column("links", sa.Column("decided_at", Moment()))
    op.add_column("links", sa.Column("decided_by", sa.String(128), nullable=False, server_default=sa.text("''")))
    op.add_column("links", sa.Column("accepted", sa.Boolean))


def downgrade() -> None:
    """Drop them."""
    for name in ("accepted", "decided_by", "decided_at"):
        op.drop_column("links", name)
    for name in INDEXES:
        op.drop_index(name, "incidents")
    for name in ("times", "route", "notice_at", "warn_at", "due_at"):
        op.drop_column("incidents", name)
