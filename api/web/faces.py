"""A card as the page shows it: everything worked out, so that the templates only place it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import floor
from typing import Self

from api.web import words
from core.flags import STATUS_TITLES, Flag, FlagStatus
from core.labels import THEME_TITLES
from core.posts import POST_TITLES, Counters, Platform, SourceKey
from core.profile import Profile
from core.reasons import say
from core.risk import LEVEL_TITLES, PART_TITLES, Level

PLATFORMS = {
    Platform.VK: "ВКонтакте",
    Platform.TELEGRAM: "Телеграм",
    Platform.MAX: "МАКС",
    Platform.OK: "Одноклассники",
    Platform.SITE: "сайт",
    Platform.PREVIEW: "Телеграм без входа",
    Platform.FILE: "файл",
}
EXCERPT = 900
THREAD_EXCERPT = 300
OBVIOUS = frozenset({"level"})
"""Reasons that the card already says otherwise."""
HEAVY = frozenset({"sign", "edited"})
"""Reasons that must catch the eye."""
SHORT = {"speed": "скорость", "theme": "тема"}
"""Names of parts that fit beside a bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part of the score."""

    title: str
    points: float
    most: int
    name: str
    whole: int
    """Whole points: those of all parts sum to the score."""

    @property
    def said(self) -> str:
        """`4,5 из 8`."""
        return f"{self.points:g} из {self.most}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Face:
    """One card. Texts are already masked where the reader may not see them as written."""

    flag: Flag
    pieces: Sequence[words.Piece]
    cut: bool
    thread: str
    theme: str
    corrected: bool
    bars: Sequence[Bar]
    reasons: Sequence[tuple[str, bool]]
    block: str
    place: str
    source: str
    platform: str
    kind: str
    url: str
    incident: int = 0
    """The incident that its post belongs to; 0: none that the reader may see."""

    @property
    def text(self) -> str:
        """What is shown of the text, as one."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def level(self) -> Level:
        """The level of its risk."""
        return self.flag.risk.level

    @property
    def level_title(self) -> str:
        """The level in a word."""
        return LEVEL_TITLES[self.level]

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.flag.status is FlagStatus.OPEN

    @property
    def counters(self) -> Sequence[tuple[str, str, int]]:
        """Names of signs, their titles and counts, where the platform tells them."""
        return figures(self.flag.counters)

    @property
    def decided(self) -> str:
        """The decision in force in a sentence; empty for an open card."""
        return verdict(self.flag)

    @classmethod
    def of(
        cls, flag: Flag, profile: Profile, mask: Callable[[str], str], whole: bool = False, incident: int = 0
    ) -> Self:
        """From the record; `whole` shows a long text in full."""
        text = mask(flag.post.text)
        cut = not whole and len(text) > EXCERPT
        shown = text[:EXCERPT].rstrip() + "…" if cut else text
        thread = "" if flag.post.thread in (None, flag.post.key.message) else mask(flag.thread_text)
        return cls(
            flag=replace(flag, decision=mask(flag.decision)),
            pieces=words.mark(shown, flag.assessment.why),
            cut=cut,
            thread=thread[:THREAD_EXCERPT],
            theme=THEME_TITLES[flag.theme],
            corrected="theme" in flag.labels,
            bars=bars_of(flag),
            reasons=[(say(each), each.code in HEAVY) for each in flag.reasons if each.code not in OBVIOUS],
            block=next((block.title for block in profile.blocks if block.code == flag.block), ""),
            place=place_of(flag),
            source=flag.source_title or flag.post.key.source,
            platform=PLATFORMS[flag.post.key.platform],
            kind=POST_TITLES[flag.post.kind],
            url=safe(flag.post.url),
            incident=incident,
        )


def bars_of(flag: Flag) -> list[Bar]:
    """The parts of the score with their names."""
    parts = flag.risk.parts
    shares = apportioned([part.points for part in parts], flag.risk.score)
    named = [(part, PART_TITLES.get(part.name, part.name), whole) for part, whole in zip(parts, shares, strict=True)]
    return [Bar(title, part.points, part.most, SHORT.get(part.name, title), whole) for part, title, whole in named]


def apportioned(points: Sequence[float], total: int) -> list[int]:
    """Whole points that sum to the total, by the largest remainder; a record whose parts make another sum than its
    total is rounded part by part."""
    found = [floor(each) for each in points]
    left = total - sum(found)
    if not 0 <= left <= len(found):
        return [round(each) for each in points]
    largest = sorted(range(len(found)), key=lambda at: found[at] - points[at])[:left]
    return [each + (at in largest) for at, each in enumerate(found)]


def place_of(flag: Flag) -> str:
    """The surest place of the text as it was written, else what the card was given."""
    best = max(flag.assessment.places, key=lambda place: place.confidence, default=None)
    return best.text[:120] if best and flag.place else flag.place


def safe(url: str | None) -> str:
    """A link that may be followed: of the web, nothing else."""
    return url if url and url.startswith(("https://", "http://")) else ""


def figures(point: Counters | None) -> list[tuple[str, str, int]]:
    """(sign, title, count) of the counters that are known."""
    if point is None:
        return []
    found = [
        ("eye", "просмотры", point.views),
        ("heart", "отметки «нравится»", point.likes),
        ("share", "репосты", point.reposts),
        ("talk", "ответы", point.replies),
    ]
    return [(sign, title, count) for sign, title, count in found if count is not None]


def person(who: str) -> str:
    """A login without the kind of its account."""
    return who.partition(":")[2] or who


def verdict(flag: Flag) -> str:
    """`отклонена: не наш район (ivanova)`; empty for an open card."""
    if flag.status is FlagStatus.OPEN:
        return ""
    reason = f": {flag.decision}" if flag.decision else ""
    by = f" ({person(flag.decided_by)})" if flag.decided_by else ""
    return f"{STATUS_TITLES[flag.status]}{reason}{by}"


def source_name(key: SourceKey, title: str) -> str:
    """A source in a list of choices."""
    return f"{title or key.address} — {PLATFORMS[key.platform]}"
