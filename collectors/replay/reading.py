"""What is read from a file at a time, and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.ports import Refusal
from core.posts import Post, SourceKey


class Form(StrEnum):
    """How a file is written (docs/ru/форматы.md)."""

    JSONL = "jsonl"
    TABLE = "csv"
    TELEGRAM_DESKTOP = "telegram_desktop"
    INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: `line` counts what was read (rows, messages), `byte` is where the next one begins."""

    line: int = 0
    byte: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch of a file: observations in the file's order, refusals, and how far it is read.

    `lines` counts from the beginning of the file; `done` and `total` are bytes, for a progress bar. `cursor` is
    JSON-able: handed back to `read(after=…)` it goes on behind this batch.
    """

    posts: tuple[Post, ...]
    refused: tuple[Refusal, ...]
    lines: int
    done: int
    total: int
    cursor: Mapping[str, object]

    def by_source(self) -> dict[SourceKey, tuple[Post, ...]]:
        """The posts of each source, in order."""
        grouped: dict[SourceKey, list[Post]] = {}
        for post in self.posts:
            grouped.setdefault(SourceKey(post.key.platform, post.key.source), []).append(post)
        return {key: tuple(posts) for key, posts in grouped.items()}
