"""Items and tables of exchange, registers, tasks of minutes, official pages, samples of obligatory content.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def _table(name: str, *parts: object) -> None:
    op.create_table(
        name,
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        *parts,
        sqlite_autoincrement=True,
    )


def upgrade() -> None:
    """Create the six tables."""
    _table(
        "exchange_items",
        sa.Column("system", sa.String(8), nullable=False),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("appeal", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("digest", sa.String(24), nullable=False),
        sa.Column("link", sa.String(16), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_exchange_items_incident_id")),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("linked_by", sa.String(128), nullable=False),
        sa.Column("first_at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.UniqueConstraint("profile_id", "system", "number", name="uq_exchange_items_profile_id_system_number"),
    )
    op.create_index("ix_exchange_items_received", "exchange_items", ["profile_id", "system", "received_at"])
    op.create_index("ix_exchange_items_incident_id", "exchange_items", ["incident_id"])
    _table(
        "exchange_imports",
        sa.Column("system", sa.String(8), nullable=False),
        sa.Column("file", sa.String(300), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("linked", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.Integer(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("spoilt", JSON, nullable=False),
    )
    op.create_index("ix_exchange_imports_at", "exchange_imports", ["profile_id", "id"])
    _table(
        "registers",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(128), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
    op.create_index("ix_registers_kind", "registers", ["profile_id", "kind", "day"])
    _table(
        "minute_tasks",
        sa.Column("entry_id", ID, sa.ForeignKey("registers.id", name="fk_minute_tasks_entry_id"), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("position", sa.String(400), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("sent_at", Moment()),
        sa.Column("moved_at", Moment(), nullable=False),
    )
    op.create_index("ix_minute_tasks_entry_id", "minute_tasks", ["entry_id"])
    _table(
        "official_pages",
        sa.Column("source_id", ID, sa.ForeignKey("sources.id", name="fk_official_pages_source_id"), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("mark", sa.Boolean()),
        sa.Column("widgets", sa.Integer()),
        sa.Column("design", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_at", Moment()),
        sa.Column("checked_by", sa.String(128), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.UniqueConstraint("profile_id", "source_id", name="uq_official_pages_profile_id_source_id"),
    )
    _table(
        "page_samples",
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tag", sa.String(100), nullable=False),
        sa.Column("origin", sa.String(200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
    )
    op.create_index("ix_page_samples_ends", "page_samples", ["profile_id", "ends"])


def downgrade() -> None:
    """Drop them."""
    for name in ("page_samples", "official_pages", "minute_tasks", "registers", "exchange_imports", "exchange_items"):
        op.drop_table(name)
