"""The posts of an incident, each with the reason of its joining."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.web.faces import PLATFORMS, safe
from api.web.incidents.history import who_of
from core.flags import Flag
from core.incidents import Incident, Member
from core.incidents.splitting import SPLIT
from core.posts import POST_TITLES
from core.reasons import say
from core.risk import LEVEL_TITLES

Mask = Callable[[str], str]
EXCERPT = 600


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the incident and why it is one."""

    id: int
    card: Flag
    text: str
    kind: str
    platform: str
    url: str
    level: str
    why: str
    by: str
    joined_at: datetime


def posts_of(incident: Incident, cards: Sequence[Flag], mask: Mask) -> list[Post]:
    """The posts in the order of publication, each with the reason of its joining."""
    held = {member.post_id: member for member in incident.members}
    return [
        Post(
            card.post_id,
            card,
            cut(mask(card.post.text)),
            POST_TITLES[card.post.kind],
            PLATFORMS[card.post.key.platform],
            safe(card.post.url),
            LEVEL_TITLES[card.risk.level],
            _why(held[card.post_id], incident),
            who_of(held[card.post_id].by) if held[card.post_id].by else "",
            held[card.post_id].joined_at,
        )
        for card in cards
        if card.post_id in held
    ]


def _why(member: Member, incident: Incident) -> str:
    """Why it is here; one that was split off here and came back with a merge is not told as one of another incident."""
    if member.via and member.reason.code == SPLIT and member.reason.detail.get("from") == incident.id:
        return f"была выделена отсюда и вернулась с инцидентом {member.via[-1]}"
    return say(member.reason)


def cut(text: str) -> str:
    """So much of a text as a list shows."""
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
