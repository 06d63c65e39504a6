"""Cursors of paging: opaque to the caller, checked when they come back."""

import base64
import binascii
import json

from core.errors import BadInput


def write(place: tuple[int, int] | None) -> str | None:
    """A cursor for the page that follows a card's (score, id)."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=") if place else None


def read(cursor: str | None) -> tuple[int, int] | None:
    """The place of a cursor. Raises BadInput."""
    if not cursor:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise BadInput("параметр «cursor»: такого места в списке нет") from None
    pair = isinstance(found, list) and len(found) == 2
    if not pair or not all(type(part) is int and 0 <= part < 2**62 for part in found):
        raise BadInput("параметр «cursor»: такого места в списке нет")
    return found[0], found[1]
