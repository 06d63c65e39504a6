"""A store in miniature, and how the tests of VK read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from collectors.vk.client import VkClient
from collectors.vk.collector import VkCollector
from collectors.vk.kit import Window
from core.ports import Batch, Refusal
from core.posts import Platform, Post, Source, SourceKey

WIDE = Window(history=timedelta(days=3650), most=10_000, again=timedelta(days=3650))
FLOODS = 2


def no_time(seconds: float) -> None:
    """Pauses pass at once."""


def client_of(url: str, token: str = "token", **options: object) -> VkClient:
    """A client that loses no time."""
    quick = {"rate": 100_000, "timeout": 2, "retries": 1, "backoff": 0, "floods": FLOODS, "sleep": no_time}
    return VkClient(token, url=url, **(quick | options))


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: VkCollector, address: str = "selo") -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.VK, address))
        self.posts: dict[str, Post] = {}
        self.refused: list[Refusal] = []

    def read(self, batches: int | None = None) -> list[Post]:
        """Take at most so many batches, then be killed."""
        got = self.take(self.collector.batches(self.source), batches)
        assert len({post.key for post in got}) == len(got), "a pass tells of each key once"
        return got

    def take(self, found: Iterator[Batch], batches: int | None = None) -> list[Post]:
        """Take at most so many of these batches."""
        got = []
        for number, batch in enumerate(found, 1):
            got += batch.posts
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.source = replace(self.source, cursor=batch.cursor)
            if number == batches:
                break
        return got

    def texts(self) -> dict[str, str]:
        """Living posts: key -> text."""
        return {key: post.text for key, post in self.posts.items() if not post.deleted}
