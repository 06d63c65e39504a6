"""`mcu gazetteer`: the places of the municipality."""

from pathlib import Path
from typing import Annotated

import typer

from collectors.gazetteer import Form, Reading, read
from core.geo import GROUNDS_TITLES, Match
from core.ports import Refusal
from core.scope import Right
from runtime.commands.house import opened
from runtime.console import bars, complain, console, lines, table
from runtime.wiring import House
from store.gazetteer import Enrolled

app = typer.Typer(no_args_is_help=True, help="Справочник мест: улицы, дома, населённые пункты, объекты.")
SHOWN_REFUSALS = 20


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="CSV, JSON из Overpass, XML ГАР или папка ГАР.")],
    form: Annotated[Form | None, typer.Option(help="Вид файла; без ключа — по имени.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Остановиться на первой негодной строке.")] = False,
) -> None:
    """Загрузить места из файла. Повторная загрузка ничего не меняет."""
    done, refused = Enrolled(), list[Refusal]()
    with opened() as house, bars() as progress:
        house.scope.demand(Right.EDIT_SOURCES)
        for reading in read(file, form, strict=strict):
            done += enrol(house, reading)
            refused.extend(reading.refused)
            progress("справочник", reading.done, reading.total)
        with house.store.begin() as work:
            detail = {"new": done.new, "changed": done.changed, "refused": len(refused)}
            work.journal.write(house.scope, "gazetteer.import", file.name, detail, house.clock.now())
    _report(done, refused)
    if refused:
        raise typer.Exit(3)


def enrol(house: House, reading: Reading) -> Enrolled:
    """One batch, one transaction: what is stored before an interruption stays."""
    with house.store.begin() as work:
        return work.places.enrol(house.scope, reading.entries, house.clock.now())


def _report(done: Enrolled, refused: list[Refusal]) -> None:
    console().print(
        f"Новых мест: {done.new}, дополнено: {done.changed}, без изменений: {done.same}; "
        f"не прочитано строк: {len(refused)}",
        markup=False,
        soft_wrap=True,
    )
    for refusal in refused[:SHOWN_REFUSALS]:
        field = f", поле «{refusal.field}»" if refusal.field else ""
        complain(f"строка {refusal.line}{field}: {refusal.reason}")
    if len(refused) > SHOWN_REFUSALS:
        complain(f"… и ещё {len(refused) - SHOWN_REFUSALS}")


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False) -> None:
    """Показать, сколько мест какого вида известно."""
    with opened() as house, house.store.read() as work:
        counts = work.places.counts(house.scope)
    if json:
        lines({"kind": kind, "count": count} for kind, count in counts.items())
    else:
        table("Справочник мест", ("Вид", "Мест"), counts.items())


@app.command("find")
def find(
    text: Annotated[str, typer.Argument(help="Место, как его пишут жители: «на Мира 5к2».")],
    near: Annotated[str | None, typer.Option(help="Населённый пункт, о котором речь.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Строками JSON.")] = False,
) -> None:
    """Найти место в справочнике: так программа понимает названия в публикациях."""
    with opened() as house:
        found = house.gazetteer.resolve(text, near=near, sure=True)
    if json:
        lines(map(_line, found))
        return
    heads = ("Место", "Где", "Дом", "Координаты", "Уверенность", "Почему")
    table("Найдено", heads, map(_cells, found))


def _line(match: Match) -> dict[str, object]:
    point = match.point
    return {
        "name": match.entry.title,
        "kind": match.entry.kind,
        "parent": match.entry.parent,
        "house": match.house,
        "lat": point.lat if point else None,
        "lon": point.lon if point else None,
        "confidence": match.confidence,
        "grounds": match.grounds,
    }


def _cells(match: Match) -> tuple[object, ...]:
    where = f"{match.point.lat:.5f}, {match.point.lon:.5f}" if match.point else "—"
    entry, sure = match.entry, f"{match.confidence:.2f}"
    return entry.title, entry.parent, "да" if match.house else "нет", where, sure, GROUNDS_TITLES[match.grounds]
