"""The doors: sign-in by password and second factor, sign-out, and `/`, which leads to the queue."""

import hmac
import re
from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api import entering
from api.auth import COOKIE, CallerDep, ServicesDep, identify, sign_out
from api.passwords import new_token
from api.problems import status_of
from api.services import Services
from api.web.filters import plain
from api.web.rendering import page
from api.web.visiting import own_form, visitor_of
from core.accounts import User
from core.errors import TooMany, Unknown
from core.handshakes import LIVES

router = APIRouter()
HOME = "/queue"
GUARD, HALF = "mcu_entry", "mcu_half"
"""Cookies of the door only. The first guards the form itself, which must carry the same token (double submit); the
second is a sign-in that is half done."""
PLAIN = re.compile(r"[\x21-\x7e]{1,2000}")
LONGEST = 200
STALE = "Форма входа устарела. Введите пароль ещё раз."


def own(address: str) -> str:
    """A path of ours to go on to; anything else leads home."""
    plain = PLAIN.fullmatch(address) and "\\" not in address
    if not plain or not address.startswith("/") or address.startswith("//"):
        return HOME
    parts = urlsplit(address)
    steps = unquote(parts.path).split("/")
    crooked = "" in steps[1:-1] or {".", ".."} & {*steps} or "\\" in unquote(parts.path)
    away = crooked or parts.scheme or parts.netloc or parts.path.startswith("/login") or parts.path == "/logout"
    return HOME if away else address


@router.get("/")
def home() -> Response:
    """The queue is the main page."""
    return RedirectResponse(HOME, 303)


@router.get("/login")
def door(request: Request, given: ServicesDep, next: str = HOME) -> Response:  # noqa: A002 - the name in the address
    """The form; who is signed in already goes on."""
    try:
        identify(request, given)
    except Unknown:
        return form(given, own(next))
    return RedirectResponse(own(next), 303)


def form(given: Services, onward: str, login: str = "", wrong: str = "", status: int = 200) -> Response:
    """The form of login and password."""
    guard, provider = new_token(), given.provider.title if given.provider else ""
    known = {"guard": guard, "onward": onward, "login": login, "wrong": wrong, "provider": provider}
    return _guarded(given, page("login.html", given, None, status=status, **known), guard)


def ask_code(given: Services, half: str, wrong: str = "", status: int = 200) -> Response:
    """The form of the second factor's code."""
    guard = new_token()
    shown = _guarded(given, page("code.html", given, None, status=status, guard=guard, wrong=wrong), guard)
    keep_half(given, shown, half)
    return shown


def _guarded(given: Services, shown: Response, guard: str) -> Response:
    shown.set_cookie(GUARD, guard, httponly=True, samesite="strict", secure=given.secure_cookies, path="/login")
    return shown


def keep_half(given: Services, answer: Response, token: str) -> None:
    """The browser's part of a sign-in that is half done. Lax: the provider's page leads back with it."""
    lives = int(LIVES.total_seconds())
    secure = given.secure_cookies
    answer.set_cookie(HALF, token, max_age=lives, httponly=True, samesite="lax", secure=secure, path="/login")


def _ours(request: Request, guard: str) -> bool:
    known = request.cookies.get(GUARD, "")
    return bool(known) and hmac.compare_digest(known.encode(), guard.encode())


@router.post("/login")
def enter(
    request: Request,
    given: ServicesDep,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    guard: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002
) -> Response:
    """Open a session, or ask for the code. The answer to a wrong password and to an unknown login is the same."""
    typed = plain(login)[:LONGEST]
    if not _ours(request, guard):
        return form(given, own(next), typed, STALE, 403)
    try:
        user = entering.known_by_password(given, _name(login), password[: 5 * LONGEST], visitor_of(request))
    except (Unknown, TooMany) as error:
        return form(given, own(next), typed, _sentence(error), status_of(error))
    if user.factor:
        return ask_code(given, entering.halfway(given, user, own(next)))
    return let_in(request, given, user, own(next))


@router.post("/login/code")
def second(
    request: Request, given: ServicesDep, code: Annotated[str, Form()] = "", guard: Annotated[str, Form()] = ""
) -> Response:
    """Open a session for who gave the right password and now the right code."""
    if not _ours(request, guard):
        return form(given, HOME, wrong=STALE, status=403)
    half = request.cookies.get(HALF, "")
    try:
        user, onward = entering.known_by_code(given, half, code[:LONGEST], visitor_of(request))
    except (Unknown, TooMany) as error:
        if str(error) == entering.LATE:
            return form(given, HOME, wrong=_sentence(error), status=401)
        return ask_code(given, half, _sentence(error), status_of(error))
    return let_in(request, given, user, own(onward), "factor")


def let_in(request: Request, given: Services, user: User, onward: str, how: str = "password") -> Response:
    """Open a session and go on. Whatever session the browser brought along is not taken over."""
    token, _ = entering.admitted(given, user, visitor_of(request), how)
    answer = RedirectResponse(onward, 303)
    seat(given, answer, token)
    for name in (GUARD, HALF):
        answer.delete_cookie(name, path="/login")
    return answer


def seat(given: Services, answer: Response, token: str) -> None:
    """The cookie of a session."""
    lives = int(given.session_for.total_seconds())
    secure = given.secure_cookies
    answer.set_cookie(COOKIE, token, max_age=lives, httponly=True, samesite="lax", secure=secure, path="/")


def _name(login: str) -> str:
    """The login as it may be looked for. A login with NUL is nobody's; it is not cleaned into somebody's."""
    return "" if "\0" in login else login.strip()[:LONGEST]


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


@router.post("/logout")
def leave(caller: CallerDep, given: ServicesDep, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session."""
    own_form(caller, csrf)
    sign_out(given, caller)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
