"""Own territories, second factor, standing in, attempts at the door, sign-ins half done; bounds and use of keys.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0015"
down_revision = "0014"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")

ADDED = {
    "users": (
        lambda: sa.Column("territories", JSON),
        lambda: sa.Column("factor", sa.Text(), nullable=False, server_default=sa.text("''")),
        lambda: sa.Column("factor_step", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        lambda: sa.Column("external", sa.String(255), nullable=False, server_default=sa.text("''")),
    ),
    "sessions": (
        lambda: sa.Column("made_at", Moment()),
        lambda: sa.Column("seen_at", Moment()),
        lambda: sa.Column("agent", sa.String(100), nullable=False, server_default=sa.text("''")),
    ),
    "keys": (
        lambda: sa.Column("blocks", JSON),
        lambda: sa.Column("territories", JSON),
        lambda: sa.Column("made_at", Moment()),
        lambda: sa.Column("seen_at", Moment()),
    ),
}


def _table(name: str, *parts: object) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    """Add the columns and create the three tables."""
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column())
    _table(
        "stand_ins",
        sa.Column("absent", sa.String(128), nullable=False),
        sa.Column("login", sa.String(128), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
    )
    op.create_index("ix_stand_ins_login", "stand_ins", ["profile_id", "login"])
    _table(
        "attempts",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.UniqueConstraint("profile_id", "kind", "digest", name="uq_attempts_profile_id_kind_digest"),
    )
    _table(
        "handshakes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("login", sa.String(128), nullable=False),
        sa.Column("secrets", JSON, nullable=False),
        sa.Column("onward", sa.Text(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.UniqueConstraint("digest", name="uq_handshakes_digest"),
    )


def downgrade() -> None:
    """Drop them."""
    for table in ("handshakes", "attempts", "stand_ins"):
        op.drop_table(table)
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column().name)
