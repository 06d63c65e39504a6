"""`mcu model rollback`: the former model is in force at once; whoever assesses notices it at the next batch."""

import argparse
import getpass
import sys
from datetime import UTC, datetime

from core.errors import McuError
from models.shelf.back import rollback
from models.shelf.files import Files
from models.shelf.signing import Signers
from runtime.settings import Settings, load

REFUSED = 1
SHIPPED_TITLE = "из поставки"


def rolled(settings: Settings, why: str) -> str:
    """Take the champion back; says what is in force now. Raises NotFound, StaleModel."""
    files = Files(settings.models_path, Signers(settings.signers_path))
    deed = rollback(files, f"user:{getpass.getuser()}", why, datetime.now(UTC))
    return f"В работе модель {deed.model or SHIPPED_TITLE}"


def main(arguments: list[str]) -> None:
    """The command without the rest of the program; a refusal is one Russian line and an exit code."""
    reader = argparse.ArgumentParser("mcu model rollback")
    reader.add_argument("--why", default="")
    given = reader.parse_args(arguments)
    try:
        sys.stdout.write(rolled(load(), given.why) + "\n")
    except McuError as error:
        sys.stderr.write(f"mcu: {error}\n")
        sys.exit(REFUSED)
