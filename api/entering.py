"""Coming in: a password, a second factor where there is one, a session. Failed attempts slow the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.passwords import digest, matches, new_token
from api.services import Services
from core import attempts, factor
from core.accounts import Session, User
from core.attempts import Attempt
from core.errors import TooMany, Unknown
from core.handshakes import CODE, LIVES, Handshake
from core.ports import Work
from core.reasons import plural
from core.scope import Scope

WRONG = "логин или пароль не подходят"
WRONG_CODE = "код не подходит или уже использован"
LATE = "вход начат слишком давно: введите пароль ещё раз"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks: the address of the connection (only its digest is kept), browser and system in words."""

    address: str = ""
    agent: str = ""


STRANGER = Visitor()


def known_by_password(given: Services, login: str, password: str, visitor: Visitor = STRANGER) -> User:
    """The person of a login and password. Raises Unknown, never saying which part was wrong, and TooMany."""
    which = _open(given, login, visitor)
    with given.ledger.read() as work:
        user = work.accounts.user(given.profile.code, login)
    if not matches(password, user.password if user and user.active else None) or user is None:
        _refuse(given, which, login if user else "")
        raise Unknown(WRONG)
    return user


def halfway(given: Services, user: User, onward: str = "") -> str:
    """A sign-in that waits for the code of the second factor; the token is the browser's."""
    token, now = new_token(), given.clock.now()
    with given.ledger.begin() as work:
        half = Handshake(digest(token), CODE, now + LIVES, user.login, onward)
        work.entries.begin(given.profile.code, half, now)
    return token


def known_by_code(given: Services, token: str, typed: str, visitor: Visitor = STRANGER) -> tuple[User, str]:
    """The person whose password was right and whose code is; and the page to go on to. A code is taken once.

    Raises Unknown, TooMany.
    """
    code, now = given.profile.code, given.clock.now()
    with given.ledger.read() as work:
        half = work.entries.look(code, digest(token), CODE, now)
    if half is None:
        raise Unknown(LATE)
    which = _open(given, half.login, visitor)
    with given.ledger.begin() as work:
        user = work.accounts.user(code, half.login)
        passed = user if user and user.active and use_code(work, given, user, typed, now) else None
        if passed:
            work.entries.take(code, digest(token), CODE, now)
    if passed is None:
        _refuse(given, which, half.login)
        raise Unknown(WRONG_CODE)
    return passed, half.onward


def use_code(work: Work, given: Services, user: User, typed: str, at: datetime) -> bool:
    """Whether the code is the person's; it is used up then."""
    if not user.factor:
        return False
    step = factor.accepted(given.seal.open(user.factor, user.login), typed, at, user.factor_step)
    return step is not None and work.accounts.use_step(given.profile.code, user, step)


def admitted(given: Services, user: User, visitor: Visitor = STRANGER, how: str = "password") -> tuple[str, Session]:
    """A new session for who is known: the cookie's token and the session. Nothing of before the sign-in lives on."""
    now, code, token = given.clock.now(), given.profile.code, new_token()
    session = Session(digest(token), user.login, new_token(), now + given.session_for, now, now, visitor.agent)
    with given.ledger.begin() as work:
        work.entries.forget(code, _own(attempts.attempts_of(user.login, visitor.address)))
        work.accounts.open_session(code, session, now)
        work.journal.write(Scope(code, f"user:{user.login}"), "session.open", user.login, {"how": how}, now)
    return token, session


def sign_in(given: Services, login: str, password: str, visitor: Visitor = STRANGER) -> tuple[str, Session]:
    """Open a session by a password alone. Raises Unknown for who has a second factor, too."""
    user = known_by_password(given, login, password, visitor)
    if user.factor:
        raise Unknown("нужен код второго фактора")
    return admitted(given, user, visitor)


def _own(which: Sequence[Attempt]) -> list[Attempt]:
    """The counts that a good sign-in clears: what an address did to others stays counted."""
    return [each for each in which if each.kind is not attempts.Counted.ADDRESS]


def _open(given: Services, login: str, visitor: Visitor) -> tuple[Attempt, ...]:
    """What an attempt is counted by. Raises TooMany while the door is shut, before anything costly is done."""
    which, now = attempts.attempts_of(login, visitor.address), given.clock.now()
    with given.ledger.read() as work:
        shut = attempts.wait(work.entries.tries(given.profile.code, which), now)
    if shut.total_seconds() > 0:
        minutes = -(-int(shut.total_seconds()) // 60)
        said = plural(minutes, "минуту", "минуты", "минут")
        raise TooMany(f"слишком много неудачных попыток: повторите через {said}", shut)
    return which


def _refuse(given: Services, which: Sequence[Attempt], login: str) -> None:
    now, code = given.clock.now(), given.profile.code
    with given.ledger.begin() as work:
        known = work.entries.tries(code, which)
        work.entries.count(code, {each: attempts.failed(known.get(each), each.kind, now) for each in which}, now)
        if login:
            work.journal.write(Scope(code, "nobody"), "session.refused", login, {}, now)
