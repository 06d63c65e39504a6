"""A page of a list as VK answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collectors.vk.errors import LATER
from core.errors import Transient

Raw = Mapping[str, Any]

PAGE = 100
"""The most that VK gives of a list at a time; newsfeed.search gives twice as many."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its items, how many there are in all, and where the next one begins, if VK names that."""

    items: tuple[Raw, ...]
    total: int
    next: str = ""


def page_of(found: Any) -> Page:
    """`{count, items}` or a bare list, as older methods answer. `count` of comments counts the replies, too.

    Raises Transient for anything else: a broken answer must not look like an empty wall.
    """
    about = {"items": found} if isinstance(found, list) else found
    if not isinstance(about, dict) or not isinstance(about.get("items"), list):
        raise Transient("ВКонтакте: ответ не по правилам площадки: нет списка", LATER)
    items = tuple(item for item in about["items"] if isinstance(item, dict))
    total = about.get("current_level_count", about.get("count"))
    after = about.get("next_from")
    return Page(items, total if isinstance(total, int) else len(items), after if isinstance(after, str) else "")


def number(raw: Raw) -> int | None:
    """The id of an item, None where it has none."""
    found = raw.get("id")
    return found if type(found) is int else None
