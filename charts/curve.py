"""How something went with time, and what was done meanwhile: posts an hour, and the moments of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette

FORMAT = "%d.%m %H:%M"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done at a moment, in a word or two ("ответ")."""

    at: datetime
    title: str


def local(moment: datetime, zone: str) -> str:
    """The zone's local time as the drawing engine takes it: it knows no zones."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="seconds")


def curve(
    points: Sequence[tuple[datetime, int]],
    marks: Sequence[Mark],
    zone: str,
    palette: Palette,
    width: int = 720,
    title: str = "публикаций в час",
) -> Spec:
    """A filled line over aware moments, shown in the zone's local time, with upright lines where something was done."""
    data = rows([{"at": local(at, zone), "n": count} for at, count in points])
    when = alt.X("at:T", title=None, axis=alt.Axis(format=FORMAT, tickCount=max(2, width // 130), labelOverlap=True))
    height = alt.Y("n:Q", title=title, axis=alt.Axis(tickMinStep=1, domain=False))
    line = {"color": palette.main, "strokeWidth": 2}
    area = alt.Chart(data).mark_area(line=line, color=palette.main, opacity=0.35, interpolate="step-after")
    done = alt.Chart(rows([{"at": local(mark.at, zone), "said": mark.title} for mark in marks])).encode(x="at:T")
    rules = done.mark_rule(color=palette.ink, strokeDash=[5, 4], strokeWidth=1.5)
    words = done.mark_text(align="left", dx=5, fontSize=TEXT, color=palette.ink, baseline="top").encode(
        text="said:N", y=alt.value(2)
    )
    layers = (area.encode(x=when, y=height), rules, words) if marks else (area.encode(x=when, y=height),)
    return framed(alt.layer(*layers), palette, width, 220)
