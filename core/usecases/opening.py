"""What every new incident gets, whichever way it came: its route with the reasons, its place's count, its clocks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from core.deadlines import Event
from core.deadlines.following import opened
from core.incidents import Incident
from core.labels import Guess
from core.ports import Work
from core.profile import Profile
from core.routing import Matter, route
from core.scope import Scope
from core.usecases.timing import Memo, begun

Topic = Callable[[str, str], Sequence[Guess]]
"""The most probable topics of the official classifier for a text and its theme, the surest first."""
TOPIC_FROM = 0.5
"""A topic that is less sure routes nothing: of the surest topics about four in five are right (docs/topics.md)."""

SUBJECT_FROM = 0.25
"""From here on two posts of one theme, written within hours, may be of one thing: nothing but a storm rests on it."""


def no_topic(text: str, theme: str) -> Sequence[Guess]:
    """Where nobody tells topics apart."""
    return ()


def topic_of(topic: Topic, text: str, theme: str, enough: float = TOPIC_FROM) -> str:
    """The code of the topic, empty where none is sure enough."""
    best = next(iter(topic(text, theme)), None)
    return str(best.code) if best and best.p >= enough else ""


def subjects_of(topic: Topic, texts: Iterable[str], theme: str) -> list[str]:
    """What each text of a possible storm is about, told more readily than a route is chosen."""
    return [topic_of(topic, text, theme, SUBJECT_FROM) for text in texts]


def prepared(
    work: Work,
    scope: Scope,
    profile: Profile,
    fresh: Incident,
    text: str,
    came: datetime,
    noted: datetime | None = None,
    memo: Memo | None = None,
) -> tuple[Incident, tuple[Event, ...]]:
    """A new incident, not yet kept, routed by the text of what it is about, and the events with which its clocks begin
    at the moment when it came. `noted`: when an appeal was registered."""
    way = route(profile, Matter(fresh.theme, fresh.topic, fresh.place, fresh.territory, text, fresh.level))
    times = work.incidents.times(scope, fresh.theme, fresh.place, came - profile.repeat_window, came)
    placed = replace(fresh, block=way.block, recipient=way.recipient, route=way, times=times)
    events = opened(placed, profile, came, scope.who, noted)
    return begun(placed, events, profile, memo), events
