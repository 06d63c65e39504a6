"""The API's description: for anybody who is signed in."""

from fastapi import APIRouter, Request

from api.auth import CallerDep

router = APIRouter(tags=["Состояние"], include_in_schema=False)


@router.get("/openapi.json")
def openapi(caller: CallerDep, request: Request) -> dict[str, object]:
    """Описание API (OpenAPI 3.1)."""
    found: dict[str, object] = request.app.openapi()
    return found
