"""Counts by day (or week) as plain columns."""

from collections.abc import Sequence

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette

LABELS = 16


def columns(found: Sequence[tuple[str, int]], palette: Palette, width: int = 720, title: str = "сообщений") -> Spec:
    """Columns in the given order, with their numbers where there is room. `width` in pixels."""
    data = rows([{"day": day, "n": count} for day, count in found])
    every = -(-len(found) // LABELS) or 1
    shown = [day for day, _ in found][::every]
    base = alt.Chart(data).encode(
        x=alt.X("day:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, values=shown, ticks=False)),
        y=alt.Y("n:Q", title=title, axis=alt.Axis(tickMinStep=1, domain=False)),
    )
    standing = base.mark_bar(color=palette.main, cornerRadiusTopLeft=2, cornerRadiusTopRight=2)
    if len(found) > LABELS:
        return framed(standing, palette, width, 220)
    numbers = base.mark_text(dy=-8, fontSize=TEXT, color=palette.ink).encode(text="n:Q")
    return framed(alt.layer(standing, numbers), palette, width, 220)
