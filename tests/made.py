"""Records made for tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.labels import Assessment, Guess, Kind, Place, Sign, Theme
from core.posts import Counters, Platform, Post, PostKey, PostKind

DAY = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)


def post(message: int | str = 1, text: str = "Нет тепла на Заречной", *, source: str = "wall", **fields: Any) -> Post:
    """A VK post with this message id."""
    made = Post(PostKey(Platform.VK, source, str(message)), DAY, text)
    return replace(made, **fields)


def comment(message: int, root: int, text: str = "и у нас", **fields: Any) -> Post:
    """A comment under a root post."""
    place = {"kind": PostKind.COMMENT, "thread": str(root), "parent": str(root)}
    return post(message, text, **(place | fields))


def views(count: int, hours: float = 0) -> Counters:
    """So many views, some hours after the day began."""
    return Counters(DAY + timedelta(hours=hours), views=count)


def said(theme: Theme = Theme.HOUSING, **fields: Any) -> Assessment:
    """An ordinary complaint, changed by the given fields."""
    made = Assessment(
        theme=theme,
        themes=(Guess(theme, 0.9),),
        kind=Kind.PROBLEM,
        kind_p=0.9,
        solvable=0.9,
        neg=1,
        neg_score=1.2,
        risk=1,
        risk_score=1.1,
        signs=dict.fromkeys(Sign, 0.0),
        model="test-1",
        places=(Place("Заречной", 0, 8, 0.9),),
    )
    return replace(made, **fields)
