"""Pictures of a paper as PNG, by the room of charts. No tiles, no network: a map is spots over names of settlements."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from charts import LIGHT, Bar, Spec, Spot, bars, columns, png, spots, streets
from core.papers import Picture

WIDTH = 680
Town = tuple[str, float, float]


def _days(values: Mapping[str, Any], towns: Sequence[Town]) -> Spec:
    return columns([(each["day"], each["n"]) for each in values["points"]], LIGHT, WIDTH)


def _bars(values: Mapping[str, Any], towns: Sequence[Town]) -> Spec:
    return bars([Bar(each["title"], each["n"]) for each in values["bars"]], LIGHT, WIDTH)


def _map(values: Mapping[str, Any], towns: Sequence[Town]) -> Spec:
    """Spots by number, in the colour of the worst of their matters."""
    found = [Spot(each["lat"], each["lon"], "", each["n"], each["level"]) for each in values["spots"]]
    return spots(found, [Spot(lat, lon, name) for name, lat, lon in towns], LIGHT, WIDTH, 400)


def _streets(values: Mapping[str, Any], towns: Sequence[Town]) -> Spec:
    """The same of one settlement: each spot has the name of its place beside it."""
    found = [Spot(each["lat"], each["lon"], each["title"], each["n"], each["level"]) for each in values["spots"]]
    return streets(found, LIGHT, WIDTH, 400)


KINDS: Mapping[str, Callable[[Mapping[str, Any], Sequence[Town]], Spec]] = {
    "days": _days,
    "bars": _bars,
    "map": _map,
    "streets": _streets,
}


def drawn(picture: Picture, towns: Sequence[Town] = ()) -> bytes:
    """The picture as PNG, 1360 pixels wide; `towns` name the map's settlements."""
    return png(KINDS[picture.kind](picture.values, towns))
