"""One's own sign-in: password, second factor, open sessions."""

from dataclasses import replace
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from api import entering, problems
from api.auth import Caller, ServicesDep
from api.entering import known_by_password
from api.passwords import hash_password
from api.services import Services
from api.web import entry, notes
from api.web.describing import visitor
from api.web.rendering import page
from api.web.visiting import own_form, visitor_of
from core import factor
from core.accounts import User
from core.errors import BadInput, McuError, Unknown
from core.roles import ROLE_TITLES

router = APIRouter()
PATH, DONE = "/me", "me-done"
Here = Annotated[Caller, Depends(visitor)]
Typed = Annotated[str, Form(max_length=2000)]


def login_of(caller: Caller) -> str:
    """The login of who is signed in with a browser. Raises Unknown for a machine's key."""
    if caller.session is None:
        raise Unknown("это страница человека: ключ программы сюда не входит")
    return caller.session.login


def _user(given: Services, caller: Caller) -> User:
    with given.ledger.read() as work:
        found = work.accounts.user(given.profile.code, login_of(caller))
    if found is None:
        raise Unknown("сеанс закончился, войдите снова")
    return found


def shown(
    request: Request, given: Services, caller: Caller, *, wrong: str = "", status: int = 200, sealed: str = ""
) -> Response:
    """The page. A secret that was offered already is offered again after a wrong code."""
    user, code = _user(given, caller), given.profile.code
    sealed = sealed or given.seal.close(factor.new_secret(), user.login)
    secret = given.seal.open(sealed, user.login)
    with given.ledger.read() as work:
        sessions = work.accounts.sessions(code, given.clock.now(), user.login)
        stand_ins = work.accounts.stand_ins(code, user.login)
    square = segno.make(factor.address(secret, user.login, "МЦУ-Монитор"), error="m")
    made = page(
        "me.html",
        given,
        caller,
        status=status,
        user=user,
        must=caller.confined,
        roles=[ROLE_TITLES[role] for role in sorted(user.roles)],
        stand_ins=[each for each in stand_ins if each.until >= given.clock.now().date()],
        sessions=sessions,
        here=caller.session.id if caller.session else 0,
        sealed=sealed,
        typed=factor.written(secret),
        square=Markup(square.svg_inline(border=2, svgclass="square", lineclass=None, omitsize=True)),  # noqa: S704 - made by us
        wrong=wrong,
        note=notes.note_of(request),
    )
    notes.forget(made, request, PATH)
    return made


@router.get(PATH)
def show(request: Request, caller: Here, given: ServicesDep) -> Response:
    """The page."""
    return shown(request, given, caller)


def _again(given: Services) -> Response:
    answer = RedirectResponse(PATH, 303)
    notes.leave(answer, DONE, given.secure_cookies, PATH)
    return answer


def _refused(request: Request, given: Services, caller: Caller, error: McuError, sealed: str = "") -> Response:
    said, status = str(error), problems.status_of(error)
    # 401 would lead the browser to the door; the person is signed in and typed something wrong.
    status = 422 if status == 401 else status
    return shown(request, given, caller, wrong=f"{said[:1].upper()}{said[1:]}.", status=status, sealed=sealed)


@router.post(f"{PATH}/password")
def password(
    request: Request,
    caller: Here,
    given: ServicesDep,
    csrf: Typed = "",
    old: Typed = "",
    new: Typed = "",
    again: Typed = "",
) -> Response:
    """Another password. All sessions end, and this browser gets a new one."""
    own_form(caller, csrf)
    try:
        user = known_by_password(given, login_of(caller), old, visitor_of(request))
        if new != again:
            raise BadInput("новый пароль и его повтор не совпадают")
        changed = replace(user, password=hash_password(new, user.login))
    except McuError as error:
        return _refused(request, given, caller, error)
    with given.ledger.begin() as work:
        work.accounts.save_user(given.profile.code, changed)
        work.accounts.close_sessions(given.profile.code, user.login)
        work.journal.write(caller.scope, "user.password", user.login, {}, given.clock.now())
    token, _ = entering.admitted(given, changed, visitor_of(request), "renewed")
    answer = _again(given)
    entry.seat(given, answer, token)
    return answer


@router.post(f"{PATH}/factor")
def factor_on(
    request: Request, caller: Here, given: ServicesDep, csrf: Typed = "", sealed: Typed = "", code: Typed = ""
) -> Response:
    """Switch the second factor on: the code proves that the telephone has the secret."""
    own_form(caller, csrf)
    now, login = given.clock.now(), login_of(caller)
    try:
        if _user(given, caller).factor:
            raise BadInput("второй фактор уже включён: сначала выключите его кодом из приложения")
        step = factor.accepted(given.seal.open(sealed, login), code, now, 0)
        if step is None:
            raise BadInput("код не подходит: проверьте время на телефоне и введите новый")
    except Unknown as error:
        return _refused(request, given, caller, error)
    except BadInput as error:
        return _refused(request, given, caller, error, sealed)
    with given.ledger.begin() as work:
        user = replace(_user(given, caller), factor=sealed, factor_step=step)
        work.accounts.save_user(given.profile.code, user)
        work.journal.write(caller.scope, "user.factor.on", login, {}, now)
    return _again(given)


@router.post(f"{PATH}/factor/off")
def factor_off(request: Request, caller: Here, given: ServicesDep, csrf: Typed = "", code: Typed = "") -> Response:
    """Switch it off, by a code of it."""
    own_form(caller, csrf)
    now = given.clock.now()
    with given.ledger.begin() as work:
        user = _user(given, caller)
        good = entering.use_code(work, given, user, code, now)
        if good:
            work.accounts.save_user(given.profile.code, replace(user, factor="", factor_step=0))
            work.journal.write(caller.scope, "user.factor.off", user.login, {}, now)
    return _again(given) if good else _refused(request, given, caller, BadInput(entering.WRONG_CODE))


@router.post(f"{PATH}/sessions")
def end(
    request: Request,
    caller: Here,
    given: ServicesDep,
    csrf: Typed = "",
    number: Annotated[int, Form(ge=0, le=2**62)] = 0,
) -> Response:
    """End one of one's sessions, or (0) all but this one."""
    own_form(caller, csrf)
    login, code, now = login_of(caller), given.profile.code, given.clock.now()
    with given.ledger.begin() as work:
        here = caller.session.id if caller.session else 0
        wanted = [each.id for each in work.accounts.sessions(code, now, login) if each.id != here]
        for each in wanted if number == 0 else [number]:
            work.accounts.end_session(code, login, each)
        work.journal.write(caller.scope, "session.end", login, {}, now)
    return _again(given)
