"""The doors: sign-in, sign-out, and `/`, which leads to the queue."""

import hmac
import re
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.auth import COOKIE, CallerDep, ServicesDep, identify, sign_in, sign_out
from api.passwords import new_token
from api.services import Services
from api.web.filters import plain
from api.web.rendering import page
from api.web.visiting import own_form
from core.errors import Unknown

router = APIRouter()
HOME = "/queue"
GUARD = "mcu_entry"
"""The cookie that guards the sign-in form itself: the form must carry the same token (double submit)."""
PLAIN = re.compile(r"[\x21-\x7e]{1,2000}")
LONGEST = 200


def own(address: str) -> str:
    """A path of ours to go on to; anything else leads home."""
    plain = PLAIN.fullmatch(address) and "\\" not in address
    if not plain or not address.startswith("/") or address.startswith("//"):
        return HOME
    parts = urlsplit(address)
    away = parts.scheme or parts.netloc or parts.path in {"/login", "/logout"}
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
        return _form(given, own(next))
    return RedirectResponse(own(next), 303)


def _form(given: Services, onward: str, login: str = "", wrong: str = "", status: int = 200) -> Response:
    guard = new_token()
    shown = page("login.html", given, None, status=status, guard=guard, onward=onward, login=login, wrong=wrong)
    shown.set_cookie(GUARD, guard, httponly=True, samesite="strict", secure=given.secure_cookies, path="/login")
    return shown


@router.post("/login")
def enter(
    request: Request,
    given: ServicesDep,
    login: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    guard: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002
) -> Response:
    """Open a session. The answer to a wrong password and to an unknown login is the same."""
    known = request.cookies.get(GUARD, "")
    if not known or not hmac.compare_digest(known.encode(), guard.encode()):
        return _form(given, own(next), plain(login)[:LONGEST], "Форма входа устарела. Введите пароль ещё раз.", 403)
    try:
        token, _ = sign_in(given, _name(login), password[: 5 * LONGEST])
    except Unknown:
        return _form(given, own(next), plain(login)[:LONGEST], "Логин или пароль не подходят.", 401)
    answer = RedirectResponse(own(next), 303)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(given.session_for.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=given.secure_cookies,
        path="/",
    )
    answer.delete_cookie(GUARD, path="/login")
    return answer


def _name(login: str) -> str:
    """The login as it may be looked for. A login with NUL is nobody's; it is not cleaned into somebody's."""
    return "" if "\0" in login else login.strip()[:LONGEST]


@router.post("/logout")
def leave(caller: CallerDep, given: ServicesDep, csrf: Annotated[str, Form()] = "") -> Response:
    """End the session."""
    own_form(caller, csrf)
    sign_out(given, caller)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
