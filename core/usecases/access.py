"""Use cases of who may come in: people, their roles, standing in, keys. Each is written to the journal."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.accounts import Key, StandIn, User
from core.errors import BadInput, Denied, NotFound
from core.ports import Work
from core.roles import KEY_RIGHTS, MATRIX, PEOPLE, Reach, Role
from core.scope import RIGHT_TITLES, Right, Scope

LOGIN_MOST, KEY_DAYS, KEY_DAYS_MOST = 128, 365, 1100


def add_user(work: Work, scope: Scope, user: User, at: datetime) -> None:
    """Enter a person. Raises BadInput, Conflict for a login that is taken."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    if not user.login.strip() or len(user.login) > LOGIN_MOST or any(not each.isprintable() for each in user.login):
        raise BadInput(f"логин пуст, длиннее {LOGIN_MOST} знаков или содержит непечатные знаки")
    work.accounts.add_user(scope.profile, checked(user))
    work.journal.write(scope, "user.add", user.login, {"roles": sorted(user.roles)}, at)


def checked(user: User) -> User:
    """The person, if roles and bounds fit together. Raises BadInput."""
    machine = [role for role in user.roles if role not in PEOPLE]
    if machine:
        raise BadInput(f"роль «{MATRIX[min(machine)].title}» даётся ключу, а не человеку")
    for reach, held, said in (
        (Reach.BLOCKS, user.blocks, "блоки"),
        (Reach.TERRITORIES, user.territories, "территории"),
    ):
        bound = [role for role in user.roles if MATRIX[role].reach is reach]
        if bound and not held:
            raise BadInput(f"роль «{MATRIX[min(bound)].title}»: укажите её {said}")
    return user


def change_user(work: Work, scope: Scope, login: str, action: str, at: datetime, **fields: Any) -> User:
    """Change a person, end the open sessions, journal it. Nobody changes the own rights. Raises NotFound, Denied."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    if scope.who == f"user:{login}" and fields.keys() & {"roles", "blocks", "territories", "active"}:
        raise Denied("свои роли и свой доступ меняет другой администратор")
    user = checked(replace(known(work, scope, login), **fields))
    work.accounts.save_user(scope.profile, user)
    work.accounts.close_sessions(scope.profile, login)
    told = {"roles": sorted(user.roles)} if "roles" in fields else {}
    work.journal.write(scope, action, login, told, at)
    return user


def known(work: Work, scope: Scope, login: str) -> User:
    """The person of a login. Raises NotFound."""
    user = work.accounts.user(scope.profile, login)
    if user is None:
        raise NotFound(f"нет пользователя «{login}»")
    return user


def end_sessions(work: Work, scope: Scope, login: str, at: datetime) -> None:
    """End all sessions of a person."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    work.accounts.close_sessions(scope.profile, known(work, scope, login).login)
    work.journal.write(scope, "session.end", login, {}, at)


def stand_in(work: Work, scope: Scope, made: StandIn, at: datetime) -> None:
    """Let one person stand in for another. Nobody makes oneself a stand-in. Raises NotFound, Denied."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    if scope.who == f"user:{made.login}":
        raise Denied("замещение для себя оформляет другой администратор")
    for login in (made.absent, made.login):
        known(work, scope, login)
    work.accounts.add_stand_in(scope.profile, made)
    told = {"login": made.login, "since": made.since.isoformat(), "until": made.until.isoformat()}
    work.journal.write(scope, "standin.add", made.absent, told, at)


def end_stand_in(work: Work, scope: Scope, stand_in_id: int, at: datetime) -> None:
    """Take a standing in back. Raises NotFound."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    if not work.accounts.end_stand_in(scope.profile, stand_in_id):
        raise NotFound("такого замещения нет")
    work.journal.write(scope, "standin.end", str(stand_in_id), {}, at)


def add_key(work: Work, scope: Scope, key: Key, at: datetime) -> None:
    """Enter a machine's key. Raises BadInput for rights that no key is given, Conflict for a name that is taken."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    foreign = key.rights - KEY_RIGHTS
    if foreign or not key.rights:
        said = f"право «{RIGHT_TITLES[min(foreign)]}» ключам не даётся" if foreign else "ключу не дано ни одного права"
        raise BadInput(f"{said}; можно: {', '.join(sorted(KEY_RIGHTS))}")
    if not key.name.strip() or len(key.name) > LOGIN_MOST or any(not each.isprintable() for each in key.name):
        raise BadInput("имя ключа пусто или слишком длинно")
    work.accounts.add_key(scope.profile, key)
    work.journal.write(scope, "key.add", key.name, {"rights": sorted(key.rights)}, at)


def revoke_key(work: Work, scope: Scope, name: str, at: datetime) -> None:
    """End a key. Raises NotFound."""
    scope.demand(Right.MANAGE_ACCOUNTS)
    if not work.accounts.revoke_key(scope.profile, name):
        raise NotFound(f"нет ключа «{name}»")
    work.journal.write(scope, "key.revoke", name, {}, at)


def key_rights(role: Role | None, rights: Iterable[Right]) -> frozenset[Right]:
    """What a key holds that is given a role's rights, single ones, or both."""
    return frozenset(rights) | (MATRIX[role].rights if role else frozenset())


def key_expiry(days: int | None, at: datetime) -> datetime:
    """When a key ends: a year from now unless said. Every key ends. Raises BadInput."""
    if days is not None and not 1 <= days <= KEY_DAYS_MOST:
        raise BadInput(f"срок ключа: от 1 до {KEY_DAYS_MOST} дней")
    return at + timedelta(days=days or KEY_DAYS)
