"""Labels as files, out: JSON Lines, CSV and the JSON of Label Studio (`core.learning.incoming` reads them). Texts are
masked by whoever asks.

A file of JSON Lines whose rows are complete can be given to `mcu train --data` as it is: where the person said nothing
it holds the model's opinion, and `guessed` names those fields. CSV and Label Studio, which people fill in, hold what
the person said and nothing else, so an opinion of the model never comes back as a label.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from core.cells import disarmed
from core.labels import KIND_TITLES, LEVELS, SIGN_TITLES, THEME_TITLES
from core.learning.records import FIELDS, Example, Label, Values, said_by, spoken, values

Mask = Callable[[str], str]
Row = dict[str, Any]
COLUMNS = (
    *("id", "text", "context", *FIELDS, "signs"),
    *("by", "at", "model", "shown", "decision", "origin", "cause", "reason"),
)


class Format(StrEnum):
    """Formats of a file of labels."""

    JSONL = "jsonl"
    CSV = "csv"
    STUDIO = "labelstudio"


def rows(examples: Iterable[Example], mask: Mask) -> Iterator[Row]:
    """A row a label, all fields filled in: `given` names those that the person set, `signs` the signs of which the
    person spoke, `guessed` the fields that hold the model's opinion."""
    for example in examples:
        for label in example.labels:
            fields = _fields(values(label, example.said), mask)
            mine = spoken(label)
            yield {
                "id": example.id,
                "text": mask(example.text),
                "context": mask(example.context),
                **fields,
                "given": sorted(set(label.given) & set(FIELDS)),
                "guessed": sorted(name for name in FIELDS if name not in mine and fields[name] is not None),
                "signs": _signs(label),
                "by": label.by,
                "at": label.at.isoformat(),
                "model": label.model,
                "shown": label.shown,
                "decision": label.decision,
                "origin": str(label.origin),
                "cause": str(label.cause),
                "reason": mask(label.reason),
            }


def said_rows(examples: Iterable[Example], mask: Mask) -> Iterator[Row]:
    """The same with nothing but what the person said: a field of which nobody spoke is empty."""
    for example in examples:
        for row, label in zip(rows([example], mask), example.labels, strict=True):
            yield row | dict.fromkeys(row["guessed"]) | _flags(label)


def _flags(label: Label) -> Row:
    """The signs that the person named: of the others the row holds the model's opinion."""
    given = label.given.get("flags")
    return {"flags": sorted(str(sign) for sign, yes in given.items() if yes)} if isinstance(given, Mapping) else {}


def _signs(label: Label) -> list[str]:
    """The signs of which the person spoke, for or against."""
    given = label.given.get("flags")
    return sorted(map(str, given)) if isinstance(given, Mapping) else []


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
        for row in said_rows(examples, mask):
            yield _line(_cell(row[name]) for name in COLUMNS)
        return
    yield from map(_json, rows(examples, mask))


def _json(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _cell(value: object) -> str:
    """A cell: lists as JSON; a leading sign that a table would take for a formula is disarmed."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else str(value)
    return disarmed(text)


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
                "result": _results(row),
                "meta": {
                    "model": label.model,
                    "shown": label.shown,
                    "decision": label.decision,
                    "signs": row["signs"],
                },
            }
            for row, label in zip(said_rows([example], mask), example.labels, strict=True)
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
    return found if row["places"] is None else [*found, one("places", "textarea", {"text": row["places"]})]
