"""Who calls: a person's session cookie or a machine's key. Every route names its right through `needs`."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from api.entering import sign_in as sign_in
from api.passwords import digest
from api.services import Services
from api.strangers import refusal, strangers
from api.veils import unveil
from core.accounts import Session, User
from core.errors import BadInput, Denied, Unknown, Unproven
from core.ports import Work
from core.scope import Right, Scope

COOKIE = "mcu_session"
CSRF_FIELD = "csrf"
CSRF_HEADER = "X-CSRF-Token"
NOTED = timedelta(minutes=5)
"""Between two notes that a session or key is used."""
OWN_DOORS = frozenset({"/me", "/me/factor", "/me/password", "/me/sessions", "/logout"})
"""What is open to who has yet to set up the second factor of his role."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, and the session if it is a browser. `confined`: only the own sign-in is open, until there is a
    second factor. `strange` are parameters of the address that the route does not read."""

    scope: Scope
    session: Session | None = None
    confined: bool = False
    strange: tuple[str, ...] = ()

    @property
    def rights(self) -> frozenset[Right]:
        """All that the caller may somewhere: for menus. What is done is asked of `scope`."""
        if self.confined:
            return frozenset()
        return self.scope.rights.union(*(each.rights for each in self.scope.grants))

    def using(self, right: Right) -> "Caller":
        """The caller in the reach of one right: the one place where every route asks. Raises Denied without it."""
        return replace(self, scope=self.scope.over(right))


def services(request: Request) -> Services:
    """The services of this app."""
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(services)]


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
    given.pace.take(found.digest)
    note(given, found.seen, now, lambda work: work.accounts.key_seen(given.profile.code, found.digest, now))
    return Caller(found.scope(given.profile.code))


def _by_cookie(given: Services, token: str, now: datetime) -> Caller:
    with given.ledger.read() as work:
        session = work.accounts.session(given.profile.code, digest(token), now)
        user: User | None = work.accounts.user(given.profile.code, session.login) if session else None
        absent = stood_in_for(work, given, user, now) if user else []
    if session is None or user is None or not user.active or idle(given, session, now):
        raise Unknown("сеанс закончился, войдите снова")
    note(given, session.seen, now, lambda work: work.accounts.seen(given.profile.code, session.digest, now))
    scope = user.scope(given.profile.code, absent)
    held = scope.rights.union(user.roles, *(each.roles for each in absent))
    return Caller(scope, session, confined=not user.factor and not given.factor_for.isdisjoint(held))


def idle(given: Services, session: Session, now: datetime) -> bool:
    """Whether the browser was away for too long."""
    return session.seen is not None and now - session.seen > given.idle_for


def note(given: Services, last: datetime | None, now: datetime, write: Callable[[Work], None]) -> None:
    """Note the use of a session or key, not oftener than is worth a write."""
    if last is None or now - last >= NOTED:
        with given.ledger.begin() as work:
            write(work)


def stood_in_for(work: Work, given: Services, user: User, now: datetime) -> list[User]:
    """Whom a person stands in for today (the municipality's day)."""
    today, code = now.astimezone(ZoneInfo(given.profile.timezone)).date(), given.profile.code
    logins = {each.absent for each in work.accounts.stand_ins(code, user.login) if each.stands(today)}
    return [found for login in sorted(logins) if (found := work.accounts.user(code, login))]


def identify(request: Request, given: ServicesDep) -> Caller:
    """The caller. Raises Unknown if there is none, Denied if a browser's change carries no CSRF token, BadInput if the
    address of the API has a parameter that nobody reads."""
    caller = _known(request, given)
    strange = strangers(request)
    if strange and request.url.path.startswith("/api/"):
        raise BadInput(refusal(strange))
    return replace(caller, strange=strange)


def _known(request: Request, given: Services) -> Caller:
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
    if caller.confined and request.url.path not in OWN_DOORS:
        raise Unproven("сначала включите второй фактор на странице «Мой вход»: так требует ваша роль")
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
        return caller.using(right)

    demanded.right = right  # type: ignore[attr-defined]
    return demanded
