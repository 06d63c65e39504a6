"""Which posts of a storm speak of one thing: those that share its telling words, or the classifier's topic."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from core.incidents.board import Board

LIFT = 3.0
"""How many times more often than elsewhere a word must stand in the storm to tell of it."""
ENOUGH = 0.25
"""Sum of the shares of the storm's posts that a post's telling words stand in."""
SURE = 0.4
"""The same where the model gave another theme, and where a storm is to begin."""
SHARE = 0.15
"""Least share of the storm's posts in which a telling word stands: long texts hold many words that stand in few."""
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
    others = max(len(board.by_post) - len(known), 1)
    return {
        word: count / len(known)
        for word, count in counts.items()
        if count >= max(2, SHARE * len(known))
        and count / len(known) >= LIFT * (board.spread.get(word, 0) - count) / others
    }


def fits(post: Worded, words: Mapping[str, float], enough: float) -> bool:
    """Whether the post holds enough of the telling words."""
    return sum(words.get(word, 0.0) for word in post.words) >= enough


def gathering(known: Sequence[Worded], asked: Sequence[T], board: Board, enough: float = ENOUGH) -> list[T]:
    """Those of the asked that speak of what the known ones have in common."""
    words = telling(known, board)
    return [post for post in asked if fits(post, words, enough)]


def of_one_thing(known: Sequence[T], subjects: Sequence[str], board: Board) -> list[T]:
    """Those of the known with which a storm may begin. Six neighbours say "no heat" in six ways: where those that share
    words and those of the commonest topic (`subjects`, one a post, empty where none is known) have a post in common
    they are one group, else the larger one counts."""
    worded = gathering(known, known, board, SURE)
    common = Counter(filter(None, subjects)).most_common(1)
    topical = [post for post, subject in zip(known, subjects, strict=True) if common and subject == common[0][0]]
    if any(post in topical for post in worded):
        return [post for post in known if post in worded or post in topical]
    return max(worded, topical, key=len)
