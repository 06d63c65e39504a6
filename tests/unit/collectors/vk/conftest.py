"""A VK on loopback with one community, and a collector that reads its wall whole."""

from collections.abc import Iterator

import pytest

from collectors.door import Door
from collectors.vk.client import VkClient
from collectors.vk.collector import VkCollector
from tests.peers.vk import Vk, Wall
from tests.unit.collectors.conftest import Standing
from tests.unit.collectors.vk.kept import WIDE, Kept, client_of


@pytest.fixture
def vk() -> Iterator[Vk]:
    with Vk() as vk:
        assert vk.url.startswith("http://127.0.0.1:")
        yield vk


@pytest.fixture
def wall(vk: Vk) -> Wall:
    return vk.wall("selo")


@pytest.fixture
def client(vk: Vk) -> VkClient:
    return client_of(vk.url)


@pytest.fixture
def kept(client: VkClient, door: Door, clock: Standing) -> Kept:
    return Kept(VkCollector(client=client, door=door, clock=clock, window=WIDE))
