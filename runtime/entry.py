"""Where the command `mcu` begins. Taking a model back must not wait for what the other commands need, so it has a short
way of its own: nothing that reads texts is loaded."""

import gc
import sys

QUICK = ["model", "rollback"]
YOUNG = 10_000
"""Objects made before a search for rubbish: at Python's 700 a sixth of the time of loading goes into searches."""


def main() -> None:
    """Run the command line."""
    gc.set_threshold(YOUNG)
    if sys.argv[1:3] == QUICK and "--help" not in sys.argv:
        from runtime.commands.rolling import main as quick

        quick(sys.argv[3:])
        return
    from runtime.cli import main as whole

    whole()
