"""Where the journal stood when it was last found whole, noted beside the copies: a tail that was cut off the database,
or a whole journal that was taken away, is known by it.

A line a place: the profile, the number and the seal of the newest entry, the moment. No texts.
"""

import json
import os
from datetime import datetime
from pathlib import Path

from core.errors import BadSettings
from core.journal import START, Link
from runtime.settings import Settings

NAME = "journal.jsonl"
PRIVATE = 0o600


def path_of(settings: Settings) -> Path:
    """The file."""
    return settings.backup_path / NAME


def last(settings: Settings, profile: str) -> Link:
    """The place noted last; the beginning where none was. A line that a power cut broke is left out."""
    path = path_of(settings)
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.is_file() else []
    return next((place for line in reversed(lines) if (place := _place(line, profile))), START)


def note(settings: Settings, profile: str, place: Link, at: datetime) -> None:
    """Add a place, unless it is the one noted last. Raises BadSettings where the folder cannot be written."""
    if place == last(settings, profile):
        return
    path = path_of(settings)
    row = {"profile": profile, "number": place.number, "seal": place.seal, "at": at.isoformat()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE), "w", encoding="ascii") as file:
            file.write(json.dumps(row) + "\n")
    except OSError as error:
        raise BadSettings(f"MCU_BACKUP_DIR: в {path} записать нельзя ({error.strerror})") from None


def _place(line: str, profile: str) -> Link | None:
    try:
        row = json.loads(line)
        return Link(int(row["number"]), str(row["seal"])) if row["profile"] == profile else None
    except (ValueError, KeyError, TypeError):
        return None
