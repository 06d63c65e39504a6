"""A MAX on loopback: chats and channels with messages, behind the bot API that maxapi calls."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.peers.pages import Pages, Reply

START = 1_795_000_000_000
"""2026-11-18: the moment of a chat's first message unless it is told otherwise, in milliseconds."""


@dataclass
class Chat:
    """A chat (`channel` or `chat`): messages by id."""

    number: int
    kind: str = "channel"
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    last: int = 0

    def post(self, text: str = "", *, at: int | None = None, views: int | None = None, **extra: Any) -> str:
        """A new message; returns its id."""
        self.last += 1
        mid = f"mid.{self.last:08x}"
        sender = {"user_id": 5, "first_name": "Анна", "last_name": "Петрова", "name": "Анна Петрова", "is_bot": False}
        self.messages[mid] = {
            "sender": sender,
            "recipient": {"chat_id": self.number, "chat_type": self.kind, "user_id": None},
            "timestamp": START + 60_000 * self.last if at is None else at,
            "link": None,
            "body": {"mid": mid, "seq": 100 + self.last, "text": text, "attachments": extra.pop("attachments", [])},
            "stat": {"views": views} if views is not None else None,
            "url": f"https://max.ru/novosti/{self.last}" if self.kind == "channel" else None,
            **extra,
        }
        return mid

    def edit(self, mid: str, text: str) -> None:
        """Another text: MAX does not say when it was changed."""
        self.messages[mid]["body"]["text"] = text

    def texts(self) -> dict[str, str]:
        """Id -> text."""
        return {mid: raw["body"]["text"] for mid, raw in self.messages.items()}


class Max:
    """The server; `pages.then(Reply(…))` makes the next calls go wrong. A chat that is not there answers 403."""

    def __init__(self) -> None:
        self.chats: dict[int, Chat] = {}
        self.pages = Pages(self._answer)
        self.pages.taking = self._take
        self.url = self.pages.url

    def __enter__(self) -> "Max":
        return self

    def __exit__(self, *error: object) -> None:
        self.pages.close()

    def chat(self, number: int, kind: str = "channel") -> Chat:
        """A chat that admitted the bot."""
        self.chats[number] = Chat(number, kind)
        return self.chats[number]

    def _answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if headers.get("Authorization") != "token":
            return _json(401, {"code": "verify.token", "message": "Invalid access_token"})
        if "message_ids" in query:
            wanted = query["message_ids"].split(",")
            found = [chat.messages[mid] for chat in self.chats.values() for mid in wanted if mid in chat.messages]
            return _json(200, {"messages": found})
        chat = self.chats.get(int(query["chat_id"]))
        if chat is None:
            return _json(403, {"code": "access.denied", "message": "no access"})
        top, count = int(query.get("from", 10**15)), int(query["count"])
        newest = sorted(chat.messages.values(), key=lambda raw: -raw["timestamp"])
        return _json(200, {"messages": [raw for raw in newest if raw["timestamp"] <= top][:count]})

    def _take(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """POST /messages: a bot writes into a chat."""
        if headers.get("Authorization") != "token":
            return _json(401, {"code": "verify.token", "message": "Invalid access_token"})
        chat = self.chats.get(int(parse_qs(urlsplit(path).query)["chat_id"][0]))
        if chat is None:
            return _json(403, {"code": "access.denied", "message": "no access"})
        mid = chat.post(json.loads(body)["text"])
        return _json(200, {"message": chat.messages[mid]})


def _json(status: int, body: object) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"})
