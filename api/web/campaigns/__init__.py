"""Pages of campaigns: the calendar of threats, notices that a campaign is needed, the card of each campaign."""

from fastapi import APIRouter

from api.web.campaigns import acting, calendar, showing

ROUTERS: tuple[APIRouter, ...] = (calendar.router, acting.router, showing.router)
