"""`mcu rules dry-run`: what auto-rules would have done with the cards of the past. Nothing is moved."""

from pathlib import Path
from typing import Annotated

import typer

import profiles
from core.routing import Trial, dry_run
from runtime.commands.house import opened
from runtime.console import console, lines, table

app = typer.Typer(no_args_is_help=True, help="Автоправила: проверить на прошлом.")
SHOWN = 20


@app.callback()
def rules() -> None:
    """Автоправила: проверить на прошлом."""


@app.command("dry-run")
def trial(
    file: Annotated[Path | None, typer.Option("--file", help="Профиль с правилами; без него — в работе.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="Сколько последних карточек взять.")] = 300,
    json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False,
) -> None:
    """Показать, куда автоправила направили бы прошлые карточки и где они расходятся с людьми."""
    with opened() as house, house.store.read() as work:
        tried = profiles.read(file).rules if file else house.profile.rules
        found = dry_run(tried, work.past.routed(house.scope, limit))
    if json:
        lines([to_row(found)])
        return
    console().print(f"{found}; {found.checked}" if found.routed else str(found), markup=False)
    table("По правилам", ("правило", "направило бы"), found.by_rule)
    if found.differs:
        rows = [(each.id, each.rule, each.ours, each.theirs) for each in found.differs[:SHOWN]]
        table("Расходится с людьми", ("карточка", "правило", "блок правила", "блок людей"), rows)


def to_row(found: Trial) -> dict[str, object]:
    """A trial as JSON."""
    return {
        "text": str(found),
        "total": found.total,
        "routed": found.routed,
        "judged": found.judged,
        "by_rule": dict(found.by_rule),
        "differs": [
            {"flag": each.id, "rule": each.rule, "block": each.ours, "by_people": each.theirs} for each in found.differs
        ],
    }
