"""Labels of a file, in: JSON Lines, CSV, the JSON of Label Studio. A row that cannot be read is refused by itself."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from core.errors import BadInput
from core.labels import LEVELS, Kind, Sign, Theme
from core.learning.exchange import CHOICES, Format, Row
from core.learning.records import FIELDS, Label, Origin

CONFIRMED = ("theme", "kind")
"""What a confirmed card says, though nothing was set."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A label of a file for the text of that name. `text` is what the annotator saw (empty: the file does not say)."""

    id: str
    text: str
    label: Label


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: its labels, and the rows that cannot be read, each with the reason in Russian."""

    labels: tuple[Incoming, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


Reader = Callable[[], Incoming | None]


def read(content: str, form: Format, by: str) -> Read:
    """The labels of a file. `by` stands where it names no annotator. A row that cannot be read is refused by itself,
    the others count. Raises BadInput where the file as a whole is of another kind."""
    found: list[Incoming] = []
    refused: list[tuple[str, str]] = []
    for where, reader in _rows(content, form, by):
        try:
            taken = reader()
        except BadInput as error:
            refused.append((where, str(error)))
            continue
        found += [taken] if taken else []
    return Read(tuple(found), tuple(refused))


def _rows(content: str, form: Format, by: str) -> Iterator[tuple[str, Reader]]:
    """Where each row stands, and what reads it; nothing is read yet."""
    if form is Format.STUDIO:
        yield from _annotations(content, by)
        return
    if form is Format.CSV:
        for at, row in enumerate(csv.DictReader(io.StringIO(content)), 2):
            yield f"строка {at}", partial(_incoming, row, by)
        return
    for at, line in enumerate(content.split("\n"), 1):
        if line.strip():
            yield f"строка {at}", partial(_line_read, line, by)


def _line_read(line: str, by: str) -> Incoming:
    try:
        return _incoming(json.loads(line), by)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{line[:40]}…: это не JSON") from error


def _incoming(raw: object, by: str) -> Incoming:
    if not isinstance(raw, Mapping):
        raise BadInput("ожидается объект с полями id и метками")
    if not isinstance(raw.get("id"), str) or not raw["id"]:
        raise BadInput("поле «id»: ожидается имя текста из выгрузки")
    given = {name: _value(name, raw.get(name)) for name in _spoken(raw)}
    if "flags" in given:
        given["flags"] = _of_these(given["flags"], raw)
    if not given:
        raise BadInput("нет ни одной метки")
    label = Label(
        str(raw.get("by") or by),
        _moment(raw.get("at")),
        given,
        origin=Origin.IMPORT,
        model=str(raw.get("model") or ""),
        shown=str(raw.get("shown", "")).lower() in {"true", "1"},
    )
    return Incoming(raw["id"], str(raw.get("text") or ""), label)


def _spoken(raw: Mapping[str, Any]) -> list[str]:
    """The fields on which the person spoke. An export names them, for the others hold what the model said: a confirmed
    card names none, and what it confirms is theme and kind. Other files speak of all that they fill in."""
    if raw.get("given") in (None, ""):
        return [name for name in FIELDS if raw.get(name) not in (None, "")]
    confirmed = CONFIRMED if raw.get("decision") == "confirm" else ()
    named = {*map(str, _list(raw["given"])), *confirmed}
    return [name for name in FIELDS if name in named]


def _of_these(flags: Any, raw: Mapping[str, Any]) -> object:
    """Of the signs only those of which the person spoke, where an export names them. In a file that people fill in
    (it names no `given`) a sign that was added counts, too."""
    named = set(map(str, _list(raw.get("signs"))))
    if not named:
        return flags
    added = {sign for sign, yes in flags.items() if yes} if raw.get("given") in (None, "") else set()
    return {sign: yes for sign, yes in flags.items() if sign in named | added}


def _moment(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(value or "").replace("Z", "+00:00"))
    except ValueError as error:
        raise BadInput(f"поле «at»: {value!r} — не момент времени") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _list(value: object) -> list[Any]:
    if isinstance(value, str) and value:
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
        return inner if isinstance(inner, list) else [value]
    return list(value) if isinstance(value, list) else []


def _value(name: str, value: object) -> object:
    try:
        return READERS[name](value)
    except (ValueError, TypeError) as error:
        raise BadInput(f"поле «{name}»: {value!r} не подходит") from error


def _yes(value: object) -> bool:
    found = str(value).lower()
    if found not in {"1", "true", "0", "false"}:
        raise ValueError(value)
    return found in {"1", "true"}


def _level(value: object) -> int:
    found = int(str(value))
    if found not in LEVELS:
        raise ValueError(found)
    return found


READERS: Mapping[str, Callable[[Any], object]] = {
    "theme": lambda value: str(Theme(value)),
    "kind": lambda value: str(Kind(value)),
    "solvable": _yes,
    "neg": _level,
    "risk": _level,
    "flags": lambda value: {str(sign): sign in {Sign(each) for each in _list(value)} for sign in Sign},
    "places": lambda value: [str(each).removeprefix("'") for each in _list(value)],
}


def _annotations(content: str, by: str) -> Iterator[tuple[str, Reader]]:
    try:
        tasks = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadInput("это не JSON") from error
    if not isinstance(tasks, list):
        raise BadInput("ожидается список заданий, как его выгружает Label Studio (JSON)")
    for at, task in enumerate(tasks, 1):
        given = _mapping(task).get("annotations") or [{}]
        for annotation in given if isinstance(given, list) else [given]:
            yield f"задание {at}", partial(_annotated, task, annotation, by)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _annotated(task: object, annotation: object, by: str) -> Incoming | None:
    """What one person said of a task; None where the person passed it over, or nobody has looked at it."""
    if not isinstance(task, Mapping) or not isinstance(annotation, Mapping):
        raise BadInput("ожидается задание с полями data и annotations")
    if not annotation or annotation.get("was_cancelled"):
        return None
    data, meta = _mapping(task.get("data")), _mapping(annotation.get("meta"))
    raw: Row = {"id": data.get("id"), "text": data.get("text"), "at": annotation.get("created_at")}
    raw["by"] = _annotator(annotation.get("completed_by"), by)
    raw |= {name: meta.get(name) for name in ("model", "shown", "decision", "given", "signs")}
    results = annotation.get("result")
    for result in map(_mapping, results if isinstance(results, list) else []):
        raw |= _chosen(str(result.get("from_name")), _mapping(result.get("value")))
    return _incoming(raw, by)


def _annotator(who: object, by: str) -> str | None:
    """Exports of ours hold an address; Label Studio's own a number: people stay apart, or nobody could be compared."""
    if isinstance(who, Mapping):
        return who.get("email") or (f"{by}:{who['id']}" if "id" in who else None)
    return f"{by}:{who}" if isinstance(who, int) else None


def _chosen(name: str, value: Mapping[str, Any]) -> Row:
    if name == "places":
        return {name: value.get("text") or []}
    held = _list(value.get("choices"))
    return {name: held if name == "flags" else next(iter(held), None)} if name in CHOICES else {}
