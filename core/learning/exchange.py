"""Labels as files: JSON Lines, CSV and the JSON of Label Studio, out and in. Texts are masked by whoever asks.

A file of JSON Lines whose rows are complete can be given to `mcu train --data` as it is.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from core.errors import BadInput
from core.labels import KIND_TITLES, LEVELS, SIGN_TITLES, THEME_TITLES, Kind, Sign, Theme
from core.learning.records import FIELDS, Example, Label, Origin, Values, said_by, values

Mask = Callable[[str], str]
Row = dict[str, Any]
COLUMNS = (
    *("id", "text", "context", *FIELDS, "given"),
    *("by", "at", "model", "shown", "decision", "origin", "cause", "reason"),
)


class Format(StrEnum):
    """Formats of a file of labels."""

    JSONL = "jsonl"
    CSV = "csv"
    STUDIO = "labelstudio"


def rows(examples: Iterable[Example], mask: Mask) -> Iterator[Row]:
    """A row a label; `given` names the fields that the person set, the others are the model's."""
    for example in examples:
        for label in example.labels:
            yield {
                "id": example.id,
                "text": mask(example.text),
                "context": mask(example.context),
                **_fields(values(label, example.said), mask),
                "given": sorted(set(label.given) & set(FIELDS)),
                "by": label.by,
                "at": label.at.isoformat(),
                "model": label.model,
                "shown": label.shown,
                "decision": label.decision,
                "origin": str(label.origin),
                "cause": str(label.cause),
                "reason": mask(label.reason),
            }


def _fields(found: Values, mask: Mask) -> Row:
    return {
        "theme": found.theme and str(found.theme),
        "kind": found.kind and str(found.kind),
        "solvable": None if found.solvable is None else int(found.solvable),
        "neg": found.neg,
        "risk": found.risk,
        "flags": None if found.flags is None else sorted(map(str, found.flags)),
        "places": None if found.places is None else [mask(place) for place in found.places],
    }


def written(examples: Iterable[Example], form: Format, mask: Mask) -> Iterator[str]:
    """The file, piece by piece."""
    if form is Format.STUDIO:
        yield json.dumps([_task(each, mask) for each in examples], ensure_ascii=False, indent=1) + "\n"
        return
    if form is Format.CSV:
        yield _line(COLUMNS)
    for row in rows(examples, mask):
        yield _line(_cell(row[name]) for name in COLUMNS) if form is Format.CSV else _json(row)


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _cell(value: object) -> str:
    """A cell: lists as JSON; a leading sign that a table would take for a formula is disarmed."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


STUDIO = f"""<View>
  <Header value="$context"/>
  <Text name="text" value="$text"/>
  <Choices name="theme" toName="text" choice="single" required="true">
{chr(10).join(f'    <Choice value="{code}" alias="{code}" hint="{title}"/>' for code, title in THEME_TITLES.items())}
  </Choices>
  <Choices name="kind" toName="text" choice="single" required="true">
{chr(10).join(f'    <Choice value="{code}" hint="{title}"/>' for code, title in KIND_TITLES.items())}
  </Choices>
  <Choices name="solvable" toName="text" choice="single"><Choice value="1"/><Choice value="0"/></Choices>
  <Choices name="neg" toName="text" choice="single">{"".join(f'<Choice value="{n}"/>' for n in LEVELS)}</Choices>
  <Choices name="risk" toName="text" choice="single">{"".join(f'<Choice value="{n}"/>' for n in LEVELS)}</Choices>
  <Choices name="flags" toName="text" choice="multiple">
{chr(10).join(f'    <Choice value="{code}" hint="{title}"/>' for code, title in SIGN_TITLES.items())}
  </Choices>
  <TextArea name="places" toName="text" maxSubmissions="20"/>
</View>
"""
"""The labelling interface for a project of Label Studio."""
CHOICES = ("theme", "kind", "solvable", "neg", "risk", "flags")


def _task(example: Example, mask: Mask) -> Row:
    return {
        "data": {"id": example.id, "text": mask(example.text), "context": mask(example.context)},
        "annotations": [
            {
                "completed_by": {"email": label.by},
                "created_at": label.at.isoformat(),
                "result": _results(_fields(values(label, example.said), mask)),
                "meta": {"model": label.model, "shown": label.shown, "decision": label.decision},
            }
            for label in example.labels
        ],
        "predictions": [{"model_version": example.said.model, "result": _results(_fields(said_by(example.said), mask))}]
        if example.said
        else [],
    }


def _results(row: Row) -> list[Row]:
    def one(name: str, kind: str, value: Row) -> Row:
        return {"from_name": name, "to_name": "text", "type": kind, "value": value}

    found = []
    for name in CHOICES:
        if row[name] is not None:
            held = row[name] if isinstance(row[name], list) else [row[name]]
            found.append(one(name, "choices", {"choices": list(map(str, held))}))
    return [*found, one("places", "textarea", {"text": row["places"] or []})]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A label of a file for the text of that name. `text` is what the annotator saw (empty: the file does not say)."""

    id: str
    text: str
    label: Label


