"""Putting the app together."""

from functools import partial

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware

from api import problems, web
from api.description import describe
from api.limits import Guard
from api.readings import Noted
from api.routes import (
    alerts,
    answers,
    assess,
    campaigns,
    clocks,
    description,
    events,
    exchange,
    flags,
    health,
    hooks,
    incidents,
    indicators,
    labels,
    letters,
    mapping,
    measures,
    model,
    moves,
    pages,
    posts,
    proposals,
    rating,
    region,
    registers,
    reports,
    roadmaps,
    routing,
    seasons,
    sources,
    summary,
    systems,
)
from api.services import Services
from api.web import failures

PREFIX = "/api/v1"
API_VERSION = "1.0"
SMALL = 600
"""Bytes below which packing saves nothing. Streams of events are never packed: each must leave at once."""
ROUTERS: tuple[APIRouter, ...] = (
    flags.router,
    incidents.router,
    moves.router,
    clocks.router,
    answers.router,
    proposals.router,
    events.router,
    alerts.router,
    seasons.router,
    campaigns.router,
    measures.router,
    reports.router,
    rating.router,
    roadmaps.router,
    indicators.router,
    summary.router,
    region.router,
    posts.router,
    assess.router,
    sources.router,
    systems.router,
    health.router,
    model.router,
    labels.router,
    routing.router,
    letters.router,
    mapping.router,
    exchange.router,
    registers.router,
    pages.router,
    description.router,
)


def create_app(services: Services) -> FastAPI:
    """The app over these services. The description of the API is behind the sign-in like everything else."""
    app = FastAPI(
        title="МЦУ-Монитор",
        version=API_VERSION,
        description="Карточки, инциденты, кампании, публикации, оценка и источники муниципального центра управления. "
        "Параметр адреса, которого в описании нет, — ответ 422: опечатка в фильтре не выдаёт всё подряд.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses=problems.RESPONSES,
    )
    app.state.services = services
    app.add_middleware(Noted, services=services)
    app.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6)
    if services:
        app.add_middleware(
            Guard,
            pictures={"/map": services.tiles.origin},
            note=services.meter.answer,
            secure=services.secure_cookies,
            refusal=failures.refused,
        )
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.public)
    app.include_router(health.figures)
    app.include_router(routing.public, prefix=PREFIX)
    app.include_router(hooks.public, prefix=PREFIX)
    web.install(app)
    app.openapi = partial(describe, app)  # type: ignore[method-assign]
    return app
