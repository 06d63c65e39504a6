"""`mcu assess`: texts in, assessments out, nothing stored."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from core.errors import BadInput, Poison
from core.labels import Subject
from core.ports import Assessor
from models.rows import to_row
from runtime.console import complain, lines
from runtime.modelling import load_model
from runtime.settings import load

BATCH = 256
TEXT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the input: its id (the line's number where it has none) and what to assess."""

    id: object
    subject: Subject


def _string(row: dict[str, object], name: str, line: int) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise Poison("нужна строка", field=name, line=line)
    if value and len(value) > TEXT_MOST:
        raise Poison(f"длиннее {TEXT_MOST} знаков", field=name, line=line)
    return value


def parse(raw: bytes, line: int) -> Asked:
    """A line as a question. Raises Poison with line and field."""
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Poison("не UTF-8", line=line) from None
    except (ValueError, RecursionError):
        raise Poison("это не JSON", line=line) from None
    if not isinstance(row, dict):
        raise Poison("нужен объект JSON", line=line)
    text = _string(row, "text", line)
    if text is None:
        raise Poison("поля нет", field="text", line=line)
    given = row.get("id", line)
    if not isinstance(given, str | int) or isinstance(given, bool):
        raise Poison("нужна строка или целое число", field="id", line=line)
    return Asked(given, Subject(text, _string(row, "context", line), _string(row, "parent", line)))


def _read(stream: Iterable[bytes], failed: list[Poison], strict: bool) -> Iterator[Asked]:
    for line, raw in enumerate(stream, 1):
        if not raw.strip():
            continue
        try:
            yield parse(raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw, line)
        except Poison as error:
            if strict:
                raise
            complain(str(error))
            failed.append(error)


def _answer(assessor: Assessor, asked: Iterator[Asked], why: bool) -> None:
    while batch := list(islice(asked, BATCH)):
        said = assessor.assess([each.subject for each in batch], why=why)
        lines(to_row(each.id, assessment) for each, assessment in zip(batch, said, strict=True))


def _open(file: Path | None, stack: ExitStack) -> BinaryIO:
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(file.open("rb"))
    except OSError as error:
        raise BadInput(f"{file}: файл не читается ({error.strerror})") from None


def assess(
    file: Annotated[Path | None, typer.Argument(help="JSONL с полями text, id, context; без файла — stdin.")] = None,
    why: Annotated[bool, typer.Option("--why/--no-why", help="Объяснять решения.")] = True,
    strict: Annotated[bool, typer.Option("--strict", help="Остановиться на первой негодной строке.")] = False,
) -> None:
    """Оценить тексты: строки JSON на входе, строки JSON на выходе; ничего не сохраняется."""
    failed: list[Poison] = []
    with ExitStack() as stack:
        stream = _open(file, stack)
        _answer(load_model(load()), _read(stream, failed, strict), why)
    if failed:
        raise typer.Exit(3)
