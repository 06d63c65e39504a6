"""Errors on pages, in Russian: what happened, that nothing is lost, what to do. The API keeps its documents."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from api import problems
from api.auth import Caller, services
from api.limits import HEADERS, NUL, UNKEPT
from api.web.rendering import by_htmx, page
from core import errors

LOGIN_FOR = frozenset({"GET", "HEAD"})
PAGES_OF_API = frozenset({"/api/docs"})
MAIN, START, OWN = "/queue", "/start", "/me"
"""Who may not read the main page is led to the page that says what he may do."""
SAFE = "Записанные решения и публикации не потеряны."


@dataclass(frozen=True, slots=True)
class Advice:
    """What an error page says beside the error itself."""

    title: str
    fate: str
    retry: bool = False


ADVICE = {
    401: Advice("Нужен вход", "Ничего не записано. Войдите снова; введённое останется, если вернуться назад."),
    403: Advice("Нет права", "Если доступ нужен для работы, обратитесь к администратору."),
    404: Advice("Не найдено", "Проверьте адрес или вернитесь в очередь."),
    405: Advice("Так сюда обращаться нельзя", "Вернитесь в очередь."),
    413: Advice("Слишком много данных", "Ничего не изменено."),
    422: Advice("Форма заполнена неверно", "Ничего не изменено. Введённое останется, если вернуться назад."),
    500: Advice("Внутренняя ошибка", f"{SAFE} Сообщите администратору время ошибки.", True),
    503: Advice("Временно недоступно", f"{SAFE} Введённое останется, если вернуться назад.", True),
}
ADDRESS = Advice("Адрес страницы не понят", "Ничего не изменено. Проверьте адрес или вернитесь в очередь.")
ADVICE[400] = ADDRESS
NAME_MOST = 40
NO_PAGE = "такой страницы нет"
OTHER = Advice("Запрос не выполнен", "Ничего не изменено.")


def of_api(request: Request) -> bool:
    """Whether a machine asks, which reads problem documents."""
    path = request.url.path
    return path not in PAGES_OF_API and path.startswith(("/api/", "/health", "/ready", "/metrics"))


def show(request: Request, status: int, said: str) -> Response:
    """The error as a page, or as a short text for the script."""
    if by_htmx(request):
        return Response(said, status, media_type="text/plain; charset=utf-8")
    if status == 401 and request.method in LOGIN_FOR:
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{urlencode({'next': asked})}", 303)
    caller: Caller | None = getattr(request.state, "caller", None)
    advice = ADVICE.get(status, OTHER)
    if status == 422 and request.method in LOGIN_FOR:
        advice = ADDRESS
    shown = page("error.html", services(request), caller, status=status, said=said, advice=advice)
    if status == 503:
        shown.headers["Retry-After"] = "5"
    return shown


def ours(request: Request, error: Exception) -> Response:
    """Our own error."""
    if of_api(request):
        return problems.ours(request, error)
    assert isinstance(error, errors.McuError)
    services(request).meter.error(error)
    if isinstance(error, errors.Unproven) and request.method in LOGIN_FOR and not by_htmx(request):
        return RedirectResponse(OWN, 303)
    if isinstance(error, errors.Denied) and request.url.path == MAIN and not by_htmx(request):
        return RedirectResponse(START, 303)
    return show(request, problems.status_of(error), str(error))


def invalid(request: Request, error: Exception) -> Response:
    """A form that does not fit."""
    if of_api(request):
        return problems.invalid(request, error)
    assert isinstance(error, RequestValidationError)
    if any(each["loc"][:1] == ("path",) for each in error.errors()):
        return show(request, 404, NO_PAGE)
    wrong = [each for each in error.errors() if each["loc"][:1] == ("query",)]
    if wrong:
        said = "; ".join(f"параметр «{each.field}»: {each.reason}" for each in problems.wrong_fields(wrong[:5]))
        return show(request, 422, said)
    return show(request, 422, "в форме не хватает поля или его значение не подходит")


def transport(request: Request, error: Exception) -> Response:
    """What the framework refuses; no page stands at such an address, so who reads no pages gets a document."""
    if of_api(request) or "text/html" not in request.headers.get("accept", ""):
        return problems.transport(request, error)
    status = error.status_code if isinstance(error, HTTPException) else getattr(error, "status", 400)
    return show(request, status, NO_PAGE if status == 404 else problems.TITLES.get(status, OTHER.title))


def refused(scope: Scope) -> Response | None:
    """The page for an address with a NUL, which no route ever sees; None where a machine asks."""
    request = Request(scope)
    if of_api(request) or "text/html" not in request.headers.get("accept", ""):
        return None
    named = [f"«{name[:NAME_MOST]}»" for name, value in request.query_params.multi_items() if "\0" in value]
    said = f"параметр {named[0]} в адресе страницы: в нём нулевой байт" if named else NUL
    return show(request, 400, said)


def unforeseen(request: Request, error: Exception) -> Response:
    """A mistake of ours: the log has it, the person is told in words."""
    said = "программа ошиблась; запись об этом есть в журнале"
    services(request).meter.error(error)
    shown = problems.document(500, said) if of_api(request) else show(request, 500, said)
    for name, value in (*HEADERS, UNKEPT):
        shown.headers[name.decode()] = value.decode()
    return shown


def install(app: FastAPI) -> None:
    """Let pages answer errors with pages."""
    app.add_exception_handler(errors.McuError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, transport)
    app.add_exception_handler(problems.HttpProblem, transport)
    app.add_exception_handler(Exception, unforeseen)
