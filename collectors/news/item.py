"""One piece of news, whatever it was read from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """Address and name of a piece of news, title, words, aware moments; `problem` says why it cannot be kept."""

    link: str
    name: str
    title: str = ""
    text: str = ""
    published: datetime | None = None
    problem: str = ""


def joined(title: str, text: str) -> str:
    """The title above the words, unless they begin with it."""
    return text if not title or text.startswith(title) else f"{title}\n\n{text}".strip()
