"""What every new incident gets, whichever way it came: its route with the reasons, its place's count, its clocks."""

from collections.abc import Callable, Sequence
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


def no_topic(text: str, theme: str) -> Sequence[Guess]:
    """Where nobody tells topics apart."""
    return ()


def topic_of(topic: Topic, text: str, theme: str) -> str:
    """The code of the topic, empty where none is sure enough."""
    best = next(iter(topic(text, theme)), None)
    return str(best.code) if best and best.p >= TOPIC_FROM else ""


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
