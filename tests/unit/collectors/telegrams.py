"""What the tests of Telegram share: a store in miniature, a gate that remembers."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from collectors.telegram.collector import TelegramCollector
from core.errors import Transient
from core.ports import Batch, Refusal
from core.posts import Platform, Post, Source, SourceKey


class Kept:
    """A store in miniature: batches and cursor are taken together."""

    def __init__(self, collector: TelegramCollector, address: str = "novosti") -> None:
        self.collector, self.source = collector, Source(SourceKey(Platform.TELEGRAM, address))
        self.posts: dict[str, Post] = {}
        self.refused: list[Refusal] = []
        self.backfilled = 0

    def read(self, batches: int | None = None) -> list[Post]:
        return self.take(self.collector.batches(self.source), batches)

    def back(self, since: datetime, batches: int | None = None) -> list[Post]:
        return self.take(self.collector.history(self.source, since), batches)

    def take(self, passing: Iterator[Batch], batches: int | None = None) -> list[Post]:
        got: list[Post] = []
        for number, batch in enumerate(passing, 1):
            got += batch.posts
            self.posts |= {post.key.message: post for post in batch.posts}
            self.refused += batch.refused
            self.backfilled += batch.backfilled
            self.source = replace(self.source, cursor=batch.cursor)
            if number == batches:
                passing.close()  # type: ignore[attr-defined]
        assert len({post.key for post in got}) == len(got), "a pass tells of each key once"
        return got

    def texts(self) -> dict[str, str]:
        return {key: post.text for key, post in self.posts.items() if not post.deleted}


@dataclass
class Gate:
    """Lets in until a pause of the method; remembers over restarts."""

    entered: list[str] = field(default_factory=list)
    pauses: dict[str, timedelta] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)

    def enter(self, method: str) -> None:
        if method in self.pauses:
            raise Transient("пауза", self.pauses[method])
        self.entered.append(method)

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        self.pauses[method] = wait
        self.reasons.append(reason)


class Patient(Gate):
    """A gate at which pauses are waited for."""

    def enter(self, method: str) -> None:
        self.entered.append(method)
