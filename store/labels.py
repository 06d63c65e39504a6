"""People's judgements of texts: reviews of cards (`reviews`) and what was marked or brought by files (`labels`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from core.errors import NotFound
from core.flags import Decision, FlagStatus, Review
from core.labels import Theme
from core.learning import Cause, Example, Label, Origin, label_of
from core.learning.choosing import Candidate
from core.posts import PostKey
from core.scope import Scope
from core.undoing import in_force
from store.flags import ROOT, ROOT_VERSION, seen_by
from store.rows import assessment_of, key_of
from store.tables import assessments, flags, labels, posts, reviews, search, versions
from store.threads import is_root
from store.upsert import insert_new

Conditions = Sequence[ColumnElement[bool]]
NAMES_A_STATEMENT = 200


class LabelTable:
    """Fulfils `core.ports.Labels`. Who sees some blocks or territories only finds the texts of their cards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def examples(self, scope: Scope) -> list[Example]:
        """All labelled versions with their labels in force, in the order of publication."""
        return self._labelled(scope)

    def example(self, scope: Scope, post_id: int) -> Example:
        """A post's current text with its labels. Raises NotFound if there is none within the scope."""
        found = self.some(scope, [post_id])
        if not found:
            raise NotFound(f"нет публикации {post_id}")
        return found[0]

    def some(self, scope: Scope, ids: Sequence[int]) -> list[Example]:
        """The current texts of these posts with their labels, in the order given."""
        labelled = {each.version_id: each for each in self._labelled(scope, [posts.c.id.in_(ids)])}
        rows = self._connection.execute(_texts(scope, _current()).where(posts.c.id.in_(ids))).mappings()
        known = {row["post_id"]: labelled.get(row["version_id"]) or _example(row) for row in rows}
        return [known[each] for each in ids if each in known]

    def named(self, scope: Scope, names: Sequence[tuple[PostKey, int]]) -> list[Example]:
        """The versions of these names that are there, without their labels."""
        found: list[Example] = []
        for start in range(0, len(names), NAMES_A_STATEMENT):
            part = names[start : start + NAMES_A_STATEMENT]
            asked = or_(*(and_(*_same(key), versions.c.number == number) for key, number in part))
            rows = self._connection.execute(_texts(scope, versions.c.post_id == posts.c.id).where(asked)).mappings()
            found += map(_example, rows)
        return found

    def add(self, scope: Scope, given: Sequence[tuple[Example, Label]]) -> int:
        """Keep labels; one that is there already (the text, the person, the moment) stays as it is."""
        said = self._said([example.version_id for example, _ in given])
        rows = [_label_row(scope, *each, said) for each in given]
        return insert_new(self._connection, labels, rows)

    def _said(self, version_ids: Sequence[int]) -> Mapping[tuple[int, str], int]:
        known = select(assessments.c.version_id, assessments.c.model, assessments.c.id)
        found = self._connection.execute(known.where(assessments.c.version_id.in_(version_ids)))
        return {(version, model): number for version, model, number in found}

    def candidates(self, scope: Scope, since: datetime, limit: int) -> list[Candidate]:
        """The newest assessed texts since a moment that nobody has labelled or decided on."""
        untouched = (
            ~select(labels.c.id).where(labels.c.post_id == posts.c.id).exists(),
            ~select(reviews.c.id)
            .join(flags, flags.c.id == reviews.c.flag_id)
            .where(flags.c.post_id == posts.c.id)
            .exists(),
        )
        asked = (
            _texts(scope, _current())
            .add_columns(search.c.lemmas)
            .join(search, search.c.post_id == posts.c.id)
            .where(posts.c.published_at >= since, posts.c.by_source.is_(False), versions.c.text != "", *untouched)
            .order_by(posts.c.published_at.desc(), posts.c.id.desc())
            .limit(limit)
        )
        rows = self._connection.execute(asked).mappings()
        return [Candidate(_example(row), frozenset(row["lemmas"].split())) for row in rows]

    def published(self, scope: Scope, since: datetime, until: datetime) -> list[int]:
        """Ids of the residents' posts that were published between two moments."""
        span = posts.c.published_at >= since, posts.c.published_at < until
        own = posts.c.profile_id == scope.profile, posts.c.by_source.is_(False), posts.c.deleted_at.is_(None)
        asked = select(posts.c.id).where(*own, *span).order_by(posts.c.id)
        return list(self._connection.execute(asked).scalars())

    def themes(self, scope: Scope) -> dict[Theme, int]:
        """How many labels each theme has: decided cards by the theme in force, and marks that name one."""
        decided = flags.c.status != FlagStatus.OPEN
        named = labels.c.given["theme"].as_string()
        mine = flags.c.profile_id == scope.profile, labels.c.profile_id == scope.profile
        found: dict[Theme, int] = {}
        for asked in (
            select(flags.c.theme, func.count()).where(mine[0], decided).group_by(flags.c.theme),
            select(named, func.count()).where(mine[1], named.is_not(None)).group_by(named),
        ):
            for theme, count in self._connection.execute(asked):
                found[Theme(theme)] = found.get(Theme(theme), 0) + count
        return found

    def _labelled(self, scope: Scope, conditions: Conditions = ()) -> list[Example]:
        by_version: dict[int, Example] = {}
        for example in [*self._reviewed(scope, conditions), *self._marked(scope, conditions)]:
            known = by_version.get(example.version_id)
            merged = (*known.labels, *example.labels) if known else example.labels
            base = known if known and known.said else example
            by_version[example.version_id] = replace(base, labels=tuple(sorted(merged, key=lambda each: each.at)))
        return sorted(by_version.values(), key=lambda each: (each.published, each.version_id))

    def _marked(self, scope: Scope, conditions: Conditions) -> list[Example]:
        columns = [labels.c[name] for name in ("by", "at", "given", "origin", "shown", "cause", "reason")]
        asked = (
            _texts(scope, versions.c.post_id == posts.c.id, labels)
            .add_columns(*columns, labels.c.model.label("label_model"))
            .where(*conditions)
            .order_by(labels.c.id)
        )
        return [_example(row, (_label(row),)) for row in self._connection.execute(asked).mappings()]

    def _reviewed(self, scope: Scope, conditions: Conditions) -> list[Example]:
        columns = [reviews.c[name] for name in ("flag_id", "by", "decision", "reason", "labels", "at")]
        asked = (
            _texts(scope, versions.c.post_id == posts.c.id, reviews)
            .add_columns(*columns, reviews.c.id.label("review_id"))
            .where(*conditions)
            .order_by(reviews.c.flag_id, reviews.c.id)
        )
        found: list[Example] = []
        for _, rows in groupby(self._connection.execute(asked).mappings(), key=lambda row: row["flag_id"]):
            found += _of_card(list(rows))
        return found


