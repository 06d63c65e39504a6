"""`mcu labels`: people's judgements out as files, and in from them; how far people agree."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from core import usecases
from core.errors import BadInput, cause
from core.learning import FIELD_TITLES, Disagreement, disagreements, exchange, incoming, worded
from core.learning import agreement as measured_by
from core.learning.exchange import Format
from nlp.masks import mask
from runtime.commands.house import opened
from runtime.console import complain, console, table

app = typer.Typer(no_args_is_help=True, help="Метки людей: разбор карточек и разметка текстов.")
FORMATS = {".jsonl": Format.JSONL, ".csv": Format.CSV, ".json": Format.STUDIO}
SHOWN = 20
"""So many refused rows are named."""
PARTLY = 3


@app.command("export")
def export(
    form: Annotated[Format, typer.Option("--format", help="jsonl, csv или labelstudio.")] = Format.JSONL,
    out: Annotated[Path | None, typer.Option("--out", help="Файл; без него — на экран.")] = None,
) -> None:
    """Выгрузить метки: тексты с масками, кто и когда разметил, что показывала модель."""
    with opened() as house, house.store.read() as work:
        pieces = exchange.written(work.labels.examples(house.scope), form, mask)
        if out is None:
            sys.stdout.writelines(pieces)
            return
        try:
            with out.open("w", encoding="utf-8", newline="") as file:
                file.writelines(pieces)
        except OSError as error:
            raise BadInput(f"в файл {out} записать нельзя ({cause(error)})") from error
    console().print(f"Метки записаны в {out}", markup=False)


@app.command("import")
def bring(
    file: Annotated[Path, typer.Argument(help="Выгрузка меток: .jsonl, .csv или .json из Label Studio.")],
    by: Annotated[str, typer.Option("--by", help="Кто размечал, если файл этого не говорит.")] = "file",
    form: Annotated[Format | None, typer.Option("--format", help="Если не ясно по имени файла.")] = None,
) -> None:
    """Загрузить метки к текстам, которые есть в базе; повторная загрузка ничего не меняет."""
    kind = form or FORMATS.get(file.suffix)
    if kind is None:
        raise BadInput(f"{file.name}: укажите формат (--format)")
    found = incoming.read(_read(file), kind, by)
    with opened() as house, house.store.begin() as work:
        done = usecases.bring(work, house.scope, found, mask, house.clock.now())
    for name, why in done.refused[:SHOWN]:
        complain(f"{name}: {why}")
    told = f"Меток добавлено: {done.added}, уже было: {done.known}, не подошло: {len(done.refused)}"
    console().print(told, markup=False)
    if done.refused:
        raise typer.Exit(PARTLY if done.added + done.known else 1)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file.name}: файл не читается ({cause(error)})") from error


@app.command("agreement")
def agreement(
    blind: Annotated[bool, typer.Option("--blind", help="Только по меткам, поставленным вслепую.")] = False,
) -> None:
    """Показать, насколько люди согласны, и тексты, о которых они спорят."""
    with opened() as house, house.store.read() as work:
        found = work.labels.examples(house.scope)
    measured = [each for each in measured_by(found, blind=blind) if each.texts]
    if not measured:
        how = "вслепую двое и больше" if blind else "двое и больше"
        console().print(f"Согласие измерить не на чем: ни одного текста не разметили {how}.", markup=False)
        return
    heads = ("Поле", "Текстов", "Совпало", "Альфа Криппендорфа", "Каппа Коэна")
    table("Согласие", heads, [
        (FIELD_TITLES[each.field], each.texts, *map(_share, (each.same, each.alpha, each.kappa))) for each in measured
    ])  # fmt: skip
    disputed = disagreements(found)
    if not disputed:
        console().print("Разногласий нет: обо всех этих текстах люди сказали одно и то же.", markup=False)
        return
    table("Разногласия", ("Текст", "Поле", "Кто что сказал"), map(_disputed, disputed[:SHOWN]))


def _disputed(found: Disagreement) -> tuple[str, str, str]:
    said = "; ".join(f"{who}: {worded(what)}" for who, what in found.said.items())
    return found.example.id, FIELD_TITLES[found.field], said


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


@app.command("studio")
def studio() -> None:
    """Показать настройку разметки для проекта Label Studio."""
    sys.stdout.write(exchange.STUDIO)
