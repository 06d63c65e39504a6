"""Which open incident a flagged post belongs to: rules in order, each with its reason.

The same origin and the same text join at once; the same theme, place and words are
proposed to a person. What a person kept
apart neither joins nor is proposed. Likeness of texts is handed in (`Copy`): this room knows no language.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.incidents.board import Board, Newcomer
from core.incidents.nearest import likely
from core.labels import Theme
from core.reasons import Reason
from core.risk import Level


@dataclass(frozen=True, slots=True)
class Copy:
    """A stored post whose text is that of the newcomer: similarity 0–1, and how (`same`, `part`, `edited`)."""

    post_id: int
    similarity: float
    how: str


class Answered(StrEnum):
    """What a person said to a proposal. `VOID`: it lost its object before anybody answered."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Proposal:
    """The question whether two incidents are one matter: `incident_id` would be merged into `other_id`."""

    incident_id: int
    other_id: int
    score: float
    reason: Reason
    at: datetime
    status: Answered = Answered.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a post goes: into `incident_id` (None: a new one), why, and about which older ones a person is asked: each
    with its score and reason."""

    incident_id: int | None
    reason: Reason
    asked: tuple[tuple[int, float, Reason], ...] = ()


def _repost(post: Newcomer, board: Board, copies: Sequence[Copy], window: timedelta) -> tuple[int, Reason] | None:
    """The post repeats a known one, is repeated by it, or both repeat a third."""
    found = [board.by_origin.get(post.key)]
    if post.origin:
        found += [board.by_key.get(post.origin), board.by_origin.get(post.origin)]
    return next(
        (
            (board.now(trace.incident_id), Reason("repost", 0, {"post": trace.post_id}))
            for trace in found
            if trace is not None
        ),
        None,
    )


def _reply(post: Newcomer, board: Board, copies: Sequence[Copy], window: timedelta) -> tuple[int, Reason] | None:
    trace = board.by_key.get(post.parent) if post.parent and post.parent != post.root else None
    return (board.now(trace.incident_id), Reason("reply", 0, {"post": trace.post_id})) if trace else None


def _thread(post: Newcomer, board: Board, copies: Sequence[Copy], window: timedelta) -> tuple[int, Reason] | None:
    """Under a post of the incident; or beside another comment of its theme, where the root itself is no incident's."""
    if post.root is None:
        return None
    root = board.by_key.get(post.root)
    beside = board.by_root.get(post.root, ())
    alike = (trace for trace in beside if trace.theme is post.theme)
    trace = root or next(alike, None) or next(iter(beside), None)
    return (board.now(trace.incident_id), Reason("thread", 0, {"post": trace.post_id})) if trace else None


def _copy(post: Newcomer, board: Board, copies: Sequence[Copy], window: timedelta) -> tuple[int, Reason] | None:
    for copy in copies:
        trace = board.by_post.get(copy.post_id)
        held = board.now(trace.incident_id) if trace else 0
        if trace and abs(post.published - trace.published) <= window and board.free(post.post_id, held):
            detail = {"post": copy.post_id, "similarity": round(copy.similarity, 2), "how": copy.how}
            return held, Reason("copy", round(copy.similarity, 2), detail)
    return None


Rule = Callable[[Newcomer, Board, Sequence[Copy], timedelta], tuple[int, Reason] | None]
JOINING: tuple[Rule, ...] = (_repost, _reply, _thread, _copy)
"""In this order; each names an incident and the reason, or says nothing."""


def place_of(post: Newcomer, board: Board, copies: Sequence[Copy], window: timedelta) -> Verdict:
    """Where a post goes. Pure: the same board gives the same verdict."""
    for rule in JOINING:
        if (found := rule(post, board, copies, window)) and board.free(post.post_id, found[0]):
            return Verdict(found[0], found[1])
    asked = tuple(
        (board.now(trace.incident_id), points, Reason("alike", round(points, 2), {"post": trace.post_id}))
        for trace, points in likely(post, board, window)
    )
    return Verdict(None, Reason("opened"), asked)


def together(posts: Iterable[Newcomer]) -> tuple[Theme, Level]:
    """Theme (the most frequent) and level (the highest) of posts that make one incident."""
    known = list(posts)
    themes = [post.theme for post in known]
    theme = max(dict.fromkeys(themes), key=lambda each: (each is not Theme.NONE, themes.count(each)))
    level = max((post.level for post in known), key=lambda each: each.rank)
    return theme, level
