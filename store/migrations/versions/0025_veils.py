"""Masked copies say by which edition of the masker's rules they were made. Of those that are here already nobody knows,
so the service makes all of them anew, a few at a time.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

COPIES = "search", "incidents", "alerts", "links", "exchange_items", "reports"


def upgrade() -> None:
    """Add the column: empty is older than any edition."""
    for name in COPIES:
        op.add_column(name, sa.Column("masked", sa.String(16), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    """As it was."""
    for name in COPIES:
        op.drop_column(name, "masked")
