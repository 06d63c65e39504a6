"""The queue of flags, and people's decisions on them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, insert, select, tuple_, update

from core.errors import Conflict, NotFound, Outdated
from core.flags import DECIDED, Decision, Flag, FlagQuery, FlagStatus, Page, Review
from core.posts import PostKey
from core.risk import Level
from core.scope import Scope
from core.undoing import Restored
from store.rows import assessment_of, counters_of, post_of, reasons_of, risk_of
from store.search import SearchIndex
from store.sight import reached
from store.tables import assessments, flags, incident_posts, posts, reviews, search, sources, versions
from store.threads import is_root

LIKE_ESCAPES = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


class FlagTable:
    """Fulfils `core.ports.Flags`."""

    def __init__(self, connection: Connection, index: SearchIndex) -> None:
        self._connection, self._index = connection, index

    def find(self, scope: Scope, query: FlagQuery) -> Page:
        """One page of the queue, most dangerous first."""
        conditions = self.conditions(scope, query)
        total = self.count(scope, query)
        if query.after:
            conditions.append(tuple_(flags.c.score, flags.c.id) < tuple_(*query.after))
        order = flags.c.score.desc(), flags.c.id.desc()
        first = select(flags.c.id).select_from(cards_place(query)).where(*conditions).order_by(*order)
        # Texts are read of those that are shown, not of all that are sorted.
        ids = list(self._connection.execute(first.limit(query.limit + 1)).scalars())
        asked = _cards().where(flags.c.id.in_(ids)).order_by(*order)
        found = [_flag(row) for row in self._connection.execute(asked).mappings()]
        shown = tuple(found[: query.limit])
        more = len(found) > query.limit
        return Page(shown, total, (shown[-1].risk.score, shown[-1].id) if more else None)

    def count(self, scope: Scope, query: FlagQuery) -> int:
        """How many cards a query finds, whatever page is asked for."""
        counted = select(func.count()).select_from(cards_place(query)).where(*self.conditions(scope, query))
        return int(self._connection.execute(counted).scalar_one())

    def conditions(self, scope: Scope, query: FlagQuery, skip: str = "") -> list[Any]:
        """What the cards of a query meet; `skip` leaves out its theme or its place, for counting by it."""
        found = seen_by(scope)
        lists = {
            flags.c.level: query.levels,
            flags.c.theme: () if skip == "theme" else query.themes,
            flags.c.block: query.blocks,
            flags.c.status: query.statuses,
        }
        found += [column.in_(wanted) for column, wanted in lists.items() if wanted]
        if query.sources:
            found.append((posts.c.platform + ":" + posts.c.source).in_(query.sources))
        if query.incidents:
            held = incident_posts.c.incident_id.in_(query.incidents)
            found.append(flags.c.post_id.in_(select(incident_posts.c.post_id).where(held)))
        if query.place and skip != "place":
            wanted = self._index.lemmatise(query.place).translate(LIKE_ESCAPES)
            found.append(flags.c.place.like(f"%{wanted}%", escape="\\") if wanted else false())
        if query.newer_than is not None:
            found.append(flags.c.id > query.newer_than)
        if query.since:
            found.append(posts.c.published_at >= query.since)
        if query.until:
            found.append(posts.c.published_at < query.until)
        if query.text.strip():
            words = self._index.lemmatise(query.text)
            found.append(flags.c.post_id.in_(select(search.c.post_id).where(self._index.matching(words))))  # type: ignore[arg-type]
        return found

    def get(self, scope: Scope, flag_id: int) -> Flag:
        """A card by its id. Raises NotFound if there is none within the scope."""
        asked = _cards().where(flags.c.id == flag_id, *seen_by(scope))
        row = self._connection.execute(asked).mappings().first()
        if row is None:
            raise NotFound(f"нет карточки {flag_id}")
        return _flag(row)

    def of(self, scope: Scope, key: PostKey) -> Flag | None:
        """The card of a post, if it has one within the scope."""
        same = (posts.c.platform == key.platform, posts.c.source == key.source, posts.c.message == key.message)
        row = self._connection.execute(_cards().where(*same, *seen_by(scope))).mappings().first()
        return _flag(row) if row else None

    def counts(self, scope: Scope) -> dict[tuple[FlagStatus, Level], int]:
        """How many cards stand in each state at each level."""
        query = select(flags.c.status, flags.c.level, func.count()).where(*seen_by(scope))
        found = self._connection.execute(query.group_by(flags.c.status, flags.c.level))
        return {(FlagStatus(status), Level(level)): count for status, level, count in found}

    def by_level(self, scope: Scope, query: FlagQuery) -> dict[Level, int]:
        """How many cards of a query stand at each level, whatever levels it asks for."""
        conditions = self.conditions(scope, replace(query, levels=()))
        counted = select(flags.c.level, func.count()).select_from(cards_place(query)).where(*conditions)
        return {Level(level): count for level, count in self._connection.execute(counted.group_by(flags.c.level))}

    def within(self, scope: Scope, flag_ids: Iterable[int]) -> frozenset[int]:
        """Those of these cards that lie within the scope."""
        query = select(flags.c.id).where(flags.c.id.in_(sorted(flag_ids)), *seen_by(scope))
        return frozenset(self._connection.execute(query).scalars())

    def latest(self, scope: Scope) -> int:
        """The greatest id of the cards; 0 where there is none."""
        query = select(flags.c.id).where(*seen_by(scope)).order_by(flags.c.id.desc()).limit(1)
        return int(self._connection.execute(query).scalar() or 0)

    def decide(self, scope: Scope, review: Review, revision: int, block: str = "") -> Flag:
        """Keep a person's decision; `block` is the new one if the theme was corrected.

        Raises Conflict if the card was changed or decided since `revision`.
        """
        flag = self.get(scope, review.flag_id)
        if flag.revision != revision:
            raise Outdated(f"карточка {flag.id} изменилась: у вас версия {revision}, сейчас {flag.revision}")
        if flag.status is not FlagStatus.OPEN:
            raise Conflict(f"карточка {flag.id} уже разобрана ({flag.decided_by})")
        moved = update(flags).where(flags.c.id == flag.id, flags.c.revision == revision)
        if self._connection.execute(moved.values(**_decided(flag, review, block))).rowcount != 1:
            raise Conflict(f"карточка {flag.id} изменилась, пока вы решали")
        shown = self._connection.execute(select(flags).where(flags.c.id == flag.id)).mappings().one()
        self._connection.execute(insert(reviews).values(**_review_row(shown, scope, review)))
        return self.get(scope, flag.id)

    def restore(self, scope: Scope, review: Review, revision: int, restored: Restored) -> Flag:
        """Bring a card back to the queue as it was before its last decision; the undo is kept as a review too.

        Raises Outdated if the card was changed since `revision`.
        """
        values = {
            "status": FlagStatus.OPEN,
            "decided_at": None,
            "decided_by": "",
            "decision": "",
            "labels": restored.labels,
            "theme": restored.theme,
            "block": restored.block,
            "revision": revision + 1,
        }
        mine = flags.c.profile_id == scope.profile, flags.c.id == review.flag_id, flags.c.revision == revision
        if self._connection.execute(update(flags).where(*mine).values(**values)).rowcount != 1:
            raise Outdated(f"карточка {review.flag_id} изменилась с тех пор")
        shown = self._connection.execute(select(flags).where(flags.c.id == review.flag_id)).mappings().one()
        self._connection.execute(insert(reviews).values(**_review_row(shown, scope, review)))
        return self.get(scope, review.flag_id)

    def reviews(self, scope: Scope, flag_ids: Sequence[int]) -> list[Review]:
        """All decisions on these cards, the oldest first."""
        mine = reviews.c.profile_id == scope.profile, reviews.c.flag_id.in_(flag_ids)
        rows = self._connection.execute(select(reviews).where(*mine).order_by(reviews.c.id)).mappings()
        return [_review(row) for row in rows]

    def reviewed(self, scope: Scope, before: int | None, limit: int) -> list[tuple[Review, Flag]]:
        """The last decisions with their cards as they are now, the newest first; those before a number."""
        query = select(reviews).join(flags, flags.c.id == reviews.c.flag_id).where(*seen_by(scope))
        if before is not None:
            query = query.where(reviews.c.id < before)
        rows = self._connection.execute(query.order_by(reviews.c.id.desc()).limit(limit)).mappings()
        made = [_review(row) for row in rows]
        cards = cards_of(self._connection, flags.c.id.in_({each.flag_id for each in made}))
        known = {card.id: card for card in cards}
        return [(each, known[each.flag_id]) for each in made]


def _review(row: Any) -> Review:
    return Review(
        row["flag_id"], row["by"], Decision(row["decision"]), row["at"], row["reason"], row["labels"], row["id"]
    )


def seen_by(scope: Scope) -> list[Any]:
    """What a caller sees of the cards."""
    return reached(scope, flags)


def cards_place(query: FlagQuery) -> Any:
    """Where the cards of a query are looked for: with their posts only where those are asked of."""
    return _joined() if query.sources or query.since or query.until else flags


def _joined() -> Any:
    return flags.join(posts, posts.c.id == flags.c.post_id)


def cards_of(connection: Connection, *conditions: ColumnElement[bool]) -> list[Flag]:
    """The cards that meet the conditions, in the order of publication."""
    asked = _cards().where(*conditions).order_by(posts.c.published_at, posts.c.id)
    return [_flag(row) for row in connection.execute(asked).mappings()]


ROOT = posts.alias("root")
ROOT_VERSION = versions.alias("root_version")


def _cards() -> Select[Any]:
    tables = (
        _joined()
        .join(versions, versions.c.id == flags.c.version_id)
        .join(assessments, assessments.c.id == flags.c.assessment_id)
        .join(sources, sources.c.id == posts.c.source_id)
        .outerjoin(ROOT, is_root(ROOT))
        .outerjoin(ROOT_VERSION, and_(ROOT_VERSION.c.post_id == ROOT.c.id, ROOT_VERSION.c.number == ROOT.c.version))
    )
    return select(
        posts,
        flags.c.id.label("flag_id"),
        *[flags.c[name] for name in FLAG_COLUMNS],
        versions.c.text,
        versions.c.edited_at,
        assessments.c.kind.label("said_kind"),
        assessments.c.theme.label("said_theme"),
        assessments.c.model,
        assessments.c.body,
        sources.c.title.label("source_title"),
        ROOT_VERSION.c.text.label("thread_text"),
    ).select_from(tables)


FLAG_COLUMNS = (
    *("score", "level", "parts", "reasons", "theme", "block", "territory", "place"),
    *("status", "revision", "raised_at", "decided_at", "decided_by", "decision", "labels"),
)


def _said(row: Any) -> Any:
    """What the model said, whatever people corrected since."""
    return assessment_of({**row, "kind": row["said_kind"], "theme": row["said_theme"]})


def _flag(row: Any) -> Flag:
    reasons = reasons_of(row["reasons"])
    return Flag(
        id=row["flag_id"],
        revision=row["revision"],
        post=post_of(row, row["text"], row["edited_at"]),
        source_title=row["source_title"],
        thread_text=row["thread_text"] or "",
        assessment=_said(row),
        risk=replace(risk_of(row), reasons=reasons),
        reasons=reasons,
        block=row["block"],
        place=row["place"],
        territory=row["territory"],
        status=FlagStatus(row["status"]),
        raised_at=row["raised_at"],
        counters=counters_of(row, "counted_at"),
        versions=row["version"],
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        decision=row["decision"],
        labels=row["labels"],
        post_id=row["id"],
    )


def _decided(flag: Flag, review: Review, block: str) -> dict[str, Any]:
    status = DECIDED[review.decision]
    labels = {**flag.labels, **review.labels}
    values: dict[str, Any] = {"status": status, "revision": flag.revision + 1, "labels": labels}
    if status is not FlagStatus.OPEN:
        values |= {"decided_at": review.at, "decided_by": review.by, "decision": review.reason}
    if "theme" in review.labels:
        values |= {"theme": review.labels["theme"], "block": block}
    return values


def _review_row(row: Any, scope: Scope, review: Review) -> dict[str, Any]:
    return {
        "profile_id": scope.profile,
        "flag_id": review.flag_id,
        "version_id": row["version_id"],
        "assessment_id": row["assessment_id"],
        "by": review.by,
        "decision": review.decision,
        "reason": review.reason,
        "labels": dict(review.labels),
        "at": review.at,
    }
