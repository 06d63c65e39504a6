"""A table of counts as a heat map: what of what, and how much."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette

ROW, LONGEST, WIDE = 26, 30, 600


@dataclass(frozen=True, slots=True)
class Cell:
    """How many there are of a row in a column, both by their names for people."""

    row: str
    column: str
    count: int


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def grid(cells: Sequence[Cell], palette: Palette, width: int = 720) -> Spec:
    """Squares with their numbers; rows and columns in the order in which they first come. `width` in pixels."""
    most = max((cell.count for cell in cells), default=1)
    data = rows(
        [
            {"row": _short(cell.row), "column": _short(cell.column), "n": cell.count, "deep": cell.count > 0.45 * most}
            for cell in cells
        ]
    )
    narrow = width < WIDE
    axis = alt.Axis(labelAngle=-60 if narrow else -35, ticks=False, domain=False, labelLimit=140 if narrow else 220)
    base = alt.Chart(data).encode(
        x=alt.X("column:N", sort=None, title=None, axis=axis),
        y=alt.Y(
            "row:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelLimit=130 if narrow else 230)
        ),
    )
    scale = alt.Scale(domain=[0, most], range=list(palette.ramp))
    squares = base.mark_rect(cornerRadius=3).encode(color=alt.Color("n:Q", scale=scale, legend=None))
    ink = alt.condition("datum.deep", alt.value(palette.paper), alt.value(palette.ink))
    numbers = base.mark_text(fontSize=TEXT).encode(text="n:Q", color=ink)
    height = 150 + ROW * max(1, len({cell.row for cell in cells}))
    return framed(alt.layer(squares, numbers), palette, width, height)
