"""A VK on loopback: communities that publish, edit, delete and comment, behind the API that vk_api calls.

    with Vk() as vk:
        wall = vk.wall("selo")
        post = wall.publish("Нет воды")
        VkClient("token", url=vk.url)

Shapes follow VK's public schema 5.199 (github.com/VKCOM/vk-api-schema, MIT).
"""

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

START = 1_790_000_000
"""2026-09-21: the moment of a wall's first post unless it is told otherwise."""


class VkError(Exception):
    """What VK answers instead of a response."""

    def __init__(self, code: int, text: str = "error", **extra: object) -> None:
        super().__init__(code, text)
        self.code, self.text, self.extra = code, text, extra


@dataclass
class Wall:
    """A community's wall; `items` are posts and comments by number, comments carry `post_id`."""

    owner: int
    address: str
    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    closed: bool = False
    last: int = 0
    title: str = "Село"
    bin: dict[int, tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]] = field(default_factory=dict)

    def publish(self, text: str = "", *, date: int | None = None, by: int | None = None, **extra: object) -> int:
        """A new post; returns its number."""
        number = self._next()
        self.posts[number] = {
            "id": number,
            "owner_id": self.owner,
            "from_id": by or self.owner,
            "date": START + 60 * number if date is None else date,
            "text": text,
            "type": "post",
            "inner_type": "wall_wallpost",
            "likes": {"count": 0, "user_likes": 0, "can_like": 0},
            "reposts": {"count": 0},
            "views": {"count": 0},
            "attachments": [],
            **extra,
        }
        return number

    def comment(self, post: int, text: str = "", *, by: int = 700_001, to: int | None = None, **extra: object) -> int:
        """A comment under a post, or a reply to the comment `to`."""
        number = self._next()
        root = None if to is None else (self.comments[to]["parents_stack"] or [to])[0]
        self.comments[number] = {
            "id": number,
            "from_id": by,
            "date": START + 60 * number,
            "text": text,
            "post_id": post,
            "owner_id": self.owner,
            "parents_stack": [] if root is None else [root],
            "likes": {"count": 0, "user_likes": 0, "can_like": 0},
            **({} if to is None else {"reply_to_comment": to, "reply_to_user": self.comments[to]["from_id"]}),
            **extra,
        }
        return number

    def edit(self, number: int, text: str) -> None:
        """Change a text; VK notes the moment for posts only."""
        item = self.posts.get(number) or self.comments[number]
        item["text"] = text
        if number in self.posts:
            item["edited"] = item["date"] + 5

    def delete(self, number: int) -> None:
        """Remove a post with its comments, or a comment; one with replies stays as an empty place."""
        if number in self.posts:
            below = {key: item for key, item in self.comments.items() if item["post_id"] == number}
            self.bin[number] = {number: self.posts.pop(number)}, below
            for key in below:
                del self.comments[key]
            return
        self.bin[number] = {}, {number: dict(self.comments[number])}
        if any(number in item["parents_stack"] for item in self.comments.values()):
            self.comments[number] |= {"deleted": True, "text": "", "from_id": 0}
        else:
            del self.comments[number]

    def restore(self, number: int) -> None:
        """Bring back what was deleted, as VK's «Восстановить» does."""
        posts, comments = self.bin.pop(number)
        self.posts |= posts
        self.comments |= {key: item for key, item in comments.items() if item["post_id"] in self.posts}

    def pin(self, number: int) -> None:
        """Show a post first; the one that was pinned before goes back to its place."""
        for key, item in self.posts.items():
            item["is_pinned"] = int(key == number)

    def texts(self) -> dict[str, str]:
        """All that stands on the wall: key -> text."""
        alive = {key: item for key, item in self.comments.items() if not item.get("deleted")}
        return {str(key): item["text"] for key, item in (self.posts | alive).items()}

    def shown(self) -> list[dict[str, Any]]:
        """Posts as wall.get orders them: the pinned one, then the newest first."""
        ordered = sorted(self.posts.values(), key=lambda item: (-item.get("is_pinned", 0), -item["date"]))
        return [self._counted(item) for item in ordered]

    def thread(self, post: int, root: int | None) -> list[dict[str, Any]]:
        """The comments of a post, or the replies under one of them."""
        stack = [] if root is None else [root]
        return [item for item in self.comments.values() if item["post_id"] == post and item["parents_stack"] == stack]

    def told(self, post: int) -> int:
        """How many comments a post has, replies included."""
        return sum(1 for each in self.comments.values() if each["post_id"] == post)

    def _counted(self, item: dict[str, Any]) -> dict[str, Any]:
        return item | {"comments": {"count": self.told(item["id"]), "can_post": 1}}

    def _next(self) -> int:
        self.last += 1
        return self.last


