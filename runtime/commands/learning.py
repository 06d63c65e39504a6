"""`mcu train` and `mcu evaluate`. What trains takes seconds to load, and whoever evaluates needs none of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.reasons import plural
from nlp.masks import mask
from runtime.commands.house import opened
from runtime.console import console, table
from runtime.modelling import load_model
from runtime.settings import load

if TYPE_CHECKING:
    from models.centre import Lessons


def train(
    data: Annotated[list[Path], typer.Option("--data", help="Размеченные JSONL; можно указать несколько раз.")],
    out: Annotated[Path, typer.Option("--out", help="Папка для модели.")],
    labels: Annotated[list[Path], typer.Option("--labels", help="Метки отдельно от текстов: CSV по id.")] = [],  # noqa: B006 - Typer copies defaults
    texts: Annotated[list[Path], typer.Option("--texts", help="JSONL с текстами этих меток.")] = [],  # noqa: B006
    own: Annotated[bool, typer.Option("--own/--no-own", help="Учить и на метках центра из базы.")] = False,
) -> None:
    """Обучить модель на размеченных текстах, при желании с метками центра, и записать её с манифестом."""
    from models.train import train as fit

    taught = own_lessons().taught if own else ()
    if own:
        told(f"меток центра для обучения: {len(taught)}")
    manifest = fit(data, out, labels=labels, texts=texts, own=taught, progress=told)
    console().print(f"Модель {manifest.version} записана в {out}", markup=False)


def own_lessons() -> Lessons:
    """The centre's labels as rows, texts masked."""
    from models.centre import lessons

    with opened() as house, house.store.read() as work:
        return lessons(work.labels.examples(house.scope), mask)


def told(text: str) -> None:
    """A step of the training, to stderr."""
    console(stderr=True).print(text, markup=False)


def evaluate(
    data: Annotated[Path, typer.Option("--data", help="Размеченный JSONL.")],
    json: Annotated[bool, typer.Option("--json", help="Итог одним объектом JSON.")] = False,
) -> None:
    """Проверить модель на размеченных текстах."""
    from models.evaluate import evaluate as judge

    report = judge(load_model(load()), data)
    if json:
        sys.stdout.write(report.to_json() + "\n")
        return
    table(
        f"{data.name}: {plural(report.n, 'текст', 'текста', 'текстов')}, модель {report.model}",
        ("Показатель", "Значение", "95 %", "Для сравнения"),
        report.rows(),
    )
