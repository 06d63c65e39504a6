"""Errors as problem documents (RFC 9457): one table from our errors to statuses."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from core import errors

MEDIA = "application/problem+json"

BODY_MOST = 5_000_000
"""Bytes of a request's body: a thousand texts of the usual length are one megabyte."""
TOO_LARGE = f"тело запроса больше {BODY_MOST // 1_000_000} МБ"

PROBLEMS: dict[type[errors.McuError], int] = {
    errors.Unknown: 401,
    errors.TooMany: 429,
    errors.Denied: 403,
    errors.NotFound: 404,
    errors.Incomplete: 422,
    errors.IllegalMove: 409,
    errors.Outdated: 412,
    errors.Conflict: 409,
    errors.AnswerWithoutLinks: 422,
    errors.BadInput: 422,
    errors.Poison: 422,
    errors.Busy: 503,
    errors.Transient: 503,
    errors.StaleModel: 503,
    errors.NewerSchema: 503,
    errors.McuError: 500,
}
"""The nearest class counts, in this order."""

TITLES = {
    400: "Запрос не понят",
    401: "Нужен вход",
    403: "Нет права",
    404: "Не найдено",
    405: "Так сюда обращаться нельзя",
    408: "Запрос шёл слишком долго",
    409: "Уже изменено или решено",
    412: "Уже изменилось",
    413: "Слишком большой запрос",
    422: "Неверные данные",
    428: "Нужна версия (If-Match)",
    429: "Слишком часто",
    500: "Внутренняя ошибка",
    503: "Временно недоступно",
}

PHRASES: dict[str, str] = {
    "missing": "поле обязательно",
    "extra_forbidden": "неизвестное поле",
    "string_type": "нужна строка",
    "int_type": "нужно целое число",
    "int_parsing": "нужно целое число",
    "float_parsing": "нужно число",
    "bool_parsing": "нужно true или false",
    "list_type": "нужен список",
    "dict_type": "нужен объект",
    "model_attributes_type": "нужен объект JSON",
    "json_invalid": "это не JSON",
    "too_long": "слишком много: не больше {max_length}",
    "too_short": "слишком мало: не меньше {min_length}",
    "string_too_long": "слишком длинно: не больше {max_length} знаков",
    "string_too_short": "слишком коротко: не меньше {min_length} знаков",
    "less_than_equal": "не больше {le}",
    "greater_than_equal": "не меньше {ge}",
    "enum": "одно из: {expected}",
    "literal_error": "одно из: {expected}",
    "datetime_from_date_parsing": "нужна дата ISO 8601",
    "datetime_parsing": "нужна дата ISO 8601",
    "timezone_aware": "нужна дата с часовым поясом",
    "moment_range": "год от 1970 до 9000",
    "day_range": "год от 2000 до 2100",
    "date_from_datetime_parsing": "нужен день вида 2026-12-31",
    "date_parsing": "нужен день вида 2026-12-31",
    "date_from_datetime_inexact": "нужен день без времени",
    "string_pattern_mismatch": "недопустимые знаки",
}


class FieldProblem(BaseModel):
    """One wrong field."""

    field: str = Field(examples=["texts"])
    reason: str = Field(examples=["слишком много: не больше 1000"])


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Неверные данные"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["поле «texts»: слишком много: не больше 1000"])
    errors: list[FieldProblem] = []


class HttpProblem(Exception):
    """A refusal of the transport itself (body too large, no If-Match), known to the routes only."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


def document(
    status: int, detail: str, wrong: Sequence[FieldProblem] = (), headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A problem document as a response."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    body = Problem(title=title, status=status, detail=detail, errors=list(wrong))
    return JSONResponse(body.model_dump(), status, dict(headers or {}), media_type=MEDIA)


def status_of(error: errors.McuError) -> int:
    """The status of our error."""
    return next(status for kind, status in PROBLEMS.items() if isinstance(error, kind))


def ours(request: Request, error: Exception) -> Response:
    """Our own error as a document. 503 says when to come again."""
    assert isinstance(error, errors.McuError)
    status = status_of(error)
    request.app.state.services.meter.error(error)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": "5"}}.get(status)
    wrong = [FieldProblem(field=error.field, reason=str(error))] if isinstance(error, errors.Incomplete) else []
    if isinstance(error, errors.TooMany):
        headers = {"Retry-After": str(max(1, round(error.wait.total_seconds())))}
    return document(status, str(error), wrong, headers)


def _wrong(error: Mapping[str, object]) -> FieldProblem:
    place = error.get("loc", ())
    if error.get("type") == "json_invalid":
        return FieldProblem(field="body", reason=PHRASES["json_invalid"])
    parts = [str(part) for part in (place if isinstance(place, tuple) else ())]
    context = error.get("ctx")
    phrase = PHRASES.get(str(error.get("type")), "значение не подходит")
    reason = phrase.format_map(dict(context) if isinstance(context, Mapping) else {})
    return FieldProblem(field=".".join(parts[1:]) or ".".join(parts), reason=reason.replace(" or ", " или "))


def wrong_fields(errors_: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """The wrong fields that a validation found, each with its reason in Russian."""
    return [_wrong(each) for each in errors_]


def invalid(request: Request, error: Exception) -> Response:
    """A request that does not fit its schema: every wrong field is named."""
    assert isinstance(error, RequestValidationError)
    wrong = wrong_fields(error.errors())
    return document(422, "; ".join(map(_told, wrong[:5])), wrong)


def _told(wrong: FieldProblem) -> str:
    if wrong.field == "body":
        return "тело запроса пусто" if wrong.reason == PHRASES["missing"] else f"тело запроса: {wrong.reason}"
    return f"поле «{wrong.field}»: {wrong.reason.removeprefix('поле ')}"


def transport(request: Request, error: Exception) -> Response:
    """What the framework itself refuses."""
    if isinstance(error, HttpProblem):
        return document(error.status, error.detail)
    assert isinstance(error, HTTPException)
    status = error.status_code
    known = {404: "такого адреса нет", 405: f"метод {request.method} здесь не годится", 413: TOO_LARGE}
    detail = known.get(status) or TITLES.get(status, str(error.detail))
    return document(status, detail, headers=error.headers)


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": TITLES[status], "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status in (400, 401, 403, 404, 413, 422, 429, 503)
}
"""What every route may answer besides its own. The schema itself is put in by `api.app`."""


def install(app: FastAPI) -> None:
    """Let the app answer every error with a problem document."""
    app.add_exception_handler(errors.McuError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, transport)
    app.add_exception_handler(HttpProblem, transport)
