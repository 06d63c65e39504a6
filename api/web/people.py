"""The page of people: who may sign in, with which roles, who stands in for whom, open sessions, keys of machines."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import problems
from api.auth import Caller, ServicesDep
from api.passwords import digest, hash_password, new_key
from api.services import Services
from api.web import notes
from api.web.rendering import page
from api.web.visiting import may, own_form
from core.accounts import Key, StandIn, User
from core.errors import BadInput, McuError
from core.ports import Work
from core.roles import KEY_RIGHTS, MATRIX, PEOPLE, REACH_TITLES, ROLE_TITLES, Reach, Role
from core.scope import RIGHT_TITLES, Right, Scope
from core.usecases import access

router = APIRouter()
PATH, DONE = "/users", "users-done"
MayManage = Annotated[Caller, Depends(may(Right.MANAGE_ACCOUNTS))]
Line = Annotated[str, Form(max_length=200)]
Many = Annotated[list[str], Form(max_length=60)]
PASSWORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class Secret:
    """What is shown once: of whom or what, and the password or key itself."""

    title: str
    value: str


def shown(
    request: Request,
    given: Services,
    caller: Caller,
    *,
    wrong: str = "",
    status: int = 200,
    secret: Secret | None = None,
) -> Response:
    """The page."""
    code, now = given.profile.code, given.clock.now()
    with given.ledger.read() as work:
        people, stand_ins = work.accounts.users(code), work.accounts.stand_ins(code)
        sessions, keys = work.accounts.sessions(code, now), work.accounts.keys(code)
    made = page(
        "users.html",
        given,
        caller,
        status=status,
        people=people,
        stand_ins=stand_ins,
        today=now.date(),
        sessions={login: [each for each in sessions if each.login == login] for login in {s.login for s in sessions}},
        keys=keys,
        roles=[(role, MATRIX[role]) for role in PEOPLE],
        role_titles=ROLE_TITLES,
        reaches=REACH_TITLES,
        blocks={block.code: block.title for block in given.profile.blocks},
        territories={each.code: each.title for each in given.profile.territories},
        key_roles=[(role, row.title) for role, row in MATRIX.items() if not row.person],
        key_rights=[(right, RIGHT_TITLES[right]) for right in Right if right in KEY_RIGHTS],
        own=caller.scope.who.partition(":")[2],
        wrong=wrong,
        secret=secret,
        note=notes.note_of(request),
    )
    notes.forget(made, request, PATH)
    return made


@router.get(PATH)
def people(request: Request, caller: MayManage, given: ServicesDep) -> Response:
    """The page."""
    return shown(request, given, caller)


def done(
    request: Request,
    given: Services,
    caller: Caller,
    csrf: str,
    work_on: Callable[[Work, Scope], Secret | None],
) -> Response:
    """Do it and show the page: anew, with a secret that is shown once, or with what was wrong and nothing changed."""
    own_form(caller, csrf)
    try:
        with given.ledger.begin() as work:
            secret = work_on(work, caller.scope)
    except McuError as error:
        said = str(error)
        return shown(
            request, given, caller, wrong=f"{said[:1].upper()}{said[1:]}.", status=problems.status_of(error)
        )  # fmt: skip
    if secret:
        return shown(request, given, caller, secret=secret, status=201)
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, DONE, given.secure_cookies, PATH)
    return answer


def _roles(names: list[str]) -> frozenset[Role]:
    try:
        return frozenset(map(Role, names))
    except ValueError:
        raise BadInput("такой роли нет") from None


def _bounds(given: Services, roles: list[str], blocks: list[str], territories: list[str]) -> dict[str, frozenset[str]]:
    """Blocks and territories of the roles that are bound to them; of others none is kept."""
    known = {
        Reach.BLOCKS: (blocks, {each.code for each in given.profile.blocks}),
        Reach.TERRITORIES: (territories, {each.code for each in given.profile.territories}),
    }
    reaches = {MATRIX[role].reach for role in _roles(roles)}
    for asked, allowed in known.values():
        if set(asked) - allowed:
            raise BadInput("такого блока или такой территории в профиле нет")
    return {reach.value: frozenset(asked) for reach, (asked, _) in known.items() if reach in reaches}


@router.post(PATH)
def add(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    login: Line = "",
    external: Line = "",
    roles: Many = [],  # noqa: B006 - a form's list
    blocks: Many = [],  # noqa: B006
    territories: Many = [],  # noqa: B006
) -> Response:
    """Enter a person; the password is made up and shown once."""

    def work_on(work: Work, scope: Scope) -> Secret:
        password, name = secrets.token_urlsafe(PASSWORD_BYTES), login.strip()
        bounds = _bounds(given, roles, blocks, territories)
        user = User(name, hash_password(password, name), _roles(roles), external=external.strip())
        access.add_user(work, scope, replace(user, **bounds), given.clock.now())  # type: ignore[arg-type]  # two names
        return Secret(f"Пароль пользователя {name}", password)

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/roles")
def roles_of(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    login: Line = "",
    roles: Many = [],  # noqa: B006
    blocks: Many = [],  # noqa: B006
    territories: Many = [],  # noqa: B006
) -> Response:
    """Other roles, blocks and territories; the person signs in anew."""

    def work_on(work: Work, scope: Scope) -> None:
        bounds = {"blocks": None, "territories": None, **_bounds(given, roles, blocks, territories)}
        access.change_user(work, scope, login, "user.roles", given.clock.now(), roles=_roles(roles), **bounds)

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/state")
def state(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    login: Line = "",
    what: Annotated[str, Form(max_length=20)] = "",
    external: Line = "",
) -> Response:
    """Another password, no second factor, shut out, let in again, known to the identity provider, sessions ended."""

    def work_on(work: Work, scope: Scope) -> Secret | None:
        now = given.clock.now()
        if what == "password":
            made = secrets.token_urlsafe(PASSWORD_BYTES)
            access.change_user(work, scope, login, "user.password", now, password=hash_password(made, login))
            return Secret(f"Новый пароль пользователя {login}", made)
        if what == "sessions":
            access.end_sessions(work, scope, login, now)
            return None
        changes: dict[str, dict[str, Any]] = {
            "factor": {"factor": "", "factor_step": 0},
            "disable": {"active": False},
            "enable": {"active": True},
            "external": {"external": external.strip()},
        }
        if what not in changes:
            raise BadInput("не сказано, что изменить")
        access.change_user(work, scope, login, f"user.{what}", now, **changes[what])
        return None

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/stand-ins")
def stand_in(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    absent: Line = "",
    login: Line = "",
    since: Annotated[str, Form(max_length=10)] = "",
    until: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Let one stand in for another on these days."""

    def work_on(work: Work, scope: Scope) -> None:
        try:
            days = date.fromisoformat(since), date.fromisoformat(until)
        except ValueError:
            raise BadInput("замещение: укажите первый и последний день") from None
        access.stand_in(work, scope, StandIn(absent, login, *days, scope.who), given.clock.now())

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/stand-ins/end")
def end_stand_in(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    number: Annotated[int, Form(ge=1, le=2**62)] = 1,
) -> Response:
    """Take it back."""

    def work_on(work: Work, scope: Scope) -> None:
        access.end_stand_in(work, scope, number, given.clock.now())

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/keys")
def add_key(
    request: Request,
    caller: MayManage,
    given: ServicesDep,
    csrf: Line = "",
    name: Line = "",
    role: Line = "",
    rights: Many = [],  # noqa: B006
    days: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """A machine's key; it is shown once."""

    def work_on(work: Work, scope: Scope) -> Secret:
        now, made = given.clock.now(), new_key()
        if days and not days.isdecimal():
            raise BadInput("срок ключа: нужно число дней")
        if set(rights) - {*Right}:
            raise BadInput("такого права нет")
        held = access.key_rights(next(iter(_roles([role])), None) if role else None, map(Right, rights))
        expires = access.key_expiry(int(days) if days else None, now)
        access.add_key(work, scope, Key(name.strip(), digest(made), held, expires, made=now), now)
        return Secret(f"Ключ «{name.strip()}»", made)

    return done(request, given, caller, csrf, work_on)


@router.post(f"{PATH}/keys/revoke")
def revoke_key(request: Request, caller: MayManage, given: ServicesDep, csrf: Line = "", name: Line = "") -> Response:
    """End a key."""

    def work_on(work: Work, scope: Scope) -> None:
        access.revoke_key(work, scope, name, given.clock.now())

    return done(request, given, caller, csrf, work_on)
