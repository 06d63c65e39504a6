"""Pages of incidents: the list, one of them with all that a person does about it, the form of manual intake."""

from fastapi import APIRouter

from api.web.incidents import acting, drawing, intake, joins, listing, showing

ROUTERS: tuple[APIRouter, ...] = (
    listing.router,
    showing.router,
    acting.router,
    drawing.router,
    joins.router,
    intake.router,
)
