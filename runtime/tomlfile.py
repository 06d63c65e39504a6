"""`mcu.toml`: settings by their names."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.errors import BadSettings


def read(path: Path, known: Iterable[str]) -> dict[str, Any]:
    """What the file says. Raises BadSettings for what is no TOML, and for a setting that is not known."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from None
    unknown = found.keys() - set(known)
    if unknown:
        raise BadSettings(f"{path}: неизвестная настройка «{min(unknown)}»")
    return found
