"""A new incident out of the posts that speak of it, and how one changes when posts come and go."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from core.flags import Flag
from core.incidents.board import Newcomer
from core.incidents.joining import together
from core.incidents.moves import FIRST, Move, move
from core.incidents.natures import Seen, nature_of
from core.incidents.records import Channel, Incident, Nature, Regime, Status, Step
from core.risk import Level

TITLE_MOST, PLACE_MOST = 160, 200
SPREAD = "дальнейшее распространение: новая публикация"
SPREADING = frozenset({Status.WATCHED, Status.WORKED_OFF, Status.CLOSED})
"""States in which a new post means that the matter goes on (decree 000, Порядок, п. 2)."""


def title_of(text: str, mask: Callable[[str], str]) -> str:
    """The masked beginning of a text, cut at a word, in one line."""
    line = " ".join(mask(text).split())
    return line if len(line) <= TITLE_MOST else line[:TITLE_MOST].rsplit(" ", 1)[0] + "…"


def newcomer_of(card: Flag) -> Newcomer:
    """A card as grouping sees it, without its words."""
    post = card.post
    return Newcomer(
        card.post_id,
        post.key,
        post.published,
        card.theme,
        card.risk.level,
        card.assessment,
        card.block,
        card.place,
        text=post.text,
    )


def opened(posts: Sequence[Newcomer], at: datetime, mask: Callable[[str], str]) -> Incident:
    """The incident of these posts, in the order of publication; its id and members are given by the caller."""
    theme, level = together(posts)
    natures = {nature_of(Seen(post.level, post.said)) for post in posts}
    nature = Nature.RISK if Nature.RISK in natures else Nature.MATTER
    first = next(post for post in posts if post.theme is theme)
    return Incident(
        0,
        nature,
        FIRST[nature],
        theme,
        at,
        at,
        level=level,
        title=title_of(posts[0].text, mask),
        place=place_named(posts),
        territory=first.territory,
        block=first.block,
        latest_at=max(post.published for post in posts),
    )


def place_named(posts: Sequence[Newcomer]) -> str:
    """The place as the first post that names one writes it; else that of its thread, in lemmas."""
    told = [max(post.said.places, key=lambda place: place.confidence).text for post in posts if post.said.places]
    return next(iter(told), next((post.place for post in posts if post.place), ""))[:PLACE_MOST]


def opening_step(incident: Incident, who: str, at: datetime, **detail: object) -> Step:
    """The first line of a history."""
    told = {"nature": incident.nature, "level": incident.level, "block": incident.block, **detail}
    if incident.times > 1:
        told["times"] = incident.times
    return Step(at, who, "open", "", incident.status, "", told, incident.id)


def untouched(incident: Incident) -> bool:
    """Whether nobody has begun with it: only such a one may be drawn into a storm."""
    begun = incident.status is not FIRST[incident.nature]
    return not (begun or incident.by_hand or incident.storm) and incident.regime is Regime.MESSAGE


def levelled(incident: Incident, level: Level, who: str, at: datetime) -> tuple[Incident, Step] | None:
    """The incident at another level; None where it stands there already."""
    if incident.level is level:
        return None
    step = Step(at, who, "level", incident.level, level, "", {}, incident.id)
    return replace(incident, level=level), step


def resettled(incident: Incident, cards: Sequence[Flag], who: str, at: datetime) -> tuple[Incident, Step] | None:
    """The level after posts went: the highest of those that are left. What came by another channel keeps its own."""
    if not cards or incident.channel is not Channel.NETWORK:
        return None
    return levelled(incident, max((card.risk.level for card in cards), key=lambda level: level.rank), who, at)


def reopened(incident: Incident, post: Newcomer, who: str, at: datetime) -> tuple[Incident, Step] | None:
    """An incident that goes on after it was done with; None where a new post changes nothing.

    A rejected one is looked at again only if the post is more dangerous than what was rejected.
    """
    if post.published <= incident.moved_at:
        return None
    if incident.status in SPREADING:
        return move(incident, Move(Status.REOPENED, who, at, SPREAD))
    worse = post.level.rank > incident.level.rank
    if incident.status is Status.REJECTED and worse:
        return move(incident, Move(FIRST[incident.nature], who, at, "новая публикация опаснее отклонённых"))
    return None
