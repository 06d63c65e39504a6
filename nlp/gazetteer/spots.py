"""Places that were found in one text, each with where it lies."""

from collections.abc import Sequence

from core.geo import Match, Rank, Spot
from core.labels import Place
from nlp.gazetteer.resolve import Gazetteer, Near

LEAST = 0.55
"""A less sure match is none: of two villages of one name neither is taken."""


def spots(places: Sequence[Place], gazetteer: Gazetteer, *, near: Near = None) -> tuple[Spot | None, ...]:
    """Where each place lies, None where the gazetteer does not know or cannot tell.

    The one settlement that the text names tells which of several streets of a name is meant; without one, `near` (the
    settlement of the page, or a point) does.
    """
    here = _settlement(places, gazetteer) or near
    return tuple(_spot(gazetteer.resolve(place.text, near=here, sure=True)) for place in places)


def _settlement(places: Sequence[Place], gazetteer: Gazetteer) -> str:
    """The name of the only settlement among the places; nothing where there are several."""
    best = (found[0] for place in places if (found := gazetteer.resolve(place.text, sure=True)))
    named = {match.entry.name for match in best if match.entry.rank is Rank.SETTLEMENT and match.confidence >= LEAST}
    return named.pop() if len(named) == 1 else ""


def _spot(found: Sequence[Match]) -> Spot | None:
    if not found or found[0].confidence < LEAST:
        return None
    best = found[0]
    point = best.point
    return Spot(point.lat if point else None, point.lon if point else None, best.entry.title, best.confidence)
