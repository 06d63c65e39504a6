"""`mcu key`: keys of machines."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from api.passwords import digest, new_key
from core.accounts import Key
from core.roles import Role
from core.scope import Right
from core.usecases import access
from runtime.commands.bounds import bounds_of
from runtime.commands.house import opened
from runtime.console import console, table

keys = typer.Typer(no_args_is_help=True, help="Ключи машин для API.")


class Machine(StrEnum):
    """Roles whose rights a machine may hold, as the command offers them: of the others a key would be refused."""

    PUBLICS = Role.PUBLICS.value
    INFORMATION = Role.INFORMATION.value
    MAYOR = Role.MAYOR.value
    COORDINATOR = Role.COORDINATOR.value
    CRC = Role.CRC.value
    ANALYST = Role.ANALYST.value
    RISKS = Role.RISKS.value


@keys.command("add")
def add_key(
    name: Annotated[str, typer.Argument(help="Имя ключа: для кого он.")],
    right: Annotated[list[Right] | None, typer.Option(help="Право; можно несколько.")] = None,
    role: Annotated[Machine | None, typer.Option(help="Набор прав роли.")] = None,
    days: Annotated[int | None, typer.Option(min=1, max=access.KEY_DAYS_MOST, help="Срок в днях; обычно год.")] = None,
    block: Annotated[list[str] | None, typer.Option(help="Только этот блок; можно несколько.")] = None,
    territory: Annotated[list[str] | None, typer.Option(help="Только эта территория; можно несколько.")] = None,
) -> None:
    """Завести ключ; он показывается один раз."""
    shown = new_key()
    with opened() as house, house.store.begin() as work:
        now = house.clock.now()
        made = Key(
            name,
            digest(shown),
            access.key_rights(Role(role) if role else None, right or []),
            access.key_expiry(days, now),
            made=now,
        )
        access.add_key(work, house.scope, replace(made, **bounds_of(house, block, territory)), now)
    console().print(f"Ключ {name}: {shown}", markup=False, soft_wrap=True)


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="Имя ключа.")]) -> None:
    """Отозвать ключ."""
    with opened() as house, house.store.begin() as work:
        access.revoke_key(work, house.scope, name, house.clock.now())
    console().print(f"Ключ {name} отозван", markup=False)


@keys.command("list")
def list_keys() -> None:
    """Показать ключи (без самих ключей)."""
    with opened() as house, house.store.read() as work:
        found = work.accounts.keys(house.profile.code)
    rows = (
        (k.name, ", ".join(sorted(k.rights)), k.expires or "—", k.seen or "—", "да" if k.revoked else "нет")
        for k in found
    )
    table("Ключи", ("Имя", "Права", "Действует до", "Использован", "Отозван"), rows)
