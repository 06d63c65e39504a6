"""`mcu user` and `mcu key`: who may sign in."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

import typer

from api.passwords import digest, hash_password, new_key
from core.accounts import KEY_RIGHTS, ROLE_TITLES, Key, Role, User
from core.errors import BadInput, NotFound
from core.scope import RIGHT_TITLES, Right
from runtime.commands.house import opened
from runtime.console import console, table

users = typer.Typer(no_args_is_help=True, help="Люди, которые входят в систему.")
keys = typer.Typer(no_args_is_help=True, help="Ключи машин для API.")
PASSWORD_BYTES = 12


@users.command("add")
def add_user(
    login: Annotated[str, typer.Argument(help="Логин.")],
    role: Annotated[list[Role] | None, typer.Option(help="Роль; можно несколько.")] = None,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Прочитать пароль из stdin.")] = False,
) -> None:
    """Завести пользователя; без --password-stdin пароль придумывается и показывается один раз."""
    password = typer.get_text_stream("stdin").readline().rstrip("\n") if password_stdin else None
    shown = password or secrets.token_urlsafe(PASSWORD_BYTES)
    if not login.strip() or len(login) > 128:
        raise BadInput("логин пуст или длиннее 128 знаков")
    user = User(login, hash_password(shown), frozenset(role or [Role.MONITOR]))
    with opened() as house, house.store.begin() as work:
        work.accounts.add_user(house.profile.code, user)
        work.journal.write(house.scope, "user.add", login, {"roles": sorted(user.roles)}, house.clock.now())
    console().print(f"Пользователь {login} заведён" + ("" if password else f", пароль: {shown}"), markup=False)


@users.command("password")
def new_password(login: Annotated[str, typer.Argument(help="Логин.")]) -> None:
    """Дать новый пароль; он показывается один раз, открытые сеансы этого человека заканчиваются."""
    shown = secrets.token_urlsafe(PASSWORD_BYTES)
    _change(login, "user.password", password=hash_password(shown))
    console().print(f"Пользователь {login}, новый пароль: {shown}", markup=False)


@users.command("disable")
def disable(login: Annotated[str, typer.Argument(help="Логин.")]) -> None:
    """Закрыть вход; решения этого человека остаются."""
    _change(login, "user.disable", active=False)
    console().print(f"Пользователь {login} больше не войдёт", markup=False)


@users.command("enable")
def enable(login: Annotated[str, typer.Argument(help="Логин.")]) -> None:
    """Снова открыть вход."""
    _change(login, "user.enable", active=True)
    console().print(f"Пользователь {login} снова может войти", markup=False)


def _change(login: str, action: str, **fields: Any) -> None:
    """Change a user, end the sessions, and journal it. Raises NotFound."""
    with opened() as house, house.store.begin() as work:
        user = work.accounts.user(house.profile.code, login)
        if user is None:
            raise NotFound(f"нет пользователя «{login}»")
        work.accounts.save_user(house.profile.code, replace(user, **fields))
        work.accounts.close_sessions(house.profile.code, login)
        work.journal.write(house.scope, action, login, {}, house.clock.now())


@users.command("list")
def list_users() -> None:
    """Показать пользователей."""
    with opened() as house, house.store.read() as work:
        found = work.accounts.users(house.profile.code)
    rows = ((u.login, ", ".join(ROLE_TITLES[r] for r in sorted(u.roles)), "да" if u.active else "нет") for u in found)
    table("Пользователи", ("Логин", "Роли", "Действует"), rows)


@keys.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Имя ключа: для кого он.")],
    right: Annotated[list[Right], typer.Option(help="Право; можно несколько.")],
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="Срок в днях.")] = None,
) -> None:
    """Завести ключ; он показывается один раз."""
    foreign = set(right) - KEY_RIGHTS
    if foreign:
        raise BadInput(f"право «{RIGHT_TITLES[min(foreign)]}» ключам не даётся; можно: {', '.join(sorted(KEY_RIGHTS))}")
    shown = new_key()
    with opened() as house, house.store.begin() as work:
        now = house.clock.now()
        expires = now + timedelta(days=days) if days else None
        work.accounts.add_key(house.profile.code, Key(name, digest(shown), frozenset(right), expires))
        work.journal.write(house.scope, "key.add", name, {"rights": sorted(right)}, now)
    console().print(f"Ключ {name}: {shown}", markup=False, soft_wrap=True)


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="Имя ключа.")]) -> None:
    """Отозвать ключ."""
    with opened() as house, house.store.begin() as work:
        if not work.accounts.revoke_key(house.profile.code, name):
            raise NotFound(f"нет ключа «{name}»")
        work.journal.write(house.scope, "key.revoke", name, {}, house.clock.now())
    console().print(f"Ключ {name} отозван", markup=False)


@keys.command("list")
def list_keys() -> None:
    """Показать ключи (без самих ключей)."""
    with opened() as house, house.store.read() as work:
        found = work.accounts.keys(house.profile.code)
    rows = ((k.name, ", ".join(sorted(k.rights)), k.expires or "—", "да" if k.revoked else "нет") for k in found)
    table("Ключи", ("Имя", "Права", "Действует до", "Отозван"), rows)
