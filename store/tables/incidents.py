"""Incidents: what they are, which posts they have, what was asked, kept apart, answered and done."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text

from store.tables.columns import Id, Json, Moment, table, veil


def _some(name: str, *columns: str, where: str) -> Index:
    """An index over those rows only that meet the condition."""
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(where))


OPEN = "merged_into IS NULL AND status NOT IN ('closed', 'rejected', 'worked_off')"
"""Those that have not ended: few, however many years are kept. As `ENDED` says it, for a database's index."""

incidents = table(
    "incidents",
    Column("nature", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("theme", String(32), nullable=False),
    Column("topic", String(200), nullable=False),
    Column("level", String(16), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("regime", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("applicant", String(16)),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("lemmas", Text, nullable=False),
    Column("place", String(200), nullable=False),
    Column("place_key", String(200), nullable=False),
    Column("territory", String(64), nullable=False),
    Column("block", String(64), nullable=False),
    Column("recipient", String(400), nullable=False),
    Column("number", String(100), nullable=False),
    Column("outgoing", String(100), nullable=False),
    Column("outcome", String(16)),
    Column("until", Moment),
    Column("opened_at", Moment, nullable=False),
    Column("moved_at", Moment, nullable=False),
    Column("latest_at", Moment),
    Column("storm", Boolean, nullable=False),
    Column("storm_ended", Moment),
    Column("by_hand", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ready", Json),
    Column("merged_into", Id, ForeignKey("incidents.id")),
    Column("due_at", Moment),
    Column("warn_at", Moment),
    Column("notice_at", Moment),
    Column("route", Json),
    Column("times", Integer, nullable=False, server_default=text("0")),
    veil(),
    Index("ix_incidents_list", "profile_id", "rank", "id"),
    Index("ix_incidents_latest", "profile_id", "latest_at"),
    _some("ix_incidents_merged_into", "merged_into", where="merged_into IS NOT NULL"),
    Index("ix_incidents_opened_at", "profile_id", "opened_at", "merged_into"),
    Index("ix_incidents_counts", "profile_id", "merged_into", "status", "nature", "level"),
    Index("ix_incidents_due_at", "profile_id", "due_at", "warn_at", "merged_into", "status"),
    Index("ix_incidents_theme", "profile_id", "theme", "merged_into", "status", "place_key"),
    Index("ix_incidents_notice_at", "profile_id", "notice_at"),
    Index("ix_incidents_place", "profile_id", "place_key", "theme"),
    Index(
        "ix_incidents_map",
        *("profile_id", "opened_at", "merged_into", "status", "theme", "level", "place", "rank", "block", "territory"),
    ),
    _some("ix_incidents_open", "profile_id", "rank", "id", "status", "nature", "level", where=OPEN),
    _some("ix_incidents_gist", "profile_id", "id", where="lemmas <> ''"),
    _some("ix_incidents_storm", "profile_id", "merged_into", "status", "rank", where="storm"),
    _some("ix_incidents_number", "profile_id", "number", where="number <> ''"),
    _some("ix_incidents_outgoing", "profile_id", "outgoing", where="outgoing <> ''"),
)
"""`rank` is that of the level; `lemmas` are those of the gist of what came by another channel,
`place_key` those of the place. `due_at`, `warn_at` and `notice_at` are drawn from the clocks' events and may be drawn
anew; `route` says where the rules sent it and why; `ready` are the numbers by which «отработан» is proposed."""

incident_posts = table(
    "incident_posts",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False, unique=True),
    Column("joined_at", Moment, nullable=False),
    Column("reason", Json, nullable=False),
    Column("by", String(128), nullable=False),
    Column("via", Json, nullable=False),
    Index("ix_incident_posts_incident_id", "incident_id"),
)

proposals = table(
    "proposals",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("other_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Json, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", String(16), nullable=False),
    Column("decided_by", String(128), nullable=False),
    Column("decided_at", Moment),
    UniqueConstraint("incident_id", "other_id"),
    Index("ix_proposals_one", "profile_id", "status", "incident_id"),
    Index("ix_proposals_other", "profile_id", "status", "other_id"),
    Index("ix_proposals_open", "profile_id", "status", "id"),
    Index("ix_proposals_surest", "profile_id", "status", "score", "id"),
)

apart = table(
    "apart",
    Column("post_id", Id, ForeignKey("posts.id"), nullable=False),
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(128), nullable=False),
    UniqueConstraint("post_id", "incident_id"),
    Index("ix_apart_incident_id", "incident_id"),
)
"""A person took the post out of the incident, or said that the post's incident is another matter."""

answers = table(
    "answers",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("platforms", Json, nullable=False),
    Column("links", Json, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("by", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("promised", Moment),
    Column("remarks", Json, nullable=False),
    Column("noted_at", Moment),
    Index("ix_answers_incident_id", "incident_id"),
    Index(
        "ix_answers_overdue",
        "profile_id",
        "promised",
        postgresql_where=text("noted_at IS NULL"),
        sqlite_where=text("noted_at IS NULL"),
    ),
)

"""`noted_at`: when it was seen that the promised date has passed; `remarks` are what the check said."""

steps = table(
    "steps",
    Column("incident_id", Id, ForeignKey("incidents.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String(128), nullable=False),
    Column("action", String(32), nullable=False),
    Column("before", String(64), nullable=False),
    Column("after", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Index("ix_steps_incident_id", "incident_id", "id"),
    Index("ix_steps_profile_id", "profile_id", "id"),
)
"""Append-only. `id` is the number of the event for those who follow the changes."""
