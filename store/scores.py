"""Weighing: which posts wait for a score, and keeping what was decided."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select, update

from core.flags import Case, FlagStatus, Scored
from core.reasons import Reason
from core.risk import Level, Signals
from core.scope import Scope
from store.rows import assessment_of, reasons_body, reasons_of
from store.tables import assessments, counters, flags, posts, versions
from store.upsert import insert_new


class ScoreTable:
    """Fulfils `core.ports.Scores`."""

    def __init__(self, connection: Connection, repeat_window: timedelta) -> None:
        self._connection, self._window = connection, repeat_window

    def pending(self, scope: Scope, limit: int) -> list[Case]:
        """Assessed posts whose text, counters or assessment changed since they were weighed."""
        waiting = _assessed(scope).where(posts.c.due_score).order_by(posts.c.id)
        return self._cases(list(self._connection.execute(waiting.limit(limit)).mappings()))

    def cases(self, scope: Scope, ids: Sequence[int]) -> list[Case]:
        """The assessed ones of these posts, as they would be weighed now."""
        asked = _assessed(scope).where(posts.c.id.in_(ids)).order_by(posts.c.id)
        return self._cases(list(self._connection.execute(asked).mappings()))

    def _cases(self, rows: Sequence[Any]) -> list[Case]:
        series = self._series([row["post_id"] for row in rows])
        return [self._case(row, series.get(row["post_id"], [])) for row in rows]

    def _series(self, ids: Sequence[int]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        query = select(counters).where(counters.c.post_id.in_(ids)).order_by(counters.c.post_id, counters.c.at)
        for row in self._connection.execute(query).mappings():
            found.setdefault(row["post_id"], []).append(row)
        return found

    def _case(self, row: Any, series: list[Any]) -> Case:
        gained, over = _pace(row["published_at"], series)
        return Case(
            post_id=row["post_id"],
            version_id=row["version_id"],
            assessment_id=row["assessment_id"],
            by_source=row["by_source"],
            assessment=assessment_of({**row, "kind": row["said_kind"]}),
            place=row["place"],
            text=row["text"],
            signals=Signals(
                views=row["views"],
                likes=row["likes"],
                reposts=row["reposts"],
                replies=row["replies"],
                gained=gained,
                over=over,
                repeats=self._repeats(row),
            ),
        )

    def _repeats(self, row: Any) -> int:
        """Earlier residents' posts of other threads on the same theme and place within the window."""
        if not row["place"] or row["theme"] == "none" or row["by_source"]:
            return 0
        earlier = (
            select(func.count(func.distinct(func.coalesce(posts.c.thread, posts.c.message))))
            .join(assessments, assessments.c.id == posts.c.assessment_id)
            .where(
                assessments.c.profile_id == row["profile_id"],
                assessments.c.theme == row["theme"],
                assessments.c.place == row["place"],
                assessments.c.kind == row["said_kind"],
                posts.c.published_at < row["published_at"],
                posts.c.published_at >= row["published_at"] - self._window,
                posts.c.by_source.is_(False),
                func.coalesce(posts.c.thread, posts.c.message) != (row["thread"] or row["message"]),
            )
        )
        return int(self._connection.execute(earlier).scalar_one())

    def save(self, scope: Scope, scored: Sequence[Scored], at: datetime) -> int:
        """Keep the decisions; returns how many cards are new. A card never vanishes by itself."""
        done = [each.case.post_id for each in scored]
        standing, published = self._standing(done), self._published(done)
        fresh = [each for each in scored if each.flagged and each.case.post_id not in standing]
        new = [_new_flag(scope.profile, each, at) | {"published_at": published[each.case.post_id]} for each in fresh]
        added = insert_new(self._connection, flags, new)
        for each in scored:
            if each.case.post_id in standing:
                self._refresh(standing[each.case.post_id], each, published[each.case.post_id])
        self._connection.execute(update(posts).where(posts.c.id.in_(done)).values(due_score=False))
        return added

    def _standing(self, ids: Sequence[int]) -> dict[int, Any]:
        query = select(flags).where(flags.c.post_id.in_(ids))
        return {row["post_id"]: row for row in self._connection.execute(query).mappings()}

    def _published(self, ids: Sequence[int]) -> dict[int, datetime]:
        query = select(posts.c.id, posts.c.published_at).where(posts.c.id.in_(ids))
        return {row.id: row.published_at for row in self._connection.execute(query)}

    def _refresh(self, old: Any, new: Scored, published: datetime) -> None:
        """Bring a card up to date. Its revision grows only when the monitor would see another matter: another text or
        level. An edited text that became more dangerous returns a decided card to the queue."""
        edited = old["version_id"] != new.case.version_id
        worse = new.risk.level.rank > Level(old["level"]).rank
        changed = edited or new.risk.level != old["level"]
        reopened = edited and worse and old["status"] != FlagStatus.OPEN
        reasons = new.reasons or reasons_of(old["reasons"])
        if edited and old["status"] != FlagStatus.OPEN:
            reasons = (*reasons, Reason("edited"))
        values = _scored_columns(replace(new, reasons=reasons)) | {"revision": old["revision"] + int(changed)}
        values["published_at"] = published
        if reopened:
            values |= {"status": FlagStatus.OPEN, "decided_at": None, "decided_by": "", "decision": ""}
        if changed:
            values["due_group"] = True
        if "theme" in old["labels"]:
            values |= {"theme": old["theme"], "block": old["block"]}
        self._connection.execute(update(flags).where(flags.c.id == old["id"]).values(**values))


def _pace(published: datetime, series: list[Any]) -> tuple[int | None, timedelta | None]:
    """Views gained over the last observed stretch; the first observation counts from the publication."""
    seen = [(row["at"], row["views"]) for row in series if row["views"] is not None]
    points = [(published, 0), *seen] if seen else []
    if len(points) < 2 or points[-1][0] <= points[-2][0]:
        return None, None
    return max(0, points[-1][1] - points[-2][1]), points[-1][0] - points[-2][0]


def _assessed(scope: Scope) -> Select[Any]:
    current = and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version)
    return (
        select(
            posts,
            posts.c.id.label("post_id"),
            versions.c.id.label("version_id"),
            versions.c.text,
            assessments.c.theme,
            assessments.c.kind.label("said_kind"),
            assessments.c.place,
            assessments.c.body,
            assessments.c.model,
        )
        .join(versions, current)
        .join(assessments, assessments.c.id == posts.c.assessment_id)
        .where(posts.c.profile_id == scope.profile)
    )


def _scored_columns(scored: Scored) -> dict[str, Any]:
    case, risk = scored.case, scored.risk
    return {
        "version_id": case.version_id,
        "assessment_id": case.assessment_id,
        "score": risk.score,
        "level": risk.level,
        "parts": [[part.name, part.points, part.most] for part in risk.parts],
        "reasons": reasons_body(scored.reasons),
        "theme": case.assessment.theme,
        "block": scored.block,
        "place": case.place,
        "territory": scored.territory,
    }


def _new_flag(profile: str, scored: Scored, at: datetime) -> dict[str, Any]:
    return {
        "profile_id": profile,
        "post_id": scored.case.post_id,
        "status": FlagStatus.OPEN,
        "revision": 1,
        "raised_at": at,
        "decided_at": None,
        "decided_by": "",
        "decision": "",
        "labels": {},
        "due_group": True,
        **_scored_columns(scored),
    }