CUT, TORN = 0, -1
"""Instead of a status: the connection is closed unanswered, or in the middle of the answer."""
GROUP_AUTH, SERVICE_AUTH = 27, 28
"""What VK answers to the token of a community on walls, and to a service token on `execute`."""


class Vk:
    """The server; `calls` are (method, parameters), `fail` and `answer` make the next calls go wrong.

    A token that begins with `user` may do everything, one with `community` no walls, any other no `execute`.
    """

    def __init__(self, rps: int | None = None) -> None:
        self.walls: list[Wall] = []
        self.people: set[str] = set()
        self.calls: list[tuple[str, dict[str, str]]] = []
        self._faults: deque[tuple[str, VkError | tuple[int, bytes]]] = deque()
        self._rps, self._hits, self._lock = rps, deque[float](), threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._methods: dict[str, Callable[[dict[str, str]], object]] = {
            "wall.get": self._wall,
            "wall.getById": self._by_id,
            "wall.getComments": self._comments,
            "groups.getById": self._group,
            "execute": self._execute,
            "utils.resolveScreenName": self._resolve,
        }
        self.pages: dict[str, Callable[[dict[str, str]], object]] = {}
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> "Vk":
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def wall(self, address: str) -> Wall:
        """A new community."""
        self.walls.append(Wall(-(100_000 + len(self.walls)), address))
        return self.walls[-1]

    def fail(self, method: str, code: int, *, times: int = 1, **extra: object) -> None:
        """The next calls of a method answer an error code."""
        self._faults.extend([(method, VkError(code, f"error {code}", **extra))] * times)

    def answer(self, method: str, status: int, body: bytes, *, times: int = 1) -> None:
        """The next calls of a method answer this status and body."""
        self._faults.extend([(method, (status, body))] * times)

    def called(self, method: str) -> int:
        """How often a method was called."""
        return sum(1 for name, _ in self.calls if name == method)

    def respond(self, method: str, values: dict[str, str]) -> tuple[int, bytes]:
        """Status and body for a call."""
        try:
            with self._lock:
                self.calls.append((method, values))
                fault = self._fault(method)
                if isinstance(fault, tuple):
                    return fault
                self._hit()
                self._allow(method, values.get("access_token", ""))
                return 200, json.dumps({"response": self._methods[method](values)}).encode()
        except VkError as error:
            told = {"error_code": error.code, "error_msg": error.text, "request_params": [], **error.extra}
            return 200, json.dumps({"error": told}).encode()

    def _fault(self, method: str) -> tuple[int, bytes] | None:
        for index, (name, fault) in enumerate(self._faults):
            if name == method:
                del self._faults[index]
                if isinstance(fault, VkError):
                    raise fault
                return fault
        if method not in self._methods:
            raise VkError(3, "Unknown method passed")
        return None

    def _allow(self, method: str, token: str) -> None:
        kind = token.partition("-")[0]
        if method == "execute" and kind not in ("user", "community"):
            raise VkError(SERVICE_AUTH, "Application authorization failed: method is unavailable with service token.")
        if kind == "community" and method.startswith(("wall.", "board.", "newsfeed.")):
            raise VkError(GROUP_AUTH, "Group authorization failed: method is unavailable with group auth.")

    def _execute(self, values: dict[str, str]) -> object:
        """Runs `return 1;` and lists of calls; a call that fails gives false."""
        if values["code"] == "return 1;":
            return 1
        found, reader, place = [], json.JSONDecoder(), len("return [")
        for call in re.finditer(r"API\.([\w.]+)\(", values["code"]):
            if call.start() < place:
                continue
            inner, place = reader.raw_decode(values["code"], call.end())
            found.append(self._inner(call[1], {key: str(value) for key, value in inner.items()}, values))
        if not found or len(found) > 25:
            raise VkError(12 if not found else 13, "Unable to compile code")
        return found

    def _inner(self, method: str, values: dict[str, str], outer: dict[str, str]) -> object:
        try:
            self._allow(method, outer.get("access_token", ""))
            if self._fault(method):
                return False
            return self._methods[method](values)
        except VkError:
            return False

    def _hit(self) -> None:
        now = time.monotonic()
        while self._hits and now - self._hits[0] > 1:
            self._hits.popleft()
        if self._rps and len(self._hits) >= self._rps:
            raise VkError(6, "Too many requests per second")
        self._hits.append(now)

    def _find(self, owner: str) -> Wall:
        for wall in self.walls:
            if str(wall.owner) == owner:
                if wall.closed:
                    raise VkError(15, "Access denied: this wall available only for community members")
                return wall
        raise VkError(100, "One of the parameters specified was missing or invalid: owner_id")

    def _resolve(self, values: dict[str, str]) -> object:
        return {"type": "user", "object_id": 7} if values["screen_name"] in self.people else []

    def _wall(self, values: dict[str, str]) -> object:
        return _page(self._find(values["owner_id"]).shown(), values)

    def _by_id(self, values: dict[str, str]) -> object:
        wanted = [each.split("_") for each in values["posts"].split(",")]
        found = [(self._find(owner), int(number)) for owner, number in wanted]
        return {"items": [wall._counted(wall.posts[number]) for wall, number in found if number in wall.posts]}

    def _comments(self, values: dict[str, str]) -> object:
        wall, post = self._find(values["owner_id"]), int(values["post_id"])
        if post not in wall.posts:
            raise VkError(15, "Access denied: post was not found")
        if wall.posts[post].get("comments_closed"):
            raise VkError(212, "Access to post comments denied")
        root = int(values["comment_id"]) if "comment_id" in values else None
        listed = wall.thread(post, root)
        page = _page(listed, values)
        if root is None and "thread_items_count" in values:
            page["items"] = [_threaded(wall, item, int(values["thread_items_count"])) for item in page["items"]]
        return page | {"count": wall.told(post), "current_level_count": len(listed)}

    def _group(self, values: dict[str, str]) -> object:
        asked = values.get("group_id") or values["group_ids"]
        if "group_ids" in values:
            wanted = asked.split(",")
            found = [wall for wall in self.walls if str(-wall.owner) in wanted]
            return {"groups": [{"id": -wall.owner, "name": wall.title, "screen_name": wall.address} for wall in found]}
        for wall in self.walls:
            if asked in (wall.address, str(-wall.owner), f"club{-wall.owner}"):
                return {"groups": [{"id": -wall.owner, "name": "Село", "screen_name": wall.address, "is_closed": 0}]}
        raise VkError(100, "One of the parameters specified was missing or invalid: group_ids is undefined")


def _page(items: list[dict[str, Any]], values: dict[str, str]) -> dict[str, Any]:
    start, count = int(values.get("offset", 0)), min(int(values.get("count", 20)), 100)
    return {"count": len(items), "items": items[start : start + count]}


def _threaded(wall: Wall, item: dict[str, Any], most: int) -> dict[str, Any]:
    replies = wall.thread(item["post_id"], item["id"])
    return item | {"thread": {"count": len(replies), "items": replies[: min(most, 10)], "can_post": True}}


def _handler(vk: Vk) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            values = {key: value[0] for key, value in parse_qs(body, keep_blank_values=True).items()}
            self._give(*vk.respond(urlsplit(self.path).path.removeprefix("/method/"), values))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            shown = vk.pages.get(parts.path)
            values = {key: value[0] for key, value in parse_qs(parts.query).items()}
            self._give(200 if shown else 404, json.dumps(shown(values)).encode() if shown else b"")

        def _give(self, status: int, answer: bytes) -> None:
            if status in (CUT, TORN):
                self.close_connection = True
                if status == TORN:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + answer)
                return
            self.send_response(status)
            if status in (302, 307):
                self.send_header("Location", vk.url + "/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """No output in tests."""

    return Handler
