"""A page to try the API by hand, only for the signed-in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.auth import Caller, CallerDep, ServicesDep
from api.web.rendering import page

router = APIRouter()


def visitor(request: Request, caller: CallerDep) -> Caller:
    """Anybody who is signed in: the description holds no texts."""
    request.state.caller = caller
    return caller


@router.get("/api/docs")
def docs(caller: Annotated[Caller, Depends(visitor)], given: ServicesDep) -> Response:
    """Swagger UI over the description."""
    return page("docs.html", given, caller)
