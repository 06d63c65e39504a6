"""Rows of tables as entries: our own columns, addresses with coordinates, lists of settlements with streets. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping

from core.errors import Poison
from core.geo import Entry, Point
from nlp.gazetteer import house

Row = Mapping[str, str | None]
LONGEST_NAME, LONGEST_PARENT, LONGEST_KIND, MOST_ALIASES = 200, 400, 32, 50
KIND = re.compile(r"[a-z][a-z0-9_]*")
CITY = re.compile(r"^(?:г|гор)\.?\s*(?=[А-ЯЁ])|^город\s+")
WIDER = re.compile(r"(?:район|область|край|республика|АО)$|^(?:муниципальный округ|район|область|республика)\b")

SHORT_TYPES: dict[str, tuple[str, str]] = {
    # as registers shorten it -> kind, the whole word (empty: the name goes without it)
    **dict.fromkeys(("г", "город"), ("town", "")),
    **dict.fromkeys(
        ("пос", "п", "поселок", "посёлок", "рп", "пгт", "п/ст", "гп", "дп", "кп"), ("settlement", "посёлок")
    ),
    **dict.fromkeys(("дер", "д", "деревня"), ("village", "деревня")),
    **dict.fromkeys(("с", "село"), ("village", "село")),
    **dict.fromkeys(("х", "хут", "хутор"), ("hamlet", "хутор")),
    **dict.fromkeys(("ст", "станция"), ("settlement", "станция")),
    **dict.fromkeys(("ст-ца", "станица"), ("village", "станица")),
    **dict.fromkeys(("массив", "мас"), ("garden", "массив")),
    **dict.fromkeys(("сад-во", "с-во", "садоводство", "сад", "снт", "днт", "днп", "тсн", "дпк"), ("garden", "СНТ")),
    **dict.fromkeys(("р-н", "район"), ("district", "район")),
    **dict.fromkeys(("ул", "улица"), ("street", "улица")),
    **dict.fromkeys(("пр", "пр-т", "пр-кт", "просп", "проспект"), ("street", "проспект")),
    **dict.fromkeys(("пер", "переулок"), ("street", "переулок")),
    **dict.fromkeys(("наб", "набережная"), ("street", "набережная")),
    **dict.fromkeys(("пл", "площадь"), ("street", "площадь")),
    **dict.fromkeys(("б-р", "бул", "бульвар"), ("street", "бульвар")),
    **dict.fromkeys(("пр-д", "прд", "проезд"), ("street", "проезд")),
    **dict.fromkeys(("ш", "шоссе"), ("street", "шоссе")),
    **dict.fromkeys(("линия", "лн"), ("street", "линия")),
    **dict.fromkeys(("ал", "аллея"), ("street", "аллея")),
    **dict.fromkeys(("туп", "тупик"), ("street", "тупик")),
    **dict.fromkeys(("тракт",), ("street", "тракт")),
    **dict.fromkeys(("дор", "дорога"), ("street", "дорога")),
    **dict.fromkeys(("заезд",), ("street", "заезд")),
    **dict.fromkeys(("мкр", "мкр-н", "микрорайон"), ("quarter", "микрорайон")),
    **dict.fromkeys(("кв-л", "квартал"), ("quarter", "квартал")),
}
STREETS = frozenset(name for kind, name in SHORT_TYPES.values() if kind in ("street", "quarter"))
AFTER_ADJECTIVE = STREETS | {"район"}
FEMININE, MASCULINE, NEUTER = ("ая", "яя"), ("ий", "ый", "ой"), ("ое", "ее")


def plain_entries(row: Row) -> Iterator[Entry]:
    """`name, kind, parent, lat, lon, aliases` (aliases parted by |); `house` for a building of a street."""
    kind = _text(row, "kind", LONGEST_KIND)
    if not KIND.fullmatch(kind):
        raise Poison(f"вид пишется латинскими буквами (street, village, school …), здесь «{kind}»", field="kind")
    number = _text(row, "house", 40, needed=False)
    if number and not house.parse(number):
        raise Poison(f"это не номер дома: «{number}»", field="house")
    aliases = tuple(filter(None, map(str.strip, (row.get("aliases") or "").split("|"))))
    if len(aliases) > MOST_ALIASES or any(len(alias) > LONGEST_NAME for alias in aliases):
        raise Poison(f"больше {MOST_ALIASES} имён или имя длиннее {LONGEST_NAME} знаков", field="aliases")
    name, parent = _text(row, "name", LONGEST_NAME), _text(row, "parent", LONGEST_PARENT, needed=False)
    told = str(house.parse(number)) if number else ""
    yield Entry(name, "house" if told else kind, parent, told, point_of(row.get("lat"), row.get("lon")), aliases)


def address_entries(row: Row) -> Iterator[Entry]:
    """`address, lat, lon`: each street of a corner building has it; a place without a number is an object."""
    parts = [part.strip() for part in _text(row, "address", 2 * LONGEST_PARENT).split(",")]
    point = point_of(row.get("lat"), row.get("lon"))
    parts = [part for part in parts if part]
    city = CITY.sub("", parts[0])
    found = list(_streets([part for part in parts[1:] if not WIDER.search(part)]))
    housed = [(street, number) for street, number in found if number]
    for street, number in housed:
        yield Entry(_name(street), "house", city, str(house.parse(number)), point)
    if not housed:
        if len(parts) < 2:
            raise Poison("в адресе нет улицы", field="address")
        name = _name(parts[-1])
        yield Entry(name, "street" if STREETS & set(name.lower().split()) else "object", city, "", point)


def _streets(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Streets with the numbers that follow them: "дом 31, корпус 2, литера А" is one number."""
    street, number = "", ""
    for part in parts:
        longer = f"{number}, {part}" if number else part
        if street and house.parse(longer):
            number = longer
            continue
        if street:
            yield street, number
        street, number = part, ""
    if street:
        yield street, number


