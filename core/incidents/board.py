"""What grouping looks at: posts that wait, and posts that have their incident, found by key, place, theme and word."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from core.incidents.likeness import Rarity
from core.labels import Assessment, Theme
from core.posts import PostKey
from core.risk import Level


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


@lru_cache(maxsize=8192)
def place_names(place: str) -> frozenset[str]:
    """What two mentions of one place have in common: its own names, or all of it where it has none ("школа 2").

    >>> sorted(place_names("кирпичный 9"))
    ['кирпичный']
    """
    names = frozenset(word for word in place.split() if word not in GENERAL and not word[0].isdigit() and len(word) > 2)
    return names or (frozenset({place}) if place else frozenset())


def trace_of(post: Newcomer, incident_id: int) -> Trace:
    """What the board remembers of a post once it has its incident."""
    return Trace(
        incident_id, post.post_id, post.key, post.published, post.theme, post.place, post.root, post.origin, post.words
    )
