"""What becomes of answers: remarks of the check, passed promises, placed links, marks of ПОС, the proposed end.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from store.tables import Moment

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
MOMENT = Moment()


def upgrade() -> None:
    """Add the columns and tables; links that are known already are looked at as soon as may be."""
    op.add_column("answers", sa.Column("remarks", JSON, nullable=False, server_default=sa.text("'[]'")))
    op.add_column("answers", sa.Column("noted_at", MOMENT))
    op.add_column("incidents", sa.Column("ready", JSON))
    waits = sa.text("noted_at IS NULL")
    op.create_index(
        "ix_answers_overdue", "answers", ["profile_id", "promised"], postgresql_where=waits, sqlite_where=waits
    )
    op.create_index("ix_posts_url", "posts", ["url"], postgresql_using="hash")
    _create()
    _place()


def downgrade() -> None:
    """Drop them."""
    op.drop_table("scores")
    op.drop_table("placements")
    op.drop_index("ix_posts_url", "posts")
    op.drop_index("ix_answers_overdue", "answers")
    op.drop_column("incidents", "ready")
    op.drop_column("answers", "noted_at")
    op.drop_column("answers", "remarks")


def _create() -> None:
    op.create_table(
        "placements",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_placements_incident_id"), nullable=False),
        sa.Column("answer_id", ID, sa.ForeignKey("answers.id", name="fk_placements_answer_id"), nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("placed_at", MOMENT, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("seen_at", MOMENT),
        sa.Column("since", MOMENT),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("next_at", MOMENT),
        sa.UniqueConstraint("answer_id", "link", name="uq_placements_answer_id_link"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_placements_incident_id", "placements", ["incident_id"])
    op.create_index("ix_placements_next_at", "placements", ["profile_id", "next_at"])
    op.create_table(
        "scores",
        sa.Column("id", ID, primary_key=True, autoincrement=True),
        sa.Column("profile_id", sa.String(64), nullable=False),
        sa.Column("incident_id", ID, sa.ForeignKey("incidents.id", name="fk_scores_incident_id"), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("score", sa.Integer, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.UniqueConstraint("profile_id", "number", name="uq_scores_profile_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_scores_incident_id", "scores", ["incident_id"])


def _place() -> None:
    given = sa.table("answers", *map(sa.column, ("id", "profile_id", "incident_id", "at")), sa.column("links", JSON))
    placements = sa.table(
        "placements",
        *map(sa.column, ("profile_id", "incident_id", "answer_id", "link", "standing", "reason", "looks")),
        sa.column("placed_at", MOMENT),
        sa.column("next_at", MOMENT),
    )
    read = sa.select(given.c.id, given.c.profile_id, given.c.incident_id, sa.type_coerce(given.c.at, MOMENT), given.c.links)
    rows = [
        {
            "profile_id": profile,
            "incident_id": incident,
            "answer_id": answer,
            "link": link,
            "standing": "unknown",
            "reason": "",
            "looks": 0,
            "placed_at": at,
            "next_at": at,
        }
        for answer, profile, incident, at, links in op.get_bind().execute(read)
        for link in dict.fromkeys(links)
    ]
    if rows:
        op.bulk_insert(placements, rows)
