"""A card keeps the moment at which its post was published, so that habits are counted without the posts; who was merged is
indexed only where somebody was, for nearly all rows hold nothing there and SQLite took that for a rare answer.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0024"
down_revision = "0022"

THEMES, MERGED = "ix_flags_themes", "ix_incidents_merged_into"
SOMEBODY = sa.text("merged_into IS NOT NULL")
ROWS = 5_000
FILL = sa.text(
    "UPDATE flags SET published_at = (SELECT published_at FROM posts WHERE posts.id = flags.post_id) "
    "WHERE id > :after AND id <= :upto"
)


def upgrade() -> None:
    """Add and fill the column, make both indexes anew."""
    op.add_column("flags", sa.Column("published_at", Moment()))
    last = op.get_bind().execute(sa.text("SELECT coalesce(max(id), 0) FROM flags")).scalar_one()
    for after in range(0, last, ROWS):
        op.get_bind().execute(FILL, {"after": after, "upto": after + ROWS})
    op.drop_index(THEMES, "flags")
    op.create_index(THEMES, "flags", ["profile_id", "theme", "status", "published_at"])
    op.drop_index(MERGED, "incidents")
    op.create_index(MERGED, "incidents", ["merged_into"], postgresql_where=SOMEBODY, sqlite_where=SOMEBODY)


def downgrade() -> None:
    """As it was."""
    op.drop_index(MERGED, "incidents")
    op.create_index(MERGED, "incidents", ["merged_into"])
    op.drop_index(THEMES, "flags")
    op.create_index(THEMES, "flags", ["profile_id", "theme", "status", "post_id"])
    op.drop_column("flags", "published_at")
