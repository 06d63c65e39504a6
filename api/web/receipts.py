"""The page behind the link in a letter: what was told, and a button that confirms the receipt. The link is its own key;
it only shows the heading and confirms, so that whoever is sent it on learns no more."""

from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as PathField
from fastapi.responses import Response

from api.auth import ServicesDep
from api.services import Services
from api.web.rendering import page
from core import usecases
from core.alerts import Alert, Delivery, heading, position
from core.errors import NotFound
from core.ports import Work
from core.scope import Scope, system

router = APIRouter()
Token = Annotated[str, PathField(max_length=100)]


@router.get("/receipts/{token}")
def show(token: Token, given: ServicesDep) -> Response:
    """The heading and the button. Nothing is confirmed by looking: mail programs look at every link."""
    with given.ledger.begin() as work:
        found = _known(work, _scope(given), given, token)
        return _page(given, work.alerts.get(_scope(given), found.alert_id), found)


@router.post("/receipts/{token}")
def confirm(token: Token, given: ServicesDep) -> Response:
    """Confirm; once more changes nothing."""
    with given.ledger.begin() as work:
        found = _known(work, _scope(given), given, token)
        done = usecases.confirm(work, _scope(given), found.id, given.clock.now())
        return _page(given, work.alerts.get(_scope(given), done.alert_id), done)


def _scope(given: Services) -> Scope:
    return system(given.profile.code, ())


def _known(work: Work, scope: Scope, given: Services, token: str) -> Delivery:
    if given.receipts is None:
        raise NotFound("такой ссылки нет")
    found = work.alerts.delivery(scope, given.receipts.number(token))
    given.receipts.check(token, found)
    return found


def _page(given: Services, alert: Alert, found: Delivery) -> Response:
    return page(
        "receipt.html",
        given,
        None,
        heading=heading(alert),
        at=alert.at,
        recipient=position(found.recipient, alert.block, given.profile),
        confirmed=found.acked_at,
    )
