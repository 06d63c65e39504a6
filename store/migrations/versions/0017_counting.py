"""Indexes for the counts of the pages: they are answered from the index alone, whatever the texts weigh.

Revision ID: 0017
"""

from alembic import op

revision = "0017"
down_revision = "0016"

INDEXES = {
    "ix_flags_counts": ("flags", ["profile_id", "status", "level"]),
    "ix_posts_published_at": ("posts", ["profile_id", "published_at", "deleted_at"]),
    "ix_incidents_opened_at": ("incidents", ["profile_id", "opened_at", "merged_into"]),
    "ix_incidents_counts": ("incidents", ["profile_id", "merged_into", "status", "nature", "level"]),
}


def upgrade() -> None:
    """Add them."""
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _) in INDEXES.items():
        op.drop_index(name, table)
