"""Labels kept apart from their texts: a CSV of ids and codes over texts that lie elsewhere.

So a second annotator's labels can stand in the repository while the texts do not. Columns: id, theme, theme2, kind,
solvable, neg, risk, flags (separated by blanks), places (character spans `12-20 31-40` of the text; `-`: not looked
for). A file named `threads*.csv` was labelled with the post above in sight: its rows keep their context.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from core.errors import BadInput
from models import data
from models.data import Labelled

COLUMNS = ("id", "theme", "theme2", "kind", "solvable", "neg", "risk", "flags", "places")
UNSOUGHT = "-"

Texts = Mapping[str, tuple[str, str]]
"""By id: a text and the post above it (empty: none)."""


def texts(files: Sequence[Path]) -> Texts:
    """All texts of JSON lines by their ids. Raises BadInput."""
    found: dict[str, tuple[str, str]] = {}
    for path in files:
        for at, line in enumerate(data.lines(path), 1):
            try:
                raw = json.loads(line)
                found[str(raw["id"])] = str(raw["text"]), str(raw.get("context") or "")
            except (ValueError, KeyError, TypeError) as error:
                raise BadInput(f"{path.name}, строка {at}: ожидается объект с полями id и text ({error})") from error
    return found


def read(path: Path, known: Texts) -> list[Labelled]:
    """The rows of a CSV of labels whose texts are known. Raises BadInput (file, line, field), also where none is."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise BadInput(f"{path.name}: столбцы должны быть {', '.join(COLUMNS)}")
        rows = list(_rows(table, path, known))
    if not rows:
        raise BadInput(f"{path.name}: ни один текст этих меток не найден; укажите его файл в --texts")
    return rows


def _rows(table: "csv.DictReader[str]", path: Path, known: Texts) -> Iterator[Labelled]:
    in_sight = path.name.startswith("threads")
    for at, row in enumerate(table, 2):
        if row["id"] not in known:
            continue
        where = f"{path.name}, строка {at}"
        text, above = known[row["id"]]
        if in_sight and not above:
            raise BadInput(f"{where}: у текста {row['id']} нет публикации над ним")
        yield replace(data.labelled(_raw(row, text, above, where), where, in_sight), second=True)


def _raw(row: Mapping[str, str], text: str, above: str, where: str) -> dict[str, object]:
    spans = [] if row["places"] == UNSOUGHT else row["places"].split()
    return {
        "id": row["id"],
        "text": text,
        "context": above,
        "theme": row["theme"],
        "theme2": row["theme2"],
        "kind": row["kind"],
        "solvable": _whole(row, "solvable", where),
        "neg": _whole(row, "neg", where),
        "risk": _whole(row, "risk", where),
        "flags": row["flags"].split(),
        "places": [_span(span, text, where) for span in spans],
    }


def _whole(row: Mapping[str, str], name: str, where: str) -> int:
    try:
        return int(row[name])
    except (TypeError, ValueError):
        raise BadInput(f"{where}, поле «{name}»: {row[name]!r}, ожидается целое") from None


def _span(span: str, text: str, where: str) -> str:
    start, dash, end = span.partition("-")
    if not (dash and start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(text)):
        raise BadInput(f"{where}, поле «places»: «{span}» не отрезок текста")
    return text[int(start) : int(end)]