def read(content: str, form: Format, by: str) -> list[Incoming]:
    """The labels of a file. `by` stands where it names no annotator. Raises BadInput with row and field."""
    if form is Format.STUDIO:
        return list(_studio(content, by))
    given = csv.DictReader(io.StringIO(content)) if form is Format.CSV else map(_loads, content.splitlines())
    found = (each for each in given if each is not None)
    first = 2 if form is Format.CSV else 1
    return [_incoming(_object(raw, f"строка {at}"), f"строка {at}", by) for at, raw in enumerate(found, first)]


def _object(raw: object, where: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise BadInput(f"{where}: ожидается объект JSON")
    return raw


def _loads(line: str) -> Any:
    if not line.strip():
        return None
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"строка {line[:40]}…: это не JSON ({error})") from error


def _incoming(raw: Mapping[str, Any], where: str, by: str) -> Incoming:
    if not isinstance(raw.get("id"), str) or not raw["id"]:
        raise BadInput(f"{where}, поле «id»: ожидается имя текста из выгрузки")
    names = _list(raw.get("given")) or [name for name in FIELDS if raw.get(name) not in (None, "")]
    given = {name: _value(name, raw.get(name), where) for name in FIELDS if name in names}
    if not given:
        raise BadInput(f"{where}: в строке нет ни одной метки")
    label = Label(
        str(raw.get("by") or by),
        _moment(raw.get("at"), where),
        given,
        origin=Origin.IMPORT,
        model=str(raw.get("model") or ""),
        shown=str(raw.get("shown", "")).lower() in {"true", "1"},
    )
    return Incoming(raw["id"], str(raw.get("text") or ""), label)


def _moment(value: object, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(str(value or "").replace("Z", "+00:00"))
    except ValueError as error:
        raise BadInput(f"{where}, поле «at»: {value!r} — не момент времени") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _list(value: object) -> list[Any]:
    if isinstance(value, str) and value:
        try:
            value = json.loads(value)
        except ValueError:
            return [value]
    return list(value) if isinstance(value, list) else []


def _value(name: str, value: object, where: str) -> object:
    try:
        return READERS[name](value)
    except (ValueError, TypeError) as error:
        raise BadInput(f"{where}, поле «{name}»: {value!r} не подходит") from error


def _level(value: object) -> int:
    found = int(str(value))
    if found not in LEVELS:
        raise ValueError(found)
    return found


READERS: Mapping[str, Callable[[Any], object]] = {
    "theme": lambda value: str(Theme(value)),
    "kind": lambda value: str(Kind(value)),
    "solvable": lambda value: str(value).lower() in {"1", "true"},
    "neg": _level,
    "risk": _level,
    "flags": lambda value: {str(sign): sign in {Sign(each) for each in _list(value)} for sign in Sign},
    "places": lambda value: [str(each).removeprefix("'") for each in _list(value)],
}


def _studio(content: str, by: str) -> Iterator[Incoming]:
    try:
        tasks = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"это не JSON ({error})") from error
    for at, raw in enumerate(tasks if isinstance(tasks, list) else [], 1):
        where = f"задание {at}"
        task = _object(raw, where)
        data, annotations = _object(task.get("data") or {}, where), task.get("annotations") or []
        for annotation in annotations if isinstance(annotations, list) else [annotations]:
            yield _annotated(data, _object(annotation, where), where, by)


def _annotated(data: Mapping[str, Any], annotation: Mapping[str, Any], where: str, by: str) -> Incoming:
    raw: Row = {"id": data.get("id"), "text": data.get("text"), "at": annotation.get("created_at")}
    who = annotation.get("completed_by")
    raw["by"] = who.get("email") if isinstance(who, Mapping) else None
    meta = _object(annotation.get("meta") or {}, where)
    raw |= {"model": meta.get("model"), "shown": meta.get("shown", False)}
    for result in _list(annotation.get("result")):
        told = _object(result, where)
        name, value = str(told.get("from_name")), _object(told.get("value") or {}, where)
        if name in CHOICES:
            chosen = _list(value.get("choices"))
            raw[name] = chosen if name == "flags" else next(iter(chosen), None)
        elif name == "places":
            raw[name] = value.get("text") or []
    return _incoming(raw, where, by)
