"""Sources, their posts with versions and counters, what could not be read, and the index of words."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from store.tables.columns import Id, Json, Moment, due, metadata, table, veil

sources = table(
    "sources",
    Column("platform", String(16), nullable=False),
    Column("address", String(1000), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("cursor", Json, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("succeeded_at", Moment),
    Column("basis", Text, nullable=False),
    Column("keep_days", Integer),
    Column("next_at", Moment),
    Column("interval", Integer),
    Column("rate", Float),
    Column("cost", Float, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("backfilled", Integer, nullable=False),
    UniqueConstraint("profile_id", "platform", "address"),
)

"""`interval` in seconds; `next_at` empty: as soon as may be."""

posts = table(
    "posts",
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("source", String(1000), nullable=False),
    Column("message", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("thread", String(200)),
    Column("parent", String(200)),
    Column("author", String(32)),
    Column("by_source", Boolean, nullable=False),
    Column("url", Text),
    Column("published_at", Moment, nullable=False),
    Column("origin", Json),
    Column("pinned", Boolean, nullable=False),
    Column("advert", Boolean, nullable=False),
    Column("attachments", Json, nullable=False),
    Column("poll", Json),
    Column("lat", Float),
    Column("lon", Float),
    Column("first_seen_at", Moment, nullable=False),
    Column("deleted_at", Moment),
    Column("version", Integer, nullable=False),
    Column("views", BigInteger),
    Column("likes", BigInteger),
    Column("reposts", BigInteger),
    Column("replies", BigInteger),
    Column("reactions", Json, nullable=False),
    Column("counted_at", Moment),
    Column("assessment_id", Id),
    Column("due_assess", Boolean, nullable=False),
    Column("due_score", Boolean, nullable=False),
    UniqueConstraint("profile_id", "platform", "source", "message"),
    due("due_assess"),
    due("due_score"),
    Index("ix_posts_assessment_id", "assessment_id"),
    Index("ix_posts_source_id_published_at", "source_id", "published_at"),
    Index("ix_posts_published_at", "profile_id", "published_at", "deleted_at"),
    Index(
        "ix_posts_point",
        *("profile_id", "id", "lat", "lon"),
        postgresql_where=text("lat IS NOT NULL"),
        sqlite_where=text("lat IS NOT NULL"),
    ),
    Index(
        "ix_posts_thread",
        *("profile_id", "platform", "source", "thread"),
        postgresql_where=text("thread IS NOT NULL"),
        sqlite_where=text("thread IS NOT NULL"),
    ),
    # A hash on PostgreSQL: addresses may be longer than a B-tree takes.
    Index("ix_posts_url", "url", postgresql_using="hash"),
)

brought = table(
    "brought",
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("root", Boolean, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("source_id", "post_id"),
    Index("ix_brought_source_id_published_at", "source_id", "published_at"),
    Index("ix_brought_post_id", "post_id"),
)
"""Posts that a source showed but which are kept under another one's key: `preview:`, `file:`, VK's searches."""

versions = table(
    "versions",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("edited_at", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("raw", Json, nullable=False),
    UniqueConstraint("post_id", "number"),
)

counters = table(
    "counters",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("views", BigInteger),
    Column("likes", BigInteger),
    Column("reposts", BigInteger),
    Column("replies", BigInteger),
    Column("reactions", Json, nullable=False),
    UniqueConstraint("post_id", "at"),
)

quarantine = table(
    "quarantine",
    Column("platform", String(16), nullable=False),
    Column("source", String(1000), nullable=False),
    Column("line", Integer),
    Column("field", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "platform", "source", "digest"),
)

search = Table(
    "search",
    metadata,
    Column("post_id", Id, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("profile_id", String(64), nullable=False),
    Column("lemmas", Text, nullable=False),
    veil(),
)
"""Lemmas of the masked current text. SQLite indexes them by the FTS5 table `search_fts` (kept by triggers),
PostgreSQL by a GIN index over to_tsvector('simple', lemmas)."""
