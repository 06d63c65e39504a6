"""One figure against another, as lines with their points: confidence against the truth, recall against cards a day."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from charts.frame import Spec, framed, rows
from charts.palette import Palette


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line; `line` is the line's name for people."""

    x: float
    y: float
    line: str = ""


def lines(found: Sequence[Point], x: str, y: str, palette: Palette, width: int = 480, *, even: bool = False) -> Spec:
    """Lines through the points in their order; `x` and `y` name the axes, `even` adds the line on which both are alike.
    `width` in pixels."""
    data = rows([{"x": point.x, "y": point.y, "line": point.line, "at": at} for at, point in enumerate(found)])
    names = list(dict.fromkeys(point.line for point in found))
    tones = [palette.main, palette.levels.get("high", palette.ink), palette.hush, palette.ink]
    colours = alt.Scale(domain=names, range=[tones[at % len(tones)] for at in range(len(names))])
    legend = alt.Legend(title=None) if len(names) > 1 else None
    line = (
        alt.Chart(data)
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X("x:Q", title=x),
            y=alt.Y("y:Q", title=y),
            color=alt.Color("line:N", scale=colours, legend=legend),
            order="at:Q",
        )
    )
    layers = [line]
    if even:
        ends = rows([{"x": 0, "y": 0}, {"x": 1, "y": 1}])
        layers.append(alt.Chart(ends).mark_line(strokeDash=[4, 4], color=palette.line).encode(x="x:Q", y="y:Q"))
    return framed(alt.layer(*layers), palette, width, 280)
