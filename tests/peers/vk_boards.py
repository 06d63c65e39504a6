"""Boards, the search of news and the events of the VK on loopback (tests.peers.vk)."""

from dataclasses import dataclass, field
from typing import Any

from tests.peers.vk import START, Vk, VkError, Wall, _page

LIKES = {"count": 0, "user_likes": 0, "can_like": 0}


@dataclass
class Board:
    """The discussions of a community: topics by number, each with its comments by number."""

    wall: Wall
    topics: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)
    last: int = 0

    def open(self, title: str, *, by: int = 700_001, **extra: object) -> int:
        """A new topic; returns its number."""
        number = self._next()
        at = START + 60 * number
        told = {"id": number, "title": title, "created": at, "created_by": by, "updated": at, "is_closed": 0}
        self.topics[number] = {**told, "is_fixed": 0, "updated_by": by, **extra}
        self.comments[number] = {}
        return number

    def write(self, topic: int, text: str, *, by: int = 700_001, **extra: object) -> int:
        """A new comment; returns its number."""
        number = self._next()
        at = START + 60 * number
        told = {
            "id": number,
            "from_id": by,
            "date": at,
            "text": text,
            "likes": {"count": 0, "user_likes": 0, "can_like": 0},
        }
        self.comments[topic][number] = {**told, **extra}
        self.topics[topic]["updated"] = at
        return number

    def texts(self) -> dict[str, str]:
        """All that stands on the board: key -> text."""
        found = {str(number): topic["title"] for number, topic in self.topics.items()}
        for topic in self.topics:
            found |= {f"{topic}_{number}": item["text"] for number, item in self.comments[topic].items()}
        return found

    def delete(self, topic: int, comment: int | None = None) -> None:
        """Remove a comment, or a topic with all of them."""
        if comment is None:
            del self.topics[topic]
        else:
            del self.comments[topic][comment]

    def _next(self) -> int:
        self.last += 1
        return self.last


def add_board(vk: Vk, wall: Wall) -> Board:
    """Give a community its discussions; one community of a server may have them."""
    board = Board(wall)

    def topics(values: dict[str, str]) -> object:
        _owned(board, values)
        wanted = {int(each) for each in values["topic_ids"].split(",")} if values.get("topic_ids") else None
        listed = sorted(board.topics.values(), key=lambda topic: (-topic["is_fixed"], -topic["updated"]))
        shown = [item for item in listed if wanted is None or item["id"] in wanted]
        counted = [item | {"comments": len(board.comments[item["id"]])} for item in shown]
        return {**_page(counted, values), "default_order": 1, "can_add_topics": 0}

    def comments(values: dict[str, str]) -> object:
        _owned(board, values)
        if int(values["topic_id"]) not in board.topics:
            raise VkError(100, "One of the parameters specified was missing or invalid: topic_id")
        found = list(board.comments[int(values["topic_id"])].values())
        return _page(found[::-1] if values.get("sort") == "desc" else found, values)

    vk._methods |= {"board.getTopics": topics, "board.getComments": comments}
    return board


def _owned(board: Board, values: dict[str, str]) -> None:
    if values["group_id"] != str(-board.wall.owner):
        raise VkError(15, "Access denied: group board disabled")


def add_search(vk: Vk) -> None:
    """Let newsfeed.search find posts of all walls that have one of the words, at most 1,000 of a span of time."""

    def search(values: dict[str, str]) -> object:
        words = values.get("q", "").lower().split()
        span = range(int(values.get("start_time", 0)), int(values.get("end_time", 2**40)) + 1)
        posts = [item for wall in vk.walls for item in wall.posts.values() if item["date"] in span]
        found = [item for item in posts if not words or any(word in item["text"].lower() for word in words)]
        if "latitude" in values:
            found = [item for item in found if item.get("geo")]
        found.sort(key=lambda item: -item["date"])
        start, count = int(values.get("start_from") or 0), min(int(values.get("count", 30)), 200)
        shown = found[:1000]
        after = {"next_from": str(start + count)} if start + count < len(shown) else {}
        told = {"count": len(shown), "total_count": len(found)}
        return {"items": shown[start : start + count], **told, **after}

    vk._methods["newsfeed.search"] = search


@dataclass
class Events:
    """A server of events; `failed` are answers that come before the events."""

    log: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    keys: int = 0

    def happen(self, kind: str, **about: object) -> None:
        """One more event."""
        self.log.append({"type": kind, "object": about, "group_id": 1, "event_id": str(len(self.log)), "v": "5.199"})


def add_events(vk: Vk) -> Events:
    """Let communities listen."""
    events = Events()

    def server(values: dict[str, str]) -> object:
        events.keys += 1
        return {"key": f"key{events.keys}", "server": f"{vk.url}/events", "ts": str(len(events.log))}

    def ask(values: dict[str, str]) -> object:
        if events.failed:
            return events.failed.pop(0)
        return {"ts": str(len(events.log)), "updates": events.log[int(values["ts"]) :]}

    vk._methods["groups.getLongPollServer"] = server
    vk.pages["/events"] = ask
    return events
