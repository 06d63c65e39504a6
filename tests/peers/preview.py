"""A t.me on loopback that shows channels by their public preview, as its pages of autumn 2026 are built.

with Preview() as preview:
    channel = preview.channel("novosti")
    channel.post("Нет воды")
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.peers.pages import Pages, Reply

START = datetime(2026, 11, 19, 6, tzinfo=UTC)
PAGE = 20
MISSING = '<html><body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_page">x</div></div></body>'


@dataclass
class Channel:
    """A public channel: messages by number."""

    name: str
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    last: int = 0

    def post(self, text: str = "", *, at: datetime | None = None, parts: int = 1, **extra: Any) -> int:
        """A new message, or an album of so many parts; returns its (smallest) number."""
        number = self.last + 1
        self.last += parts
        when = at or START + timedelta(minutes=number)
        self.messages[number] = {"text": text, "at": when, "parts": parts, "views": None, **extra}
        return number

    def edit(self, number: int, text: str) -> None:
        """Another text; the preview says that it was edited, not when."""
        self.messages[number] |= {"text": text, "edited": True}

    def delete(self, number: int) -> None:
        """No longer shown."""
        del self.messages[number]

    def texts(self) -> dict[str, str]:
        """Key -> text of all that is no service message."""
        return {str(n): m["text"] for n, m in self.messages.items() if not m.get("service")}

    def page(self, before: int | None) -> str:
        """The HTML below a number."""
        shown = [n for n in sorted(self.messages) if before is None or n < before][-PAGE:]
        found = "".join(_message(self.name, number, self.messages[number]) for number in shown)
        return (
            f'<html><body><div class="tgme_channel_info">x</div><section class="tgme_channel_history '
            f'js-message_history">{found}</section></body></html>'
        )


class Preview:
    """The server of all channels; `pages.then(Reply(…))` makes the next calls go wrong."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.pages = Pages(self._answer)
        self.url = self.pages.url

    def __enter__(self) -> "Preview":
        return self

    def __exit__(self, *error: object) -> None:
        self.pages.close()

    def channel(self, name: str) -> Channel:
        """A new channel."""
        self.channels[name] = Channel(name)
        return self.channels[name]

    def _answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(path)
        before = parse_qs(parts.query).get("before", [None])[0]
        channel = self.channels.get(parts.path.removeprefix("/s/"))
        return Reply(body=(channel.page(int(before) if before else None) if channel else MISSING).encode())


def _message(name: str, number: int, message: Mapping[str, Any]) -> str:
    kind = " service_message" if message.get("service") else ""
    words = html.escape(message["text"]).replace("\n", "<br/>")
    body = message.get("markup") or (words and _text(words))
    edited = "edited " if message.get("edited") else ""
    views = f'<span class="tgme_widget_message_views">{message["views"]}</span>' if message["views"] else ""
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message{kind}" '
        f'data-post="{name}/{number}"><div class="tgme_widget_message_bubble">{_album(name, number, message["parts"])}'
        f'{body}{message.get("extra", "")}<div class="tgme_widget_message_footer">{views}'
        f'<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" '
        f'href="https://t.me/{name}/{number}"><time datetime="{message["at"].isoformat()}">x</time></a></span>'
        f"</div></div></div></div>"
    )


def _text(words: str) -> str:
    """Of late the text stands in two nested blocks of one class."""
    name = "tgme_widget_message_text js-message_text"
    return f'<div class="{name}"><div class="{name}" dir="auto">{words}</div></div>'


def _album(name: str, number: int, parts: int) -> str:
    if parts == 1:
        return ""
    photos = "".join(
        f'<a class="tgme_widget_message_photo_wrap grouped_media_wrap" href="https://t.me/{name}/{n}?single"></a>'
        for n in range(number, number + parts)
    )
    return f'<div class="tgme_widget_message_grouped_wrap">{photos}</div>'
