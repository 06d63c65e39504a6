"""Clocks of incidents, recipients without an account, their one-time links.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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
        "clock_events",
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("happening", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(16)),
        sa.Column("amount", sa.Float()),
        sa.Column("warn", sa.Float()),
        sa.Column("source", sa.Text()),
        sa.Column("days", sa.Integer(), nullable=False),
    )
    op.create_index("ix_clock_events_incident_id", "clock_events", ["profile_id", "incident_id", "id"])
    _table(
        "contacts",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("territory", sa.String(64), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("phone", sa.String(64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("profile_id", "code", name="uq_contacts_profile_id_code"),
    )
    _table(
        "links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("contact", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.UniqueConstraint("digest", name="uq_links_digest"),
    )
    op.create_index("ix_links_incident_id", "links", ["profile_id", "incident_id"])


def downgrade() -> None:
    """Drop them."""
    for name in ("links", "contacts", "clock_events"):
        op.drop_table(name)
