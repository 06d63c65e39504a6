"""One TOML file a municipality, and the demo's posts."""

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from core.errors import BadProfile
from core.profile import Profile, parse
from profiles import calendars

FOLDER = Path(__file__).parent
DEMO = FOLDER / "demo"
DEMO_ENDS = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
"""The last moment of the demo's recording."""
STANDARD = "standard"


def names() -> list[str]:
    """Profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def path_of(name: str) -> Path:
    """The file of a profile by its name, or a path as it is. Raises BadProfile."""
    path = Path(name).expanduser()
    if path.suffix == ".toml":
        if not path.is_file():
            raise BadProfile(f"нет файла профиля {path}")
        return path
    if name not in names():
        raise BadProfile(f"нет профиля «{name}»; есть: {', '.join(names())}")
    return FOLDER / f"{name}.toml"


def read(path: Path) -> Profile:
    """A checked profile from its file, with the holidays of its country. Raises BadProfile with file and field."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadProfile(f"{path}: файл не читается ({error.strerror})") from None
    except UnicodeDecodeError:
        raise BadProfile(f"{path}: файл не в кодировке UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(f"{path}: {error}") from None
    found = parse(data, str(path))
    return replace(found, week=replace(found.week, known=calendars.Known(found.week.country)))
