"""`mcu rescore`: the archive by the model in force."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from core.errors import BadSettings
from core.reasons import plural
from core.usecases.rescoring import rescore as rescore_all
from models import crowd
from runtime import flow, lock
from runtime.commands.house import opened
from runtime.console import bars, console
from runtime.modelling import folder_of, open_model
from runtime.wiring import House

TITLE = "Переоценка"


def rescore(
    since: Annotated[datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="С какого дня публикации.")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Сколько процессов оценивают.")] = 1,
    threads: Annotated[bool, typer.Option("--threads", help="Потоки вместо процессов.")] = False,
    dask: Annotated[str, typer.Option(help="Адрес кластера Dask, tcp://узел:порт; по умолчанию MCU_DASK.")] = "",
) -> None:
    """Переоценить архив действующей моделью; прерванное продолжается с того же места, решения людей остаются."""
    with opened() as house, ExitStack() as held:
        if house.settings.is_sqlite:
            held.enter_context(lock.hold(house.settings.home / lock.NAME, "rescore", house.clock.now()))
        address = _cluster(dask or (house.settings.dask if workers == 1 else ""))
        began = time.monotonic()
        with bars() as progress:
            done = run(house, since, progress, workers=workers, threads=threads, dask=address)
    seconds = time.monotonic() - began
    told = plural(done, "публикация", "публикации", "публикаций")
    console().print(f"Переоценено: {told} за {seconds:.0f} с ({done / max(seconds, 0.1):.0f} в секунду)", markup=False)


def run(
    house: House,
    since: datetime,
    progress: Callable[[str, int, int | None], None] = flow.silent,
    *,
    workers: int = 1,
    threads: bool = False,
    dask: str = "",
) -> int:
    """Assess, weigh and group anew all that was published since a local day; gives how many were assessed."""
    folder = folder_of(house.settings)
    version = open_model(folder).version
    moment = since.replace(tzinfo=ZoneInfo(house.profile.timezone)).astimezone(UTC)
    judge = partial(crowd.side_by_side, folder, version, workers=workers, threads=threads, dask=dask)
    done = rescore_all(house.store, house.scope, version, moment, judge, house.clock.now, partial(progress, TITLE))
    weighed = grouped = 0
    while some := flow.weigh_some(house):
        weighed += some
        progress(flow.WEIGHING, weighed, None)
    while some := flow.group_some(house):
        grouped += some
        progress(flow.GROUPING, grouped, None)
    return done


def _cluster(address: str) -> str:
    """Raises BadSettings for what is no address, or where the extra is missing."""
    if not address:
        return ""
    if not address.startswith(("tcp://", "tls://")):
        raise BadSettings(f"--dask: «{address}» — не адрес кластера, нужен tcp://узел:порт")
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError:
        raise BadSettings("--dask: нужен пакет mcu-monitor[cluster]") from None
    return address
