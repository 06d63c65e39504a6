"""Which incidents are most like a post: those of its place or of a rare word of it, compared as far as it can matter.

Comparing words is the dear part. A post is spared it where even all the words that the two may share would not lift it
among those that are asked for: the answer is that of comparing all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from heapq import nlargest
from math import sqrt

from core.incidents.board import Board, Newcomer, Trace, place_names
from core.incidents.likeness import Rarity
from core.labels import Theme

PROPOSED_FROM, ASKED = 0.45, 3
"""Score from which a person is asked, and about how many older incidents; see docs/incidents.md."""
RARE, FOLLOWED = 12, 300
"""A word that stands in more posts than this brings nobody together; into more posts than that none is followed."""
WORDS, NEAR = 1.2, 0.1
"""What a full likeness of words is worth (that of two posts of one matter is mostly below a third); the same moment."""
THEME, ADDRESS, STREET = 0.2, 0.35, 0.2
SLACK = 1e-9
"""What rounding may take from a bound."""


def likely(
    post: Newcomer, board: Board, window: timedelta, besides: int = 0, most: int = ASKED
) -> list[tuple[Trace, float]]:
    """Of the incidents that may be the post's (same place, or rare words in common), the most like post of each with
    its score, the best first, at most so many. `besides`: not of this incident."""
    barred = {besides, *map(board.now, board.apart.get(post.post_id, ()))}
    best: dict[int, tuple[float, int, Trace]] = {}
    reach, least = Reach.of(post, board, window), PROPOSED_FROM
    for bound, _, trace in _promising(reach):
        if bound < least - SLACK:
            break
        if (held := board.now(trace.incident_id)) in barred:
            continue
        found = (reach.score(trace), -trace.post_id, trace)
        if found[0] >= least and (held not in best or found[:2] > best[held][:2]):
            best[held] = found
            least = _least(best, most)
    return [(trace, points) for points, _, trace in nlargest(most, best.values(), key=lambda one: one[:2])]


def _promising(reach: "Reach") -> list[tuple[float, int, Trace]]:
    """Those within the window that may reach the questions, with what they may reach at most: the highest first, so
    that few need to be compared."""
    first, last = reach.post.published - reach.window, reach.post.published + reach.window
    found = []
    near = [trace for trace in _near(reach.post, reach.board) if first <= trace.published <= last]
    shared = reach.shared(near)
    for trace in near:
        bound = reach.most(trace, shared.get(trace.post_id, 0.0))
        if bound >= PROPOSED_FROM - SLACK:
            found.append((bound, trace.post_id, trace))
    return sorted(found, key=lambda one: one[:2], reverse=True)


def _least(best: dict[int, tuple[float, int, Trace]], most: int) -> float:
    """What one must reach to be among those that are asked for."""
    return nlargest(most, (points for points, _, _ in best.values()))[-1] if len(best) >= most else PROPOSED_FROM


@dataclass(frozen=True, slots=True)
class Reach:
    """A post beside a board: the square root of its length, and what those of its words weigh that stand in too many
    posts to follow them all, or of which the board was not asked."""

    post: Newcomer
    board: Board
    window: timedelta
    rarity: Rarity
    names: frozenset[str]
    root: float
    loose: float

    @classmethod
    def of(cls, post: Newcomer, board: Board, window: timedelta) -> "Reach":
        """By the board's words."""
        rarity, spread = board.rarity, board.spread
        loose = {word for word in post.words if spread[word] > FOLLOWED or (spread[word] and word not in board.asked)}
        root, names = sqrt(rarity.norm(post.words)) or 1.0, place_names(post.place)
        return cls(post, board, window, rarity, names, root, rarity.weight(loose))

    def shared(self, near: Sequence[Trace]) -> dict[int, float]:
        """By post: what the words weigh that it shares with ours, the loose ones left out; of `near` at the least.

        Few neighbours are asked for their words, many are found by ours: whichever is less to look at.
        """
        spread, by_word = self.board.spread, self.board.by_word
        weights = {word: self.rarity.of(word) for word in self.post.words if spread[word] <= FOLLOWED}
        ours = frozenset(weights)
        if len(near) * len(weights) < sum(len(by_word.get(word, ())) for word in weights):
            return {trace.post_id: sum(map(weights.__getitem__, trace.words & ours)) for trace in near}
        found: dict[int, float] = {}
        for word, weight in weights.items():
            for trace in by_word.get(word, ()):
                found[trace.post_id] = found.get(trace.post_id, 0.0) + weight
        return found

    def most(self, trace: Trace, shared: float) -> float:
        """No lower than the score. Asked of every neighbour, hence no call that can be spared."""
        theirs = self.rarity.norm(trace.words)
        points = NEAR + (ADDRESS if self.post.place == trace.place else STREET)
        if self.post.theme is trace.theme:
            points += THEME
        if theirs:
            shared += self.loose
            points += WORDS * (shared / sqrt(theirs) if shared < theirs else sqrt(theirs)) / self.root
        return points if points < 1.0 else 1.0

    def score(self, trace: Trace) -> float:
        """How probably one matter, 0–1: the theme, the place (a whole address more than a street), words, nearness in
        time.

        The theme alone decides nothing either way: of a post in five the model gives another than of its neighbours.
        """
        post = self.post
        theme = THEME if post.theme is trace.theme and post.theme is not Theme.NONE else 0.0
        place = 0.0
        if not self.names.isdisjoint(place_names(trace.place)):
            place = ADDRESS if post.place == trace.place else STREET
        near = 1 - abs(post.published - trace.published) / self.window
        words = WORDS * self.rarity.nearness(post.words, trace.words)
        return min(1.0, theme + place + words + NEAR * near)


def _near(post: Newcomer, board: Board) -> Iterator[Trace]:
    """Posts that share a word that stands in few, or that name the same place."""
    words = [word for word in post.words if 0 < board.spread[word] <= RARE]
    found = {trace.post_id: trace for word in words for trace in board.by_word.get(word, ())}
    for name in place_names(post.place):
        found |= {trace.post_id: trace for trace in board.by_place.get(name, ())}
    yield from found.values()
