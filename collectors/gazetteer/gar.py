"""The state register of addresses (ГАР, formerly ФИАС) as the tax service hands it out: AS_ADDR_OBJ, AS_HOUSES and
AS_ADM_HIERARCHY of a region, XML. It has no coordinates.

Elements are read one at a time. A document type (and so any entity) is refused. Source: the register's own schemas
(gar_schemas: AS_ADDR_OBJ, AS_HOUSES, AS_ADM_HIERARCHY, AS_ADDHOUSE_TYPES).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from collectors.gazetteer.reading import Found
from collectors.gazetteer.shapes import LONGEST_NAME, SHORT_TYPES, typed
from core.errors import BadInput, Poison
from core.geo import Entry
from nlp.gazetteer import house

Attributes = Mapping[str, str]
PIECE = 1 << 20
NAMED = {
    "objects": re.compile(r"AS_ADDR_OBJ_\d.*\.xml", re.IGNORECASE),
    "houses": re.compile(r"AS_HOUSES_\d.*\.xml", re.IGNORECASE),
    "hierarchy": re.compile(r"AS_(?:ADM|MUN)_HIERARCHY_\d.*\.xml", re.IGNORECASE),
    "additions": re.compile(r"AS_ADDHOUSE_TYPES_\d.*\.xml", re.IGNORECASE),
}
ADDITIONS = {"1": "к", "2": "стр", "3": "соор", "4": "лит"}
"""Kinds of ADDNUM where no AS_ADDHOUSE_TYPES lies beside."""
KIND_OF_LEVEL = {"5": "town", "6": "settlement", "7": "quarter", "8": "street"}
REGION = "1"
LONGEST_PATH = 8


@dataclass(frozen=True, slots=True)
class Object:
    """A street, a settlement, a district: our name and kind, level 1–8 (8 is a street)."""

    name: str
    kind: str
    level: str


@dataclass(slots=True)
class Register:
    """What the houses need to know: objects by OBJECTID and what each lies in."""

    objects: dict[str, Object] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    additions: dict[str, str] = field(default_factory=lambda: dict(ADDITIONS))

    def path(self, id_: str) -> list[Object]:
        """What an object lies in, outermost first, without the region."""
        found: list[Object] = []
        while (id_ := self.parents.get(id_, "")) in self.objects and len(found) < LONGEST_PATH:
            found.append(self.objects[id_])
        return [each for each in reversed(found) if each.level != REGION]


def files(path: Path) -> list[Path]:
    """The files that are read for a path: all of a folder; those beside a file that it needs. Raises BadInput."""
    folder = path if path.is_dir() else path.parent
    there = sorted(each for each in folder.rglob("*") if each.is_file()) if path.is_dir() else sorted(folder.iterdir())
    kinds = [kind for kind in NAMED if path.is_dir() or kind != "houses" or NAMED["houses"].fullmatch(path.name)]
    found = {kind: [each for each in there if NAMED[kind].fullmatch(each.name)] for kind in kinds}
    if not path.is_dir() and not any(NAMED[kind].fullmatch(path.name) for kind in ("objects", "houses")):
        raise BadInput(f"{path.name}: из ГАР читаются AS_ADDR_OBJ_….XML и AS_HOUSES_….XML")
    if not found["objects"]:
        raise BadInput(f"{folder}: нет файла AS_ADDR_OBJ_….XML")
    return [each for kind in ("additions", "objects", "hierarchy", "houses") for each in found.get(kind, [])]


def entries(path: Path) -> Iterator[Found]:
    """Objects, then houses, with refusals; a refusal names the line of its file. Raises BadInput."""
    known, done, given = Register(), 0, False
    for file in files(path):
        kind = next(kind for kind, pattern in NAMED.items() if pattern.fullmatch(file.name))
        if kind == "houses" and not given:
            yield from ((done, entry) for entry in _objects(known))
            given = True
        for byte, line, row in rows(file):
            found = _row(known, kind, row, line)
            if found is not None:
                yield done + byte, found
        done += file.stat().st_size
    if not given:
        yield from ((done, entry) for entry in _objects(known))


def _row(known: Register, kind: str, row: Attributes, line: int) -> Entry | Poison | None:
    """Keep what a row tells; the entry of a house, or why a row cannot be read."""
    if (
        row.get("ISACTIVE", "1") in ("0", "false")
        or row.get("ISACTUAL") == "0"
        or not ({"OBJECTID", "ID"} & row.keys())
    ):
        return None
    try:
        if kind == "objects":
            known.objects[_told(row, "OBJECTID")] = _object(row)
        elif kind == "hierarchy":
            if row.get("PARENTOBJID") in known.objects:
                known.parents[_told(row, "OBJECTID")] = row["PARENTOBJID"]
        elif kind == "additions":
            known.additions[_told(row, "ID")] = _told(row, "SHORTNAME").rstrip(".").lower()
        else:
            return _house(known, row)
    except Poison as error:
        return Poison(error.reason, field=error.field, line=line)
    return None


def _told(row: Attributes, name: str) -> str:
    value = " ".join(row.get(name, "").split())
    if not value:
        raise Poison("пусто", field=name)
    if len(value) > LONGEST_NAME:
        raise Poison(f"длиннее {LONGEST_NAME} знаков", field=name)
    return value


def _object(row: Attributes) -> Object:
    name, level = _told(row, "NAME"), _told(row, "LEVEL")
    sort = row.get("TYPENAME", "").strip().rstrip(".")
    kind, word = SHORT_TYPES.get(sort.lower(), ("", sort))
    kind = kind if level in KIND_OF_LEVEL and kind else KIND_OF_LEVEL.get(level, "district")
    return Object(typed(name, word), kind, level)


def _objects(known: Register) -> Iterator[Entry]:
    for id_, each in known.objects.items():
        if each.level != REGION:
            yield Entry(each.name, each.kind, ", ".join(parent.name for parent in known.path(id_)))


def _house(known: Register, row: Attributes) -> Entry | None:
    path = known.path(_told(row, "OBJECTID"))
    if not path:
        return None
    number = row.get("HOUSENUM", "").strip()
    for at in ("1", "2"):
        if row.get(f"ADDNUM{at}", "").strip():
            number += f" {known.additions.get(row.get(f'ADDTYPE{at}', ''), 'к')} {row[f'ADDNUM{at}'].strip()}"
    told = house.parse(number)
    if not told:
        raise Poison(f"это не номер дома: «{number[:40]}»", field="HOUSENUM")
    *parents, street = path
    return Entry(street.name, "house", ", ".join(parent.name for parent in parents), str(told))


def rows(path: Path) -> Iterator[tuple[int, int, Attributes]]:
    """Attributes of the elements of a file, with the byte and the line. Raises BadInput for what is no plain XML."""
    with path.open("rb") as file:
        try:
            yield from _rows(file)
        except expat.ExpatError as error:
            raise BadInput(
                f"{path.name}: это не XML ({expat.ErrorString(error.code)}, строка {error.lineno})"
            ) from None


def _rows(file: BinaryIO) -> Iterator[tuple[int, int, Attributes]]:
    parser = expat.ParserCreate()
    found: list[tuple[int, Attributes]] = []
    parser.StartElementHandler = lambda tag, told: found.append((parser.CurrentLineNumber, told)) if told else None
    parser.StartDoctypeDeclHandler = _refuse
    while piece := file.read(PIECE):
        parser.Parse(piece, False)
        yield from ((file.tell(), line, told) for line, told in found)
        found.clear()
    parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise BadInput("XML с описанием типа (DOCTYPE) не читается: в выгрузках ГАР его нет")
