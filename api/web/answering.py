"""The page of a one-time link: a recipient without an account sees the card and answers. No sign-in, no script."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi import Path as PathField
from fastapi.responses import Response

from api.auth import ServicesDep
from api.services import Services
from api.web.filters import plain
from api.web.rendering import page
from core import linking
from core.contacts import ANSWER_MOST
from core.errors import BadInput, Conflict, NotFound
from core.scope import Scope, system

router = APIRouter()
Token = Annotated[str, PathField(max_length=100)]


def _scope(given: Services) -> Scope:
    return system(given.profile.code, ())


def _shown(given: Services, status: int = 200, **told: object) -> Response:
    values = {"link": None, "due": None, "wrong": "", "text": "", "most": ANSWER_MOST}
    return page("answer.html", given, None, status=status, **values | told)


def _form(given: Services, token: str, status: int = 200, wrong: str = "", text: str = "") -> Response:
    """The card and the form; a link that does not work says so."""
    scope, now = _scope(given), given.clock.now()
    try:
        with given.ledger.read() as work:
            link = linking.show(work, scope, token, now)
            due = linking.nearest(work, scope, link.incident_id, given.profile.calendar, now)
    except NotFound as error:
        return _shown(given, 404, wrong=str(error))
    return _shown(given, status, link=link, due=due, wrong=wrong, text=text)


@router.get("/answer/{token}")
def card(token: Token, given: ServicesDep) -> Response:
    """The card of the link."""
    return _form(given, token)


@router.post("/answer/{token}")
def answer(token: Token, given: ServicesDep, text: Annotated[str, Form()] = "") -> Response:
    """Take the one answer. The link itself is the secret, so that the form needs no other."""
    told = plain(text)
    try:
        with given.ledger.begin() as work:
            linking.answer(work, _scope(given), token, told, given.clock.now())
    except (NotFound, Conflict) as error:
        return _shown(given, 404, wrong=str(error))
    except BadInput as error:
        return _form(given, token, 422, str(error), told)
    return _shown(given, 201)
