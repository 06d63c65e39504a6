"""Sources and posts as the centre keeps them, whatever platform they come from.

Everything that a platform may leave out is optional. Times are aware UTC. An author is a keyed pseudonym.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Platform(StrEnum):
    """Where a post was published, or what a source is read by: `preview` brings posts of Telegram, `file` of all."""

    VK = "vk"
    TELEGRAM = "telegram"
    MAX = "max"
    OK = "ok"
    SITE = "site"
    PREVIEW = "preview"
    FILE = "file"


PLATFORM_TITLES = {
    Platform.VK: "ВКонтакте",
    Platform.TELEGRAM: "Telegram",
    Platform.MAX: "МАКС",
    Platform.OK: "Одноклассники",
    Platform.SITE: "Сайт или лента",
    Platform.PREVIEW: "Канал Telegram без учётной записи",
    Platform.FILE: "Файл",
}


class PostKind(StrEnum):
    """A post's place in its thread."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"
    MESSAGE = "message"


POST_TITLES = {
    PostKind.POST: "публикация",
    PostKind.COMMENT: "комментарий",
    PostKind.REPLY: "ответ на комментарий",
    PostKind.MESSAGE: "сообщение",
}


class SourceState(StrEnum):
    """Health of a source; `reason` of the source says why in Russian."""

    ACTIVE = "active"
    SLOWED = "slowed"
    DENIED = "denied"
    GONE = "gone"
    RECORDED = "recorded"
    REMOVED = "removed"


STATE_TITLES = {
    SourceState.ACTIVE: "читается",
    SourceState.SLOWED: "замедлен",
    SourceState.DENIED: "закрыт",
    SourceState.GONE: "исчез",
    SourceState.RECORDED: "не опрашивается",
    SourceState.REMOVED: "снят",
}

READ_BY_ITSELF = frozenset({SourceState.ACTIVE, SourceState.SLOWED})
"""States in which a source is read on its schedule; a denied one waits for a person, a recorded one for a file;
a removed one is read no more, and what it brought stays."""


@dataclass(frozen=True, slots=True, order=True)
class SourceKey:
    """`platform:address`, e.g. `vk:novosti`, `telegram:chat`, `file:/data/wall.jsonl`."""

    platform: Platform
    address: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.address}"


@dataclass(frozen=True, slots=True, order=True)
class PostKey:
    """A post's identity: platform, address of its source, the platform's own message id as text."""

    platform: Platform
    source: str
    message: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.source}/{self.message}"


@dataclass(frozen=True, slots=True)
class Visits:
    """When a source is read next, and what that rests on (core.planning).

    `next_at` None: as soon as may be. `rate` is posts and comments an hour, `cost` calls of a limited method a visit,
    `failures` refusals in a row.
    """

    next_at: datetime | None = None
    interval: timedelta | None = None
    rate: float | None = None
    cost: float = 1.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A VK public, Telegram channel or chat, or an exchange of files that the centre reads.

    `basis` is the legal ground on which it is read, `keep_days` how long its posts are kept (None: the platform's
    usual). `gaps` and `backfilled` count missing ids that were found, and those that were filled. `watched` are ids of
    messages whose comments matter most now; it is filled before a reading and not stored with the source.
    """

    key: SourceKey
    title: str = ""
    state: SourceState = SourceState.ACTIVE
    reason: str = ""
    cursor: Mapping[str, object] = field(default_factory=dict)
    added_at: datetime | None = None
    succeeded_at: datetime | None = None
    basis: str = ""
    keep_days: int | None = None
    visits: Visits = Visits()
    gaps: int = 0
    backfilled: int = 0
    watched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counters:
    """One moment of a post's counters; None where the platform does not tell."""

    at: datetime
    views: int | None = None
    likes: int | None = None
    reposts: int | None = None
    replies: int | None = None
    reactions: Mapping[str, int] = field(default_factory=dict)

    def figures(self) -> tuple[object, ...]:
        """The counts without the moment: two equal tuples mean that nothing moved."""
        return self.views, self.likes, self.reposts, self.replies, tuple(sorted(self.reactions.items()))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo, video, link, document… `title` is the platform's caption, without persons."""

    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A question with its answers and their votes."""

    question: str
    answers: tuple[tuple[str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Geo:
    """A point in degrees, WGS 84."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Post:
    """One observation of a post, comment or message.

    `thread` is the message id of the root post (None for a root), `parent` that of what is answered directly;
    `origin` is the key of the post that this one repeats. `raw` is the platform's JSON without private persons.
    `deleted` is the moment at which the platform was seen to have removed it: then the text is not looked at.
    `seen` is the moment of this observation; None where a file does not tell.
    """

    key: PostKey
    published: datetime
    text: str
    kind: PostKind = PostKind.POST
    thread: str | None = None
    parent: str | None = None
    author: str | None = None
    by_source: bool = False
    url: str | None = None
    origin: PostKey | None = None
    edited: datetime | None = None
    deleted: datetime | None = None
    seen: datetime | None = None
    pinned: bool = False
    advert: bool = False
    counters: Counters | None = None
    attachments: tuple[Attachment, ...] = ()
    poll: Poll | None = None
    geo: Geo | None = None
    raw: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """A text that a post had. `number` counts from 1; `edited` is the platform's word, `seen` ours."""

    number: int
    text: str
    seen: datetime
    edited: datetime | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A stored post with all that was seen of it."""

    post: Post
    versions: tuple[Version, ...]
    counters: tuple[Counters, ...]
    deleted: datetime | None = None


EARLIEST = datetime(2006, 1, 1, tzinfo=UTC)
"""No platform of the vocabulary is older; an earlier date is a mistake of the input."""
