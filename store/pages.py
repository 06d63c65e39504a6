"""Official pages, samples of obligatory content, what was collected of a page."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from core.errors import Conflict, NotFound, Outdated
from core.labels import Kind
from core.pages import Level, Page, PagePost, Question, Sample, Seen
from core.posts import Platform, PostKey, PostKind, SourceKey
from core.scope import Scope
from store.rows import Row
from store.tables import assessments, pages, posts, samples, sources, versions

KEPT = ("organisation", "block", "mark", "widgets", "design", "note", "checked_at", "checked_by", "revision")
OF_SAMPLE = ("level", "title", "text", "tag", "origin", "starts", "ends")
ASKING = (Kind.QUESTION, Kind.PROBLEM, Kind.SUGGESTION)


class PageTable:
    """Fulfils `core.ports.Pages`. A page is a source; who sees some blocks sees the pages of those."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, scope: Scope) -> list[Page]:
        """All pages, by organisation."""
        asked = _asked(scope).order_by(pages.c.organisation, pages.c.id)
        return [_page(row) for row in self._connection.execute(asked).mappings()]

    def get(self, scope: Scope, page_id: int) -> Page:
        """One page. Raises NotFound."""
        row = self._connection.execute(_asked(scope).where(pages.c.id == page_id)).mappings().first()
        if row is None:
            raise NotFound(f"нет страницы {page_id}")
        return _page(row)

    def put(self, scope: Scope, page: Page) -> Page:
        """Enter a page of a known source, or keep a changed one. Raises NotFound, Conflict, Outdated."""
        row = {name: getattr(page, name) for name in KEPT}
        if page.id:
            mine = pages.c.profile_id == scope.profile, pages.c.id == page.id, pages.c.revision == page.revision
            changed = update(pages).where(*mine).values(**row | {"revision": page.revision + 1})
            if self._connection.execute(changed).rowcount != 1:
                raise Outdated(f"страница {page.id} изменилась, пока вы решали")
            return replace(page, revision=page.revision + 1)
        source = self._source(scope, page.source)
        known = select(pages.c.id).where(pages.c.profile_id == scope.profile, pages.c.source_id == source)
        if self._connection.execute(known).first():
            raise Conflict(f"страница {page.source} уже в реестре")
        made = insert(pages).values(profile_id=scope.profile, source_id=source, **row).returning(pages.c.id)
        return replace(page, id=self._connection.execute(made).scalar_one())

    def _source(self, scope: Scope, key: SourceKey) -> int:
        mine = sources.c.profile_id == scope.profile, sources.c.platform == key.platform
        found = select(sources.c.id).where(*mine, sources.c.address == key.address)
        number = self._connection.execute(found).scalar()
        if number is None:
            raise NotFound(f"нет источника {key}: сначала добавьте его на странице «Источники»")
        return int(number)

    def seen(self, scope: Scope, page: Page, since: datetime, until: datetime) -> Seen:
        """Posts and questions of a page within these moments; the record begins with the first post that we have."""
        of = posts.c.source_id == self._source(scope, page.source)
        told = (
            select(posts.c.id, posts.c.published_at, posts.c.origin, versions.c.text)
            .join(versions, and_(versions.c.post_id == posts.c.id, versions.c.number == posts.c.version))
            .where(of, posts.c.kind.in_((PostKind.POST, PostKind.MESSAGE)), posts.c.thread.is_(None))
            .where(posts.c.published_at >= since, posts.c.published_at < until, posts.c.deleted_at.is_(None))
            .order_by(posts.c.published_at, posts.c.id)
        )
        found = [_post(row) for row in self._connection.execute(told).mappings()]
        first = self._connection.execute(select(func.min(posts.c.published_at)).where(of)).scalar()
        return Seen(found, self._questions(of, since, until), first)

    def _questions(self, of: Any, since: datetime, until: datetime) -> list[Question]:
        """What residents ask in comments, with the first reply of the page to each."""
        reply = posts.alias("reply")
        same = reply.c.source_id == posts.c.source_id, reply.c.parent == posts.c.message, reply.c.by_source
        answered = select(func.min(reply.c.published_at)).where(*same, reply.c.published_at >= posts.c.published_at)
        asked = (
            select(posts.c.published_at, answered.correlate(posts).scalar_subquery())
            .join(assessments, assessments.c.id == posts.c.assessment_id)
            .where(of, posts.c.thread.is_not(None), posts.c.by_source.is_(False), posts.c.deleted_at.is_(None))
            .where(posts.c.published_at >= since, posts.c.published_at < until, assessments.c.kind.in_(ASKING))
            .order_by(posts.c.published_at, posts.c.id)
        )
        return [Question(*row) for row in self._connection.execute(asked)]

    def samples(self, scope: Scope) -> list[Sample]:
        """All samples, the latest first."""
        mine = select(samples).where(samples.c.profile_id == scope.profile)
        asked = mine.order_by(samples.c.ends.desc(), samples.c.id)
        return [_sample(row) for row in self._connection.execute(asked).mappings()]

    def add_sample(self, scope: Scope, sample: Sample) -> Sample:
        """Enter a sample; gives it back with its id."""
        row = {name: getattr(sample, name) for name in OF_SAMPLE}
        made = insert(samples).values(profile_id=scope.profile, **row).returning(samples.c.id)
        return replace(sample, id=self._connection.execute(made).scalar_one())


def _asked(scope: Scope) -> Any:
    asked = select(pages, sources.c.platform, sources.c.address).join(sources, sources.c.id == pages.c.source_id)
    asked = asked.where(pages.c.profile_id == scope.profile)
    return asked if scope.blocks is None else asked.where(pages.c.block.in_(scope.blocks))


def _page(row: Row) -> Page:
    return Page(
        SourceKey(Platform(row["platform"]), row["address"]), id=row["id"], **{name: row[name] for name in KEPT}
    )


def _post(row: Row) -> PagePost:
    origin = row["origin"]
    key = PostKey(Platform(origin[0]), origin[1], origin[2]) if origin else None
    return PagePost(row["id"], row["published_at"], row["text"], key)


def _sample(row: Row) -> Sample:
    plain = {name: row[name] for name in OF_SAMPLE if name != "level"}
    return Sample(Level(row["level"]), id=row["id"], **plain)
