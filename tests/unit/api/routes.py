"""All doors of the app, read from the app itself: paths, methods, and the rights that each demands."""

import re
from dataclasses import dataclass
from functools import cache

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from api import create_app
from core.scope import Right

STRANGERS = {
    "GET /": "ведёт в очередь",
    "GET /health": "слово о состоянии, без подробностей",
    "GET /ready": "можно ли слать запросы",
    "GET /login": "форма входа",
    "POST /login": "вход",
    "POST /login/code": "второй фактор",
    "GET /login/provider": "вход через поставщика учётных записей",
    "GET /login/provider/back": "возвращение от него",
    "GET /manifest.webmanifest": "приложение телефона, без данных центра",
    "GET /sw.js": "оболочка страниц, без данных центра",
    "GET /answer/{token}": "одноразовая ссылка и есть ключ",
    "POST /answer/{token}": "одноразовая ссылка и есть ключ",
    "GET /receipts/{token}": "ссылка извещения и есть ключ",
    "POST /receipts/{token}": "ссылка извещения и есть ключ",
    "GET /api/v1/answer/{token}": "одноразовая ссылка и есть ключ",
    "POST /api/v1/answer/{token}": "одноразовая ссылка и есть ключ",
    "POST /api/v1/hooks/max": "секрет подписки в заголовке",
}
"""Doors that need no sign-in, each with the reason."""
SIGNED_IN = {
    "POST /logout": "выход",
    "GET /start": "что доступно этому человеку",
    "GET /api/docs": "описание обмена, без текстов",
    "GET /api/v1/openapi.json": "описание обмена, без текстов",
    "GET /profile": "профиль: должности, сроки и правила, без текстов",
    "GET /me": "свой вход",
    "POST /me/password": "свой пароль",
    "POST /me/factor": "свой второй фактор",
    "POST /me/factor/off": "свой второй фактор",
    "POST /me/sessions": "свои сеансы",
}
"""Doors for anybody who is signed in, each with the reason."""


@dataclass(frozen=True)
class Door:
    """A route: where it is, how it is asked, which rights it demands."""

    path: str
    method: str
    rights: frozenset[Right]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path.replace(':path', '')}"

    def address(self, **given: object) -> str:
        """The path with numbers put in."""
        usual = {"platform": "vk", "token": "x" * 43, "code": "uk", "source": "wall", "kind": "meeting"}
        return re.sub(r"{(\w+)(?::path)?}", lambda found: str((usual | given).get(found[1], 1)), self.path)


def _rights(of: Dependant) -> set[Right]:
    found = {right for each in of.dependencies if (right := getattr(each.call, "right", None))}
    return found.union(*(_rights(each) for each in of.dependencies))


@cache
def doors() -> tuple[Door, ...]:
    """Every route of the app."""
    found = []
    for context in iter_route_contexts(create_app(None).routes):  # type: ignore[arg-type]  # no services: only its shape
        route = context.original_route
        if isinstance(route, APIRoute):
            rights = frozenset(_rights(route.dependant))
            found += [Door(context.path, method, rights) for method in sorted(context.methods)]
    return tuple(found)
