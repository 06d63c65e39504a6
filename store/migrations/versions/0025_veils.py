"""Masked copies say by which edition of the masker's rules they were made. Of those that are here already nobody knows,
so the service makes all of them anew, a few at a time. An entry of the journal is not replaced by another of its number
either: SQLite's INSERT OR REPLACE takes the former row away without asking the trigger that refuses to delete.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

COPIES = "search", "incidents", "alerts", "links", "exchange_items", "reports"

UNREPLACED = (
    "CREATE TRIGGER journal_unreplaced BEFORE INSERT ON journal"
    " WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM journal WHERE profile_id = NEW.profile_id AND number = NEW.number) BEGIN"
    " SELECT RAISE(ABORT, 'the journal is only added to'); END"
)
"""PostgreSQL has no such word; its ON CONFLICT … UPDATE is refused as any other."""


def upgrade() -> None:
    """Add the column: empty is older than any edition."""
    for name in COPIES:
        op.add_column(name, sa.Column("masked", sa.String(16), nullable=False, server_default=sa.text("''")))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(UNREPLACED)


def downgrade() -> None:
    """As it was."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_unreplaced")
    for name in COPIES:
        op.drop_column(name, "masked")
