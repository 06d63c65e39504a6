"""`mcu user`: people who sign in, their roles, who stands in for whom, open sessions."""

import secrets
from datetime import datetime
from typing import Annotated, Any

import typer

from api.passwords import hash_password
from core.accounts import StandIn, User
from core.roles import ROLE_TITLES, Role
from core.usecases import access
from runtime.commands.bounds import bounds_of
from runtime.commands.house import opened
from runtime.console import console, table

users = typer.Typer(no_args_is_help=True, help="Люди, которые входят в систему.")
PASSWORD_BYTES = 12
Login = Annotated[str, typer.Argument(help="Логин.")]
Roles = Annotated[list[Role] | None, typer.Option("--role", help="Роль; можно несколько.")]
Blocks = Annotated[list[str] | None, typer.Option("--block", help="Свой блок (код из профиля); можно несколько.")]
Territories = Annotated[
    list[str] | None, typer.Option("--territory", help="Своя территория (код из профиля); можно несколько.")
]


@users.command("add")
def add_user(
    login: Login,
    role: Roles = None,
    block: Blocks = None,
    territory: Territories = None,
    external: Annotated[str, typer.Option(help="Кем человека знает поставщик учётных записей.")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Прочитать пароль из stdin.")] = False,
) -> None:
    """Завести пользователя; без --password-stdin пароль придумывается и показывается один раз."""
    password = typer.get_text_stream("stdin").readline().rstrip("\n") if password_stdin else None
    shown = password or secrets.token_urlsafe(PASSWORD_BYTES)
    roles = frozenset(role or [Role.MONITOR])
    with opened() as house, house.store.begin() as work:
        bounds = bounds_of(house, block, territory)
        user = User(login, hash_password(shown, login), roles, external=external, **bounds)
        access.add_user(work, house.scope, user, house.clock.now())
    console().print(f"Пользователь {login} заведён" + ("" if password else f", пароль: {shown}"), markup=False)


@users.command("roles")
def roles_of(login: Login, role: Roles = None, block: Blocks = None, territory: Territories = None) -> None:
    """Назначить роли вместо прежних; открытые сеансы этого человека заканчиваются."""
    with opened() as house, house.store.begin() as work:
        bounds, now = bounds_of(house, block, territory), house.clock.now()
        access.change_user(work, house.scope, login, "user.roles", now, roles=frozenset(role or []), **bounds)
    console().print(f"Пользователь {login}: роли назначены", markup=False)


@users.command("password")
def new_password(login: Login) -> None:
    """Дать новый пароль; он показывается один раз, открытые сеансы этого человека заканчиваются."""
    shown = secrets.token_urlsafe(PASSWORD_BYTES)
    _change(login, "user.password", password=hash_password(shown, login))
    console().print(f"Пользователь {login}, новый пароль: {shown}", markup=False)


@users.command("factor")
def reset_factor(login: Login) -> None:
    """Сбросить второй фактор: человек потерял телефон."""
    _change(login, "user.factor", factor="", factor_step=0)
    console().print(f"Пользователь {login} входит без второго фактора", markup=False)


@users.command("external")
def external(
    login: Login, subject: Annotated[str, typer.Argument(help="Кем его знает поставщик; пусто — никем.")] = ""
) -> None:
    """Связать с поставщиком учётных записей."""
    _change(login, "user.external", external=subject)
    console().print(f"Пользователь {login}: связь с поставщиком записана", markup=False)


@users.command("disable")
def disable(login: Login) -> None:
    """Закрыть вход; решения этого человека остаются."""
    _change(login, "user.disable", active=False)
    console().print(f"Пользователь {login} больше не войдёт", markup=False)


@users.command("enable")
def enable(login: Login) -> None:
    """Снова открыть вход."""
    _change(login, "user.enable", active=True)
    console().print(f"Пользователь {login} снова может войти", markup=False)


def _change(login: str, action: str, **fields: Any) -> None:
    """Change a user, end the sessions, and journal it. Raises NotFound."""
    with opened() as house, house.store.begin() as work:
        access.change_user(work, house.scope, login, action, house.clock.now(), **fields)


@users.command("list")
def list_users() -> None:
    """Показать пользователей."""
    with opened() as house, house.store.read() as work:
        found = work.accounts.users(house.profile.code)
    rows = ((u.login, ", ".join(ROLE_TITLES[r] for r in sorted(u.roles)), "да" if u.active else "нет") for u in found)
    table("Пользователи", ("Логин", "Роли", "Действует"), rows)


@users.command("sessions")
def sessions_of(login: Login, end: Annotated[bool, typer.Option("--end", help="Закончить их все.")] = False) -> None:
    """Показать открытые сеансы человека."""
    with opened() as house, house.store.begin() as work:
        now = house.clock.now()
        found = work.accounts.sessions(house.profile.code, now, login)
        if end:
            access.end_sessions(work, house.scope, login, now)
    table("Сеансы", ("Откуда", "Вход", "Последнее обращение"), ((s.agent or "—", s.made, s.seen) for s in found))
    if end:
        console().print(f"Сеансы пользователя {login} закончены", markup=False)


Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="День вида 2026-12-31.")]


@users.command("stand-in")
def stand_in(
    absent: Annotated[str, typer.Argument(help="Кого замещают.")],
    login: Annotated[str, typer.Argument(help="Кто замещает.")],
    since: Day,
    until: Day,
) -> None:
    """Оформить замещение: в эти дни замещающий может то же, что замещаемый."""
    with opened() as house, house.store.begin() as work:
        made = StandIn(absent, login, since.date(), until.date(), house.scope.who)
        access.stand_in(work, house.scope, made, house.clock.now())
    console().print(f"{login} замещает {absent} с {since.date()} по {until.date()}", markup=False)


@users.command("stand-ins")
def stand_ins(
    end: Annotated[int | None, typer.Option(min=1, help="Отменить замещение с этим номером.")] = None,
) -> None:
    """Показать замещения."""
    with opened() as house, house.store.begin() as work:
        if end is not None:
            access.end_stand_in(work, house.scope, end, house.clock.now())
        found = work.accounts.stand_ins(house.profile.code)
    rows = ((s.id, s.login, s.absent, s.since, s.until, s.made_by) for s in found)
    table("Замещения", ("Номер", "Кто", "Вместо кого", "С", "По", "Оформил"), rows)
