"""Masked copies that are kept, and how one is made anew when the rules of the masker are others. Pure.

A copy was masked when it was kept, by the rules of that day. A new rule reaches it only if it is made anew: from the
text it was made of where that is still here, else from itself, which can only take more out of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.exchange import ADDRESSES, LAYOUTS, System
from core.houses import cleared
from core.incidents.opening import TITLE_MOST, title_of
from core.quotes import inside

Mask = Callable[[str], str]
Told = Mapping[str, Any]
MASKS = re.compile(r"\[[а-яФИО]{3,8}\]|@житель|…$")


@dataclass(frozen=True, slots=True)
class Copy:
    """A row that holds masked words: its number, its columns, the texts of residents that they were made of."""

    id: int
    told: Told
    texts: tuple[str, ...] = ()


def begins(told: str, text: str) -> bool:
    """Whether a masked line is the beginning of a text: what stands between its masks stands there in order."""
    line, at = " ".join(text.split()), 0
    parts = [part.strip() for part in MASKS.split(told)]
    for place, part in enumerate(parts):
        found = line.find(part, at)
        if found < 0 or (found and not place):
            return False
        at = found + len(part)
    return any(parts)


def retold(told: str, texts: Sequence[str], mask: Mask) -> str:
    """A gist anew. One that was cut may have lost what tells a name to be one: it is made from the whole text again."""
    whole = next((text for text in texts if begins(told, text)), "")
    return title_of(whole, mask) if whole and len(told) <= TITLE_MOST + 1 else mask(told)


def _indexed(copy: Copy, mask: Mask) -> Told:
    return {"lemmas": "\n".join(copy.texts)}


def _incident(copy: Copy, mask: Mask) -> Told:
    place, text = copy.told["place"], mask(copy.told["text"])
    told = {"title": retold(copy.told["title"], (*copy.texts, copy.told["text"]), mask), "text": text}
    return told | {"place": cleared(place, mask)}


def _alert(copy: Copy, mask: Mask) -> Told:
    body = dict(copy.told["body"])
    if isinstance(body.get("place"), str):
        body["place"] = cleared(body["place"], mask)
    return {"gist": retold(copy.told["gist"], copy.texts, mask), "body": body}


def _link(copy: Copy, mask: Mask) -> Told:
    return {"gist": retold(copy.told["gist"], copy.texts, mask)}


def _item(copy: Copy, mask: Mask) -> Told:
    ways = dict.fromkeys(ADDRESSES, lambda text: cleared(text, mask))
    ways |= dict.fromkeys(LAYOUTS[System(copy.told["system"])].texts, mask)
    columns = {name: ways[name](text) if name in ways else text for name, text in copy.told["columns"].items()}
    return {"text": mask(copy.told["text"]), "place": cleared(copy.told["place"], mask), "columns": columns}


def _report(copy: Copy, mask: Mask) -> Told:
    return {name: inside(copy.told[name], mask) for name in ("body", "edits")}


REMAKES: Mapping[str, Callable[[Copy, Mask], Told]] = {
    "search": _indexed,
    "incidents": _incident,
    "alerts": _alert,
    "links": _link,
    "exchange_items": _item,
    "reports": _report,
}
"""Every table that keeps masked copies."""


def remade(kind: str, copy: Copy, mask: Mask) -> Told:
    """Its columns as the rules of today have them; only those that are others."""
    told = REMAKES[kind](copy, mask)
    return {name: value for name, value in told.items() if name not in copy.told or value != copy.told[name]}
