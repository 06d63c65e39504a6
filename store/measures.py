"""Measures: who must do what, until when, and whether it is done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from core.errors import NotFound, Outdated
from core.incidents import Answer, Incident
from core.measures import Measure, MeasureQuery, Origin, State
from core.scope import Scope
from store.incident_rows import answer_of, incident_of
from store.rows import Row
from store.tables import answers, incidents, measures
from store.upsert import add_new

PLAIN = (
    *("what", "block", "position", "due", "proof", "incident_id", "roadmap_id"),
    *("made_at", "made_by", "moved_at", "moved_by", "revision"),
)


class MeasureTable:
    """Fulfils `core.ports.Measures`. A scope of some blocks sees the measures of those."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, scope: Scope, query: MeasureQuery) -> list[Measure]:
        """Measures, the earliest day first; those without a day come last."""
        ordered = select(measures).where(*_seen_by(scope), *_asked(query))
        last = measures.c.due.is_(None), measures.c.due, measures.c.id
        rows = self._connection.execute(ordered.order_by(*last).limit(query.limit)).mappings()
        return [_measure_of(row) for row in rows]

    def get(self, scope: Scope, measure_id: int) -> Measure:
        """One measure. Raises NotFound if there is none within the scope."""
        query = select(measures).where(measures.c.id == measure_id, *_seen_by(scope))
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет мероприятия {measure_id}")
        return _measure_of(row)

    def add(self, scope: Scope, measure: Measure) -> Measure:
        """Enter one; gives it back with its id."""
        row = _columns(scope, measure)
        number = self._connection.execute(insert(measures).values(**row).returning(measures.c.id)).scalar_one()
        return replace(measure, id=number)

    def feed(self, scope: Scope, found: Sequence[Measure]) -> None:
        """Enter those whose sources are not known yet."""
        add_new(self._connection, measures, [_columns(scope, each) for each in found])

    def save(self, scope: Scope, measure: Measure) -> Measure:
        """Keep a changed one; its revision grows. Raises Outdated."""
        mine = measures.c.id == measure.id, measures.c.profile_id == scope.profile
        values = _columns(scope, measure) | {"revision": measure.revision + 1}
        changed = update(measures).where(*mine, measures.c.revision == measure.revision).values(**values)
        if self._connection.execute(changed).rowcount != 1:
            raise Outdated(f"мероприятие {measure.id} изменилось, пока вы решали")
        return replace(measure, revision=measure.revision + 1)

    def promised(self, scope: Scope) -> list[tuple[Incident, Answer]]:
        """Answers with a promised date that are no measures yet, with their incidents."""
        known = select(measures.c.source).where(
            measures.c.profile_id == scope.profile, measures.c.origin == Origin.PROMISE
        )
        held = set(self._connection.execute(known).scalars())
        query = select(answers).where(answers.c.profile_id == scope.profile, answers.c.promised.is_not(None))
        rows = [
            row
            for row in self._connection.execute(query.order_by(answers.c.id)).mappings()
            if f"answer:{row['id']}" not in held
        ]
        of = self._incidents(scope, sorted({row["incident_id"] for row in rows}))
        return [(of[row["incident_id"]], answer_of(row)) for row in rows if row["incident_id"] in of]

    def kept(self, scope: Scope) -> list[tuple[Measure, Incident]]:
        """Open promises with the incidents in whose answers they were given."""
        query = select(measures).where(
            measures.c.profile_id == scope.profile,
            measures.c.origin == Origin.PROMISE,
            measures.c.state == State.OPEN,
        )
        found = [_measure_of(row) for row in self._connection.execute(query.order_by(measures.c.id)).mappings()]
        of = self._incidents(scope, sorted({each.incident_id for each in found if each.incident_id}))
        return [(each, of[each.incident_id]) for each in found if each.incident_id in of]

    def _incidents(self, scope: Scope, ids: Sequence[int]) -> dict[int, Incident]:
        query = select(incidents).where(incidents.c.profile_id == scope.profile, incidents.c.id.in_(ids))
        return {row["id"]: incident_of(row) for row in self._connection.execute(query).mappings()} if ids else {}


def _seen_by(scope: Scope) -> list[ColumnElement[bool]]:
    found = [measures.c.profile_id == scope.profile]
    return found if scope.blocks is None else [*found, measures.c.block.in_(scope.blocks)]


def _asked(query: MeasureQuery) -> list[ColumnElement[bool]]:
    lists: dict[Any, Sequence[str]] = {
        measures.c.state: query.states,
        measures.c.origin: query.origins,
        measures.c.block: query.blocks,
    }
    found: list[ColumnElement[bool]] = [column.in_(wanted) for column, wanted in lists.items() if wanted]
    if query.roadmap_id is not None:
        found.append(measures.c.roadmap_id == query.roadmap_id)
    if query.standing:
        since, until = query.standing
        still = or_(measures.c.state == State.OPEN, measures.c.moved_at >= since)
        found += [measures.c.made_at < until, still]
    if query.late_on:
        found += [measures.c.state == State.OPEN, measures.c.due < query.late_on]
    return found


def _columns(scope: Scope, measure: Measure) -> dict[str, Any]:
    coded = {"origin": measure.origin, "state": measure.state, "source": measure.source or None}
    return {"profile_id": scope.profile, **{name: getattr(measure, name) for name in PLAIN}, **coded}


def _measure_of(row: Row) -> Measure:
    return Measure(
        id=row["id"],
        origin=Origin(row["origin"]),
        source=row["source"] or "",
        state=State(row["state"]),
        **{name: row[name] for name in PLAIN},
    )
