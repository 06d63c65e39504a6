"""A piece of news -> Post. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from collectors.door import Door, storable
from collectors.news.item import Item, joined
from core.errors import Poison
from core.posts import EARLIEST, Platform, Post, PostKey

AHEAD = timedelta(days=1)
LONGEST_NAME, LONGEST_URL = 190, 2000


@dataclass(frozen=True, slots=True)
class Site:
    """The address of a source, and the moment of reading."""

    address: str
    seen: datetime

    def key(self, name: str) -> PostKey:
        """A name that is too long for an id, or not fit to be stored, is known by its digest."""
        fits = len(name) <= LONGEST_NAME and name.isprintable() and storable(name) == name
        return PostKey(Platform.SITE, self.address, name if fits else _digest(name))


def to_post(item: Item, site: Site, door: Door) -> Post:
    """One piece of news. Raises Poison that names the field."""
    if item.problem or item.published is None:
        raise Poison(item.problem or "нет даты публикации", field="item")
    if not EARLIEST <= item.published <= site.seen + AHEAD:
        raise Poison("такой даты публикации не бывает", field="date")
    return Post(
        key=site.key(item.name),
        published=min(item.published, site.seen),
        text=door.text(joined(item.title, item.text)),
        by_source=True,
        url=plain_url(item.link),
        seen=site.seen,
    )


def gone(name: str, published: datetime, site: Site) -> Post:
    """The tombstone of a piece of news whose page is there no more."""
    return Post(site.key(name), published, "", deleted=site.seen, seen=site.seen)


def plain_url(link: str) -> str | None:
    """A link without what its query tells of a visitor; None for what is none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or len(link) > LONGEST_URL:
        return None
    query = [
        (name, value) for name, value in parse_qsl(parts.query) if not name.startswith(("utm_", "fbclid", "ysclid"))
    ]
    return parts._replace(query=urlencode(query), fragment="").geturl()


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
