"""HTML of sites -> links of a list, an article, plain words. Pure."""

import codecs
import re
from collections.abc import Iterator, Mapping
from datetime import tzinfo
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collectors.news import dates
from collectors.news.item import Item

MOST_LINKS = 60
_LISTS = ("article a[href]", "h2 a[href]", "h3 a[href]", "h1 a[href]", ".news a[href]")
_TEXTS = ("[itemprop=articleBody]", "article", "main", ".content", "#content")
_DATES = ("time[datetime]", "meta[property='article:published_time']", "[itemprop=datePublished]")
_DATED = ("[class*=date]", "time", "article", "main", "body")
_NO_WORDS = ("script", "style", "nav", "aside", "form", "noscript", "iframe", "button", "template")
_BREAKS = ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "section")
_META = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_LINES = re.compile(r"[^\S\n]*\n\s*")


def decoded(body: bytes, kind: str) -> str:
    """By the header, by the page's own word, as UTF-8, as Windows-1251: old sites of the state are so."""
    told = _HEADER.search(kind)
    own = _META.search(body[:4096])
    names = (told[1] if told else "", own[1].decode("ascii", "replace") if own else "", "utf-8", "cp1251")
    for name in filter(None, names):
        try:
            return body.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1251", "replace")


def links(html: str, url: str, select: Mapping[str, str]) -> list[str]:
    """Addresses of articles on a page of news, of the same site only, in their order."""
    tree, found = LexborHTMLParser(html), dict[str, None]()
    for selector in (select["list"],) if "list" in select else _LISTS:
        for node in tree.css(selector):
            anchor = node if node.tag == "a" else node.css_first("a[href]")
            link = _own((anchor.attributes.get("href") or "") if anchor is not None else "", url)
            if link and len(found) < MOST_LINKS:
                found[link] = None
    return list(found)


def _own(href: str, url: str) -> str:
    try:
        link = urlsplit(urljoin(url, href.strip()))
    except ValueError:
        return ""
    page = urlsplit(url)
    if link.scheme not in ("http", "https") or link.netloc != page.netloc:
        return ""
    same = (link.path.rstrip("/"), link.query) == (page.path.rstrip("/"), page.query)
    return "" if same or (link.path in ("", "/") and not link.query) else link._replace(fragment="").geturl()


def article(html: str, link: str, select: Mapping[str, str], zone: tzinfo) -> Item:
    """Title, words and date of an article by the selectors, else by what pages of news have in common."""
    tree = LexborHTMLParser(html)
    moments = (dates.read(told, zone) for told in _dates(tree, select))
    published = next((moment for moment in moments if moment), None)
    title = _first(tree, (select.get("title", ""), "h1", "title"))
    body = next((node for css in (select.get("text", ""), *_TEXTS) if css for node in tree.css(css)), None)
    words = plain(body) if body is not None else ""
    return Item(link, link, title, words, published, "" if words else "на странице не найден текст новости")


def _dates(tree: LexborHTMLParser, select: Mapping[str, str]) -> Iterator[str]:
    for selector in (select["date"],) if "date" in select else _DATES:
        for node in tree.css(selector):
            yield node.attributes.get("datetime") or node.attributes.get("content") or node.text()
    if "date" not in select:
        for selector in _DATED:
            yield from (node.text()[:2000] for node in tree.css(selector)[:3])


def _first(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str:
    nodes = (tree.css_first(selector) for selector in selectors if selector)
    return next((" ".join(node.text().split()) for node in nodes if node is not None and node.text().strip()), "")


def words(html: str) -> str:
    """The plain words of a piece of HTML, as feeds carry them."""
    body = LexborHTMLParser(f"<body>{html}</body>").body
    return plain(body) if body is not None else ""


def plain(node: LexborNode) -> str:
    """A node's words: paragraphs are lines, what is no text is left out."""
    for name in _NO_WORDS:
        for each in node.css(name):
            each.decompose()
    for name in _BREAKS:
        for each in node.css(name):
            each.insert_before("\n")
            each.insert_after("\n")
    return _LINES.sub("\n", " ".join(re.split(r"[^\S\n]+", node.text()))).strip()
