"""A map without a map: spots of the district by their coordinates, with the names of its settlements."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.palette import Palette


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in degrees (WGS 84): its name for people, how many matters it has, the worst of their levels."""

    lat: float
    lon: float
    title: str
    count: int = 0
    level: str = ""


def _axes(found: Sequence[Spot], width: int, height: int) -> tuple[alt.X, alt.Y]:
    """Scales on which a kilometre is as long in both directions."""
    lats, lons = [spot.lat for spot in found] or [0.0], [spot.lon for spot in found] or [0.0]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    narrow = max(cos(radians(middle[0])), 0.1)
    degree = max((max(lats) - min(lats)) / height, (max(lons) - min(lons)) * narrow / width, 0.02 / height) * 1.25
    tall, wide = degree * height / 2, degree * width / narrow / 2
    return (
        alt.X("lon:Q", axis=None, scale=alt.Scale(domain=[middle[1] - wide, middle[1] + wide], zero=False)),
        alt.Y("lat:Q", axis=None, scale=alt.Scale(domain=[middle[0] - tall, middle[0] + tall], zero=False)),
    )


def _row(spot: Spot, palette: Palette) -> dict[str, object]:
    fill = palette.levels.get(spot.level, palette.main)
    return {"lat": spot.lat, "lon": spot.lon, "name": spot.title, "n": spot.count, "fill": fill}


def spots(found: Sequence[Spot], names: Sequence[Spot], palette: Palette, width: int = 720, height: int = 460) -> Spec:
    """Circles by count and level over the names of settlements."""
    x, y = _axes([*found, *names], width, height)
    most = max((spot.count for spot in found), default=1)
    towns = alt.Chart(rows([_row(spot, palette) for spot in names])).encode(x=x, y=y)
    dots = towns.mark_circle(size=28, color=palette.hush)
    words = towns.mark_text(dy=13, fontSize=TEXT, color=palette.hush).encode(text="name:N")
    matters = alt.Chart(rows([_row(spot, palette) for spot in found])).encode(x=x, y=y)
    circles = matters.mark_circle(opacity=0.75, stroke=palette.paper, strokeWidth=1).encode(
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[120, 1500])),
        color=alt.Color("fill:N", scale=None),
    )
    numbers = matters.mark_text(fontSize=TEXT, fontWeight="bold", color=palette.ink).encode(text="n:Q")
    return framed(alt.layer(dots, words, circles, numbers), palette, width, height)
