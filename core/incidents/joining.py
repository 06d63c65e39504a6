"""Which open incident a flagged post belongs to: rules in order, each with its reason.

The same origin and the same text join at once; the same theme, place and words are
proposed to a person. What a person kept
apart neither joins nor is proposed. Likeness of texts is handed in (`Copy`): this room knows no language.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from core.incidents.likeness import Rarity
from core.labels import Assessment, Theme
from core.posts import PostKey
from core.reasons import Reason
from core.risk import Level

PROPOSED_FROM, ASKED = 0.45, 3
"""Score from which a person is asked, and about how many older incidents; see docs/incidents.md."""
RARE = 12
"""A word that stands in more posts than this brings nobody together."""
WORDS = 1.2
"""What a full likeness of words is worth; that of two posts of one matter is mostly below a third."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A flagged post that grouping looks at. `root` and `parent` are keys in its thread (None for a root post);
    `words` the lemmas of its text; `place` that of its text, or of its thread's root where it names none."""

    post_id: int
    key: PostKey
    published: datetime
    theme: Theme
    level: Level
    said: Assessment
    block: str
    place: str = ""
    territory: str = ""
    root: PostKey | None = None
    parent: PostKey | None = None
    origin: PostKey | None = None
    words: frozenset[str] = frozenset()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A stored post whose text is that of the newcomer: similarity 0–1, and how (`same`, `part`, `edited`)."""

    post_id: int
    similarity: float
    how: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What grouping remembers of a post that has its incident. `merged` incidents are followed by the store."""

    incident_id: int
    post_id: int
    key: PostKey
    published: datetime
    theme: Theme
    place: str = ""
    root: PostKey | None = None
    origin: PostKey | None = None
    words: frozenset[str] = frozenset()


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


@dataclass(slots=True)
class Board:
    """The incidents that a post may join, by what the rules ask for. Grows while a batch is grouped.

    `apart`: the incidents that a post must not come together with, by its id. `asked`: words of the posts that are to
    be placed; only where these stand is remembered.
    """

    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)
    by_post: dict[int, Trace] = field(default_factory=dict)
    by_key: dict[PostKey, Trace] = field(default_factory=dict)
    by_root: dict[PostKey, list[Trace]] = field(default_factory=dict)
    by_origin: dict[PostKey, Trace] = field(default_factory=dict)
    by_incident: dict[int, list[Trace]] = field(default_factory=dict)
    by_theme: dict[Theme, list[Trace]] = field(default_factory=dict)
    by_place: dict[str, list[Trace]] = field(default_factory=dict)
    by_word: dict[str, list[Trace]] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    spread: Counter[str] = field(default_factory=Counter)
    moved: dict[int, int] = field(default_factory=dict)
    _rarity: Rarity | None = None

    @property
    def rarity(self) -> Rarity:
        """Weights of words; reckoned anew whenever the board has grown by a tenth."""
        if self._rarity is None or len(self.by_post) > 1.1 * self._rarity.texts + 10:
            self._rarity = Rarity(dict(self.spread), len(self.by_post))
        return self._rarity

    def add(self, trace: Trace) -> None:
        """Remember one more post."""
        self.by_post[trace.post_id] = trace
        self.by_key[trace.key] = trace
        self.by_incident.setdefault(trace.incident_id, []).append(trace)
        self.by_theme.setdefault(trace.theme, []).append(trace)
        self.by_root.setdefault(trace.root or trace.key, []).append(trace)
        if trace.origin:
            self.by_origin.setdefault(trace.origin, trace)
        for name in place_names(trace.place):
            self.by_place.setdefault(name, []).append(trace)
        self.spread.update(trace.words)
        for word in trace.words & self.asked:
            self.by_word.setdefault(word, []).append(trace)

    def now(self, incident_id: int) -> int:
        """Where the posts of an incident are, after what this batch merged."""
        while incident_id in self.moved:
            incident_id = self.moved[incident_id]
        return incident_id

    def move(self, one: int, into: int) -> None:
        """The posts of one went over to another."""
        self.moved[one] = into
        self.by_incident.setdefault(into, []).extend(self.by_incident.pop(one, []))

    def free(self, post_id: int, incident_id: int) -> bool:
        """Whether the post may come into the incident."""
        return incident_id not in map(self.now, self.apart.get(post_id, ()))