def region_entries(row: Row) -> Iterator[Entry]:
    """`district, settlement, street`: the district, the settlement in it, the street there; a street may be empty."""
    district = _text(row, "district", LONGEST_NAME)
    settlement = _text(row, "settlement", LONGEST_NAME)
    region = f"{district} район" if district.endswith("ский") else district
    yield Entry(region, "district")
    name, kind = named(settlement, "settlement")
    yield Entry(name, kind, region)
    street = _text(row, "street", LONGEST_NAME, needed=False)
    if street:
        title, sort = named(street, "street")
        yield Entry(title, sort, f"{region}, {name}")


def named(text: str, kind: str) -> tuple[str, str]:
    """A register's "Садовая ул." as "Садовая улица", "Луга г." as "Луга", with its kind; `kind` where none is told."""
    words = text.split()
    for at in (len(words) - 1, 0):
        known = SHORT_TYPES.get(words[at].rstrip(".").lower())
        if known and len(words) > 1:
            rest = " ".join(words[:at] + words[at + 1 :])
            return typed(rest, known[1], before=at == 0), known[0]
    return _name(text), kind


def typed(name: str, word: str, *, before: bool = False) -> str:
    """A name with its type where Russian puts it: "Садовая улица", "улица Мира", "деревня Ручьи"."""
    if not word:
        return name
    adjective = name.split()[-1].lower().endswith((*FEMININE, *MASCULINE, *NEUTER))
    after = adjective and not before and word in AFTER_ADJECTIVE
    return f"{name} {word}" if after else f"{word} {name}"


def point_of(lat: object, lon: object) -> Point | None:
    """Degrees of WGS 84; None where both are empty. Raises Poison that names the field."""
    told = [str(value).strip().replace(",", ".") if value is not None else "" for value in (lat, lon)]
    if not any(told):
        return None
    return Point(_degrees(told[0], "lat", 90), _degrees(told[1], "lon", 180))


def _degrees(text: str, field: str, most: int) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Poison(f"ожидались градусы, здесь «{text[:40]}»", field=field) from None
    if not -most <= value <= most:
        raise Poison(f"градусы вне пределов ±{most}: {text[:40]}", field=field)
    return value


def _text(row: Row, field: str, longest: int, *, needed: bool = True) -> str:
    text = _name(row.get(field) or "")
    if needed and not text:
        raise Poison("пусто", field=field)
    if len(text) > longest:
        raise Poison(f"длиннее {longest} знаков", field=field)
    return text


def _name(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


SHAPES: tuple[tuple[frozenset[str], Callable[[Row], Iterator[Entry]]], ...] = (
    (frozenset({"name", "kind"}), plain_entries),
    (frozenset({"address", "lat", "lon"}), address_entries),
    (frozenset({"district", "settlement", "street"}), region_entries),
)
"""Columns by which a table is known, and how its rows are read."""
