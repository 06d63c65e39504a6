"""Карта: incidents by place, with a list beside it that says the same without a map."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import QueryParams

from api.auth import Caller, ServicesDep
from api.services import Services
from api.strangers import reads
from api.web import addresses, pictures, times
from api.web.choices import THEMES
from api.web.filters import Numbers, known, plain
from api.web.rendering import page
from api.web.signs import ALL, OPEN, STATES, Question, Told
from api.web.visiting import may
from core import usecases
from core.heaps import Heaped, Laid
from core.labels import THEME_TITLES
from core.maps import Cluster, MapQuery, Matter, Sign, by_place, clusters, doubts
from core.ports import Work
from core.risk import LEVEL_TITLES, Level
from core.scope import Right, Scope

router = APIRouter()
MayRead = Annotated[Caller, Depends(may(Right.READ_INCIDENTS))]
BACK_MOST, BACK_USUAL = 90, 30
PLACES_SHOWN, UNPLACED_SHOWN, NAMED = 60, 40, 12
TOLD_AT_ONCE = 200
"""Incidents of the places whose lists a page brings with it; a list of another place comes when it is opened."""
DRAWN_ZOOM = 11
CHOICES: Mapping[str, Mapping[Any, str]] = {"theme": THEME_TITLES, "level": LEVEL_TITLES, "state": STATES}
DAYS = Numbers(4)
READS = reads("from", "to", "theme", "level", "state", "place")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is asked for: opened from `early` to `late` days ago, both inclusive; `wrong` says what was
    left out."""

    early: int = BACK_USUAL
    late: int = 0
    theme: str = ""
    level: str = ""
    state: str = OPEN
    place: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """As the query of an address."""
        fields = {"theme": self.theme, "level": self.level, "state": self.state}
        return urlencode({"from": self.early, "to": self.late, **fields})

    def of(self, place: str) -> str:
        """The address of one place's list."""
        return f"{addresses.MAP}?{self.line}&{urlencode({'place': place})}#places"

    def question(self, given: Services) -> Question:
        """By the days of the calendar: so an address means the same tomorrow."""
        return Question(self.day(given, self.early), self.day(given, self.late), self.state, self.theme, self.level)

    def query(self, given: Services) -> MapQuery:
        """As the store takes it."""
        return self.question(given).query(given.profile.timezone)

    def source(self, given: Services) -> str:
        """The address of the same as GeoJSON."""
        asked = self.query(given)
        fields = {"theme": self.theme, "level": self.level, "ended": "" if self.state == ALL else "false"}
        moments = {"since": asked.since, "until": asked.until}
        said = {name: moment.isoformat() for name, moment in moments.items() if moment}
        return f"/api/v1/map?{urlencode(said | {name: value for name, value in fields.items() if value})}"

    @staticmethod
    def day(given: Services, back: int) -> date:
        """The local date so many days ago."""
        return given.clock.now().astimezone(ZoneInfo(given.profile.timezone)).date() - timedelta(days=back)


def _back(name: str, said: str, usual: int, wrong: list[str]) -> int:
    fits = known(name, said, DAYS, wrong)
    return min(BACK_MOST, int(fits)) if fits else usual


def read(found: QueryParams) -> Asked:
    """The question of an address; what does not fit is the usual. Ends that were changed over are put in order."""
    wrong: list[str] = []
    early, late = (_back(name, found.get(name, ""), usual, wrong) for name, usual in (("from", BACK_USUAL), ("to", 0)))
    theme, level, state = (known(name, plain(found.get(name, "")), CHOICES[name], wrong) for name in CHOICES)
    place = found.get("place", "")
    return Asked(max(early, late), min(early, late), theme, level, state or OPEN, place, tuple(wrong))


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the list: how many incidents; where they are told, the most dangerous with how sure their address is,
    and the addresses of all of them and of their cards."""

    name: str
    level: Level
    sure: str
    count: int
    told: tuple[tuple[Matter, float], ...] = ()
    cards: str = ""
    incidents: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands beside the map: the first places, how many more there are, incidents without an address."""

    places: tuple[Place, ...]
    further: int
    unplaced: tuple[Matter, ...]


