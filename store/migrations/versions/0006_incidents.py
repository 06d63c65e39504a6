"""Incidents, their posts, proposals, answers and steps; flags wait for grouping.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB, "postgresql")
MOMENT = Moment()
TABLES = ("steps", "answers", "apart", "proposals", "incident_posts", "incidents")


def upgrade() -> None:
    """Create the tables; every flag that stands waits to be grouped."""
    _create()
    # The default stays: taking it away would make SQLite copy the table, from under its reviews.
    op.add_column("flags", sa.Column("due_group", sa.Boolean(), nullable=False, server_default=sa.true()))
    where = sa.text("due_group")
    op.create_index(
        "ix_flags_due_group", "flags", ["profile_id", "id"], postgresql_where=where, sqlite_where=where
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_flags_due_group", "flags")
    op.drop_column("flags", "due_group")
    for table in TABLES:
        op.drop_table(table)


def _create() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("nature", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("theme", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("level", sa.String(16), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("regime", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("applicant", sa.String(16)),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("lemmas", sa.Text, nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("place_key", sa.String(200), nullable=False),
        sa.Column("territory", sa.String(64), nullable=False),
        sa.Column("block", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(400), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("outgoing", sa.String(100), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("until", MOMENT),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("latest_at", MOMENT),
        sa.Column("storm", sa.Boolean, nullable=False),
        sa.Column("storm_ended", MOMENT),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("merged_into", ID, sa.ForeignKey("incidents.id", name="fk_incidents_merged_into")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incidents_list", "incidents", ["profile_id", "rank", "id"])
    op.create_index("ix_incidents_latest", "incidents", ["profile_id", "latest_at"])
    op.create_index("ix_incidents_merged_into", "incidents", ["merged_into"])
    op.create_table(
        "incident_posts",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_incident_posts_incident_id"), nullable=False),
        sa.Column("post_id", ID, sa.ForeignKey("posts.id", name="fk_incident_posts_post_id"), nullable=False),
        sa.UniqueConstraint("post_id", name="uq_incident_posts_post_id"),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("via", JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incident_posts_incident_id", "incident_posts", ["incident_id"])
    op.create_table(
        "proposals",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_proposals_incident_id"), nullable=False),
        sa.Column("other_id", ID, sa.ForeignKey("incidents.id", name="fk_proposals_other_id"), nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("reason", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("decided_by", sa.String(128), nullable=False),
        sa.Column("decided_at", MOMENT),
        sa.UniqueConstraint("incident_id", "other_id", name="uq_proposals_incident_id_other_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_open", "proposals", ["profile_id", "status", "id"])
    op.create_table(
        "apart",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("post_id", ID, sa.ForeignKey("posts.id", name="fk_apart_post_id"), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_apart_incident_id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.UniqueConstraint("post_id", "incident_id", name="uq_apart_post_id_incident_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_apart_incident_id", "apart", ["incident_id"])
    op.create_table(
        "answers",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_answers_incident_id"), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("platforms", JSON, nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("final", sa.Boolean, nullable=False),
        sa.Column("by", sa.String(128), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("promised", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_answers_incident_id", "answers", ["incident_id"])
    op.create_table(
        "steps",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_steps_incident_id"), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.String(128), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        sa.Column("after", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_steps_incident_id", "steps", ["incident_id", "id"])
    op.create_index("ix_steps_profile_id", "steps", ["profile_id", "id"])
