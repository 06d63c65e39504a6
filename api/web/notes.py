"""A note that outlives a redirect: what was done, as a code in a short-lived cookie, said once."""

from fastapi import Request
from fastapi.responses import Response

COOKIE = "mcu_note"
SECONDS = 60
NOTES = {
    "confirm": "Карточка подтверждена",
    "reject": "Карточка отклонена",
    "correct": "Тема исправлена",
}


def note_of(request: Request) -> str:
    """The note to say; empty if there is none."""
    return NOTES.get(request.cookies.get(COOKIE, ""), "")


def leave(response: Response, code: str, secure: bool) -> None:
    """Leave a note for the next page."""
    response.set_cookie(COOKIE, code, max_age=SECONDS, httponly=True, samesite="lax", secure=secure, path="/queue")


def forget(response: Response, request: Request) -> None:
    """A note is said once."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path="/queue")
