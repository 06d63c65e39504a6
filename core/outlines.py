"""Borders of the municipality's territories, as the centre hands them in: GeoJSON, degrees of WGS 84. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadInput

TERRITORIES_MOST, POINTS_MOST = 300, 50_000
Ring = tuple[tuple[float, float], ...]
"""Longitude and latitude, as GeoJSON writes them."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A territory: its name and the rings of its border, with those of its holes."""

    name: str
    rings: tuple[Ring, ...]

    @property
    def feature(self) -> dict[str, object]:
        """As GeoJSON: lines, for a border is drawn and not filled."""
        shape = {"type": "MultiLineString", "coordinates": [list(map(list, ring)) for ring in self.rings]}
        return {"type": "Feature", "properties": {"name": self.name}, "geometry": shape}


def outlines(document: object) -> tuple[Outline, ...]:
    """The territories of a GeoJSON document. Raises BadInput that says what is wrong with which."""
    if not isinstance(document, Mapping) or document.get("type") != "FeatureCollection":
        raise BadInput("нужен GeoJSON вида FeatureCollection")
    features = document.get("features")
    if not isinstance(features, list) or len(features) > TERRITORIES_MOST:
        raise BadInput(f"нужен список территорий, не больше {TERRITORIES_MOST}")
    found = tuple(_outline(number, each) for number, each in enumerate(features, 1))
    if sum(len(ring) for each in found for ring in each.rings) > POINTS_MOST:
        raise BadInput(f"точек больше {POINTS_MOST}: упростите границы")
    return found


def _outline(number: int, feature: Any) -> Outline:
    try:
        name = feature["properties"]["name"]
        rings = tuple(_rings(feature["geometry"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput(f"территория {number}: нужны properties.name и Polygon или MultiPolygon в градусах") from wrong
    if not isinstance(name, str) or not rings:
        raise BadInput(f"территория {number}: нет имени или границы")
    return Outline(name[:200], rings)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    within = geometry["coordinates"]
    parts: Sequence[Any] = {"Polygon": [within], "MultiPolygon": within}[geometry["type"]]
    for ring in (ring for part in parts for ring in part):
        yield tuple(_point(each) for each in ring)


def _point(each: Sequence[Any]) -> tuple[float, float]:
    lon, lat = float(each[0]), float(each[1])
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError("no degrees")
    return lon, lat
