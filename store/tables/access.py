"""At the door: who stands in for whom, failed attempts, sign-ins that are half done."""

from sqlalchemy import Column, Date, Index, Integer, String, Text, UniqueConstraint

from store.tables.columns import Json, Moment, table

stand_ins = table(
    "stand_ins",
    Column("absent", String(128), nullable=False),
    Column("login", String(128), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("made_by", String(128), nullable=False),
    Index("ix_stand_ins_login", "profile_id", "login"),
)

attempts = table(
    "attempts",
    Column("kind", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    UniqueConstraint("profile_id", "kind", "digest"),
)
"""`digest` is that of a login, an address or both: neither is kept."""

handshakes = table(
    "handshakes",
    Column("digest", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("login", String(128), nullable=False),
    Column("secrets", Json, nullable=False),
    Column("onward", Text, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