def listed(work: Work, scope: Scope, asked: Question, found: Heaped, only: str, zone: str) -> Listed:
    """The places, the most incidents first, or one of them. The incidents of the first places are told at once, so
    many as one reads; those of the others when the place is opened."""
    query = asked.query(zone)
    spots = [each for each in by_place(found.located) if not only or each.names[0] == only]
    shown = spots[:PLACES_SHOWN]
    sizes = accumulate(each.size for each in shown)
    told = [each for each, size in zip(shown, sizes, strict=True) if only or size <= TOLD_AT_ONCE]
    inside = work.views.spots.within(scope, query, [each.heap for spot in told for each in spot.found]) if told else ()
    held = replace(found, entries=tuple(inside))
    lost = () if only else work.views.spots.newest(scope, query, found.unplaced, UNPLACED_SHOWN)
    # Of places that are not told, incidents whose posts carry a point are read all the same.
    named = [number for spot in shown for number, _ in held.worst(spot, NAMED)]
    known = work.views.spots.named(scope, [*lost, *named])
    places = tuple(_place(each, held, known, asked) for each in shown)
    return Listed(places, len(spots) - len(shown), tuple(known[number] for number in lost))


def _place(spot: Cluster[Laid], found: Heaped, known: Mapping[int, Matter], asked: Question) -> Place:
    worst = found.worst(spot, NAMED)
    told = Told(asked, Sign(spot.point, DRAWN_ZOOM, spot.names[0]))
    return Place(
        spot.names[0],
        spot.level,
        doubts(spot),
        spot.size,
        tuple((known[number], heap.confidence) for number, heap in worst),
        told.address("cards"),
        told.address("incidents"),
    )


@router.get(addresses.MAP, dependencies=[READS])
def show(request: Request, caller: MayRead, given: ServicesDep) -> Response:
    """The page."""
    asked = read(request.query_params)
    with given.ledger.read() as work:
        found = usecases.heaped(work, caller.scope, given.places, asked.query(given))
        beside = listed(work, caller.scope, asked.question(given), found, asked.place, given.profile.timezone)
    return page(
        "map.html",
        given,
        caller,
        asked=asked,
        misread=asked.wrong,
        source=asked.source(given),
        question=asked.question(given).line,
        told=asked.question(given).said,
        today=asked.day(given, 0),
        most=BACK_MOST,
        days={"from": asked.day(given, asked.early), "to": asked.day(given, asked.late)},
        short=times.short,
        found=found,
        beside=beside,
        towns=[[town.name, town.lat, town.lon] for town in given.places.towns()],
        tiles=given.tiles,
        outlined=bool(given.outlines),
        themes_of=THEME_TITLES,
        theme_choices=THEMES,
        levels=[(level, LEVEL_TITLES[level]) for level in reversed(Level)],
        states=STATES,
        to_incident=addresses.incident,
        mark=pictures.mark(found.located),
        warning=request.app.state.condition.warning(given),
    )


@router.get(f"{addresses.MAP}/territories")
def territories(caller: MayRead, given: ServicesDep) -> Response:
    """Borders of the territories as GeoJSON: they change with a restart only."""
    body = {"type": "FeatureCollection", "features": [each.feature for each in given.outlines]}
    return JSONResponse(body, headers={"Cache-Control": "private, max-age=600", "Vary": "Cookie"})


@router.get(f"{addresses.MAP}/spots.svg", dependencies=[READS])
def drawn(
    request: Request, caller: MayRead, given: ServicesDep, view: Annotated[pictures.View, Depends(pictures.view)]
) -> Response:
    """The same as a picture, for who has no scripts."""
    with given.ledger.read() as work:
        found = usecases.heaped(work, caller.scope, given.places, read(request.query_params).query(given))
    return pictures.answer(
        pictures.spots(clusters(found.located, DRAWN_ZOOM), given.places.towns(), given.outlines, view), view
    )
