"""Indexes from which the pages are answered without reading the wide rows of posts, cards and incidents.

Revision ID: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

INDEXES = {
    "ix_flags_newest": ("flags", ["profile_id", "id"], ""),
    "ix_flags_found": ("flags", ["post_id", "profile_id", "theme", "place", "status", "level", "score", "block"], ""),
    "ix_incidents_map": (
        "incidents",
        ["profile_id", "opened_at", "merged_into", "status", "theme", "level", "place", "rank", "block", "territory"],
        "",
    ),
    "ix_incidents_gist": ("incidents", ["profile_id", "id"], "lemmas <> ''"),
    "ix_incidents_storm": ("incidents", ["profile_id", "rank", "id"], "storm"),
    "ix_incidents_number": ("incidents", ["profile_id", "number"], "number <> ''"),
    "ix_incidents_outgoing": ("incidents", ["profile_id", "outgoing"], "outgoing <> ''"),
    "ix_posts_point": ("posts", ["profile_id", "id", "lat", "lon"], "lat IS NOT NULL"),
    "ix_proposals_surest": ("proposals", ["profile_id", "status", "score", "id"], ""),
}


def upgrade() -> None:
    """Add them."""
    for name, (table, columns, where) in INDEXES.items():
        condition = sa.text(where) if where else None
        op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def downgrade() -> None:
    """Drop them."""
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
