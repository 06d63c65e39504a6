"""OpenStreetMap as Overpass gives it (`[out:json] … out center tags;`): settlements, streets, houses, objects.

Elements are read one at a time; a street of many ways becomes one entry at their mean. What tells no settlement
(`addr:city`, `addr:place`) lies in the nearest one of the file. Source: https://wiki.openstreetmap.org/wiki/Key:addr
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from statistics import fmean
from typing import TextIO

from collectors.gazetteer.reading import Found
from collectors.gazetteer.shapes import KIND, LONGEST_KIND, LONGEST_NAME, point_of
from core.errors import BadInput, Poison
from core.geo import Entry, Point, Rank
from nlp.gazetteer import house
from nlp.gazetteer.scoring import distance

Tags = Mapping[str, object]
PIECE = 1 << 20
LARGEST = 32 << 20
"""Characters of one element."""
SETTLEMENTS = {
    # value of `place` -> our kind, and how far in km it reaches where nothing else tells the settlement
    "city": ("city", 15.0),
    "town": ("town", 6.0),
    "village": ("village", 3.0),
    "hamlet": ("hamlet", 2.0),
    "isolated_dwelling": ("hamlet", 1.0),
    "allotments": ("garden", 1.5),
    "suburb": ("suburb", 2.0),
    "neighbourhood": ("suburb", 1.0),
    "quarter": ("quarter", 1.5),
}
REACH: dict[str, float] = dict(SETTLEMENTS.values())
# fmt: off
OBJECTS = (
    "amenity", "shop", "office", "leisure", "tourism", "healthcare", "railway", "public_transport", "historic",
    "man_made", "club", "craft", "sport", "building", "natural", "waterway", "landuse", "highway",
)
# fmt: on
ALIASES = ("alt_name", "old_name", "short_name", "official_name", "loc_name", "name:ru")
START = re.compile(r'"elements"\s*:\s*\[')
BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing before it is known where it belongs; `city` is what its tags tell."""

    kind: str
    name: str
    point: Point | None
    city: str = ""
    house: str = ""
    aliases: tuple[str, ...] = ()


def entries(path: Path) -> Iterator[Found]:
    """Entries and refusals of a file; the number of a refused element stands for its line. Raises BadInput."""
    things: list[Thing] = []
    done = 0
    with path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8", errors="replace") as file:
        for number, element in enumerate(elements(file), 1):
            done = raw.tell()
            try:
                things.extend(_things(element))
            except Poison as error:
                yield done, Poison(error.reason, field=error.field, line=number)
    yield from ((done, entry) for entry in placed(things))


def elements(file: TextIO) -> Iterator[object]:
    """Objects of the list `elements`, one at a time: memory does not grow with the file."""
    text = file.read(PIECE)
    begun = START.search(text)
    if not begun:
        raise BadInput("это не ответ Overpass: в начале файла нет списка «elements»")
    at, decoder = begun.end(), json.JSONDecoder()
    while True:
        at = BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing at least
        if text[at : at + 1] == "]":
            return
        try:
            element, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            more = file.read(PIECE)
            if not more or len(text) - at > LARGEST:
                raise BadInput("файл обрывается или испорчен: элемент списка «elements» не читается") from error
            text, at = text[at:] + more, 0
            continue
        yield element
        if at > PIECE:
            text, at = text[at:], 0


def _things(element: object) -> Iterator[Thing]:
    if not isinstance(element, dict):
        raise Poison("элемент не объект")
    tags = element.get("tags")
    if not isinstance(tags, dict) or not ({"name", "addr:housenumber"} & tags.keys()):
        return
    point = _point(element)
    number = _text(tags, "addr:housenumber")
    street = _text(tags, "addr:street") or _text(tags, "addr:place")
    city = _text(tags, "addr:city") or (_text(tags, "addr:place") if _text(tags, "addr:street") else "")
    if number and street:
        told = house.parse(number)
        if not told:
            raise Poison(f"это не номер дома: «{number[:40]}»", field="addr:housenumber")
        yield Thing("house", street, point, city, str(told))
    kind = _kind(tags, str(element.get("type")))
    if kind and (name := _text(tags, "name")):
        yield Thing(kind, name, point, city, aliases=_aliases(tags, number, street))


def _point(element: Tags) -> Point | None:
    where = element.get("center") if "center" in element else element
    if not isinstance(where, dict) or "lat" not in where:
        raise Poison("нет координат: запросите «out center»", field="center")
    return point_of(where.get("lat"), where.get("lon"))


def _kind(tags: Tags, sort: str) -> str:
    if "place" in tags:
        return SETTLEMENTS.get(_text(tags, "place"), ("", 0.0))[0]
    if "highway" in tags and sort != "node":
        return "street"
    if tags.get("boundary") == "administrative":
        return "district" if _text(tags, "admin_level") in {"4", "5", "6", "7"} else ""
    key = next((key for key in OBJECTS if key in tags), "")
    value = _text(tags, key)[:LONGEST_KIND] if key else ""
    return value if KIND.fullmatch(value) and value != "yes" else key


def _aliases(tags: Tags, number: str, street: str) -> tuple[str, ...]:
    told = [part.strip() for key in ALIASES for part in _text(tags, key).split(";")]
    address = f"{street}, {number}" if number and street else ""
    return tuple(dict.fromkeys(name for name in (*told, address) if name and name != tags.get("name")))


def _text(tags: Tags, key: str) -> str:
    return " ".join(str(tags.get(key, "")).replace("\x00", "").split())[:LONGEST_NAME]


def placed(things: Iterable[Thing]) -> Iterator[Entry]:
    """Things as entries: settlements first, then the rest under the settlement that is told or is the nearest."""
    everything = list(things)
    towns = [each for each in everything if each.kind in REACH]
    grouped: dict[tuple[str, str, str, str], list[Thing]] = {}
    for each in everything:
        parent = "" if each.kind in REACH or each.kind == "district" else each.city or nearest(each.point, towns)
        grouped.setdefault((each.kind, parent, each.name, each.house), []).append(each)
    for (kind, parent, name, number), same in grouped.items():
        aliases = tuple(dict.fromkeys(alias for each in same for alias in each.aliases))
        points = [each.point for each in same if each.point]
        entry = Entry(name, kind, parent, number, points[0] if points else None, aliases)
        if points and entry.rank is Rank.STREET:
            middle = Point(round(fmean(p.lat for p in points), 6), round(fmean(p.lon for p in points), 6))
            entry = Entry(name, kind, parent, number, middle, aliases)
        yield entry


def nearest(point: Point | None, towns: Iterable[Thing]) -> str:
    """The settlement that reaches the point, the nearest in shares of its reach; nothing where none does."""
    if point is None:
        return ""
    beside = [town for town in towns if town.point and 111 * abs(town.point.lat - point.lat) <= REACH[town.kind]]
    shares = ((distance(point, town.point) / REACH[town.kind], town.name) for town in beside if town.point)
    share, name = min(shares, default=(2.0, ""))
    return name if share <= 1 else ""
