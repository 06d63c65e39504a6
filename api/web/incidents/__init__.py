"""Pages of incidents: the list, one of them with all that a person does about it, the form of manual intake."""

from fastapi import APIRouter

from api.web.incidents import acting, intake, joins, listing, showing

ROUTERS: tuple[APIRouter, ...] = (listing.router, showing.router, acting.router, joins.router, intake.router)
