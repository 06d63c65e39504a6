"""Incidents, their posts, answers and history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, false, func, insert, select, union, update

from core.errors import NotFound, Outdated
from core.flags import Flag
from core.incidents import (
    ENDED,
    Answer,
    Incident,
    IncidentPage,
    IncidentQuery,
    Member,
    Nature,
    Regime,
    Status,
)
from core.labels import Theme
from core.risk import Level
from core.scope import Scope
from store.assessments import PLACE_CHARS
from store.flags import LIKE_ESCAPES, cards_of
from store.incident_rows import (
    CODED,
    PLAIN,
    answer_of,
    answer_row,
    incident_columns,
    incident_of,
    member_of,
    member_row,
)
from store.journal import JournalTable
from store.openings import openings
from store.orders import ORDERS, standing
from store.search import SearchIndex
from store.sight import STORM, seen_by
from store.steps import StepTable
from store.tables import answers, flags, incident_posts, incidents, posts
from store.upsert import put

ADD = insert(incidents).returning(incidents.c.id)
SAVE = (
    update(incidents)
    .where(
        incidents.c.id == bindparam("b_id"),
        incidents.c.profile_id == bindparam("b_profile"),
        incidents.c.revision == bindparam("b_revision"),
    )
    .values({name: bindparam(name) for name in (*PLAIN, *CODED, "rank", "route", "ready")})
)
FEW = 200
"""So many are looked up by their numbers: a database that walks the whole order to find them takes longer."""


class IncidentTable(StepTable):
    """Fulfils `core.ports.Incidents`."""

    def __init__(self, connection: Connection, index: SearchIndex, journal: JournalTable) -> None:
        super().__init__(connection, journal)
        self._index = index

    def find(self, scope: Scope, query: IncidentQuery) -> IncidentPage:
        """One page in the order that is asked for."""
        conditions = self.conditions(scope, query)
        order = ORDERS[query.order]
        numbers = self._connection.execute(_numbers(conditions).limit(FEW + 1)).scalars().all()
        if not numbers:
            return IncidentPage((), 0, {})
        total = len(numbers) if len(numbers) <= FEW else self.count(scope, query)
        if total <= FEW:
            conditions = [incidents.c.id.in_(numbers)]
        if query.after:
            conditions.append(order.behind(query.after))
        ordered = select(incidents).where(*conditions).order_by(*order.columns)
        rows = list(self._connection.execute(ordered.limit(query.limit + 1)).mappings())
        shown = tuple(incident_of(row) for row in rows[: query.limit])
        last = rows[query.limit - 1] if len(rows) > query.limit else None
        sizes = self.sizes(scope, [each.id for each in shown])
        return IncidentPage(shown, total, sizes, order.place(last) if last else None)

    def count(self, scope: Scope, query: IncidentQuery) -> int:
        """How many incidents a query finds, whatever page is asked for."""
        counted = select(func.count()).select_from(incidents).where(*self.conditions(scope, query))
        return int(self._connection.execute(counted).scalar_one())

    def sizes(self, scope: Scope, incident_ids: Sequence[int], until: datetime | None = None) -> dict[int, int]:
        """How many posts each of these has, of those published before `until` if it is given; it may be none."""
        of = incident_posts.c.incident_id
        query = select(of, func.count()).where(incident_posts.c.profile_id == scope.profile, of.in_(incident_ids))
        if until:
            published = and_(posts.c.id == incident_posts.c.post_id, posts.c.published_at < until)
            query = query.join_from(incident_posts, posts, published)
        return dict.fromkeys(incident_ids, 0) | {row[0]: row[1] for row in self._connection.execute(query.group_by(of))}

    def conditions(self, scope: Scope, query: IncidentQuery, skip: str = "") -> list[ColumnElement[bool]]:
        """What the incidents of a query meet; `skip` leaves out its theme or its place, for counting by it."""
        found = seen_by(scope)
        lists: dict[Any, Sequence[str]] = {
            incidents.c.status: query.statuses,
            incidents.c.nature: query.natures,
            incidents.c.regime: query.regimes,
            incidents.c.level: query.levels,
            incidents.c.theme: () if skip == "theme" else query.themes,
            incidents.c.block: query.blocks,
            incidents.c.territory: query.territories,
        }
        if query.deadlines:  # first: SQLite looks at conditions in their order, and this one is met by few
            found.append(standing(query.deadlines, query.at))
        if query.ids:
            found.append(incidents.c.id.in_(query.ids))
        found += [column.in_(wanted) for column, wanted in lists.items() if wanted]
        if not query.merged:
            found.append(incidents.c.merged_into.is_(None))
        if query.storm is not None:
            found.append(STORM if query.storm else incidents.c.storm.is_(False))
        if query.ended is not None:
            found.append(incidents.c.status.in_(ENDED) if query.ended else incidents.c.status.not_in(ENDED))
        if query.proposed is not None:
            found.append(incidents.c.ready.is_not(None) if query.proposed else incidents.c.ready.is_(None))
        if query.since:
            found.append(incidents.c.opened_at >= query.since)
        if query.until:
            found.append(incidents.c.opened_at < query.until)
        if query.place and skip != "place":
            found.append(self._like(incidents.c.place_key, query.place))
        if query.text.strip():
            found.append(self._holding(query.text))
        return found

    def _like(self, column: Any, asked: str) -> ColumnElement[bool]:
        wanted = self._index.lemmatise(asked).translate(LIKE_ESCAPES)
        return column.like(f"%{wanted}%", escape="\\") if wanted else false()

    def _holding(self, asked: str) -> ColumnElement[bool]:
        """The words stand in one of its posts or in its gist, or they are its number."""
        words = self._index.lemmatise(asked)
        holders = select(incident_posts.c.incident_id).where(self._index.holds(incident_posts.c.post_id, words))
        told = [incidents.c.lemmas.like(f"%{word.translate(LIKE_ESCAPES)}%", escape="\\") for word in words.split()]
        # «не пусто» is said for the database too: by it small indexes answer, not the whole table.
        ways = [
            select(incidents.c.id).where(column != "", column == asked.strip())
            for column in (incidents.c.number, incidents.c.outgoing)
        ]
        if told:
            ways += [holders, select(incidents.c.id).where(incidents.c.lemmas != "", *told)]
        return incidents.c.id.in_(union(*ways))

    def get(self, scope: Scope, incident_id: int) -> Incident:
        """An incident with its posts and answers. Raises NotFound if there is none within the scope."""
        found = self.brief(scope, incident_id)
        held = select(incident_posts).where(incident_posts.c.incident_id == incident_id).order_by(incident_posts.c.id)
        given = select(answers).where(answers.c.incident_id == incident_id).order_by(answers.c.id)
        return replace(
            found,
            members=tuple(map(member_of, self._connection.execute(held).mappings())),
            answers=tuple(map(answer_of, self._connection.execute(given).mappings())),
        )

    def brief(self, scope: Scope, incident_id: int) -> Incident:
        """An incident without its posts and answers. Raises NotFound if there is none within the scope."""
        query = select(incidents).where(incidents.c.id == incident_id, *seen_by(scope))
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"нет инцидента {incident_id}")
        return incident_of(row)

    def cards(self, scope: Scope, incident_id: int) -> list[Flag]:
        """The cards of its posts, whatever block each belongs to: who sees the incident sees its posts."""
        mine = select(incident_posts.c.post_id).where(incident_posts.c.incident_id == incident_id)
        same = flags.c.profile_id == scope.profile
        return cards_of(self._connection, same, flags.c.post_id.in_(mine))

    def briefs(self, scope: Scope, incident_ids: Sequence[int]) -> dict[int, Incident]:
        """The same for several; those that are not within the scope are left out."""
        query = select(incidents).where(incidents.c.id.in_(incident_ids), *seen_by(scope))
        return {row["id"]: incident_of(row) for row in self._connection.execute(query).mappings()}

    def opening(self, scope: Scope, incident_ids: Sequence[int]) -> dict[int, Flag]:
        """The card of the earliest post of each of these that has one."""
        return openings(self._connection, scope, incident_ids)

    def absorbed(self, scope: Scope, incident_id: int) -> list[int]:
        """Those whose posts went to it, directly."""
        query = select(incidents.c.id).where(
            incidents.c.merged_into == incident_id, incidents.c.profile_id == scope.profile
        )
        return list(self._connection.execute(query.order_by(incidents.c.id)).scalars())

    def times(self, scope: Scope, theme: Theme, place: str, since: datetime, until: datetime) -> int:
        """For the how-manieth time a new incident of this theme names this place; 0 where it names none.

        An incident counts although its posts went to another, for it was a time of its own; but not if a storm took
        it in: that is one time, whoever wrote of it.
        """
        key = self._key(place)
        if not key or theme is Theme.NONE:
            return 0
        holder = incidents.alias("holder")
        query = (
            select(func.count())
            .select_from(incidents.outerjoin(holder, holder.c.id == incidents.c.merged_into))
            .where(
                incidents.c.profile_id == scope.profile,
                incidents.c.place_key == key,
                incidents.c.theme == theme,
                incidents.c.opened_at >= since,
                incidents.c.opened_at <= until,
                func.coalesce(holder.c.storm, false()).is_(False),
            )
        )
        return int(self._connection.execute(query).scalar_one()) + 1

    def _key(self, place: str) -> str:
        return self._index.lemmatise(place)[:PLACE_CHARS]

    def numbered(self, scope: Scope, number: str) -> int | None:
        """The appeal of this registration number, in whatever case it is written, whoever may see it."""
        # SQLite knows the cases of Latin letters only: any letter is asked for, and compared here.
        pattern = "".join("_" if each.isalpha() else each.translate(LIKE_ESCAPES) for each in number)
        same = incidents.c.profile_id == scope.profile, incidents.c.number.like(pattern, escape="\\")
        query = select(incidents.c.id, incidents.c.number).where(*same, incidents.c.regime == Regime.APPEAL)
        found = self._connection.execute(query)
        return next((row.id for row in found if row.number.casefold() == number.casefold()), None)

    def remind(self, scope: Scope, incident: Incident) -> None:
        """Keep when the incident is due and to be spoken of. Its revision stays: nobody decided anything."""
        mine = incidents.c.id == incident.id, incidents.c.profile_id == scope.profile
        times = {name: getattr(incident, name) for name in ("due_at", "warn_at", "notice_at")}
        self._connection.execute(update(incidents).where(*mine).values(**times))

    def counts(self, scope: Scope) -> dict[tuple[Nature, Status, Level], int]:
        """How many open incidents there are of each nature, in each state, at each level."""
        of = incidents.c.nature, incidents.c.status, incidents.c.level
        query = select(*of, func.count()).where(*self.conditions(scope, IncidentQuery(ended=False))).group_by(*of)
        found = self._connection.execute(query)
        return {(Nature(nature), Status(status), Level(level)): count for nature, status, level, count in found}

    def holding(self, scope: Scope, post_ids: Sequence[int]) -> dict[int, int]:
        """Post id -> its incident, for those of these posts whose incident is within the scope."""
        query = (
            select(incident_posts.c.post_id, incident_posts.c.incident_id)
            .join(incidents, incidents.c.id == incident_posts.c.incident_id)
            .where(incident_posts.c.post_id.in_(post_ids), *seen_by(scope))
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def add(self, scope: Scope, incident: Incident) -> Incident:
        """Enter an incident with its posts; gives it back with its id."""
        row = {
            "profile_id": scope.profile,
            **incident_columns(incident),
            "lemmas": self._index.lemmatise(incident.text),
            "place_key": self._key(incident.place),
        }
        number = self._connection.execute(ADD, row).scalar_one()
        self.put_members(scope, number, incident.members)
        return replace(incident, id=number)

    def save(self, scope: Scope, incident: Incident) -> Incident:
        """Keep a changed incident; its revision grows. Members and answers are kept apart from it. Raises Outdated."""
        values = incident_columns(incident) | {"revision": incident.revision + 1}
        which = {"b_id": incident.id, "b_profile": scope.profile, "b_revision": incident.revision}
        if self._connection.execute(SAVE, values | which).rowcount != 1:
            raise Outdated(f"инцидент {incident.id} изменился, пока вы решали")
        return replace(incident, revision=incident.revision + 1)

    def put_members(self, scope: Scope, incident_id: int, members: Sequence[Member]) -> None:
        """Let these posts be of the incident, wherever they were: a post is of one incident at a time."""
        self.put_all(scope, [(incident_id, member) for member in members])

    def put_all(self, scope: Scope, found: Sequence[tuple[int, Member]]) -> None:
        """The same for posts of several incidents."""
        rows = [member_row(scope.profile, incident_id, member) for incident_id, member in found]
        if rows:
            put(self._connection, incident_posts, rows, key=("post_id",))

    def add_answer(self, scope: Scope, incident_id: int, answer: Answer) -> Answer:
        """Keep an answer; gives it back with its id."""
        row = answer_row(scope.profile, incident_id, answer)
        number = self._connection.execute(insert(answers).values(**row).returning(answers.c.id)).scalar_one()
        return replace(answer, id=number)

    def save_links(self, scope: Scope, incident_id: int, answer_id: int, links: Sequence[str]) -> None:
        """Set the links of an answer. Raises NotFound."""
        mine = answers.c.id == answer_id, answers.c.incident_id == incident_id, answers.c.profile_id == scope.profile
        if self._connection.execute(update(answers).where(*mine).values(links=list(links))).rowcount != 1:
            raise NotFound(f"у инцидента {incident_id} нет ответа {answer_id}")


def _numbers(conditions: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """Of those that meet the conditions, to be cut. Let alone, PostgreSQL would walk the table in the hope to meet so
    many soon, and find the last month at its end; the inner one alone is read by an index, no farther than asked."""
    found = select(incidents.c.id).where(*conditions).cte("found").prefix_with("MATERIALIZED", dialect="postgresql")
    return select(found.c.id)
