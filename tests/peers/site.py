"""A site of a district on loopback: a page of news, its articles, a feed with conditional requests."""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.peers.pages import Pages, Reply

START = datetime(2026, 11, 19, 6, tzinfo=UTC)


@dataclass
class Site:
    """Articles by number: [title, text, moment]. `encoding` is that of all pages; `dated` whether articles have one."""

    articles: dict[int, tuple[str, str, datetime]] = field(default_factory=dict)
    encoding: str = "utf-8"
    last: int = 0

    def __enter__(self) -> "Site":
        self.pages = Pages(self._answer)
        self.url = self.pages.url
        return self

    def __exit__(self, *error: object) -> None:
        self.pages.close()

    def publish(self, title: str, text: str, at: datetime | None = None) -> int:
        """A new article; returns its number."""
        self.last += 1
        self.articles[self.last] = (title, text, at or START + timedelta(hours=self.last))
        return self.last

    def texts(self) -> dict[str, str]:
        """Address -> title and text."""
        return {f"{self.url}/news/{n}": f"{title}\n\n{text}" for n, (title, text, _) in self.articles.items()}

    def feed(self) -> bytes:
        """RSS 2.0, the newest first, at most ten."""
        found = "".join(
            f"<item><title>{html.escape(title)}</title><link>{self.url}/news/{n}</link>"
            f"<pubDate>{format_datetime(at)}</pubDate><description><![CDATA[<p>{text}</p>]]></description></item>"
            for n, (title, text, at) in sorted(self.articles.items(), reverse=True)[:10]
        )
        head = f'<?xml version="1.0" encoding="{self.encoding}"?>'
        return f'{head}<rss version="2.0"><channel><title>x</title>{found}</channel></rss>'.encode(self.encoding)

    def _answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        if path == "/rss":
            return _conditional(Reply(body=self.feed(), headers={"Content-Type": "application/rss+xml"}), headers)
        if path == "/news":
            listed = sorted(self.articles, reverse=True)
            links = "".join(f'<h2><a href="/news/{n}#top">{self.articles[n][0]}</a></h2>' for n in listed)
            page = self._page(f'<nav><a href="/about">О нас</a></nav>{links}<h2><a href="https://vk.com/x">VK</a></h2>')
            return _conditional(page, headers)
        number = int(path.rpartition("/")[2]) if path.rpartition("/")[2].isdecimal() else 0
        if number not in self.articles:
            return Reply(404, b"no such page")
        title, text, at = self.articles[number]
        date = f"{at.day} ноября {at.year}, {at:%H:%M}"
        return self._page(
            f'<h1>{title}</h1><div class="news-date">{date}</div><article><p>{text}</p><script>x()</script></article>'
        )

    def _page(self, body: str) -> Reply:
        page = f'<html><head><meta charset="{self.encoding}"><title>Сайт</title></head><body>{body}</body></html>'
        return Reply(body=page.encode(self.encoding), headers={"Content-Type": "text/html"})


def _conditional(page: Reply, headers: Mapping[str, str]) -> Reply:
    """304 for whoever has this page already."""
    mark = f'"{hash(page.body)}"'
    if headers.get("If-None-Match") == mark:
        return Reply(304, headers={"ETag": mark})
    return replace(page, headers={**page.headers, "ETag": mark})
