"""Whether the installation works: in a word for everybody, in detail for those who may."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.answers import HealthOut
from api.auth import Caller, ServicesDep, needs
from api.metering import exposed
from api.services import Services
from core.errors import McuError
from core.scope import Right

public = APIRouter(tags=["Состояние"])
figures = APIRouter(tags=["Состояние"])
router = APIRouter(tags=["Состояние"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_HEALTH))]


def failures(given: Services) -> dict[str, str]:
    """The result of every check by its name; an empty string is good."""
    found = {}
    for name, check in given.checks.items():
        try:
            found[name] = check()
        except McuError as error:
            found[name] = str(error)
    return found


def _status(checks: dict[str, str], response: Response) -> str:
    bad = any(checks.values())
    response.status_code = 503 if bad else 200
    return "failing" if bad else "ok"


@public.get("/health", summary="Работает ли система")
def health(given: ServicesDep, response: Response) -> HealthOut:
    """Работает ли система: по слову на каждую часть, без подробностей."""
    checks = failures(given)
    short = {name: "не работает" if wrong else "" for name, wrong in checks.items()}
    return HealthOut(status=_status(checks, response), version=given.version, checks=short)


@public.get("/ready", summary="Принимать ли запросы", include_in_schema=False)
def ready(given: ServicesDep, response: Response) -> HealthOut:
    """Можно ли слать сюда запросы: отвечает ли база. Модель и сбор для этого не нужны: очередь работает и без них."""
    checks = {"database": failures(given).get("database", "")}
    short = {name: "не работает" if wrong else "" for name, wrong in checks.items()}
    return HealthOut(status=_status(checks, response), version=given.version, checks=short)


@figures.get("/metrics", summary="Показатели", include_in_schema=False)
def metrics(caller: MayRead, given: ServicesDep) -> Response:
    """Показатели для Prometheus: задержки источников, очередь, оценка, сроки, ошибки. По ключу с правом health:read."""
    return Response(exposed(given), media_type=CONTENT_TYPE_PLAIN_0_0_4)


@router.get("/health", summary="Что не работает и почему")
def details(caller: MayRead, given: ServicesDep, response: Response) -> HealthOut:
    """То же с причинами."""
    checks = failures(given)
    return HealthOut(status=_status(checks, response), version=given.version, checks=checks)
