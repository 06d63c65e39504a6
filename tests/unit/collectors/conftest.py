"""What the collectors' tests share: a door with a plain mask, a clock that stands still, the file forms."""

import re
import socket
from datetime import UTC, datetime

import pytest

from collectors.door import Door
from core.privacy import Pseudonyms

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PHONE = re.compile(r"\+?[78][\d\s()-]{9,16}\d")


def mask(text: str) -> str:
    """A stand-in of nlp.masks.mask: phones only."""
    return PHONE.sub("[телефон]", text)


class Standing:
    """A clock that stands until it is moved."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def door() -> Door:
    return Door(Pseudonyms(b"k" * 32), mask)


@pytest.fixture
def clock() -> Standing:
    return Standing()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches a real platform."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int]) -> None:
        assert address[0] == "127.0.0.1", f"a test reaches out to {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
