"""What the search found, as lines of one kind: cards, incidents and posts look alike in the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from api.web import addresses
from api.web.excerpts import excerpt
from api.web.faces import PLATFORMS, place_of, safe, verdict
from api.web.words import Piece
from core.finding import Found
from core.flags import Flag
from core.incidents import NATURE_TITLES, STATUS_TITLES, Incident
from core.labels import THEME_TITLES
from core.posts import POST_TITLES
from core.reasons import plural
from core.risk import LEVEL_TITLES, Level

Mask = Callable[[str], str]
UNTOLD = frozenset({"none"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A line: its heading and where it leads, its text in pieces, what else is to be told, its level if it has one."""

    title: str
    href: str
    pieces: Sequence[Piece]
    at: datetime
    told: Sequence[str] = ()
    place: str = ""
    level: Level | None = None
    outside: bool = False
    level_title: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "level_title", LEVEL_TITLES[self.level] if self.level else "")


def of_card(flag: Flag, asked: frozenset[str], mask: Mask) -> Hit:
    """A card."""
    state = verdict(replace(flag, decision=mask(flag.decision))) or "ждёт разбора"
    told = [f"карточка {flag.id}: {state}", f"{PLATFORMS[flag.post.key.platform]}: {_source(flag)}"]
    pieces = excerpt(mask(flag.post.text), asked)
    place = place_of(flag)
    title = THEME_TITLES[flag.theme]
    return Hit(title, f"/cards/{flag.id}", pieces, flag.post.published, told, place, flag.risk.level)


def _source(flag: Flag) -> str:
    return flag.source_title or flag.post.key.source


def of_incident(incident: Incident, count: int, asked: frozenset[str], mask: Mask) -> Hit:
    """An incident."""
    told = [f"{NATURE_TITLES[incident.nature]}: {STATUS_TITLES[incident.status]}"]
    told += [plural(count, "публикация", "публикации", "публикаций")] if count else []
    told += ["всплеск темы"] if incident.storm else []
    told += [f"№ {incident.number}"] if incident.number else []
    title = f"{THEME_TITLES[incident.theme]}, инцидент {incident.id}"
    pieces = excerpt(incident.title or mask(incident.text), asked)
    href = addresses.incident(incident.id)
    return Hit(title, href, pieces, incident.opened_at, told, incident.place, incident.level)


def of_post(found: Found, asked: frozenset[str], mask: Mask) -> Hit:
    """A post; without a card it leads to where it was published."""
    post = found.post
    source = f"{PLATFORMS[post.key.platform]}: {found.source_title or post.key.source}"
    theme = THEME_TITLES[found.theme]
    href = f"/cards/{found.flag_id}" if found.flag_id else safe(post.url)
    told = [POST_TITLES[post.kind], source, *([f"карточка {found.flag_id}"] if found.flag_id else [])]
    pieces = excerpt(mask(post.text), asked)
    return Hit(theme, href, pieces, post.published, told, outside=bool(href) and not found.flag_id)
