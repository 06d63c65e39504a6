"""The page of the profile: how this municipality works, as the program knows it. Read only; auto-rules are tried."""

from api.web.profile.showing import router

__all__ = ["router"]
