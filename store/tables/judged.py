"""What models and people said: assessments, flags, reviews."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text

from store.tables.columns import Id, Json, Moment, table

assessments = table(
    "assessments",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("version_id", Id, ForeignKey("versions.id"), nullable=False),
    Column("model", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("place", String(200), nullable=False),
    Column("body", Json, nullable=False),
    UniqueConstraint("version_id", "model"),
    Index("ix_assessments_theme_place", "profile_id", "theme", "place"),
)

flags = table(
    "flags",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False, unique=True),
    Column("version_id", Id, ForeignKey("versions.id"), nullable=False),
    Column("assessment_id", Id, ForeignKey("assessments.id"), nullable=False),
    Column("score", Integer, nullable=False),
    Column("level", String(16), nullable=False),
    Column("parts", Json, nullable=False),
    Column("reasons", Json, nullable=False),
    Column("theme", String(32), nullable=False),
    Column("block", String(64), nullable=False),
    Column("territory", String(64), nullable=False),
    Column("place", String(200), nullable=False),
    Column("status", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("raised_at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decided_by", String(128), nullable=False),
    Column("decision", Text, nullable=False),
    Column("labels", Json, nullable=False),
    Column("due_group", Boolean, nullable=False),
    Column("published_at", Moment),
    Index("ix_flags_queue", "profile_id", "status", "score", "id"),
    Index("ix_flags_risk", "profile_id", "score", "id"),
    Index("ix_flags_counts", "profile_id", "status", "level"),
    Index("ix_flags_newest", "profile_id", "id"),
    Index("ix_flags_days", "profile_id", "published_at", "theme", "block", "level"),
    Index("ix_flags_themes", "profile_id", "theme", "status", "published_at"),
    Index("ix_flags_found", "post_id", "profile_id", "theme", "place", "status", "level", "score", "block"),
    Index("ix_flags_due_group", "profile_id", "id", postgresql_where=text("due_group"), sqlite_where=text("due_group")),
)
"""`due_group`: grouping has not looked at it since it was raised or changed; `published_at` is the
post's: so cards are counted by days without their posts."""

reviews = table(
    "reviews",
    Column("flag_id", Id, ForeignKey("flags.id"), nullable=False),
    Column("version_id", Id, ForeignKey("versions.id"), nullable=False),
    Column("assessment_id", Id, ForeignKey("assessments.id"), nullable=False),
    Column("by", String(128), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("labels", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_reviews_flag_id", "flag_id"),
)
