"""The pages: server-rendered, Russian, complete without JavaScript."""

from fastapi import FastAPI

from api.standing import Standing
from api.web import (
    alerts,
    answering,
    auditing,
    campaigns,
    cards,
    causes,
    deciding,
    decisions,
    describing,
    entry,
    exchanging,
    failures,
    incidents,
    indicators,
    journal,
    kept,
    many,
    mapping,
    marking,
    measures,
    model,
    overview,
    own,
    people,
    presence,
    profile,
    providing,
    queue,
    rating,
    receipts,
    region,
    registers,
    reports,
    searching,
    shell,
    sources,
    start,
)
from api.web.condition import Condition
from api.web.content import Content
from api.web.files import Assets
from api.web.presence import Presence

ASSETS = "/assets"
ROUTERS = (
    entry.router,
    start.router,
    queue.router,
    many.router,
    presence.router,
    decisions.router,
    kept.router,
    deciding.router,
    cards.router,
    *incidents.ROUTERS,
    *alerts.ROUTERS,
    *campaigns.ROUTERS,
    overview.router,
    region.router,
    mapping.router,
    exchanging.router,
    registers.router,
    auditing.router,
    searching.router,
    measures.router,
    indicators.router,
    causes.router,
    rating.router,
    reports.router,
    sources.router,
    profile.router,
    journal.router,
    marking.router,
    model.router,
    people.router,
    own.router,
    providing.router,
    describing.router,
    receipts.router,
    answering.router,
    shell.router,
)


def install(app: FastAPI) -> None:
    """Add the pages, their assets and their error pages to the app. Call it after the problem documents."""
    app.state.condition = Condition()
    app.state.presence, app.state.content = Presence(), Content()
    app.state.standing = Standing()
    failures.install(app)
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.mount(ASSETS, Assets(), name="assets")
