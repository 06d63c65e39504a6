"""RSS 2.0 and Atom -> items. Pure: lxml reads what is almost XML too, and expands no entity."""

from collections.abc import Iterator
from datetime import tzinfo
from urllib.parse import urljoin

from lxml import etree

from collectors.news import dates
from collectors.news.item import Item
from collectors.news.markup import words
from core.errors import Poison

MOST_ITEMS = 200
_TEXTS = ("encoded", "full-text", "content", "description", "summary")
"""The fullest words first: content:encoded, yandex:full-text, Atom's content, then what is cut short."""
_DATES = ("pubdate", "published", "date", "updated")


def is_feed(body: bytes) -> bool:
    """Whether a body is a feed, not a page."""
    head = body[:2000].lower()
    return b"<rss" in head or b"<feed" in head or b"<rdf:rdf" in head


def items(body: bytes, url: str, zone: tzinfo) -> list[Item]:
    """The items of a feed in their order. Raises Poison for what is no feed, and for one that declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Poison("сайт: лента не читается как XML") from error
    if root is None:
        raise Poison("сайт: лента пуста или не XML")
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise Poison("сайт: лента объявляет сущности XML, такие не читаются")
    found = [node for node in root.iter() if _name(node) in ("item", "entry")]
    return [_item(node, url, zone) for node in found[:MOST_ITEMS]]


def _item(node: "etree._Element", url: str, zone: tzinfo) -> Item:
    told = dict(_told(node))
    link = urljoin(url, told.get("link", "") or _permalink(told))
    name = told.get("guid") or told.get("id") or link
    published = next((at for key in _DATES if key in told and (at := dates.read(told[key], zone))), None)
    text = next((told[key] for key in _TEXTS if told.get(key)), "")
    title = words(told.get("title", ""))
    problem = "" if name else "у новости нет ни ссылки, ни номера"
    problem = problem or ("" if title or text else "у новости нет ни заголовка, ни текста")
    return Item(link, name, title, words(text), published, problem or ("" if published else "нет даты публикации"))


def _told(node: "etree._Element") -> Iterator[tuple[str, str]]:
    """Names without their spaces, and words, of an item's elements; of several of one name the first counts."""
    seen: set[str] = set()
    for child in node:
        name, text = _name(child), "".join(child.itertext()).strip()
        if name == "link" and child.get("href"):
            text = str(child.get("href")) if child.get("rel", "alternate") == "alternate" else ""
        if name and text and name not in seen:
            seen.add(name)
            yield name, text


def _permalink(told: dict[str, str]) -> str:
    return told.get("guid", "") if told.get("guid", "").startswith("http") else ""


def _name(node: "etree._Element") -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""
