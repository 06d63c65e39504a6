"""The command `mcu`. Its words stay for good; what it says to people is Russian."""

import sys

import typer
from typer.exceptions import Abort, TyperException

from core.errors import McuError
from runtime.commands import (
    accounts,
    alerting,
    assessing,
    auditing,
    backing,
    collecting,
    doctoring,
    exchanging,
    exporting,
    flagging,
    gazetteer,
    importing,
    keys,
    labels,
    learning,
    models,
    personal,
    profile,
    reporting,
    rules,
    serving,
    setup,
    sources,
    telegram,
)
from runtime.commands.demo import demo
from runtime.console import complain

REFUSED, MISUSED, PARTLY, INTERRUPTED = 1, 2, 3, 130
"""Exit codes: nothing was done · no such command or option · part failed, the rest is done · stopped by the user."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="МЦУ-Монитор: сбор, оценка и отбор публикаций муниципального центра управления.",
)
app.command("init")(setup.init)
app.command("migrate")(setup.migrate)
app.command("import")(importing.import_)
app.command("export")(exchanging.export)
app.command("collect")(collecting.collect)
app.command("assess")(assessing.assess)
app.command("flags")(flagging.flags)
app.command("train")(learning.train)
app.command("evaluate")(learning.evaluate)
app.command("demo")(demo)
app.command("serve")(serving.serve)
app.command("worker")(serving.worker)
app.command("personal")(personal.registry)
app.command("retention")(personal.retention)
app.command("forget")(personal.forget)
app.command("renew-key")(personal.renew_key)
app.command("backup")(backing.backup)
app.command("restore")(backing.restore)
app.command("doctor")(doctoring.doctor)
app.add_typer(auditing.app, name="audit")
app.add_typer(alerting.app, name="alerts")
app.add_typer(sources.app, name="source")
app.add_typer(exporting.app, name="posts")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(labels.app, name="labels")
app.add_typer(models.app, name="model")
app.add_typer(telegram.app, name="telegram")
app.add_typer(profile.app, name="profile")
app.add_typer(rules.app, name="rules")
app.add_typer(reporting.app, name="report")
app.add_typer(accounts.users, name="user")
app.add_typer(keys.keys, name="key")


def main(arguments: list[str] | None = None) -> None:
    """Run a command; a refusal of ours is one Russian line and an exit code, never a traceback."""
    try:
        code = app(args=arguments, standalone_mode=False)
    except McuError as error:
        complain(str(error))
        sys.exit(REFUSED)
    except TyperException as error:
        complain(f"команда не понята: {error.format_message()} (подсказка: mcu --help)")
        sys.exit(MISUSED)
    except (KeyboardInterrupt, Abort):
        complain("остановлено; сделанное сохранено, команду можно запустить снова")
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)
