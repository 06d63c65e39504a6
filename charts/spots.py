"""A map without a map: spots of the district by their coordinates, with the names of its settlements."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sqrt

import altair as alt

from charts.frame import TEXT, Spec, framed, rows
from charts.names import Disc, written
from charts.palette import Palette


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in degrees (WGS 84): its name for people, how many matters it has, the worst of their levels."""

    lat: float
    lon: float
    title: str
    count: int = 0
    level: str = ""


LEAST, MOST = 120, 1500
"""Square pixels of a circle of nothing, and of the largest."""
NAME_BELOW = 13
"""Pixels from a settlement's dot to the middle of its name."""
Border = Sequence[tuple[float, float]]
"""A line through points: longitude and latitude, as GeoJSON writes them."""
Bounds = tuple[float, float, float, float]


def _bounds(found: Sequence[Spot], width: int, height: int) -> Bounds:
    """West, east, south and north of the picture, on which a kilometre is as long in both directions."""
    lats, lons = [spot.lat for spot in found] or [0.0], [spot.lon for spot in found] or [0.0]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    narrow = max(cos(radians(middle[0])), 0.1)
    degree = max((max(lats) - min(lats)) / height, (max(lons) - min(lons)) * narrow / width, 0.02 / height) * 1.25
    tall, wide = degree * height / 2, degree * width / narrow / 2
    return middle[1] - wide, middle[1] + wide, middle[0] - tall, middle[0] + tall


def _axes(west: float, east: float, south: float, north: float) -> tuple[alt.X, alt.Y]:
    return (
        alt.X("lon:Q", axis=None, scale=alt.Scale(domain=[west, east], zero=False)),
        alt.Y("lat:Q", axis=None, scale=alt.Scale(domain=[south, north], zero=False)),
    )


def _below(name: Spot, found: Sequence[Spot], bounds: Bounds, width: int, height: int, most: int) -> int:
    """Pixels to the name: below the circles that would cover it."""
    west, east, south, north = bounds
    across, down = width / (east - west), height / (north - south)
    below = NAME_BELOW
    for spot in found:
        radius = _radius(spot.count, most)
        dx, dy = (spot.lon - name.lon) * across, (name.lat - spot.lat) * down
        if hypot(dx, dy) < radius + NAME_BELOW:
            below = max(below, round(dy + radius + NAME_BELOW / 2))
    return below


def _borders(borders: Sequence[Border], x: alt.X, y: alt.Y, palette: Palette) -> list[alt.Chart]:
    """The borders as thin lines below all else; the points keep their order, `at`."""
    points = [
        {"lon": lon, "lat": lat, "at": at, "border": number}
        for number, border in enumerate(borders)
        for at, (lon, lat) in enumerate(border)
    ]
    lines = alt.Chart(rows(points)).mark_line(color=palette.hush, strokeWidth=1, opacity=0.8)
    return [lines.encode(x=x, y=y, detail="border:N", order="at:Q")] if points else []


def _row(spot: Spot, palette: Palette) -> dict[str, object]:
    fill = palette.levels.get(spot.level, palette.main)
    return {"lat": spot.lat, "lon": spot.lon, "name": spot.title, "n": spot.count, "fill": fill}


def _radius(count: int, most: int) -> float:
    return sqrt((LEAST + (MOST - LEAST) * count / most) / pi)


def streets(found: Sequence[Spot], palette: Palette, width: int = 720, height: int = 460) -> Spec:
    """Circles by count and level, each with the name of its place where there is room for it."""
    bounds = _bounds(found, width, height)
    west, east, south, north = bounds
    most = max((spot.count for spot in found), default=1)
    across, down = width / (east - west), height / (north - south)
    ordered = sorted(found, key=lambda spot: (-spot.count, spot.title))
    discs = [
        Disc((spot.lon - west) * across, (north - spot.lat) * down, _radius(spot.count, most), spot.title)
        for spot in ordered
    ]
    named = written(discs, width)
    circles, numbers = _matters(found, bounds, palette, most)
    x, y = _axes(*bounds)
    names = [
        alt.Chart(rows([_row(ordered[at], palette)]))
        .encode(x=x, y=y, text="name:N")
        .mark_text(dy=dy, fontSize=TEXT, color=palette.hush)
        for at, dy in named.items()
    ]
    return framed(alt.layer(circles, numbers, *names), palette, width, height)


def _matters(found: Sequence[Spot], bounds: Bounds, palette: Palette, most: int) -> tuple[alt.Chart, alt.Chart]:
    """The circles, and their numbers."""
    x, y = _axes(*bounds)
    matters = alt.Chart(rows([_row(spot, palette) for spot in found])).encode(x=x, y=y)
    circles = matters.mark_circle(opacity=0.75, stroke=palette.paper, strokeWidth=1).encode(
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(domain=[0, most], range=[LEAST, MOST])),
        color=alt.Color("fill:N", scale=None),
    )
    return circles, matters.mark_text(fontSize=TEXT, fontWeight="bold", color=palette.ink).encode(text="n:Q")


def spots(
    found: Sequence[Spot],
    names: Sequence[Spot],
    palette: Palette,
    width: int = 720,
    height: int = 460,
    borders: Sequence[Border] = (),
) -> Spec:
    """Circles by count and level over the names of settlements, within the borders of territories."""
    corners = [Spot(lat, lon, "") for border in borders for lon, lat in border]
    bounds = _bounds([*found, *names, *corners], width, height)
    x, y = _axes(*bounds)
    most = max((spot.count for spot in found), default=1)
    below = {id(name): _below(name, found, bounds, width, height, most) for name in names}
    circles, numbers = _matters(found, bounds, palette, most)
    dots = alt.Chart(rows([_row(spot, palette) for spot in names])).encode(x=x, y=y)
    written = [
        alt.Chart(rows([_row(name, palette) for name in names if below[id(name)] == dy]))
        .encode(x=x, y=y, text="name:N")
        .mark_text(dy=dy, fontSize=TEXT, color=palette.hush)
        for dy in sorted(set(below.values()))
    ]
    layers = alt.layer(
        *_borders(borders, x, y, palette), dots.mark_circle(size=28, color=palette.hush), circles, numbers, *written
    )
    return framed(layers, palette, width, height)
