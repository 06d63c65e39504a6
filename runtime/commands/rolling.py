"""`mcu model rollback`: the former model is in force at once; whoever assesses notices it at the next batch."""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from typing import NoReturn

from core.errors import McuError
from core.shelf import SHIPPED
from models.shelf.back import rollback
from models.shelf.files import Files
from models.shelf.signing import Signers
from runtime.register import folders

REFUSED, MISUSED = 1, 2
SHIPPED_TITLE = "из поставки"


def rolled(why: str, to: str | None = None) -> str:
    """Take the champion back; says what is in force now. Raises NotFound, StaleModel, BadSettings."""
    found = folders()
    files = Files(found.models, Signers(found.signers))
    deed = rollback(files, f"user:{getpass.getuser()}", why, datetime.now(UTC), to)
    return f"В работе модель {deed.model or SHIPPED_TITLE}"


class Reader(argparse.ArgumentParser):
    """Options; what is none of them is said as the other commands say it."""

    def error(self, message: str) -> NoReturn:
        """Refuse in Russian, whatever the library says."""
        sys.stderr.write("mcu: команда не понята (подсказка: mcu model rollback --help)\n")
        sys.exit(MISUSED)


def main(arguments: list[str]) -> None:
    """The command without the rest of the program; a refusal is one Russian line and an exit code."""
    reader = Reader("mcu model rollback", add_help=False, allow_abbrev=False)
    reader.add_argument("--why", default="")
    goal = reader.add_mutually_exclusive_group()
    goal.add_argument("--to")
    goal.add_argument("--shipped", dest="to", action="store_const", const=SHIPPED)
    given = reader.parse_args(arguments)
    try:
        sys.stdout.write(rolled(given.why, given.to) + "\n")
    except McuError as error:
        sys.stderr.write(f"mcu: {error}\n")
        sys.exit(REFUSED)
