"""Who calls: a person's session cookie or a machine's key. Every route names its right through `needs`."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from api.passwords import digest, matches, new_token
from api.services import Services
from api.veils import unveil
from core.accounts import Session, User
from core.errors import Denied, Unknown
from core.scope import Right, Scope

COOKIE = "mcu_session"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, and the session if it is a browser."""

    scope: Scope
    session: Session | None = None


def services(request: Request) -> Services:
    """The services of this app."""
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]


def sign_in(given: Services, login: str, password: str) -> tuple[str, Session]:
    """Open a session; returns the cookie's token and the session. Raises Unknown, never saying which part was wrong."""
    now = given.clock.now()
    with given.ledger.read() as work:
        user = work.accounts.user(given.profile.code, login)
    if not matches(password, user.password if user and user.active else None):
        if user:
            with given.ledger.begin() as work:
                work.journal.write(Scope(given.profile.code, "nobody"), "session.refused", login, {}, now)
        raise Unknown("логин или пароль не подходят")
    token = new_token()
    session = Session(digest(token), login, new_token(), now + given.session_for)
    with given.ledger.begin() as work:
        work.accounts.open_session(given.profile.code, session, now)
        work.journal.write(Scope(given.profile.code, f"user:{login}"), "session.open", login, {}, now)
    return token, session


def sign_out(given: Services, caller: Caller) -> None:
    """End the caller's session."""
    if caller.session:
        with given.ledger.begin() as work:
            work.accounts.close_session(given.profile.code, caller.session.digest)


def _by_key(given: Services, key: str, now: datetime) -> Caller:
    with given.ledger.read() as work:
        found = work.accounts.key(given.profile.code, digest(key), now)
    if found is None:
        raise Unknown("ключ не подходит: он неизвестен, отозван или истёк")
    return Caller(found.scope(given.profile.code))


def _by_cookie(given: Services, token: str, now: datetime) -> Caller:
    with given.ledger.read() as work:
        session = work.accounts.session(given.profile.code, digest(token), now)
        user: User | None = work.accounts.user(given.profile.code, session.login) if session else None
    if session is None or user is None or not user.active:
        raise Unknown("сеанс закончился, войдите снова")
    return Caller(user.scope(given.profile.code), session)


def identify(request: Request, given: ServicesDep) -> Caller:
    """The caller. Raises Unknown if there is none, Denied if a browser's change carries no CSRF token."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    now = given.clock.now()
    if scheme:
        if scheme.lower() != "bearer" or not key.strip():
            raise Unknown("нужен заголовок Authorization: Bearer КЛЮЧ")
        return _by_key(given, key.strip(), now)
    token = request.cookies.get(COOKIE)
    if not token:
        raise Unknown("войдите или передайте ключ в заголовке Authorization: Bearer КЛЮЧ")
    caller = _by_cookie(given, token, now)
    if request.method not in READING and request.url.path.startswith("/api/"):
        check_csrf(caller, request.headers.get(CSRF_HEADER, ""))
    return caller


def check_csrf(caller: Caller, given: str) -> None:
    """Raise Denied unless a browser's change carries the token of its own session."""
    if caller.session and not hmac.compare_digest(caller.session.csrf.encode(), unveil(given).encode()):
        raise Denied("форма устарела: обновите страницу и повторите")


CallerDep = Annotated[Caller, Depends(identify)]


def needs(right: Right) -> Callable[[Caller], Caller]:
    """A dependency: the caller, who holds the right. `route.needs` is read by the test of routes."""

    def demanded(caller: CallerDep) -> Caller:
        caller.scope.demand(right)
        return caller

    demanded.right = right  # type: ignore[attr-defined]
    return demanded
