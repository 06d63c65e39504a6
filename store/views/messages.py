"""Messages of a report: counts by spans, and texts of a theme."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, select

from core.cases import CaseQuery, System, system_of
from core.counts import Count, Span, Words
from core.flags import FlagStatus
from core.incidents import Channel
from core.labels import Kind, Theme
from core.scope import Scope
from store.flags import seen_by as cards_seen_by
from store.sight import seen_by
from store.tables import assessments, flags, incident_posts, incidents, pages, posts, versions
from store.views.records import has_record
from store.views.spans import SPANS_AT_ONCE, sums, within

SAID = (Kind.PROBLEM, Kind.QUESTION, Kind.SUGGESTION)


class MessageTable:
    """Fulfils `core.ports.Messages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> list[Count]:
        """Flagged posts and what came by other channels, by theme, territory, block and system; a number a span."""
        found: dict[tuple[str, str, str, System], list[int]] = {}
        for start in range(0, len(spans), SPANS_AT_ONCE):
            part = spans[start : start + SPANS_AT_ONCE]
            for *key, system, numbers in (*self._posts(scope, query, part), *self._letters(scope, query, part)):
                held = found.setdefault((key[0], key[1], key[2], system), [0] * len(spans))
                for place, number in enumerate(numbers, start):
                    held[place] += number
        return [Count(Theme(key[0]), key[1], key[2], key[3], tuple(numbers)) for key, numbers in found.items()]

    def _posts(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> list[tuple[Any, ...]]:
        shown = flags.c.theme, flags.c.territory, flags.c.block
        counted = (
            select(*shown, *sums(posts.c.published_at, spans))
            .join(posts, posts.c.id == flags.c.post_id)
            .where(*_cards(scope, query), *within(posts.c.published_at, spans))
            .group_by(*shown)
        )
        rows = self._connection.execute(counted)
        return [(row[0], row[1], row[2], System.NETWORKS, row[3:]) for row in rows]

    def _letters(self, scope: Scope, query: CaseQuery, spans: Sequence[Span]) -> list[tuple[Any, ...]]:
        """What came by another channel is one message each; what its system's records tell is counted by them."""
        shown = incidents.c.theme, incidents.c.territory, incidents.c.block, incidents.c.channel
        counted = (
            select(*shown, *sums(incidents.c.opened_at, spans))
            .where(
                *seen_by(scope),
                incidents.c.channel != Channel.NETWORK,
                ~has_record(),
                *_listed(incidents, query),
                *within(incidents.c.opened_at, spans),
            )
            .group_by(*shown)
        )
        rows = [
            (row[0], row[1], row[2], system_of(Channel(row[3])), row[4:]) for row in self._connection.execute(counted)
        ]
        return [row for row in rows if not query.systems or row[3] in query.systems]

    def words(self, scope: Scope, query: CaseQuery, limit: int) -> list[Words]:
        """Texts of flagged posts within the moments, the newest first, as they were written: mask before showing.
        What an official page itself wrote is no resident's word."""
        current = and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version)
        shown = flags.c.theme, flags.c.territory, flags.c.place, posts.c.published_at, versions.c.text
        asked = (
            select(*shown, incident_posts.c.incident_id)
            .join(posts, posts.c.id == flags.c.post_id)
            .join(versions, current)
            .join(assessments, assessments.c.id == flags.c.assessment_id)
            .outerjoin(incident_posts, incident_posts.c.post_id == posts.c.id)
            .where(
                *_cards(scope, query),
                posts.c.deleted_at.is_(None),
                posts.c.published_at >= query.since,
                posts.c.published_at < query.until,
                assessments.c.kind.in_(SAID),
                ~_official(scope),
            )
            .order_by(posts.c.published_at.desc(), posts.c.id.desc())
            .limit(limit)
        )
        return [Words(row[4], Theme(row[0]), row[1], row[2], row[3], row[5]) for row in self._connection.execute(asked)]


def _official(scope: Scope) -> ColumnElement[bool]:
    mine = select(pages.c.source_id).where(pages.c.profile_id == scope.profile)
    return and_(posts.c.by_source, posts.c.source_id.in_(mine))


def _cards(scope: Scope, query: CaseQuery) -> list[ColumnElement[bool]]:
    found = [*cards_seen_by(scope), flags.c.status != FlagStatus.REJECTED, *_listed(flags, query)]
    return [*found, false()] if query.systems and System.NETWORKS not in query.systems else found


def _listed(table: Any, query: CaseQuery) -> list[ColumnElement[bool]]:
    lists: dict[Any, Sequence[str]] = {
        table.c.theme: query.themes,
        table.c.block: query.blocks,
        table.c.territory: query.territories,
    }
    return [column.in_(wanted) for column, wanted in lists.items() if wanted]
