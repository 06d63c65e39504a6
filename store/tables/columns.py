"""What every table is made of: aware moments, ids that are never used again, `profile_id` in each row."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from nlp.edition import edition


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


def table(name: str, *parts: Column[object] | UniqueConstraint | Index) -> Table:
    """A table with `id` and `profile_id` before its own columns."""
    return Table(
        name,
        metadata,
        Column("id", Id, primary_key=True, autoincrement=True),
        Column("profile_id", String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def due(name: str) -> Index:
    """A small index over the rows that still wait for a step."""
    return Index(f"ix_posts_{name}", "profile_id", "id", postgresql_where=text(name), sqlite_where=text(name))


def veil() -> Column[object]:
    """By which edition of the rules the masked words of a row were made: those of today where nobody says another."""
    return Column("masked", String(16), nullable=False, default=edition, server_default=text("''"))
