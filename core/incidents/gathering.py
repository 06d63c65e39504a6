"""Which posts of a storm speak of one thing: those that share its telling words."""

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

from core.incidents.joining import Board

LIFT = 3.0
"""How many times more often than elsewhere a word must stand in the storm to tell of it."""
ENOUGH = 0.5
"""Sum of the shares of the storm's posts that a post's telling words stand in."""
LONG = 3
"""Letters from which a word may tell anything."""


class Worded(Protocol):
    """A post with its lemmas."""

    @property
    def words(self) -> frozenset[str]:
        """Lemmas of its text."""
        ...


T = TypeVar("T", bound=Worded)


def telling(known: Sequence[Worded], board: Board) -> dict[str, float]:
    """Words that stand in two or more of these posts and much more often than elsewhere, with their shares."""
    counts = Counter(word for post in known for word in post.words if len(word) > LONG)
    texts = max(len(board.by_post), 1)
    shares = {word: count / len(known) for word, count in counts.items() if count >= 2}
    return {word: share for word, share in shares.items() if share >= LIFT * board.spread.get(word, 0) / texts}


def gathering(known: Sequence[Worded], asked: Sequence[T], board: Board) -> list[T]:
    """Those of the asked that speak of what the known ones have in common."""
    words = telling(known, board)
    return [post for post in asked if sum(words.get(word, 0.0) for word in post.words) >= ENOUGH]
