"""The page of alerts: what was told to whom, whether it arrived, what a person does about it."""

from fastapi import APIRouter

from api.web.alerts import acting, listing

ROUTERS: tuple[APIRouter, ...] = (listing.router, acting.router)
