"""The two settings that the register of models needs, without the rest: reading all settings takes longer than a
rollback may. A wrong setting of something else does not keep a bad model in force. A test holds both readers equal."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from core.errors import BadSettings

PREFIX, FILE, HOME = "mcu_", "mcu.toml", "~/.mcu"


class Folders(NamedTuple):
    """Where the register lies, and where the public keys of those who may promote."""

    models: Path
    signers: Path


def folders() -> Folders:
    """By the environment, then `mcu.toml` (of the current folder, else of `MCU_HOME`), then the usual places. Raises
    BadSettings for a file that is no TOML and for a folder that is no text in it."""
    said = {name.lower().removeprefix(PREFIX): value for name, value in os.environ.items() if _ours(name)}
    home = said.get("home")
    said = {**_toml(Path(home or HOME).expanduser()), **said}
    base = Path(said.get("home", HOME)).expanduser().absolute()
    return Folders(*(_place(said.get(name), base / name) for name in Folders._fields))


def _place(said: str | None, usual: Path) -> Path:
    return usual if said is None else Path(said).expanduser()


def _ours(name: str) -> bool:
    return name.lower().startswith(PREFIX)


def _toml(home: Path) -> Mapping[str, str]:
    path = next((each for each in (Path(FILE), home / FILE) if each.is_file()), None)
    if path is None:
        return {}
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from None
    mine = {name: found[name] for name in ("home", *Folders._fields) if name in found}
    if wrong := [name for name, value in mine.items() if not isinstance(value, str)]:
        raise BadSettings(f"настройка {PREFIX.upper()}{wrong[0].upper()}: нужен путь")
    return mine
