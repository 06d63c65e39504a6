"""How the messages of an installation speak: mask, zone, addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.alerts.records import Alert, Delivery

GIST = 200
"""Characters of a gist."""


def _none(delivery: Delivery) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Voice:
    """How messages speak: the mask, the zone of dates, the address of the program as people reach it, whether official
    answers go abroad, the link that confirms the receipt of a delivery (empty: none), and what a place that a resident
    named is properly called."""

    mask: Callable[[str], str]
    zone: str = "UTC"
    address: str = ""
    answers_abroad: bool = False
    receipt: Callable[[Delivery], str] = _none
    called: Callable[[str], str] = str

    def link(self, alert: Alert) -> str:
        """The whole address of an alert's card; empty where nobody told the program's own."""
        return self.address.rstrip("/") + alert.link if self.address and alert.link else ""

    def place(self, name: str) -> str:
        """The proper name of a place, masked as any text."""
        return self.gist(self.called(name))

    def gist(self, text: str) -> str:
        """A gist in one masked line."""
        return cut(" ".join(self.mask(text).split()), GIST)


def cut(text: str, most: int) -> str:
    """A text of at most so many characters, cut at a word."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip() + "…"


def local(at: datetime, zone: str) -> str:
    """A moment as people of the municipality write it."""
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"
