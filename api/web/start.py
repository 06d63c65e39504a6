"""The first page of who has no right to read cards: what this person may do, and where."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse, Response

from api.auth import Caller, ServicesDep
from api.web.describing import visitor
from api.web.rendering import page
from core.scope import RIGHT_TITLES, Right

router = APIRouter()


@router.get("/start")
def show(caller: Annotated[Caller, Depends(visitor)], given: ServicesDep) -> Response:
    """The rights in words; who may read cards goes to the queue."""
    rights = caller.rights
    if Right.READ_FLAGS in rights:
        return RedirectResponse("/queue", 303)
    return page(
        "start.html",
        given,
        caller,
        rights=[title for right, title in RIGHT_TITLES.items() if right in rights],
        sources=Right.EDIT_SOURCES in rights,
        accounts=Right.MANAGE_ACCOUNTS in rights,
    )
