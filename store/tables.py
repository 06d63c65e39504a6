"""The tables. Every row carries `profile_id`; ids are never used again; times are aware UTC."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps it without a zone, PostgreSQL with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; SQLite gets UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive moment {value}: hand over aware UTC")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = BigInteger().with_variant(Integer, "sqlite")
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Column[object] | UniqueConstraint | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True, autoincrement=True),
        Column("profile_id", String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def _due(name: str) -> Index:
    """A small index over the rows that still wait for a step."""
    return Index(f"ix_posts_{name}", "profile_id", "id", postgresql_where=text(name), sqlite_where=text(name))


sources = _table(
    "sources",
    Column("platform", String(16), nullable=False),
    Column("address", String(1000), nullable=False),
    Column("title", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", Text, nullable=False),
    Column("cursor", Json, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("succeeded_at", Moment),
    UniqueConstraint("profile_id", "platform", "address"),
)

posts = _table(
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
    _due("due_assess"),
    _due("due_score"),
    Index("ix_posts_assessment_id", "assessment_id"),
    Index("ix_posts_source_id_published_at", "source_id", "published_at"),
)

versions = _table(
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

counters = _table(
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

assessments = _table(
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

flags = _table(
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
    Index("ix_flags_queue", "profile_id", "status", "score", "id"),
)

reviews = _table(
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

quarantine = _table(
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

journal = _table(
    "journal",
    Column("at", Moment, nullable=False),
    Column("who", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("detail", Json, nullable=False),
    Index("ix_journal_at", "profile_id", "at"),
)

users = _table(
    "users",
    Column("login", String(128), nullable=False),
    Column("password", Text, nullable=False),
    Column("roles", Json, nullable=False),
    Column("blocks", Json),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("profile_id", "login"),
)

sessions = _table(
    "sessions",
    Column("digest", String(64), nullable=False, unique=True),
    Column("login", String(128), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

keys = _table(
    "keys",
    Column("name", String(128), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("rights", Json, nullable=False),
    Column("expires_at", Moment),
    Column("revoked", Boolean, nullable=False),
    UniqueConstraint("profile_id", "name"),
)

gazetteer = _table(
    "gazetteer",
    Column("key", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("parent", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("house", String(64), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("aliases", Json, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "key"),
)
"""`key` is a digest of kind, parent, name and house."""

search = Table(
    "search",
    metadata,
    Column("post_id", Id, ForeignKey("posts.id"), primary_key=True, autoincrement=False),
    Column("profile_id", String(64), nullable=False),
    Column("lemmas", Text, nullable=False),
)
"""Lemmas of the masked current text. SQLite indexes them by the FTS5 table `search_fts` (kept by triggers),
PostgreSQL by a GIN index over to_tsvector('simple', lemmas)."""