def _of_card(rows: list[Any]) -> list[Example]:
    """The reviews of one card; an edited post may have been reviewed in several versions."""
    standing = {review.id: review for review in in_force([review_of(row) for row in rows])}
    found: dict[int, list[Label]] = {}
    for row in rows:
        if review := standing.get(row["review_id"]):
            found.setdefault(row["version_id"], []).append(label_of(review, row["model"] or ""))
    last = {row["version_id"]: row for row in rows}
    return [_example(last[version], tuple(own)) for version, own in found.items()]


def review_of(row: Any) -> Review:
    """A row of `reviews` as a record; its number may stand under `review_id`."""
    number = row["review_id"] if "review_id" in row else row["id"]
    decision = Decision(row["decision"])
    return Review(row["flag_id"], row["by"], decision, row["at"], row["reason"], row["labels"], number)


def _same(key: PostKey) -> Conditions:
    return posts.c.platform == key.platform, posts.c.source == key.source, posts.c.message == key.message


def _current() -> ColumnElement[bool]:
    return and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version)


def _texts(scope: Scope, which: ColumnElement[bool], judged: Table | None = None) -> Select[Any]:
    """Versions of posts with the post above and an assessment: that of the post's current text, or the one that the
    rows of `judged` (labels, reviews) were made beside."""
    root = and_(is_root(ROOT), ROOT.c.id != posts.c.id)
    root_now = and_(ROOT_VERSION.c.post_id == ROOT.c.id, ROOT_VERSION.c.number == ROOT.c.version)
    tables: Any = posts.join(versions, which).outerjoin(ROOT, root).outerjoin(ROOT_VERSION, root_now)
    if judged is not None:
        tables = tables.join(judged, judged.c.version_id == versions.c.id)
    model = posts.c.assessment_id if judged is None else judged.c.assessment_id
    asked = select(
        *[posts.c[name] for name in ("platform", "source", "message", "published_at", "thread")],
        posts.c.id.label("post_id"),
        versions.c.id.label("version_id"),
        versions.c.number,
        versions.c.text,
        ROOT_VERSION.c.text.label("context"),
        *[assessments.c[name] for name in ("theme", "kind", "model", "body")],
    ).select_from(tables.outerjoin(assessments, assessments.c.id == model))
    return _mine(asked.where(posts.c.profile_id == scope.profile, posts.c.deleted_at.is_(None)), scope)


def _mine(asked: Select[Any], scope: Scope) -> Select[Any]:
    if scope.blocks is None and scope.territories is None:
        return asked
    return asked.where(select(flags.c.id).where(flags.c.post_id == posts.c.id, *seen_by(scope)).exists())


def _example(row: Any, own: tuple[Label, ...] = ()) -> Example:
    return Example(
        key=key_of(row),
        version=row["number"],
        text=row["text"],
        published=row["published_at"],
        context=row["context"] or "",
        said=assessment_of(row) if row["body"] else None,
        labels=own,
        post_id=row["post_id"],
        version_id=row["version_id"],
    )


def _label(row: Any) -> Label:
    return Label(
        row["by"],
        row["at"],
        row["given"],
        origin=Origin(row["origin"]),
        model=row["label_model"],
        shown=row["shown"],
        cause=Cause(row["cause"]),
        reason=row["reason"],
    )


def _label_row(scope: Scope, example: Example, label: Label, said: Mapping[tuple[int, str], int]) -> dict[str, Any]:
    return {
        "profile_id": scope.profile,
        "post_id": example.post_id,
        "version_id": example.version_id,
        "assessment_id": said.get((example.version_id, label.model)),
        "by": label.by,
        "at": label.at,
        "given": dict(label.given),
        "origin": label.origin,
        "model": label.model,
        "shown": label.shown,
        "cause": label.cause,
        "reason": label.reason,
    }
