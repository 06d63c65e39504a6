"""What every reading of VK works with, and the steps that walls, their history and searches share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from collectors import refusals
from collectors.door import Door
from collectors.vk import walls
from collectors.vk.batching import Batches
from collectors.vk.client import VkClient
from collectors.vk.mapping import Wall, to_comment, to_post
from collectors.vk.pages import Page, Raw, number, page_of
from core.errors import Denied, Poison
from core.ports import Refusal
from core.posts import Platform, Post

OVERLAP = 5
"""Items read twice at the seam of two pages: a deletion meanwhile would move one over it unseen."""
BATCH = 100
"""Comments of several posts are stored together from this number on."""

Found = list[Post | Refusal]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back a source is read: at first (`history`, at most about `most` posts), and again each time.

    Posts younger than `again` and at least the last `least` are read again; comments of the former always, of the
    latter when their number is another than that of the known ones.
    """

    history: timedelta = timedelta(days=30)
    most: int = 300
    again: timedelta = timedelta(days=7)
    least: int = 100


@dataclass(frozen=True, slots=True)
class Kit:
    """A client with its batches, the door, and how far back to read."""

    client: VkClient
    batches: Batches
    door: Door
    window: Window

    def post(self, raw: Raw, wall: Wall) -> Post | Refusal:
        """A post, or why there is none."""
        return refusals.attempt(lambda: to_post(raw, wall, self.door), raw, Platform.VK, self.door)

    def comment(self, raw: Raw, post: int, wall: Wall) -> Post | Refusal:
        """A comment of a post, or why there is none."""
        return refusals.attempt(lambda: to_comment(raw, post, wall, self.door), raw, Platform.VK, self.door)

    def threads(self, owner: int, posts: Sequence[int]) -> Iterator[tuple[int, dict[int, Raw]]]:
        """Comments by number (0: none) of up to 25 posts; their first pages in one call where that is possible."""
        firsts = self.batches.ask(walls.COMMENTS, [walls.ask(owner, post) for post in posts])
        for post, first in zip(posts, firsts, strict=True):
            yield post, self.thread(owner, post, _page(first))

    def thread(self, owner: int, post: int, first: Page | None = None) -> dict[int, Raw]:
        """All comments of a post by number."""
        try:
            return {number(raw) or 0: raw for raw in walls.comments(self.client, owner, post, first)}
        except (Denied, Poison):
            if list(walls.posts(self.client, owner, [post])):
                raise
            return {}  # the post was deleted a moment ago; that is no refusal of the source


def _page(found: Any) -> Page | None:
    return page_of(found) if isinstance(found, dict) and isinstance(found.get("items"), list) else None
