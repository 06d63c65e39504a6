"""Counts by name, as bars that lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette

ROW = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A name for people and its count; `level` is the code of a risk level where the bar stands for one."""

    title: str
    count: int
    level: str = ""


def bars(found: Sequence[Bar], palette: Palette, width: int = 480) -> Spec:
    """Bars in the given order with their numbers at the end. `width` in pixels."""
    data = rows(
        [{"name": bar.title, "n": bar.count, "fill": palette.levels.get(bar.level, palette.main)} for bar in found]
    )
    most = max((bar.count for bar in found), default=1)
    base = alt.Chart(data).encode(
        x=alt.X("n:Q", title=None, axis=None, scale=alt.Scale(domain=[0, max(most, 1) * 1.12])),
        y=alt.Y(
            "name:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=max(240, width // 2))
        ),
    )
    lying = base.mark_bar(height=16, cornerRadiusEnd=2).encode(color=alt.Color("fill:N", scale=None))
    numbers = base.mark_text(align="left", dx=6, fontSize=TEXT, color=palette.ink).encode(text="n:Q")
    return framed(alt.layer(lying, numbers), palette, width, 16 + ROW * max(1, len(found)))