GENERAL = frozenset(
    {
        *("улица", "ул", "дом", "д", "проспект", "переулок", "пер", "площадь", "город", "г", "село", "с", "деревня"),
        *("пос", "посёлок", "поселок", "район", "округ", "двор", "подъезд", "кв", "квартира", "школа", "сад", "садик"),
        *("больница", "магазин", "остановка", "парк", "дк", "станция", "корпус", "к", "этаж", "напротив", "около"),
    }
)
"""Words of a place that name none by themselves."""


@lru_cache(maxsize=1 << 14)
@lru_cache(maxsize=8192)
def place_names(place: str) -> frozenset[str]:
    """What two mentions of one place have in common: its own names, or all of it where it has none ("школа 2").

    >>> sorted(place_names("кирпичный 9"))
    ['кирпичный']
    """
    names = frozenset(word for word in place.split() if word not in GENERAL and not word[0].isdigit() and len(word) > 2)
    return names or (frozenset({place}) if place else frozenset())


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


def likely(post: Newcomer, board: Board, window: timedelta, besides: int = 0) -> list[tuple[Trace, float]]:
    """Of the incidents that may be the post's (same place, or rare words in common), the most like post of each with
    its score, the best first, at most `ASKED`. `besides`: not of this incident."""
    best: dict[int, tuple[float, int, Trace]] = {}
    first, last = post.published - window, post.published + window
    for trace in _near(post, board):
        if not first <= trace.published <= last:
            continue
        held = board.now(trace.incident_id)
        if held != besides and board.free(post.post_id, held):
            found = (score(post, trace, board, window), -trace.post_id, trace)
            best[held] = max(best.get(held, found), found, key=lambda one: one[:2])
    ranked = sorted(best.values(), key=lambda one: one[:2], reverse=True)
    return [(trace, points) for points, _, trace in ranked[:ASKED] if points >= PROPOSED_FROM]


def _near(post: Newcomer, board: Board) -> list[Trace]:
    """Posts that name the same place, or share a word that stands in few."""
    rare = [word for word in post.words if 0 < board.spread[word] <= RARE]
    found = [trace for name in place_names(post.place) for trace in board.by_place.get(name, ())]
    found += [trace for word in rare for trace in board.by_word.get(word, ())]
    return list({trace.post_id: trace for trace in found}.values())


def score(post: Newcomer, trace: Trace, board: Board, window: timedelta) -> float:
    """How probably one matter, 0–1: the theme, the place (a whole address more than a street), words, nearness in time.

    The theme alone decides nothing either way: of a post in five the model gives another than of its neighbours.
    """
    theme = 0.2 if post.theme is trace.theme and post.theme is not Theme.NONE else 0.0
    place = 0.0
    if place_names(post.place) & place_names(trace.place):
        place = 0.35 if post.place == trace.place else 0.2
    near = 1 - abs(post.published - trace.published) / window
    words = WORDS * board.rarity.nearness(post.post_id, post.words, trace.post_id, trace.words)
    return min(1.0, theme + place + words + 0.1 * near)


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


def trace_of(post: Newcomer, incident_id: int) -> Trace:
    """What the board remembers of a post once it has its incident."""
    return Trace(
        incident_id, post.post_id, post.key, post.published, post.theme, post.place, post.root, post.origin, post.words
    )


def together(posts: Iterable[Newcomer]) -> tuple[Theme, Level]:
    """Theme (the most frequent) and level (the highest) of posts that make one incident."""
    known = list(posts)
    themes = [post.theme for post in known]
    theme = max(dict.fromkeys(themes), key=lambda each: (each is not Theme.NONE, themes.count(each)))
    level = max((post.level for post in known), key=lambda each: each.rank)
    return theme, level
