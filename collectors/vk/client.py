"""VK's API as raw JSON, through vk_api with a token only. The words of the network end here."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jconfig
import requests
import vk_api

from collectors.vk.errors import COMMENTS_CLOSED, LATER, from_code
from collectors.vk.transport import Throttle, session
from core.errors import Denied, Poison, Transient

API_VERSION = "5.199"
PAGE = 100
"""The most that wall.get, wall.getComments and wall.getById give at a time."""
RAW_THREAD = 10
"""Replies that wall.getComments gives along with their comment, at most."""

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its items, and how many there are in all."""

    items: tuple[Raw, ...]
    total: int


class _Api(vk_api.VkApi):  # type: ignore[misc]  # vk_api has no types
    """vk_api without its own handlers: it repeats error 6 by recursion, without end, and waits for a person at 14."""

    RPS_DELAY = 0

    def __init__(self, token: str, http: requests.Session) -> None:
        super().__init__(token=token, session=http, api_version=API_VERSION, config=jconfig.MemoryConfig)
        self.error_handlers: dict[int, object] = {}


class VkClient:
    """Takes a service or user token; `url` is the address of VK or of its stand-in.

    `rate` calls a second, `timeout` seconds each, `retries` after a failed connection or an answer 5xx with pauses
    that begin at `backoff` seconds. Every call raises Transient, Denied or Poison (collectors.vk.errors).
    """

    def __init__(
        self,
        token: str,
        *,
        url: str = "https://api.vk.ru",
        rate: float = 3,
        timeout: float = 20,
        retries: int = 3,
        backoff: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        http = session(url, timeout=timeout, retries=retries, backoff=backoff)
        self._api = _Api(token, http)
        self._throttle = Throttle(rate, clock, sleep)

    def wall(self, owner: int, offset: int = 0) -> Page:
        """Posts of a wall, the newest first but for a pinned one (wall.get)."""
        return _page(self._call("wall.get", owner_id=owner, count=PAGE, offset=offset, extended=0))

    def posts(self, owner: int, ids: Sequence[int]) -> Iterator[Raw]:
        """Those of the posts that still exist (wall.getById)."""
        for start in range(0, len(ids), PAGE):
            wanted = ",".join(f"{owner}_{number}" for number in ids[start : start + PAGE])
            yield from _page(self._call("wall.getById", posts=wanted, extended=0, copy_history_depth=2)).items

    def comments(self, owner: int, post: int) -> Iterator[Raw]:
        """All comments of a post and their replies (wall.getComments); none where comments are closed."""
        for comment in self._comments(owner_id=owner, post_id=post, thread_items_count=RAW_THREAD):
            yield comment
            thread = comment.get("thread") or {}
            replies = thread.get("items") or ()
            if "id" in comment and thread.get("count", 0) > len(replies):
                replies = self._comments(owner_id=owner, post_id=post, comment_id=comment["id"])
            yield from replies

    def group(self, address: str) -> Raw:
        """A community by its short name or number (groups.getById). Raises Denied where there is none."""
        try:
            found = self._call("groups.getById", group_id=address.removeprefix("-"))
        except Poison:
            found = None  # VK calls an unknown name a wrong parameter
        groups = found.get("groups") if isinstance(found, dict) else found
        if not groups:
            raise Denied(f"ВКонтакте: нет сообщества «{address}» (личные страницы не собираются)")
        return groups[0]  # type: ignore[no-any-return]

    def _comments(self, **values: object) -> Iterator[Raw]:
        offset = 0
        while True:
            try:
                found = self._method("wall.getComments", need_likes=1, count=PAGE, offset=offset, sort="asc", **values)
            except vk_api.ApiError as error:
                if error.code in COMMENTS_CLOSED:
                    return
                raise from_code(error.code, str(error.error.get("error_msg", ""))) from error
            page = _page(found)
            yield from page.items
            offset += PAGE  # VK counts comments that it does not show, so a page may be short
            if not page.items or offset >= page.total:
                return

    def _call(self, method: str, **values: object) -> Any:
        try:
            return self._method(method, **values)
        except vk_api.ApiError as error:
            raise from_code(error.code, str(error.error.get("error_msg", ""))) from error

    def _method(self, method: str, **values: object) -> Any:
        """The answer, whatever it is; errors of VK itself stay those of vk_api."""
        self._throttle.wait()
        try:
            return self._api.method(method, values)
        except vk_api.ApiHttpError as error:
            raise Transient(f"ВКонтакте: ответ {error.response.status_code}", LATER) from error
        except requests.exceptions.JSONDecodeError as error:
            raise Transient("ВКонтакте: ответ не JSON (заглушка провайдера или сбой)", LATER) from error
        except requests.exceptions.RequestException as error:
            raise Transient(f"ВКонтакте: нет связи ({type(error).__name__})", LATER) from error
        except (KeyError, TypeError) as error:
            raise Transient("ВКонтакте: ответ не по правилам площадки", LATER) from error


def _page(found: Any) -> Page:
    """`{count, items}` or a bare list, as older methods answer. `count` of comments counts the replies, too."""
    about = found if isinstance(found, dict) else {"items": found}
    items = tuple(item for item in about.get("items") or () if isinstance(item, dict))
    total = about.get("current_level_count", about.get("count"))
    return Page(items, total if isinstance(total, int) else len(items))
