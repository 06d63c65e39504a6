"""Walls and their comments, as raw JSON."""

from collections.abc import Iterable, Iterator, Sequence

from collectors.vk.client import VkClient
from collectors.vk.errors import COMMENTS_CLOSED, NO_PAGE
from collectors.vk.pages import PAGE, Page, Raw, number, page_of
from core.errors import Gone

RAW_THREAD = 10
"""Replies that wall.getComments gives along with their comment, at most."""
MOST_GROUPS = 500
COMMENTS = "wall.getComments"


def group(client: VkClient, address: str) -> Raw:
    """A community by its short name or number (groups.getById). Raises Denied where there is none."""
    found = client.call("groups.getById", {"group_id": address.removeprefix("-")}, shut=NO_PAGE)
    groups = found.get("groups") if isinstance(found, dict) else found
    if not isinstance(groups, list) or not groups or number(groups[0]) is None:
        raise Gone(f"ВКонтакте: нет сообщества «{address}» (личные страницы не собираются)")
    return groups[0]  # type: ignore[no-any-return]


def titles(client: VkClient, owners: Iterable[int]) -> dict[int, str]:
    """The names of communities by the numbers of their walls, in a call for 500 of them."""
    asked, found = [str(-each) for each in owners if each < 0], dict[int, str]()
    for start in range(0, len(asked), MOST_GROUPS):
        answer = client.call("groups.getById", {"group_ids": ",".join(asked[start : start + MOST_GROUPS])})
        groups = answer.get("groups") if isinstance(answer, dict) else answer
        for raw in groups if isinstance(groups, list) else ():
            if isinstance(raw, dict) and number(raw) and isinstance(raw.get("name"), str):
                found[-int(raw["id"])] = raw["name"]
    return found


def owner(client: VkClient, address: str) -> int:
    """The number of a community's wall. Raises Denied where it is gone."""
    found = group(client, address)
    if found.get("deactivated"):
        raise Gone(f"ВКонтакте: сообщество «{address}» удалено или заблокировано")
    return -int(found["id"])


def page(client: VkClient, owner: int, offset: int = 0, count: int = PAGE) -> Page:
    """Posts of a wall, the newest first but for a pinned one (wall.get)."""
    return page_of(client.call("wall.get", {"owner_id": owner, "count": count, "offset": offset, "extended": 0}))


def posts(client: VkClient, owner: int, ids: Sequence[int]) -> Iterator[Raw]:
    """Those of the posts that still exist (wall.getById)."""
    return named(client, [f"{owner}_{each}" for each in ids])


def named(client: VkClient, names: Sequence[str]) -> Iterator[Raw]:
    """Those of the posts `OWNER_ID` that still exist, of any walls (wall.getById)."""
    for start in range(0, len(names), PAGE):
        wanted = ",".join(names[start : start + PAGE])
        yield from page_of(client.call("wall.getById", {"posts": wanted, "extended": 0, "copy_history_depth": 2})).items


def ask(owner: int, post: int) -> dict[str, object]:
    """What to ask of wall.getComments to have the first page of a post's comments."""
    return {**_listed(0), "owner_id": owner, "post_id": post, "thread_items_count": RAW_THREAD}


def comments(client: VkClient, owner: int, post: int, first: Page | None = None) -> Iterator[Raw]:
    """All comments of a post and their replies, behind a `first` page at hand; none where comments are closed."""
    for comment in _all(client, first, owner_id=owner, post_id=post, thread_items_count=RAW_THREAD):
        yield comment
        told, replies = _thread(comment)
        if number(comment) and told > len(replies):
            yield from _all(client, None, owner_id=owner, post_id=post, comment_id=comment["id"])
        else:
            yield from replies


def _thread(comment: Raw) -> tuple[int, list[Raw]]:
    """How many replies a comment has, and those that came along with it."""
    thread = comment.get("thread")
    if not isinstance(thread, dict) or not isinstance(thread.get("items"), list):
        return 0, []
    replies: list[Raw] = [each for each in thread["items"] if isinstance(each, dict)]
    told = thread.get("count")
    return told if isinstance(told, int) else len(replies), replies


def _listed(offset: int) -> dict[str, object]:
    return {"need_likes": 1, "count": PAGE, "offset": offset, "sort": "asc"}


def _all(client: VkClient, first: Page | None, **values: object) -> Iterator[Raw]:
    offset, found = 0, first
    while True:
        if found is None:
            answer = client.call(COMMENTS, {**_listed(offset), **values}, shut=COMMENTS_CLOSED)
            if answer is None:
                return
            found = page_of(answer)
        yield from found.items
        offset += PAGE  # VK counts comments that it does not show, so a page may be short
        if not found.items or offset >= found.total:
            return
        found = None
