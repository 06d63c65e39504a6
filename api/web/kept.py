"""Filters that a person keeps under a name: in a cookie of this browser, a person's own, with no script."""

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import QueryParams

from api.auth import Caller
from api.services import Services
from api.web import notes
from api.web.filters import plain
from api.web.visiting import may, own_form
from core.errors import BadInput
from core.scope import Right

router = APIRouter()
MOST, LONGEST, LINE = 8, 40, 300
YEAR = 365 * 24 * 3600
MayRead = Annotated[Caller, Depends(may(Right.READ_FLAGS))]


@dataclass(frozen=True, slots=True)
class Kept:
    """A name and the query of an address, without its question mark."""

    name: str
    line: str


def cookie_of(caller: Caller) -> str:
    """Each person has a cookie of his own: shifts share a machine."""
    return "mcu_filters_" + hashlib.sha256(caller.scope.who.encode()).hexdigest()[:8]


def read(request: Request, caller: Caller) -> list[Kept]:
    """The kept filters; what is not of our making is left out."""
    try:
        found = json.loads(base64.urlsafe_b64decode(request.cookies.get(cookie_of(caller), "") or "W10="))
        pairs = [(name, line) for name, line in found]
    except (binascii.Error, ValueError, TypeError):
        return []
    good = [Kept(name, line) for name, line in pairs if isinstance(name, str) and isinstance(line, str)]
    return [Kept(each.name[:LONGEST], urlencode(QueryParams(each.line[:LINE]).multi_items())) for each in good][:MOST]


def _write(response: Response, caller: Caller, kept: Sequence[Kept], given: Services) -> None:
    body = json.dumps([[each.name, each.line] for each in kept], ensure_ascii=False).encode()
    value = base64.urlsafe_b64encode(body).decode()
    response.set_cookie(
        cookie_of(caller),
        value,
        max_age=YEAR,
        httponly=True,
        samesite="lax",
        secure=given.secure_cookies,
        path="/queue",
    )


@router.post("/queue/filters")
def change(
    request: Request,
    caller: MayRead,
    csrf: Annotated[str, Form()] = "",
    name: Annotated[str, Form(max_length=400)] = "",
    drop: Annotated[str, Form(max_length=400)] = "",
) -> Response:
    """Keep the filters of the address under a name, or forget those of a name."""
    own_form(caller, csrf)
    given: Services = request.app.state.services
    line, title = request.url.query, " ".join(plain(name).split())[:LONGEST]
    others = [each for each in read(request, caller) if each.name not in (title, drop)]
    if not drop and (not title or not line or len(line) > LINE or len(others) >= MOST):
        raise BadInput(f"фильтр не сохранён: нужно название; фильтров не больше {MOST}, и не очень длинных")
    answer = RedirectResponse(f"/queue?{line}" if line else "/queue", 303)
    _write(answer, caller, others if drop else [*others, Kept(title, line)], given)
    notes.leave(answer, "filter-gone" if drop else "filter-kept", given.secure_cookies)
    return answer
