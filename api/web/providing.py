"""Sign-in through an identity provider (OpenID Connect): there, and back."""

import hmac

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api import entering
from api.auth import ServicesDep
from api.passwords import digest, new_token
from api.services import Services
from api.web import entry
from core.errors import Denied, McuError, NotFound, Unknown
from core.handshakes import LIVES, PROVIDER, Handshake
from core.ports import Provider
from core.scope import Scope

router = APIRouter()
BACK = "/login/provider/back"
STRANGE = "вход начат в другом браузере или слишком давно: начните ещё раз"
NOBODY = "такой учётной записи здесь нет: её заводит администратор"


def _provider(given: Services) -> Provider:
    if given.provider is None:
        raise NotFound("вход через поставщика учётных записей не настроен (MCU_OIDC_ISSUER)")
    return given.provider


def _return_to(request: Request, given: Services) -> str:
    return f"{given.address.rstrip('/') or str(request.base_url).rstrip('/')}{BACK}"


@router.get("/login/provider")
def there(request: Request, given: ServicesDep, next: str = entry.HOME) -> Response:  # noqa: A002
    """Lead the browser to the provider. State, nonce and PKCE verifier are new each time and kept here."""
    provider, token, now = _provider(given), new_token(), given.clock.now()
    try:
        address, secrets = provider.start(token, _return_to(request, given))
    except McuError as error:
        return entry.form(given, entry.own(next), wrong=f"Поставщик учётных записей не отвечает: {error}.", status=503)
    half = Handshake(digest(token), PROVIDER, now + LIVES, onward=entry.own(next), secrets=secrets)
    with given.ledger.begin() as work:
        work.entries.begin(given.profile.code, half, now)
    answer = RedirectResponse(address, 303)
    entry.keep_half(given, answer, token)
    return answer


@router.get(BACK)
def back(request: Request, given: ServicesDep, state: str = "", code: str = "") -> Response:
    """Back with the provider's word: a session for whom the administrator entered under it, and for nobody else."""
    provider, now = _provider(given), given.clock.now()
    token = request.cookies.get(entry.HALF, "")
    try:
        if not token or not hmac.compare_digest(token.encode(), state.encode()):
            raise Denied(STRANGE)
        with given.ledger.begin() as work:
            half = work.entries.take(given.profile.code, digest(token), PROVIDER, now)
        if half is None:
            raise Denied(STRANGE)
        subject = provider.finish(code, half.secrets, _return_to(request, given), now)
        with given.ledger.begin() as work:
            user = work.accounts.external(given.profile.code, subject)
            if user is None or not user.active:
                work.journal.write(Scope(given.profile.code, "nobody"), "session.refused", "provider", {}, now)
        if user is None or not user.active:
            raise Unknown(NOBODY)
    except McuError as error:
        said = str(error)
        return entry.form(given, entry.HOME, wrong=f"Войти не удалось: {said}.", status=403)
    if user.factor:
        return entry.ask_code(given, entering.halfway(given, user, half.onward))
    return entry.let_in(request, given, user, entry.own(half.onward), "provider")
