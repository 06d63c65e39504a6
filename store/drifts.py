"""The weeks of drift: what is counted of them, and what was counted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from core.learning import labels_of, spoken
from core.learning.drift import Alarm, Cell, Seen
from core.scope import Scope
from store.labels import review_of
from store.rows import assessment_of
from store.tables import assessments, drifts, flags, posts, reviews, versions
from store.upsert import put

FIGURES = ("n", "whole", "reviewed", "share", "confidence", "abstained", "unknown", "corrected")
KEY = ("profile_id", "week", "source", "theme")


class DriftTable:
    """Fulfils `core.ports.Drifts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, scope: Scope, since: datetime, until: datetime) -> list[tuple[Seen, str]]:
        """Residents' posts of a span as the model in force at that time saw them, with their current texts."""
        corrected = self._corrected(scope, since, until)
        asked = (
            select(
                *[posts.c[name] for name in ("platform", "source")],
                posts.c.id.label("post_id"),
                versions.c.text,
                *[assessments.c[name] for name in ("theme", "kind", "model", "body")],
            )
            .join(assessments, assessments.c.id == posts.c.assessment_id)
            .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
            .where(*_span(scope, since, until), posts.c.by_source.is_(False))
            .order_by(posts.c.id)
        )
        return [
            (_seen(row, corrected.get(row["post_id"])), row["text"])
            for row in self._connection.execute(asked).mappings()
        ]

    def _corrected(self, scope: Scope, since: datetime, until: datetime) -> dict[int, bool]:
        """Post id -> whether people changed the theme or the kind that the model gave it; of reviewed posts only."""
        asked = (
            select(reviews, flags.c.post_id)
            .join(flags, flags.c.id == reviews.c.flag_id)
            .join(posts, posts.c.id == flags.c.post_id)
            .where(*_span(scope, since, until))
            .order_by(reviews.c.id)
        )
        by_card: dict[int, list[Any]] = {}
        for row in self._connection.execute(asked).mappings():
            by_card.setdefault(row["post_id"], []).append(row)
        found = {}
        for post, rows in by_card.items():
            standing = labels_of([review_of(row) for row in rows], "")
            if standing:
                found[post] = any({"theme", "kind"} & set(label.given) & spoken(label) for label in standing)
        return found

    def save(self, scope: Scope, cells: Sequence[Cell]) -> None:
        """Keep the cells of a week; what stood there is replaced."""
        rows = [_row(scope, each) for each in cells]
        if rows:
            put(self._connection, drifts, rows, KEY)

    def cells(self, scope: Scope, since: date, until: date | None = None) -> list[Cell]:
        """The cells of the weeks from a day on (and before another), by week, source and theme."""
        asked = select(drifts).where(drifts.c.profile_id == scope.profile, drifts.c.week >= since)
        if until:
            asked = asked.where(drifts.c.week < until)
        ordered = asked.order_by(drifts.c.week, drifts.c.source, drifts.c.theme)
        return [_cell(row) for row in self._connection.execute(ordered).mappings()]


def _span(scope: Scope, since: datetime, until: datetime) -> tuple[Any, ...]:
    published = posts.c.published_at
    return posts.c.profile_id == scope.profile, posts.c.deleted_at.is_(None), published >= since, published < until


def _seen(row: Any, corrected: bool | None) -> Seen:
    said = assessment_of(row)
    sure = said.themes[0].p if said.themes else 0.0
    source = f"{row['platform']}:{row['source']}"
    return Seen(row["post_id"], source, str(said.theme), sure, said.abstain, corrected=corrected)


def _row(scope: Scope, cell: Cell) -> dict[str, Any]:
    alarms = [[each.measure, each.was, each.now, list(each.posts)] for each in cell.alarms]
    own = {"profile_id": scope.profile, "week": cell.week, "source": cell.source, "theme": cell.theme}
    return own | {name: getattr(cell, name) for name in FIGURES} | {"alarms": alarms}


def _cell(row: Any) -> Cell:
    alarms = tuple(Alarm(measure, was, now, tuple(ids)) for measure, was, now, ids in row["alarms"])
    figures = {name: row[name] for name in FIGURES}
    return Cell(week=row["week"], source=row["source"], theme=row["theme"], alarms=alarms, **figures)
