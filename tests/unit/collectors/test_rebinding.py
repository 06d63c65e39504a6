"""DNS rebinding, from end to end: a name says the open internet when it is asked, and the own network right after."""

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.webhook import WebhookSender
from collectors.outside import guard
from collectors.placing import LIMITS, Placed
from core.alerts import Letter
from core.answers.placing import Standing
from core.errors import Denied
from tests.peers.pages import Pages, Reply

NAME, OPEN, OWN = "rebound.example", "203.0.114.7", "127.0.0.1"
QUICK = replace(LIMITS, timeout=0.5, whole=2, gap=0)


class Resolver:
    """A name server of an attacker: the first answer is of the open internet, every later one of the own network."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, host: str, port: int | None, *_: Any, **__: Any) -> list[tuple[Any, ...]]:
        told = OWN if host == OWN or self.asked else OPEN
        self.asked += [told] if host == NAME else []
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (told, port))]


class Clock:
    """Always the same moment."""

    def now(self) -> datetime:
        return datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def inner() -> Iterator[Pages]:
    """A service of the own network."""

    def answer(path: str, headers: Mapping[str, str]) -> Reply:
        return Reply(body=b"<title>secret</title>")

    pages = Pages(answer)
    pages.taking = lambda *_: Reply(204)
    yield pages
    pages.close()


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    # Names are resolved by the system: there is no other seam before which a stand-in could be put.
    made = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", made)
    return made


def at(inner: Pages) -> str:
    return inner.url.replace(OWN, NAME) + "/hook"


def letter(address: str) -> Letter:
    return Letter("abc123", "17-3", address, "МЦУ", "Извещение 17-3", payload={"число": 17})


def test_a_webhook_to_a_name_that_turns_inward_sends_nothing(inner: Pages, resolver: Resolver) -> None:
    with pytest.raises(Denied, match="внутренней сети"):
        WebhookSender("секрет", Clock(), bind=guard).send(letter(at(inner)))
    assert resolver.asked == [OPEN, OWN], "the name was not asked twice: nothing is proved"
    assert inner.asked == []


def test_a_link_whose_name_turns_inward_is_not_opened(inner: Pages, resolver: Resolver) -> None:
    seen = Placed(limits=QUICK)(at(inner))
    assert (seen.standing, "внутренней сети" in seen.reason) == (Standing.UNKNOWN, True)
    assert resolver.asked[:2] == [OPEN, OWN]
    assert inner.asked == []


def test_without_the_guard_the_same_name_leads_into_the_own_network(inner: Pages, resolver: Resolver) -> None:
    resolver.asked.append(OPEN)
    assert WebhookSender("секрет", Clock()).send(letter(at(inner))) == "204"
    assert len(inner.asked) == 1
