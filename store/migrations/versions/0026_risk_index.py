"""The queue in any state is read by risk: without an index every card was sorted for each page of it.

Revision ID: 0026
"""

from alembic import op

revision = "0026"
down_revision = "0025"

INDEX = "ix_flags_risk"


def upgrade() -> None:
    """Add the index."""
    op.create_index(INDEX, "flags", ["profile_id", "score", "id"])


def downgrade() -> None:
    """As it was."""
    op.drop_index(INDEX, "flags")
