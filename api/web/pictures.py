"""Charts as pictures of their own address: a page answers at once, and its pictures follow.

A page names four of them (light and dark, wide and narrow) and the browser asks for one.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Query
from fastapi.responses import JSONResponse, Response

from core.geo import Spot as Town
from core.maps import Cluster, L
from core.outlines import Outline
from core.risk import LEVEL_TITLES, Level

if TYPE_CHECKING:
    from charts import Spec

KEPT = {"Cache-Control": "private, max-age=600", "Vary": "Cookie"}
"""An address carries a mark of its figures: another figure, another address."""
WIDTHS = {"wide": 720, "narrow": 340}


@dataclass(frozen=True, slots=True)
class View:
    """For what page a picture is drawn."""

    scheme: str
    width: int
    alive: bool = False
    """Whether the specification itself is wanted: a script of the page draws it."""


def view(
    scheme: Annotated[Literal["light", "dark"], Query()] = "light",
    size: Annotated[Literal["wide", "narrow"], Query()] = "wide",
    form: Annotated[Literal["picture", "alive"], Query()] = "picture",
) -> View:
    """The view that is asked for."""
    return View(scheme, WIDTHS[size], form == "alive")


def mark(values: object) -> str:
    """A short mark of the figures of a chart, for its address."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]


def days(found: Sequence[tuple[str, dict[Level, int]]], asked: View) -> "Spec":
    """Cards by days."""
    from charts import PALETTES, Day
    from charts import days as chart

    shown = [Day(title, {str(level): count for level, count in counts.items()}) for title, counts in found]
    titles = {str(level): LEVEL_TITLES[level] for level in Level}
    return chart(shown, titles, PALETTES[asked.scheme], asked.width)


def answer(spec: "Spec", asked: View) -> Response:
    """The picture, or what a script draws. Altair and the drawing engine are loaded at the first one: they take a
    second or two."""
    if asked.alive:
        return JSONResponse(spec, headers=KEPT)
    from charts import svg

    return Response(svg(spec), media_type="image/svg+xml", headers=KEPT)


def spots(found: Sequence[Cluster[L]], towns: Sequence[Town], borders: Sequence[Outline], asked: View) -> "Spec":
    """Incidents by place, within the borders of the territories."""
    from charts import PALETTES, Spot
    from charts import spots as chart

    shown = [Spot(each.point.lat, each.point.lon, each.names[0], each.size, str(each.level)) for each in found]
    named = [Spot(town.lat, town.lon, town.name) for town in towns if town.lat is not None and town.lon is not None]
    rings = [ring for each in borders for ring in each.rings]
    return chart(shown, named, PALETTES[asked.scheme], asked.width, borders=rings)
