"""What a chart that answers adds to its picture: a choice in the legend, and words for what is pointed at."""

from typing import Any

import altair as alt

MOMENT = "%d.%m %H:%M"
FADED = 0.15
"""How much is left of what was not chosen; a picture has all chosen."""


def by_legend(field: str) -> alt.Parameter:
    """Values of a field are chosen by pressing their names in the legend."""
    return alt.selection_point(name="chosen", fields=[field], bind="legend")


def faded(chosen: alt.Parameter) -> Any:
    """The opacity by a choice."""
    return alt.condition(chosen, alt.value(1), alt.value(FADED))


def told(*named: tuple[str, str]) -> list[alt.Tooltip]:
    """Fields with their names for people; a moment by day and hour."""
    return [
        alt.Tooltip(field, title=title, format=MOMENT if field.endswith(":T") else alt.Undefined)
        for field, title in named
    ]
