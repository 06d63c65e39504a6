"""How something went with time, and what was done meanwhile: posts an hour, and the moments of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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


LETTER, APART, AXIS = 0.62, 10, 50
"""Width of a letter beside the size of its type (rather too wide), pixels between two words, pixels of the axis."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word at `x` pixels, on a line from the top; `count` marks that it speaks for; `turned` stands left of its x."""

    at: datetime
    title: str
    x: float
    line: int = 0
    count: int = 1
    turned: bool = False

    @property
    def said(self) -> str:
        """`ответ × 2`."""
        return f"{self.title} × {self.count}" if self.count > 1 else self.title

    @property
    def ends(self) -> tuple[float, float]:
        """Pixels that it covers, a count included."""
        width = APART + TEXT * LETTER * (len(self.title) + len(" × 9"))
        return (self.x - width, self.x) if self.turned else (self.x, self.x + width)

    def covers(self, other: "Label") -> bool:
        """Whether the two would lie upon each other on one line."""
        return self.ends[0] < other.ends[1] and other.ends[0] < self.ends[1]


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
    done = alt.Chart(rows([{"at": local(mark.at, zone)} for mark in marks])).encode(x="at:T")
    rules = done.mark_rule(color=palette.ink, strokeDash=[5, 4], strokeWidth=1.5)
    words = [_written(label, zone, palette) for label in labelled(marks, [at for at, _ in points], width)]
    layers = (area.encode(x=when, y=height), rules, *words) if marks else (area.encode(x=when, y=height),)
    return framed(alt.layer(*layers), palette, width, 220)


def labelled(marks: Sequence[Mark], moments: Sequence[datetime], width: int) -> list[Label]:
    """The words of the marks so that none lies upon another: a word that would cover its equal is counted with it, one
    that would cover another stands a line lower. `moments` are those of the chart, `width` its pixels."""
    whole = [*moments, *(mark.at for mark in marks)]
    if not whole:
        return []
    start, span = min(whole), (max(whole) - min(whole)) or timedelta(hours=1)
    made: list[Label] = []
    for mark in sorted(marks, key=lambda mark: mark.at):
        label = Label(mark.at, mark.title, (mark.at - start) / span * (width - AXIS))
        if label.ends[1] > width:
            label = replace(label, turned=True)
        near = [each for each in made if each.covers(label)]
        same = next((each for each in near if each.title == label.title), None)
        if same:
            made[made.index(same)] = replace(same, count=same.count + 1)
            continue
        line = next(free for free in range(len(made) + 1) if free not in {each.line for each in near})
        made.append(replace(label, line=line))
    return made


def _written(label: Label, zone: str, palette: Palette) -> alt.LayerChart:
    """A label beside its upright line, upon a rim of paper: the line of a near mark may go through it."""
    said = rows([{"at": local(label.at, zone), "said": label.said}])
    place = alt.Chart(said).encode(x="at:T", text="said:N", y=alt.value(2 + label.line * (TEXT + 4)))
    look = alt.MarkDef(
        type="text",
        align="right" if label.turned else "left",
        dx=-5 if label.turned else 5,
        fontSize=TEXT,
        baseline="top",
        color=palette.ink,
    )
    words, paper = place.copy(), place.copy()
    words.mark = look
    paper.mark = look.copy()
    paper.mark["color"], paper.mark["stroke"], paper.mark["strokeWidth"] = palette.paper, palette.paper, 5
    both: alt.LayerChart = alt.LayerChart(layer=[paper, words])
    return both
