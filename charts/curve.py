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


LETTER = 0.62
"""Width of a letter beside the size of its type, and the two signs of a count that may follow: rather too wide."""


@dataclass(frozen=True, slots=True)
class Label:
    """A word at `x` pixels, on a line from the top; `count` marks that it speaks for."""

    at: datetime
    title: str
    x: float
    line: int = 0
    count: int = 1

    @property
    def said(self) -> str:
        """`ответ × 2`."""
        return f"{self.title} × {self.count}" if self.count > 1 else self.title

    @property
    def end(self) -> float:
        """Pixels at which another word may begin, a count included."""
        return self.x + 10 + TEXT * LETTER * (len(self.title) + len(" × 9"))


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
        at = (mark.at - start) / span * width
        same = next((each for each in reversed(made) if each.title == mark.title and at < each.end), None)
        if same:
            made[made.index(same)] = replace(same, count=same.count + 1)
            continue
        taken = {each.line for each in made if at < each.end}
        line = next(free for free in range(len(made) + 1) if free not in taken)
        made.append(Label(mark.at, mark.title, at, line))
    return made


def _written(label: Label, zone: str, palette: Palette) -> alt.Chart:
    """A label beside its upright line."""
    place = alt.Chart(rows([{"at": local(label.at, zone), "said": label.said}]))
    words = place.mark_text(align="left", dx=5, fontSize=TEXT, color=palette.ink, baseline="top")
    placed: alt.Chart = words.encode(x="at:T", text="said:N", y=alt.value(2 + label.line * (TEXT + 4)))
    return placed
