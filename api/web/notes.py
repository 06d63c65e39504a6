"""A note that outlives a redirect: what was done, as a code in a short-lived cookie, said once."""

from fastapi import Request
from fastapi.responses import Response

COOKIE = "mcu_note"
SECONDS = 60
NOTES = {
    "confirm": "Карточка подтверждена",
    "reject": "Карточка отклонена",
    "correct": "Тема исправлена",
    "source-added": "Источник добавлен, он будет прочитан в ближайшие минуты",
    "source-resumed": "Источник снова читается",
}


def note_of(request: Request) -> str:
    """The note to say; empty if there is none."""
    return NOTES.get(request.cookies.get(COOKIE, ""), "")


def leave(response: Response, code: str, secure: bool, path: str = "/queue") -> None:
    """Leave a note for the next page under a path."""
    response.set_cookie(COOKIE, code, max_age=SECONDS, httponly=True, samesite="lax", secure=secure, path=path)


def forget(response: Response, request: Request, path: str = "/queue") -> None:
    """A note is said once."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=path)
