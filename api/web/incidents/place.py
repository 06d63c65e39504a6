"""Where an incident lies: at the point of its posts, else where the gazetteer knows its place."""

from collections.abc import Sequence

from core.flags import Flag
from core.geo import Point
from core.incidents import Incident
from core.maps import Located, Matter, placed, sureness
from core.ports import Places


def located(incident: Incident, cards: Sequence[Flag], places: Places) -> Located | None:
    """Its point with how sure it is; None where nobody knows it."""
    point = next((Point(card.post.geo.lat, card.post.geo.lon) for card in cards if card.post.geo), None)
    known = (incident.id, incident.title, incident.theme, incident.level, incident.status, incident.place)
    matter = Matter(*known, incident.opened_at, len(cards), point)
    return next(iter(placed([matter], places.locate).located), None)


def sure(found: Located | None) -> str:
    """How sure the address is, in words; empty without one."""
    return sureness(found.confidence) if found else ""
