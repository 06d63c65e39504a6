"""Where the command `mcu` begins. Taking a model back must not wait for what the other commands need, so it has a short
way of its own: nothing that reads texts is loaded."""

import sys

QUICK = ["model", "rollback"]


def main() -> None:
    """Run the command line."""
    if sys.argv[1:3] == QUICK and "--help" not in sys.argv:
        from runtime.commands.rolling import main as quick

        quick(sys.argv[3:])
        return
    from runtime.cli import main as whole

    whole()
