"""The chain of deeds on disk: `history.jsonl` that only grows, and `head.json`, which says how far it has grown.

Every line holds the digest of the line before it, so none can be taken out of the middle; that lines were cut off the
end shows by the head. A register from before there were heads gets one with its next deed; until then the deed that
the pointer names is all that says how long the history was.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from core.errors import StaleModel
from core.shelf import Act, Deed

HISTORY, HEAD, POINTER = "history.jsonl", "head.json", "champion.json"
SEALED = "sealed"
"""Stands in the detail of a deed that has a head: where one such deed is, the head must be there too."""
REMEDY = "Верните папку реестра из копии; до того модель называет MCU_MODEL."


class Head(NamedTuple):
    """The number of the last deed and the digest of its line."""

    number: int = 0
    sha256: str = ""


def body(deed: Deed) -> bytes:
    """What is signed of a deed: all but the signature."""
    return _line(replace(deed, signature=""))


def _line(deed: Deed) -> bytes:
    found = asdict(deed) | {"at": deed.at.isoformat(), "act": str(deed.act)}
    return json.dumps(found, ensure_ascii=False, sort_keys=True).encode()


def head(folder: Path) -> Head:
    """How far the history reaches that stands on disk, whole. Raises StaleModel."""
    return _checked(folder)[1]


def deeds(folder: Path) -> list[Deed]:
    """All deeds, the oldest first. Raises StaleModel where a line is damaged or missing, at the end too."""
    return _checked(folder)[0]


def _checked(folder: Path) -> tuple[list[Deed], Head]:
    told, pointed = _told(folder), _pointed(folder)  # first: a deed that is added meanwhile only makes more lines
    lines = _lines(folder)
    found = list(_chain(lines, folder))
    least = max(told.number if told else 0, pointed)
    if len(found) < least:
        raise StaleModel(f"реестр моделей: конец истории отрезан: шагов было {least}, осталось {len(found)}. {REMEDY}")
    if told is None and any(SEALED in deed.detail for deed in found):
        raise StaleModel(f"реестр моделей: нет файла {folder / HEAD}: цел ли конец истории, не видно. {REMEDY}")
    if told and told.number and _digest(lines[told.number - 1]) != told.sha256:
        raise StaleModel(f"реестр моделей: история не сходится с {folder / HEAD} (шаг {told.number}). {REMEDY}")
    return found, Head(len(found), _digest(lines[-1])) if lines else Head()


def _chain(lines: Sequence[bytes], folder: Path) -> Iterator[Deed]:
    former = ""
    for at, line in enumerate(lines, 1):
        deed = _deed(line, at)
        if deed.former != former or deed.number != at:
            raise StaleModel(f"реестр моделей: история в {folder / HISTORY} изменена (строка {at}). {REMEDY}")
        yield deed
        former = _digest(line)


def _lines(folder: Path) -> list[bytes]:
    try:
        return (folder / HISTORY).read_bytes().splitlines()
    except FileNotFoundError:
        return []


def _told(folder: Path) -> Head | None:
    try:
        raw = json.loads((folder / HEAD).read_bytes())
        return Head(int(raw["number"]), str(raw["sha256"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StaleModel(f"реестр моделей: {folder / HEAD} не читается. {REMEDY}") from error


def _pointed(folder: Path) -> int:
    """The deed by which the champion came into force; one that nobody can read is the pointer's own trouble."""
    try:
        return int(json.loads((folder / POINTER).read_bytes())["deed"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _digest(line: bytes) -> str:
    return sha256(line).hexdigest()


def add(folder: Path, deed: Deed) -> None:
    """Write a deed at the end, then the head: who dies between the two leaves a history that is longer than its head,
    and such a one is whole."""
    line = _line(deed)
    _write(folder / HISTORY, "ab", line + b"\n")
    fresh = folder / f"{HEAD}.new"
    _write(fresh, "wb", json.dumps(Head(deed.number, _digest(line))._asdict()).encode() + b"\n")
    fresh.replace(folder / HEAD)


def _write(path: Path, mode: Literal["ab", "wb"], content: bytes) -> None:
    with path.open(mode) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _deed(line: bytes, at: int) -> Deed:
    try:
        raw = json.loads(line)
        raw["at"], raw["act"] = datetime.fromisoformat(raw["at"]), Act(raw["act"])
        return Deed(**raw)
    except (ValueError, KeyError, TypeError) as error:
        raise StaleModel(f"реестр моделей: строка {at} истории не читается ({error}). {REMEDY}") from error
