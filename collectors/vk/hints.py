"""What VK says by itself of a community of ours (Bots Long Poll): a hint which posts to read again, never their text.

An event may be lost, repeated or late, so nothing is stored from it; what it names is read like everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from collectors.vk.client import VkClient
from collectors.vk.errors import LATER
from collectors.vk.pages import number
from core.errors import Denied, Transient
from core.troubles import trouble

HOSTS = (".vk.com", ".vk.ru")
"""Where VK's own servers of events stand; the host of `MCU_VK_URL` is good as well."""
ROUNDS = 5
WHOLE_POSTS = frozenset(("wall_post_new", "wall_repost"))
COMMENTS = frozenset(("wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore"))
EVENTS = WHOLE_POSTS | COMMENTS


@dataclass(frozen=True, slots=True)
class Heard:
    """Numbers of posts that changed, and the moment of the server from which to listen on."""

    posts: frozenset[int] = frozenset()
    ts: str = ""


@dataclass
class LongPoll:
    """Events of one community. `client` has the community's own token; `url` is the address of VK or of its stand-in.

    Raises Transient or Denied where VK gives no server.
    """

    client: VkClient
    url: str = "https://api.vk.ru"
    timeout: float = 40
    _http: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._http.trust_env, self._http.max_redirects = False, 0

    def hear(self, group: int, ts: str = "", wait: int = 1, rounds: int = ROUNDS) -> Heard:
        """What happened since `ts`, waiting for it up to so many seconds; without `ts` only where to begin.

        After news it asks again, `rounds` times at most: each round may wait.
        """
        server = self._server(group)
        if not ts:
            return Heard(ts=str(server["ts"]))
        posts: set[int] = set()
        for _ in range(rounds):
            answer = self._ask(server, ts, wait)
            failed = answer.get("failed")
            ts = str(answer.get("ts", server["ts"] if failed == 3 else ts))
            posts |= {post for each in answer.get("updates") or () if (post := changed(each))}
            if failed in (2, 3):
                server = self._server(group)
            elif not failed and not answer.get("updates"):
                break
        return Heard(frozenset(posts), ts)

    def _server(self, group: int) -> Mapping[str, Any]:
        found = self.client.call("groups.getLongPollServer", {"group_id": group})
        if not isinstance(found, dict) or not {"server", "key", "ts"} <= found.keys():
            raise Transient("ВКонтакте: сервер событий не назван", LATER)
        host = urlsplit(str(found["server"])).hostname or ""
        if not host.endswith(HOSTS) and host != urlsplit(self.url).hostname:
            raise Denied(f"ВКонтакте: чужой сервер событий «{host}»")
        return found

    def _ask(self, server: Mapping[str, Any], ts: str, wait: int) -> Mapping[str, Any]:
        asked = {"act": "a_check", "key": server["key"], "ts": ts, "wait": wait}
        try:
            answer = self._http.get(server["server"], params=asked, timeout=self.timeout).json()
        except requests.exceptions.RequestException as error:
            raise Transient(f"ВКонтакте: события не получены ({trouble(error)})", LATER) from error
        if not isinstance(answer, dict):
            raise Transient("ВКонтакте: события не по правилам площадки", LATER)
        return answer


def changed(event: Any) -> int | None:
    """The post that an event speaks of; None for events that concern no post."""
    about = event.get("object") if isinstance(event, dict) and event.get("type") in EVENTS else None
    if not isinstance(about, dict):
        return None
    if event["type"] in WHOLE_POSTS:
        return number(about)
    post = about.get("post_id")
    return post if type(post) is int else None


def tokens(text: str) -> dict[str, str]:
    """`club5=TOKEN, selo=TOKEN` -> tokens by the address of the community.

    Raises Transient that shows no token: a source waits until the setting is mended.
    """
    found = {}
    for place, pair in enumerate(text.replace(",", " ").split(), 1):
        name, parted, token = pair.partition("=")
        if not parted or not name or not token:
            raise Transient(f"MCU_VK_COMMUNITY_TOKENS: запись {place} — нужно ИМЯ=КЛЮЧ, записи через запятую")
        found[name.lower()] = token
    return found
