"""Cards by days, parted by the level of risk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from charts.choosing import by_legend, faded, told
from charts.frame import Spec, framed, rows
from charts.palette import Palette


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: its name for people ("20 ноя") and how many there were of each level (by code)."""

    title: str
    counts: Mapping[str, int]


def days(found: Sequence[Day], titles: Mapping[str, str], palette: Palette, width: int = 720) -> Spec:
    """Stacked columns, the most dangerous at the bottom, where columns are easiest to compare; `titles` name the
    levels, the least first. `width` in pixels."""
    order = [code for code in reversed(list(titles)) if code in palette.levels]
    data = rows(
        [
            {"day": day.title, "level": titles[code], "n": day.counts.get(code, 0), "place": place}
            for day in found
            for place, code in enumerate(order)
        ]
    )
    scale = alt.Scale(domain=[titles[code] for code in order], range=[palette.levels[code] for code in order])
    every = 1 if width >= 600 or len(found) <= 5 else 3
    shown = [day.title for day in found][::-every][::-1] if found else []
    chosen = by_legend("level")
    chart = (
        alt.Chart(data)
        .mark_bar(cornerRadiusTopLeft=1, cornerRadiusTopRight=1)
        .encode(
            x=alt.X("day:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, values=shown, ticks=False)),
            y=alt.Y("n:Q", title="карточек", axis=alt.Axis(tickMinStep=1, domain=False)),
            color=alt.Color(
                "level:N", title=None, scale=scale, sort=None, legend=alt.Legend(columns=4 if width >= 600 else 2)
            ),
            order=alt.Order("place:Q"),
            tooltip=told(("day:N", "день"), ("level:N", "риск"), ("n:Q", "карточек")),
            opacity=faded(chosen),
        )
        .add_params(chosen)
    )
    return framed(chart, palette, width, 240)
