"""Which posts a source showed that are kept under another one's key: previews, exchanges of files, searches.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from store.tables import Moment

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SHOWN_BY_PREVIEWS = """
    INSERT INTO brought (profile_id, source_id, post_id, root, published_at, at)
    SELECT p.profile_id, shows.id, p.id, p.kind IN ('post', 'message'), p.published_at, p.first_seen_at
    FROM sources shows
    JOIN sources holds ON holds.profile_id = shows.profile_id AND holds.address = shows.address
    JOIN posts p ON p.source_id = holds.id
    WHERE shows.platform = 'preview' AND holds.platform = 'telegram' AND holds.state = 'recorded'
"""
"""What previews brought before is known by its place: where no account reads the channel, all of it is theirs. Without
it their next reading would count the posts of the last week as late by days."""


def upgrade() -> None:
    """Create the table and fill it for previews."""
    op.create_table(
        "brought",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("source_id", ID, sa.ForeignKey("sources.id", name="fk_brought_source_id"), nullable=False),
        sa.Column("post_id", ID, sa.ForeignKey("posts.id", name="fk_brought_post_id"), nullable=False),
        sa.Column("root", sa.Boolean(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.UniqueConstraint("source_id", "post_id", name="uq_brought_source_id_post_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_brought_source_id_published_at", "brought", ["source_id", "published_at"])
    op.create_index("ix_brought_post_id", "brought", ["post_id"])
    op.execute(SHOWN_BY_PREVIEWS)


def downgrade() -> None:
    """Drop it."""
    op.drop_table("brought")
