"""Budgets of accounts, leases, the plan of a source's visits, its legal basis and retention.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")

def _added() -> list[sa.Column]:
    """The new columns of the table of sources."""
    return [
        sa.Column("basis", sa.Text(), nullable=False, server_default=""),
        sa.Column("keep_days", sa.Integer()),
        sa.Column("next_at", Moment()),
        sa.Column("interval", sa.Integer()),
        sa.Column("rate", sa.Float()),
        sa.Column("cost", sa.Float(), nullable=False, server_default="1"),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("gaps", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("backfilled", sa.Integer(), nullable=False, server_default="0"),
    ]


def _table(name: str, *parts: object) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    """Create the two tables; sources get their new columns, those that stand there are read as soon as may be."""
    _table(
        "uses",
        sa.Column("platform", sa.String(16), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("method", sa.String(100), nullable=False),
        sa.Column("free_at", Moment()),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("paused_until", Moment()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("pauses", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "profile_id", "platform", "account", "method", name="uq_uses_profile_id_platform_account_method"
        ),
    )
    _table(
        "leases",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("holder", sa.String(200), nullable=False),
        sa.Column("doing", sa.String(200), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.UniqueConstraint("profile_id", "name", name="uq_leases_profile_id_name"),
    )
    for column in _added():
        op.add_column("sources", column)


def downgrade() -> None:
    """Drop them."""
    for column in reversed(_added()):
        op.drop_column("sources", column.name)
    op.drop_table("leases")
    op.drop_table("uses")
