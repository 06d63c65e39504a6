"""Boards of discussions, as raw JSON."""

from collections.abc import Sequence

from collectors.vk.client import VkClient
from collectors.vk.pages import PAGE, Page, page_of

TOPICS, NEWEST_FIRST = "board.getTopics", 1
"""board.getTopics: in the order of the last comment."""


def topics(client: VkClient, owner: int, offset: int = 0) -> Page:
    """Topics of a board, those last written in first but for fixed ones (board.getTopics)."""
    return page_of(client.call(TOPICS, {"group_id": -owner, "order": NEWEST_FIRST, "count": PAGE, "offset": offset}))


def named(client: VkClient, owner: int, topics: Sequence[int]) -> Page:
    """Those of up to 100 topics that still exist."""
    wanted = ",".join(map(str, topics))
    return page_of(client.call(TOPICS, {"group_id": -owner, "topic_ids": wanted, "count": PAGE}))


def comments(client: VkClient, owner: int, topic: int, offset: int) -> Page:
    """Comments of a topic, the newest first (board.getComments)."""
    values = {"group_id": -owner, "topic_id": topic, "need_likes": 1, "count": PAGE, "offset": offset, "sort": "desc"}
    return page_of(client.call("board.getComments", values))
