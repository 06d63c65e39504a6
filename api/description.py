"""The API's description: what FastAPI derives from the types, with our problems, keys and words put in."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import Problem

REF = "#/components/schemas/{model}"
SECURITY = {
    "key": {"type": "http", "scheme": "bearer", "description": "Ключ машины: mcu key add"},
    "session": {"type": "apiKey", "in": "cookie", "name": "mcu_session", "description": "Сеанс страницы"},
}


def describe(app: FastAPI) -> dict[str, Any]:
    """OpenAPI 3.1 of the app, made once."""
    if app.openapi_schema:
        return app.openapi_schema
    found = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    problem = Problem.model_json_schema(ref_template=REF)
    schemas = found["components"]["schemas"]
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    found["components"]["securitySchemes"] = SECURITY
    found["security"] = [{"key": []}, {"session": []}]
    found["paths"]["/health"]["get"]["security"] = []
    for answers in _answers(found):
        for answer in answers.values():
            if answer.get("description") == "Successful Response":
                answer["description"] = "Готово"
    app.openapi_schema = found
    return found


def _answers(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation["responses"] for path in found["paths"].values() for operation in path.values()]
