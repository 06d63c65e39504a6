"""The journal becomes a chain; what was erased is remembered by keyed digests; marks of the installation.

Revision ID: 0016
"""

import hashlib
import json
from datetime import UTC

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
MOMENT = Moment()

KEPT_SQLITE = (
    "CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal BEGIN"
    " SELECT RAISE(ABORT, 'the journal is only added to'); END",
    "CREATE TRIGGER journal_undeleted BEFORE DELETE ON journal BEGIN"
    " SELECT RAISE(ABORT, 'the journal is only added to'); END",
)
KEPT_POSTGRESQL = (
    "CREATE FUNCTION journal_kept() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$",
    "CREATE TRIGGER journal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal"
    " FOR EACH STATEMENT EXECUTE FUNCTION journal_kept()",
)


def upgrade() -> None:
    """Number and seal what stands in the journal, then let nobody change it."""
    op.add_column("journal", sa.Column("number", ID))
    op.add_column("journal", sa.Column("previous", sa.String(64)))
    op.add_column("journal", sa.Column("seal", sa.String(64)))
    _seal_all()
    with op.batch_alter_table("journal") as journal:
        for name, kind in (("number", ID), ("previous", sa.String(64)), ("seal", sa.String(64))):
            journal.alter_column(name, existing_type=kind, nullable=False)
    op.create_index("uq_journal_number", "journal", ["profile_id", "number"], unique=True)
    for statement in KEPT_SQLITE if op.get_bind().dialect.name == "sqlite" else KEPT_POSTGRESQL:
        op.execute(statement)
    _create()


def downgrade() -> None:
    """Drop the chain and the tables."""
    op.drop_table("marks")
    op.drop_table("erased")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_unchanged")
        op.execute("DROP TRIGGER journal_undeleted")
    else:
        op.execute("DROP TRIGGER journal_kept ON journal")
        op.execute("DROP FUNCTION journal_kept()")
    op.drop_index("uq_journal_number", "journal")
    with op.batch_alter_table("journal") as journal:
        for name in ("seal", "previous", "number"):
            journal.drop_column(name)


def _create() -> None:
    op.create_table(
        "erased",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("profile_id", "kind", "digest", name="uq_erased_profile_id_kind_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "marks",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("profile_id", "name", name="uq_marks_profile_id_name"),
        sqlite_autoincrement=True,
    )


def _seal_all() -> None:
    """By the law of the day: `core.journal.chain` as it was when this was written."""
    journal = sa.table(
        "journal",
        *(sa.column("id", ID), sa.column("profile_id"), sa.column("at", MOMENT), sa.column("who")),
        *(sa.column("action"), sa.column("subject"), sa.column("detail", JSON)),
        *(sa.column("number"), sa.column("previous"), sa.column("seal")),
    )
    bind, last = op.get_bind(), {}
    change = sa.update(journal).where(journal.c.id == sa.bindparam("b_id"))
    change = change.values(number=sa.bindparam("b_n"), previous=sa.bindparam("b_p"), seal=sa.bindparam("b_s"))
    after = 0
    while rows := bind.execute(
        sa.select(*list(journal.c)[:7]).where(journal.c.id > after).order_by(journal.c.id).limit(1000)
    ).all():
        changed = []
        for id_, profile, at, who, action, subject, detail in rows:
            number, previous = last.get(profile, (0, ""))
            told = ["mcu-journal-1", profile, number + 1, at.astimezone(UTC).isoformat(timespec="microseconds")]
            told += [who, action, subject, detail, previous]
            words = json.dumps(told, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
            seal = hashlib.sha256(words.encode("ascii")).hexdigest()
            last[profile] = number + 1, seal
            changed.append({"b_id": id_, "b_n": number + 1, "b_p": previous, "b_s": seal})
        bind.execute(change, changed)
        after = rows[-1][0]
