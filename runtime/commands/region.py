"""`mcu region`: the municipalities that gave this ЦУР a key, and what each of them tells of itself."""

import json as jsons
import sys
from typing import Annotated

import typer

from api.summaries import ToldOut
from collectors.region import asked
from core.errors import Conflict, NotFound
from core.region import State, Told
from core.risk import Level
from runtime import region as listed
from runtime.commands.house import opened
from runtime.console import console, table

app = typer.Typer(no_args_is_help=True, help="Сводка региона: муниципалитеты, которые выдали этому ЦУР ключ.")


@app.command("add")
def add(
    address: Annotated[str, typer.Argument(help="Адрес программы муниципалитета, как его видит этот сервер.")],
    pages: Annotated[str, typer.Option(help="Адрес её страниц, как его видят люди; обычно тот же.")] = "",
) -> None:
    """Добавить муниципалитет; ключ спрашивается или читается со стандартного ввода: выдаёт его муниципалитет."""
    # Never an option of the command: a list of processes would show it to everybody on this server.
    given = (typer.prompt("Ключ", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline()).strip()
    told = asked(listed.neighbour("", address, given, pages))
    with opened() as house, house.store.begin() as work:
        path = house.settings.region_path
        known = listed.read(path)
        if any(each.profile == told.profile for each in known):
            raise Conflict(f"«{told.profile}» уже в списке; сначала уберите: mcu region remove {told.profile}")
        listed.write(path, [*known, listed.neighbour(told.profile, address, given, pages)])
        work.journal.write(house.scope, "region.add", told.profile, {}, house.clock.now())
    console().print(f"Добавлен: {told.title} ({told.profile})", markup=False)


@app.command("remove")
def remove(profile: Annotated[str, typer.Argument(help="Код профиля из mcu region list.")]) -> None:
    """Убрать муниципалитет и его ключ из списка."""
    with opened() as house, house.store.begin() as work:
        path = house.settings.region_path
        known = listed.read(path)
        left = [each for each in known if each.profile != profile]
        if len(left) == len(known):
            raise NotFound(f"муниципалитета «{profile}» в списке нет")
        listed.write(path, left)
        work.journal.write(house.scope, "region.remove", profile, {}, house.clock.now())
    console().print(f"Убран: {profile}. Сам ключ отзывает муниципалитет.", markup=False)


@app.command("list")
def show(
    json: Annotated[bool, typer.Option("--json", help="Одним списком JSON.")] = False,
) -> None:
    """Спросить всех и показать числа рядом, сверху те, где горит."""
    with opened() as house:
        told = listed.Listed(house.settings.region_path).ask()
    if json:
        rows = [ToldOut.of(each).model_dump(mode="json") for each in told]
        sys.stdout.write(jsons.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    if not told:
        console().print("Список пуст: муниципалитет выдаёт ключ, вы добавляете его: mcu region add АДРЕС", markup=False)
        return
    heads = ("Код", "Муниципалитет", "Критических", "Просрочено", "Всплесков", "Высоких", "Открыто", "Состояние")
    table("Регион", heads, map(_row, told))


def _row(told: Told) -> tuple[object, ...]:
    found = told.summary
    if found is None:
        return told.profile, *("—",) * 6, told.said
    figures = (found.of(Level.CRITICAL), found.overdue, found.stormy, found.of(Level.HIGH), found.open)
    return told.profile, found.title, *figures, "виден" if told.state is State.SEEN else told.said
