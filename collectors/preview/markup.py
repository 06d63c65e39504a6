"""The preview's HTML -> plain dicts. Pure.

t.me answers 200 whatever is asked for, so only the markup says what a page is (measured with the recorded pages that
../shared/peers/tme was made from: selectors of 2026-09-30).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from collectors.mentions import RESIDENT
from core.errors import Denied, Personal, Transient

Raw = dict[str, Any]

_MULTIPLES = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_COUNT = re.compile(r"(\d{1,12}(?:\.\d{1,3})?)\s?([KMB]?)")
_NUMBERED = re.compile(r"/(\d{1,12})(?:\?|$)")
_POST = re.compile(r"https?://t\.me/(?:s/)?(c/\d{1,20}|[A-Za-z]\w{3,31})/(\d{1,12})(?:\?.*)?", re.ASCII)
_POINT = re.compile(r"[?&]q=(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)")
_MESSAGE = ".tgme_widget_message"
_KINDS = (
    ("photo", f"{_MESSAGE}_photo_wrap"),
    ("video", f"{_MESSAGE}_video_player"),
    ("video", f"{_MESSAGE}_roundvideo_player"),
    ("audio", f"{_MESSAGE}_voice_player"),
    ("contact", f"{_MESSAGE}_contact"),
)


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of a page in their order; `oldest` is the smallest number on it, service messages counted."""

    messages: tuple[Raw, ...]
    oldest: int | None


def page(html: str, channel: str) -> Page:
    """The messages. Raises Denied where no channel is shown, Transient for what is no page of Telegram at all."""
    tree = LexborHTMLParser(html)
    if tree.css_first(".tgme_channel_history") is None and tree.css_first(".tgme_channel_info") is None:
        if tree.css_first("[class^=tgme_]") is None:
            raise Transient("t.me: ответ не похож на страницу Telegram (заглушка провайдера или сбой)")
        extra = tree.css_first(".tgme_page_extra")
        # Of a channel and of a group it tells how many are in it; of an account its name.
        if extra is not None and extra.text(strip=True).startswith("@"):
            raise Personal("t.me: это личная учётная запись или бот, а не канал")
        raise Denied(f"t.me: публичного просмотра «{channel}» нет: такого канала нет, он закрыт или это группа")
    found = [message(node) for node in tree.css(f"{_MESSAGE}[data-post]")]
    numbers = [raw["id"] for raw in found if raw["id"] is not None]
    return Page(tuple(raw for raw in found if not raw["service"]), min(numbers, default=None))


def message(node: LexborNode) -> Raw:
    """One message; of an album `id` is the smallest number, as an account's reading has it."""
    body = node.css_first(f"{_MESSAGE}_text.js-message_text")
    moment = node.css_first(f"a{_MESSAGE}_date time") or node.css_first("time[datetime]")
    meta = node.css_first(f"{_MESSAGE}_meta")
    parts = _parts(node)
    return {
        "id": min(parts, default=None),
        "parts": parts,
        "date": _attribute(moment, "datetime"),
        "text": text(body) if body is not None else "",
        "service": "service_message" in (node.attributes.get("class") or "").split(),
        "edited": meta is not None and "edited" in meta.text(),
        "views": count(_said(node.css_first(f"{_MESSAGE}_views"))),
        "reactions": list(_reactions(node)),
        "forward": _post(_attribute(node.css_first(f"a{_MESSAGE}_forwarded_from_name"), "href")),
        "reply_to": _post(_attribute(node.css_first(f"a{_MESSAGE}_reply"), "href")),
        "attachments": list(_attachments(node)),
        "poll": _poll(node.css_first(f"{_MESSAGE}_poll")),
        "geo": _geo(node),
    }


def count(told: str) -> int | None:
    """`1.2K` is 1200; None for what is no number."""
    found = _COUNT.fullmatch(told.strip())
    return round(float(found[1]) * _MULTIPLES[found[2]]) if found else None


def text(body: LexborNode) -> str:
    """The words of a message, its lines kept; people without a name of their own are nobody."""
    for mention in body.css('a[href^="tg://user"]'):
        mention.replace_with(RESIDENT)
    for line in body.css("br"):
        line.replace_with("\n")
    return body.text().strip()


def _parts(node: LexborNode) -> list[int]:
    """Numbers of a message, or of all parts of an album: they stand in the links of its pictures."""
    links = [node.attributes.get("data-post") or ""]
    if node.css_first(f"{_MESSAGE}_grouped_wrap") is not None:
        links += [_attribute(each, "href").split("?")[0] for each in node.css(f"{_MESSAGE}_grouped_wrap a[href]")]
    return sorted({int(found[1]) for link in links if (found := _NUMBERED.search(link))})


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node is not None else ""


def _said(node: LexborNode | None) -> str:
    return node.text().strip() if node is not None else ""


def _post(link: str) -> list[str] | None:
    """Channel and number of a link to a post; None for a person's page."""
    found = _POST.fullmatch(link)
    return [found[1].replace("c/", "c"), found[2]] if found else None


def _reactions(node: LexborNode) -> Iterator[tuple[str, int]]:
    """(emoji, `custom` or `paid`; count)."""
    for each in node.css(".tgme_reaction"):
        emoji = each.css_first("i.emoji, .emoji")
        name = "paid" if "tgme_reaction_paid" in _attribute(each, "class").split() else _said(emoji) or "custom"
        told = count(each.text().replace(_said(emoji), "", 1))
        if told is not None:
            yield name, told


def _attachments(node: LexborNode) -> Iterator[dict[str, str]]:
    for kind, selector in _KINDS:
        for _ in node.css(selector):
            yield {"kind": kind}
    for each in node.css(f"{_MESSAGE}_document_title"):
        yield {"kind": "doc", "title": _said(each)}
    for each in node.css(f"a{_MESSAGE}_link_preview"):
        yield {"kind": "link", "title": _said(each.css_first(".link_preview_title"))}


def _poll(node: LexborNode | None) -> Mapping[str, object] | None:
    """A question and its answers in shares: the preview tells no votes of an answer."""
    if node is None:
        return None
    options = [
        {
            "text": _said(each.css_first(f"{_MESSAGE}_poll_option_text")),
            "percent": _said(each.css_first(f"{_MESSAGE}_poll_option_percent")),
        }
        for each in node.css(f"{_MESSAGE}_poll_option")
    ]
    return {"question": _said(node.css_first(f"{_MESSAGE}_poll_question")), "answers": options}


def _geo(node: LexborNode) -> list[float] | None:
    link = _attribute(node.css_first(f"a{_MESSAGE}_location_wrap"), "href")
    found = _POINT.search(link)
    return [float(found[1]), float(found[2])] if found else None
