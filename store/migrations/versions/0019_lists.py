"""Indexes for the lists behind the figures: what is due, what lies at a place, storms, questions of an incident, cards by
theme, threads. Two that knew too little are made anew.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

DUE, STORM = "ix_incidents_due_at", "ix_incidents_storm"
OLD = {
    DUE: ("incidents", ["profile_id", "due_at"], ""),
    STORM: ("incidents", ["profile_id", "rank", "id"], "storm"),
}
INDEXES = {
    DUE: ("incidents", ["profile_id", "due_at", "warn_at", "merged_into", "status"], ""),
    STORM: ("incidents", ["profile_id", "merged_into", "status", "rank"], "storm"),
    "ix_incidents_theme": ("incidents", ["profile_id", "theme", "merged_into", "status", "place_key"], ""),
    "ix_proposals_one": ("proposals", ["profile_id", "status", "incident_id"], ""),
    "ix_proposals_other": ("proposals", ["profile_id", "status", "other_id"], ""),
    "ix_posts_thread": ("posts", ["profile_id", "platform", "source", "thread"], "thread IS NOT NULL"),
    "ix_flags_themes": ("flags", ["profile_id", "theme", "status", "post_id"], ""),
}


def _change(old: dict[str, tuple[str, list[str], str]], new: dict[str, tuple[str, list[str], str]]) -> None:
    for name, (table, _, _) in old.items():
        op.drop_index(name, table)
    for name, (table, columns, where) in new.items():
        condition = sa.text(where) if where else None
        op.create_index(name, table, columns, postgresql_where=condition, sqlite_where=condition)


def upgrade() -> None:
    """Add them."""
    _change(OLD, INDEXES)


def downgrade() -> None:
    """As it was."""
    _change(INDEXES, OLD)
