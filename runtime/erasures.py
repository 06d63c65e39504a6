"""The list of what was erased on request, beside the copies: a restore reads it, so that nothing erased comes back.

A line an erased post: the profile, a keyed digest, the moment. No text, no address, no account.
"""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from core.errors import BadSettings
from runtime.settings import Settings

NAME = "erasures.jsonl"
PRIVATE = 0o600


def path_of(settings: Settings) -> Path:
    """The file."""
    return settings.backup_path / NAME


def note(settings: Settings, profile: str, digests: Sequence[str], at: datetime) -> None:
    """Add digests, on the disk before this returns. Raises BadSettings where the folder cannot be written."""
    path = path_of(settings)
    rows = (json.dumps({"profile": profile, "digest": each, "at": at.isoformat()}) + "\n" for each in digests)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write("".join(rows))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BadSettings(f"MCU_BACKUP_DIR: в {path} записать нельзя ({error.strerror})") from None


def read(settings: Settings, profile: str) -> frozenset[str]:
    """The digests of a profile; a last line that a power cut broke is left out."""
    path = path_of(settings)
    lines = path.read_text(encoding="ascii").splitlines() if path.is_file() else []
    return frozenset(digest for each in lines if (digest := _digest(each, profile)))


def _digest(line: str, profile: str) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return ""
    return str(row["digest"]) if row.get("profile") == profile else ""
