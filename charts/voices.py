"""What residents wrote before and after an answer: texts by hours or days, the negative ones apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import altair as alt

from charts.choosing import by_legend, faded, told
from charts.curve import FORMAT, Mark, local
from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette

NEGATIVE, OTHER = "негативные", "остальные"
WIDEST, THINNEST = 26, 2


@dataclass(frozen=True, slots=True)
class Voiced:
    """An hour or a day by its aware beginning: how many texts, how many of them negative."""

    at: datetime
    total: int
    negative: int


def _column(width: int, found: Sequence[Voiced], step: float) -> float:
    """So broad is a column of one step, in pixels."""
    span = (max(each.at for each in found) - min(each.at for each in found)).total_seconds() if found else 0
    return max(THINNEST, min(WIDEST, 0.8 * (width - 60) / (span / step + 1)))


def _parts(heard: Voiced) -> tuple[tuple[str, int], ...]:
    return (NEGATIVE, heard.negative), (OTHER, heard.total - heard.negative)


def _ticks(found: Sequence[Voiced]) -> list[int]:
    """Whole numbers: half a text is none."""
    most = max((each.total for each in found), default=1)
    return list(range(0, most + 1, max(1, -(-most // 5))))


def voices(
    found: Sequence[Voiced], marks: Sequence[Mark], zone: str, palette: Palette, width: int = 720, step: float = 3600
) -> Spec:
    """Stacked columns over local time, with upright lines at the answers. `step` is the length of a column's time in
    seconds, `width` in pixels."""
    data = rows(
        [
            {"at": local(each.at, zone), "n": count, "part": name, "place": place}
            for each in found
            for place, (name, count) in enumerate(_parts(each))
        ]
    )
    scale = alt.Scale(domain=[NEGATIVE, OTHER], range=[palette.levels["high"], palette.levels["low"]])
    chosen = by_legend("part")
    columns = (
        alt.Chart(data)
        .mark_bar(size=_column(width, found, step))
        .encode(
            x=alt.X(
                "at:T",
                title=None,
                scale=alt.Scale(padding=WIDEST),
                axis=alt.Axis(format=FORMAT, tickCount=max(2, width // 130), labelOverlap=True),
            ),
            y=alt.Y("n:Q", title="текстов", axis=alt.Axis(values=_ticks(found), format="d", domain=False)),
            color=alt.Color("part:N", title=None, scale=scale, sort=None),
            order=alt.Order("place:Q"),
            tooltip=told(("at:T", "время"), ("part:N", "тексты"), ("n:Q", "сколько")),
            opacity=faded(chosen),
        )
        .add_params(chosen)
    )
    done = alt.Chart(rows([{"at": local(mark.at, zone), "said": mark.title} for mark in marks])).encode(x="at:T")
    rules = done.mark_rule(color=palette.ink, strokeDash=[5, 4], strokeWidth=1.5)
    words = done.mark_text(align="left", dx=5, fontSize=TEXT, color=palette.ink, baseline="top").encode(
        text="said:N", y=alt.value(2)
    )
    return framed(alt.layer(columns, rules, words) if marks else alt.layer(columns), palette, width, 220)
