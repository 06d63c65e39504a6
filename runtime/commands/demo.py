"""`mcu demo`: the fictional district from recorded posts to the queue, with no token and no network."""

import secrets
import shlex
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

import profiles
from api.passwords import hash_password
from core.accounts import Role, User
from core.errors import BadInput, Busy
from core.flags import Flag, FlagQuery
from core.labels import THEME_TITLES
from core.risk import LEVEL_TITLES, Level
from runtime import lock, logs, outlines
from runtime.commands.flagging import show
from runtime.commands.importing import report
from runtime.commands.serving import bound, run
from runtime.console import bars, console, table
from runtime.demo.filling import fill
from runtime.flow import Taken
from runtime.founding import init
from runtime.settings import load
from runtime.wiring import House, open_house

PROFILE = "yasnobor"
PERSONS = {
    "monitor": (frozenset({Role.MONITOR}), "сотрудник МЦУ: очередь, инциденты, отчёты"),
    "admin": (
        frozenset({Role.HEAD, Role.ADMINISTRATOR}),
        "начальник и администратор: все страницы, с «Журналом»",
    ),
}
"""Logins of the demo, with their roles and what each is for."""
DEMO_FILES = (
    *("mcu.db", "mcu.db-wal", "mcu.db-shm", "jobs.db", "jobs.db-wal", "jobs.db-shm"),
    *("key", "lock", "profile.toml", outlines.FILE),
)
MOST_DANGEROUS = 10


def demo(
    home: Annotated[Path | None, typer.Option(help="Папка данных показа; по умолчанию MCU_HOME.")] = None,
    host: Annotated[str, typer.Option(help="Адрес, на котором отвечать.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Порт; 0 — любой свободный.")] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="После сводки открыть страницу.")] = True,
) -> None:
    """Показ: вымышленный округ за последние 30 дней — загрузка, оценка, отбор, страница."""
    settings = load()
    # always an embedded database of its own: a demo must not write into a working one
    own = {"home": home.absolute() if home else settings.home, "database_url": "", "profile": "", "key_file": None}
    settings = settings.model_copy(update=own)
    logs.configure(settings.log_level)
    if serve:
        with bound(host, port):
            pass
    clear(settings.home)
    init(settings, PROFILE)
    house = open_house(settings)
    started = time.perf_counter()
    try:
        with bars() as progress:
            taken = fill(house, progress)
        summarise(house, taken, time.perf_counter() - started)
        if serve:
            show_page(house, host, port)
        else:
            say_on(house, host, port)
    finally:
        house.store.close()


def clear(home: Path) -> None:
    """Take away an earlier demo, and nothing else. Raises Busy while it runs, BadInput for a folder of other things."""
    if not home.is_dir() or not any(home.iterdir()):
        return
    own = home / "profile.toml"
    if not own.is_file() or profiles.read(own).code != PROFILE:
        raise BadInput(f"{home}: здесь не показ, а другие данные; для показа нужна своя папка (--home)")
    if not lock.is_free(home / lock.NAME):
        raise Busy(f"показ в {home} ещё открыт: остановите его (Ctrl+C)")
    for name in DEMO_FILES:
        (home / name).unlink(missing_ok=True)


def show_page(house: House, host: str, port: int) -> None:
    """Serve the pages to the persons of this demo."""
    for line in sign_ins(house):
        console().print(line, markup=False, soft_wrap=True)
    console().print("Остановить — Ctrl+C")
    run(house, host, port)


def say_on(house: House, host: str, port: int) -> None:
    """How the pages are opened by hand: the demo made no persons, for their passwords are shown once."""
    for line in next_steps(house.settings.home, host, port):
        console().print(line, markup=False, soft_wrap=True)


def next_steps(home: Path, host: str, port: int) -> list[str]:
    """Commands as they are typed, a line each, in the order in which they are typed."""
    command = f"MCU_HOME={shlex.quote(str(home))} {shlex.quote(sys.argv[0])}"
    roles = " ".join(f"--role {role}" for role in sorted(PERSONS["admin"][0]))
    return [
        "Чтобы открыть страницы: заведите пользователя (пароль покажут один раз) и запустите сервер.",
        f"  {command} user add admin {roles}",
        f"  {command} serve --host {host} --port {port}",
        "Сервер назовёт свой адрес; остановить его — Ctrl+C.",
    ]


def sign_ins(house: House) -> list[str]:
    """Make the persons, and say how each comes in: by one of them or the other every page is seen. The passwords are
    new at each start."""
    return [_sign_in(house, login, roles, what) for login, (roles, what) in PERSONS.items()]


def _sign_in(house: House, login: str, roles: frozenset[Role], what: str) -> str:
    password = secrets.token_urlsafe(9)
    person = User(login, hash_password(password), roles)
    with house.store.begin() as work:
        if work.accounts.user(house.profile.code, login):
            work.accounts.save_user(house.profile.code, person)
        else:
            work.accounts.add_user(house.profile.code, person)
    return f"Вход: логин {login}, пароль {password} — {what}"


def _all(house: House) -> tuple[Flag, ...]:
    with house.store.read() as work:
        return work.flags.find(house.scope, FlagQuery(statuses=(), limit=100_000)).flags


def summarise(house: House, taken: Taken, seconds: float) -> None:
    """What came in and what was flagged, by theme and level, and the most dangerous cards with their reasons."""
    report(taken, taken.change.new + taken.change.edited)
    flags = _all(house)
    by = Counter((flag.theme, flag.risk.level) for flag in flags)
    themes = Counter(flag.theme for flag in flags)
    rows = [
        (THEME_TITLES[theme], *(by[theme, level] or "" for level in Level), count)
        for theme, count in themes.most_common()
    ]
    levels = Counter(flag.risk.level for flag in flags)
    rows.append(("Всего", *(levels[level] for level in Level), len(flags)))
    table(
        f"{house.profile.title}: отобрано карточек {len(flags)} за {seconds:.1f} с",
        ("Тема", *(LEVEL_TITLES[level] for level in Level), "Всего"),
        rows,
    )
    show("Самые опасные карточки", flags[:MOST_DANGEROUS], ZoneInfo(house.profile.timezone))
    console().print(f"Ещё: MCU_HOME={house.settings.home} {sys.argv[0]} flags", markup=False, soft_wrap=True)
