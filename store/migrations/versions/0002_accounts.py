"""People who sign in, their sessions, and keys of machines.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0002"
down_revision = "0001"

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
        "users",
        sa.Column("login", sa.String(128), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("roles", JSON, nullable=False),
        sa.Column("blocks", JSON),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("profile_id", "login", name="uq_users_profile_id_login"),
    )
    _table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("login", sa.String(128), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.UniqueConstraint("digest", name="uq_sessions_digest"),
    )
    _table(
        "keys",
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("rights", JSON, nullable=False),
        sa.Column("expires_at", Moment()),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("digest", name="uq_keys_digest"),
        sa.UniqueConstraint("profile_id", "name", name="uq_keys_profile_id_name"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("keys", "sessions", "users"):
        op.drop_table(table)
