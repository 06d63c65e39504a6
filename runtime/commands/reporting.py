"""`mcu report`: the analytical note of a week or of any days, as DOCX and PDF."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from core import exchange, periods, usecases
from core.cases import System
from core.errors import BadInput
from core.exchange.summary_papers import summary_paper
from core.labels import Theme
from core.papers import Paper, Report
from core.periods import Period
from core.usecases.rating import rating as rate
from core.weekly import Ordered
from runtime.commands.house import opened
from runtime.console import console
from runtime.papers import MadePapers, drawn_act, places_of, reading
from runtime.wiring import House

app = typer.Typer(help="Отчёты: записка за неделю или за любые дни.", invoke_without_command=True)
KINDS = ("docx", "pdf")
Out = Annotated[Path, typer.Option("--out", help="Папка для файлов.")]


@app.callback()
def any_days(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", help="Первый день: 2026-11-01.")] = "",
    until: Annotated[str, typer.Option("--to", help="Последний день: 2026-11-15.")] = "",
    block: Annotated[list[str] | None, typer.Option("--block", help="Код блока; можно несколько.")] = None,
    theme: Annotated[list[Theme] | None, typer.Option("--theme", help="Код темы; можно несколько.")] = None,
    system: Annotated[list[System] | None, typer.Option("--system", help="networks, im, pos, other.")] = None,
    territory: Annotated[list[str] | None, typer.Option("--territory", help="Код территории.")] = None,
    out: Out = Path(),
) -> None:
    """Записка за любые дни; блоки, темы, системы и территории сужают её."""
    if context.invoked_subcommand:
        return
    if not (since and until):
        raise BadInput("укажите дни: --from 2026-11-01 --to 2026-11-15 (или mcu report weekly --week 2026-W46)")
    with opened() as house:
        asked = Ordered(
            periods.span(_day(since), _day(until), house.profile.timezone),
            tuple(block or ()),
            tuple(theme or ()),
            tuple(system or ()),
            tuple(territory or ()),
        )
        demand_known(house, asked)
        write(house, make(house, asked), out)


@app.command("weekly")
def weekly(
    week: Annotated[str, typer.Option("--week", help="Неделя 2026-W46; без неё — последняя целая.")] = "",
    out: Out = Path(),
) -> None:
    """Еженедельная аналитическая записка."""
    with opened() as house:
        write(house, make(house, Ordered(_week(house, week))), out)


@app.command("rating")
def rating(
    month: Annotated[str, typer.Option("--month", help="Месяц 2026-11; без него — нынешний.")] = "",
    system: Annotated[list[System] | None, typer.Option("--system", help="networks, im, pos, other.")] = None,
    out: Out = Path(),
) -> None:
    """Рейтинг ответственных получателей за месяц: DOCX, PDF и XLSX."""
    with opened() as house:
        zone = house.profile.timezone
        text = month or f"{periods.today(house.clock.now(), zone):%Y-%m}"
        asked = Ordered(periods.month(text, zone), systems=tuple(system or ()))
        with house.store.read() as work:
            found = rate(work, house.scope, house.profile, house.calendar, asked, house.clock.now())
        papers = MadePapers(house.profile, places_of(house))
        files(papers, papers.rating(found, asked), f"рейтинг-{text}", out, (*KINDS, "xlsx"))


@app.command("system")
def system(
    name: Annotated[exchange.System, typer.Argument(help="im — «Инцидент менеджмент», pos — ПОС.")],
    month: Annotated[str, typer.Option("--month", help="Месяц 2026-11; без него — нынешний.")] = "",
    out: Out = Path(),
) -> None:
    """Свод по системе за месяц по загруженным записям: DOCX."""
    with opened() as house:
        zone, now, words = house.profile.timezone, house.clock.now(), reading(house, places_of(house)).words
        period = periods.month(month or f"{periods.today(now, zone):%Y-%m}", zone)
        with house.store.read() as work:
            found = usecases.system_summary(work, house.scope, house.profile, words, name, period, now)
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"свод-{name}-{period.first:%Y-%m}.docx"
        path.write_bytes(drawn_act(summary_paper(found, period, house.profile)))
        console().print(str(path), markup=False, soft_wrap=True)


def _week(house: House, week: str) -> Period:
    zone = house.profile.timezone
    return periods.week(week, zone) if week else periods.last_week(house.clock.now(), zone)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"день «{text[:20]}»: нужна запись вида 2026-11-15") from None


def demand_known(house: House, asked: Ordered) -> None:
    """Raises BadInput for a block or a territory that the profile does not have."""
    profile = house.profile
    for code in asked.blocks:
        if code not in {each.code for each in profile.blocks}:
            raise BadInput(f"в профиле нет блока «{code}»")
    for code in asked.territories:
        if code not in {each.code for each in profile.territories}:
            raise BadInput(f"в профиле нет территории «{code}»")


def make(house: House, asked: Ordered) -> Report:
    """Make and keep the report; people's texts in it stay."""
    places = places_of(house)
    papers = MadePapers(house.profile, places)
    now = house.clock.now()
    return usecases.make_report(house.store, house.scope, house.profile, reading(house, places), papers, asked, now)


def write(house: House, report: Report, out: Path) -> None:
    """Both files, beside each other."""
    papers = MadePapers(house.profile, places_of(house))
    files(papers, report.shown, "-".join(["записка", *filter(None, report.key.split(":"))]), out)


def files(papers: MadePapers, paper: Paper, name: str, out: Path, kinds: Sequence[str] = KINDS) -> None:
    """Write a paper in each kind and say where."""
    out.mkdir(parents=True, exist_ok=True)
    for kind in kinds:
        path = out / f"{name}.{kind}"
        path.write_bytes(papers.file(paper, kind))
        console().print(str(path), markup=False, soft_wrap=True)
