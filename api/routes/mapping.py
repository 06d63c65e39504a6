"""Incidents on the map as GeoJSON, near ones as one spot. Incidents are counted, not posts."""

from collections.abc import Sequence
from itertools import chain
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.answers import Out
from api.auth import Caller, ServicesDep, needs
from api.questions import Moment
from core import usecases
from core.heaps import Laid
from core.labels import THEME_TITLES, Theme
from core.maps import Cluster, MapQuery, Matter, clusters, doubts
from core.ports import Places
from core.risk import Level
from core.scope import Right

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
NAMED = 12
"""So many incidents of a spot are told by name."""


class PointOut(Out):
    """A GeoJSON point: longitude and latitude, WGS 84."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[float, float]


class MatterOut(Out):
    """An incident of a spot."""

    id: int
    title: str
    theme: Theme
    level: Level
    place: str
    confidence: float = Field(ge=0, le=1, description="Уверенность в адресе.")
    posts: int

    @classmethod
    def shown(cls, own: Matter, found: Laid, places: Places) -> "MatterOut":
        """From a record and where it lies."""
        return cls(
            id=own.id,
            title=own.title or THEME_TITLES[own.theme],
            theme=own.theme,
            level=own.level,
            place=places.title(found.name),
            confidence=round(found.confidence, 2),
            posts=own.posts,
        )


class SpotOut(Out):
    """What a spot says."""

    incidents: int
    level: Level = Field(description="Наибольший уровень риска.")
    confidence: float = Field(ge=0, le=1, description="Уверенность в наименее надёжном адресе.")
    sureness: str = Field(description="То же словами; где адреса разной надёжности — у скольких наименее надёжный.")
    places: list[str]
    named: list[MatterOut] = Field(description=f"Самые опасные, не больше {NAMED}.")


class FeatureOut(Out):
    """One spot."""

    type: Literal["Feature"] = "Feature"
    geometry: PointOut
    properties: SpotOut

    @classmethod
    def shown(cls, cluster: Cluster[Laid], named: Sequence[MatterOut], places: Places) -> "FeatureOut":
        """From a record and those of its incidents that are named."""
        said = SpotOut(
            incidents=cluster.size,
            level=cluster.level,
            confidence=round(cluster.confidence, 2),
            sureness=doubts(cluster),
            places=list(map(places.title, cluster.names[:NAMED])),
            named=list(named),
        )
        return cls(geometry=PointOut(coordinates=(cluster.point.lon, cluster.point.lat)), properties=said)


class MapOut(Out):
    """A GeoJSON collection with what is not on the map."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[FeatureOut]
    incidents: int
    unplaced: int = Field(description="Инциденты без адреса.")
    unplaced_share: int = Field(ge=0, le=100, description="Сколько их, в процентах.")


@router.get("/map", summary="Инциденты на карте")
def show(
    caller: MayRead,
    given: ServicesDep,
    zoom: Annotated[int, Query(ge=0, le=19, description="Масштаб карты: чем он больше, тем мельче группы.")] = 12,
    theme: Annotated[list[Theme], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    level: Annotated[list[Level], Query()] = [],  # noqa: B006
    ended: bool | None = None,
    since: Moment | None = None,
    until: Moment | None = None,
) -> MapOut:
    """GeoJSON: инциденты по адресам справочника, близкие вместе; сколько инцидентов без адреса."""
    query = MapQuery(since, until, tuple(theme), tuple(level), ended)
    with given.ledger.read() as work:
        found = usecases.heaped(work, caller.scope, given.places, query, NAMED)
        spots = clusters(found.located, zoom)
        worst = [found.worst(each, NAMED) for each in spots]
        known = work.views.spots.named(caller.scope, (number for number, _ in chain.from_iterable(worst)))
    told = [[MatterOut.shown(known[number], heap, given.places) for number, heap in pairs] for pairs in worst]
    return MapOut(
        features=[FeatureOut.shown(*each, given.places) for each in zip(spots, told, strict=True)],
        incidents=found.total,
        unplaced=found.without,
        unplaced_share=found.unplaced_share,
    )
