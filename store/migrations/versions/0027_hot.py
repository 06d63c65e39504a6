"""Open incidents, the journal of an officer or of a thing, and the cards of some days are read by indexes of their own: at a
million posts they were looked for among the rows of all years.

Each is made in a few seconds of a million rows, in the transaction of the whole upgrade: one that is cut short leaves the
former schema, which `CREATE INDEX CONCURRENTLY` would not.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

INDEXES = {
    "ix_incidents_open": (
        "incidents",
        ["profile_id", "rank", "id", "status", "nature", "level"],
        "merged_into IS NULL AND status NOT IN ('closed', 'rejected', 'worked_off')",
    ),
    "ix_journal_who": ("journal", ["profile_id", "who", "number"], ""),
    "ix_journal_subject": ("journal", ["profile_id", "subject", "number"], ""),
    "ix_flags_days": ("flags", ["profile_id", "published_at", "theme", "block", "level"], ""),
}


def upgrade() -> None:
    """Add them."""
    for name, (table, columns, where) in INDEXES.items():
        condition = sa.text(where) if where else None
        op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def downgrade() -> None:
    """As it was."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
