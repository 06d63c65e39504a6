"""Labelled texts from JSON lines, with errors that name file, line and field."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadInput, cause
from core.labels import LEVELS, Kind, Sign, Subject, Theme

CODES = {str(theme) for theme in Theme}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text with what an annotator said of it; `context` is the post above, if the label was given with it, and
    `unseen` if the label was given without; `theme2` is a second theme, if it has one; `second`: labelled by a second
    kind of annotator, whose habits are a little different."""

    id: str
    text: str
    theme: Theme
    kind: Kind
    solvable: bool
    neg: int
    risk: int
    signs: frozenset[Sign]
    places: tuple[str, ...]
    context: str | None = None
    theme2: Theme | None = None
    unseen: str | None = None
    second: bool = False

    def subject(self) -> Subject:
        """What the model is asked."""
        return Subject(self.text, self.context)


def with_context(path: Path) -> bool:
    """Whether a file's labels were given with the post above in sight: by its name, `thread_*.jsonl`."""
    return path.name.startswith("thread_")


def read(path: Path, *, use_context: bool | None = None) -> list[Labelled]:
    """All rows of a file. `use_context` None: as `with_context` says. Raises BadInput."""
    keep = with_context(path) if use_context is None else use_context
    rows = [_row(line, f"{path.name}, строка {at}", keep) for at, line in enumerate(lines(path), 1) if line.strip()]
    if not rows:
        raise BadInput(f"{path.name}: в файле нет ни одной строки")
    return rows


def lines(path: Path) -> list[str]:
    """The lines of a file of JSON lines, without the empty end. Raises BadInput."""
    try:
        return path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name}: файл не читается ({cause(error)})") from error


def _row(line: str, where: str, keep_context: bool) -> Labelled:
    try:
        raw = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{where}: это не JSON") from error
    if not isinstance(raw, dict):
        raise BadInput(f"{where}: ожидается объект JSON")
    return labelled(raw, where, keep_context)


def labelled(raw: Mapping[str, object], where: str, keep_context: bool) -> Labelled:
    """One row of fields, checked. `where` is how errors call its place. Raises BadInput."""
    context = _text(raw, "context", where, required=False) or None
    return Labelled(
        id=str(raw.get("id", "")),
        text=_text(raw, "text", where),
        theme=Theme(_one_of(raw, "theme", CODES, where)),
        kind=Kind(_one_of(raw, "kind", {str(kind) for kind in Kind}, where)),
        solvable=bool(_level(raw, "solvable", range(2), where)),
        neg=_level(raw, "neg", LEVELS, where),
        risk=_level(raw, "risk", LEVELS, where),
        signs=frozenset(_signs(raw, where)),
        places=tuple(_strings(raw, "places", where)),
        context=context if keep_context else None,
        unseen=None if keep_context else context,
        theme2=Theme(_one_of(raw, "theme2", CODES, where)) if raw.get("theme2") else None,
    )


def _wrong(where: str, name: str, found: object, expected: str) -> BadInput:
    told = "ничего" if found is None else f"«{found}»"
    return BadInput(f"{where}, поле «{name}»: здесь {told}, ожидается {expected}")


def _text(raw: Mapping[str, object], name: str, where: str, *, required: bool = True) -> str:
    found = raw.get(name, None if required else "")
    if found is None and not required:
        return ""
    if not isinstance(found, str):
        raise _wrong(where, name, found, "строка")
    return found


def _one_of(raw: Mapping[str, object], name: str, allowed: set[str], where: str) -> str:
    found = raw.get(name)
    if not isinstance(found, str) or found not in allowed:
        raise _wrong(where, name, found, "один из кодов " + ", ".join(sorted(allowed)))
    return found


def _level(raw: Mapping[str, object], name: str, levels: range, where: str) -> int:
    found = raw.get(name)
    if not isinstance(found, int) or found not in levels:
        raise _wrong(where, name, found, f"целое от {levels[0]} до {levels[-1]}")
    return int(found)


def _strings(raw: Mapping[str, object], name: str, where: str) -> Iterator[str]:
    found = raw.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise _wrong(where, name, found, "список строк")
    yield from found


def _signs(raw: Mapping[str, object], where: str) -> Iterator[Sign]:
    for name in _strings(raw, "flags", where):
        if name not in set(Sign):
            raise _wrong(where, "flags", name, "признаки " + ", ".join(Sign))
        yield Sign(name)
