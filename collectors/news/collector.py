"""A site: its feed or its page of news, articles read again while they are young, and those that were taken down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from collectors import refusals
from collectors.checking import tried
from collectors.door import Door
from collectors.news import feed, markup, selectors
from collectors.news.item import Item
from collectors.news.mapping import Site, gone, to_post
from collectors.public import NOT_CHANGED, Answer, Gone, Public
from core.errors import Denied, Poison, Transient
from core.ports import Batch, Clock, Finding, Refusal
from core.posts import Platform, Post, Source

Found = list[Post | Refusal]


@dataclass(frozen=True, slots=True)
class Pace:
    """Articles younger than `again` are read again every `every`, at most `most` in one pass; `known` are kept."""

    again: timedelta = timedelta(days=7)
    every: timedelta = timedelta(hours=6)
    most: int = 20
    known: int = 300
    batch: int = 5


class NewsCollector:
    """Implements core.ports.Collector and Checker. `zone` is that of dates without one."""

    def __init__(self, *, public: Public, door: Door, clock: Clock, zone: tzinfo, pace: Pace | None = None) -> None:
        self._public, self._door, self._clock, self._zone = public, door, clock, zone
        self._pace = pace or Pace()

    def batches(self, source: Source) -> Iterator[Batch]:
        """Batches of a pass; none where the site says that nothing changed and nothing is to be read again."""
        site = Site(source.key.address, self._clock.now())
        return refusals.fulfilled(
            _Pass(self._public, self._door, self._pace, self._zone, site, source.cursor).batches()
        )

    def check(self, source: Source) -> Iterator[Finding]:
        """Implements core.ports.Checker: whether the list is reached, and how many pieces of news are found on it."""

        def listed() -> str:
            answer = self._public.get(source.key.address, "list")
            if feed.is_feed(answer.body):
                return f"новостей в ленте: {len(feed.items(answer.body, answer.url, self._zone))}"
            html = markup.decoded(answer.body, answer.headers.get("content-type", ""))
            return f"ссылок на новости: {len(markup.links(html, answer.url, selectors.of(source.cursor)))}"

        yield tried("лента или список новостей", listed)


class _Pass:
    """One reading. The cursor: `etag`, `modified` of the list; `known`: name -> link, published, read (unix seconds),
    whether it came by a feed."""

    def __init__(
        self, public: Public, door: Door, pace: Pace, zone: tzinfo, site: Site, cursor: Mapping[str, Any]
    ) -> None:
        self._public, self._door, self._pace, self._zone, self._site = public, door, pace, zone, site
        self._cursor: dict[str, Any] = dict(cursor)
        self._known: dict[str, list[Any]] = {name: list(kept) for name, kept in cursor.get("known", {}).items()}
        self._select = selectors.of(cursor)
        self._now = int(site.seen.timestamp())

    def batches(self) -> Iterator[Batch]:
        answer = self._public.get(self._site.address, "list", self._conditions())
        if answer.status == NOT_CHANGED:
            yield from self._articles([])
        elif feed.is_feed(answer.body):
            items = feed.items(answer.body, answer.url, self._zone)
            found = [self._post(item) for item in items]
            self._remember(answer)
            yield self._batch(found)
            yield from self._articles([])
        else:
            links = markup.links(
                markup.decoded(answer.body, answer.headers.get("content-type", "")), answer.url, self._select
            )
            if not links:
                raise self._nothing()
            fresh = [link for link in links if link not in self._known]
            yield from self._articles(fresh)
            if len(fresh) <= self._pace.most:
                # Only now: after a pass that was cut short the list must be seen again.
                self._remember(answer)
                yield self._batch([])

    def _nothing(self) -> Transient | Denied:
        if self._known:
            return Transient("сайт: на странице нет ни одной новости", timedelta(minutes=10))
        return Denied("сайт: на странице не найдены новости: укажите, где они, ключом --select list=…")

    def _conditions(self) -> dict[str, str]:
        told = {"If-None-Match": self._cursor.get("etag"), "If-Modified-Since": self._cursor.get("modified")}
        return {name: str(value) for name, value in told.items() if value}

    def _remember(self, answer: Answer) -> None:
        self._cursor |= {"etag": answer.headers.get("etag"), "modified": answer.headers.get("last-modified")}

    def _articles(self, fresh: list[str]) -> Iterator[Batch]:
        """Articles, new ones first, then young ones again; those of a feed are only looked after whether they stand."""
        found: Found = []
        read = 0
        for link in [*fresh, *self._young()][: self._pace.most]:
            found += self._article(link)
            read += 1
            if len(found) >= self._pace.batch:
                yield self._batch(found)
                found = []
        if found or read:
            yield self._batch(found)

    def _young(self) -> list[str]:
        """Names of articles whose turn it is to be read again, the longest unread first."""
        young = self._now - self._pace.again.total_seconds()
        due = self._now - self._pace.every.total_seconds()
        names = [name for name, (_, published, read, _) in self._known.items() if published >= young and read <= due]
        return sorted(names, key=lambda name: self._known[name][2])

    def _article(self, name: str) -> Found:
        link, published, _, fed = self._known.get(name, [name, self._now, 0, False])
        try:
            answer = self._public.get(link, "article")
        except Gone:
            known = self._known.pop(name, None)
            return [gone(name, datetime.fromtimestamp(published, UTC), self._site)] if known else []
        except (Denied, Poison) as error:
            self._known[name] = [link, published, self._now, fed]
            return [Refusal(str(error), "article", None, "")]
        if fed:
            self._known[name] = [link, published, self._now, fed]
            return []
        html = markup.decoded(answer.body, answer.headers.get("content-type", ""))
        item = markup.article(html, link, self._select, self._zone)
        return [
            self._post(replace(item, published=item.published or datetime.fromtimestamp(published, UTC)), fed=False)
        ]

    def _post(self, item: Item, *, fed: bool = True) -> Post | Refusal:
        if item.name and item.published and item.link.startswith("http"):
            self._known[item.name] = [item.link, int(item.published.timestamp()), self._now, fed]
        raw = {"link": item.link, "title": item.title}
        return refusals.attempt(lambda: to_post(item, self._site, self._door), raw, Platform.SITE, self._door)

    def _batch(self, found: Found) -> Batch:
        newest = sorted(self._known, key=lambda name: -self._known[name][1])[: self._pace.known]
        self._cursor["known"] = {name: list(self._known[name]) for name in newest}
        return refusals.batch(found, dict(self._cursor))
