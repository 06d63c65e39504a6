"""What was erased on request, by keyed digests, so that it never comes back; marks of the installation."""

from sqlalchemy import Column, String, UniqueConstraint

from store.tables.columns import Moment, table

erased = table(
    "erased",
    Column("kind", String(16), nullable=False),
    Column("digest", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "kind", "digest"),
)
"""`kind`: a post, or an author of whom nothing published before `at` is kept."""

marks = table(
    "marks",
    Column("name", String(64), nullable=False),
    Column("value", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("profile_id", "name"),
)
"""Facts of the installation as codes: which key it has, when the last copy was made."""
