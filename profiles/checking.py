"""What is wrong with a profile's file: file, line, field, reason."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadProfile
from core.profile import parse, problems
from profiles import calendars
from profiles.lines import line_of

AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
TOML_SAYINGS = {
    "Cannot overwrite a value": "поле задано дважды",
    "Cannot declare": "таблица задана дважды",
    "Invalid value": "значение не понято",
    "Unescaped '\\' in a string": "обратная косая черта в строке",
    "Unclosed array": "список не закрыт",
    "Expected '=' after a key": "после имени поля нужен знак «=»",
    "Expected newline or end of document": "лишнее после значения",
    "Illegal character": "недопустимый знак в строке",
    "Duplicate inline table key": "поле задано дважды",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `line` counts from 1."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


def check(path: Path) -> list[Problem]:
    """All that is wrong with a file; empty for a sound one."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        return [Problem(str(path), 1, f"файл не читается ({error.strerror})")]
    except UnicodeDecodeError as error:
        return [Problem(str(path), error.object[: error.start].count(b"\n") + 1, "файл не в кодировке UTF-8")]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [_of_toml(str(path), text, str(error))]
    found = problems(data, "") or _calendar(data)
    return [Problem(str(path), line_of(text, each.path, each.value), str(each).removeprefix(": ")) for each in found]


def _calendar(data: dict[str, object]) -> list[BadProfile]:
    """Only the package of holidays knows whether it knows a country."""
    try:
        calendars.of(parse(data, ""))
    except BadProfile as error:
        return [error]
    return []


def _of_toml(file: str, text: str, said: str) -> Problem:
    """What the TOML reader refuses, in Russian; its own words stay in brackets."""
    line = int(found[1]) if (found := AT_LINE.search(said)) else text.count("\n") + 1
    plain = AT_LINE.sub("", said).replace(" (at end of document)", "")
    saying = next((ours for theirs, ours in TOML_SAYINGS.items() if plain.startswith(theirs)), "файл не понят как TOML")
    shown = text.splitlines()[line - 1].partition("=")[0].strip() if line <= len(text.splitlines()) else ""
    return Problem(file, line, f"«{shown}»: {saying} ({plain})" if shown else f"{saying} ({plain})")
