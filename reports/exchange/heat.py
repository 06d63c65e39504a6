"""The heat map for BI ЦУР (decree 001, п. 1.1.3): places with their incidents, as CSV rows and as GeoJSON."""

from collections import Counter
from collections.abc import Callable, Iterator

from core.labels import THEME_TITLES
from core.maps import Cluster, Located, Mapped, by_place
from core.risk import LEVEL_TITLES

HEAT_HEAD = ("место", "широта", "долгота", "инцидентов", "публикаций", "главная тема", "доля темы, %", "уровень")
UNPLACED = "адрес не определён"
Row = dict[str, object]
Title = Callable[[str], str]
"""The proper name of a place."""


def heat_rows(found: Mapped, title: Title) -> Iterator[Row]:
    """A row a place by its `title`, the most incidents first; those without an address are the last
    row, so that sums agree."""
    for spot in by_place(found.located):
        yield _row(spot, title)
    if found.unplaced:
        yield {
            "место": UNPLACED,
            "инцидентов": len(found.unplaced),
            "публикаций": sum(each.posts for each in found.unplaced),
        }


def _row(spot: Cluster[Located], title: Title) -> Row:
    themes = Counter(each.matter.theme for each in spot.found)
    theme, count = themes.most_common(1)[0]
    return {
        "место": title(spot.names[0]),
        "широта": round(spot.point.lat, 5),
        "долгота": round(spot.point.lon, 5),
        "инцидентов": len(spot.found),
        "публикаций": sum(each.matter.posts for each in spot.found),
        "главная тема": THEME_TITLES[theme],
        "доля темы, %": round(100 * count / len(spot.found)),
        "уровень": LEVEL_TITLES[spot.level],
    }


def heat_csv(found: Mapped, title: Title) -> tuple[tuple[str, ...], Iterator[Row], int]:
    """Heads, rows, and how many rows there must be."""
    return HEAT_HEAD, heat_rows(found, title), len(by_place(found.located)) + bool(found.unplaced)


def heat_geojson(found: Mapped, title: Title) -> dict[str, object]:
    """A FeatureCollection (RFC 7946): a point a place, its row as properties; `unplaced` counts the rest."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["долгота"], row["широта"]]},
            "properties": {name: value for name, value in row.items() if name not in ("широта", "долгота")},
        }
        for row in heat_rows(found, title)
        if "широта" in row
    ]
    return {"type": "FeatureCollection", "unplaced": len(found.unplaced), "features": features}
