"""Incidents on the map as GeoJSON, near ones as one spot. Incidents are counted, not posts."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from api.answers import Out
from api.auth import Caller, ServicesDep, needs
from api.questions import Moment
from core import usecases
from core.labels import THEME_TITLES, Theme
from core.maps import Cluster, Located, Mapped, MapQuery, clusters, sureness
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
    def shown(cls, found: Located) -> "MatterOut":
        """From a record."""
        own = found.matter
        return cls(
            id=own.id,
            title=own.title or THEME_TITLES[own.theme],
            theme=own.theme,
            level=own.level,
            place=found.name,
            confidence=round(found.confidence, 2),
            posts=own.posts,
        )


class SpotOut(Out):
    """What a spot says."""

    incidents: int
    level: Level = Field(description="Наибольший уровень риска.")
    confidence: float = Field(ge=0, le=1, description="Уверенность в наименее надёжном адресе.")
    sureness: str
    places: list[str]
    named: list[MatterOut] = Field(description=f"Самые опасные, не больше {NAMED}.")


class FeatureOut(Out):
    """One spot."""

    type: Literal["Feature"] = "Feature"
    geometry: PointOut
    properties: SpotOut

    @classmethod
    def shown(cls, cluster: Cluster) -> "FeatureOut":
        """From a record."""
        worst = sorted(cluster.found, key=lambda each: (-each.matter.level.rank, -each.matter.id))
        said = SpotOut(
            incidents=len(cluster.found),
            level=cluster.level,
            confidence=round(cluster.confidence, 2),
            sureness=sureness(cluster.confidence),
            places=list(cluster.names[:NAMED]),
            named=[MatterOut.shown(each) for each in worst[:NAMED]],
        )
        return cls(geometry=PointOut(coordinates=(cluster.point.lon, cluster.point.lat)), properties=said)


class MapOut(Out):
    """A GeoJSON collection with what is not on the map."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[FeatureOut]
    incidents: int
    unplaced: int = Field(description="Инциденты без адреса.")
    unplaced_share: int = Field(ge=0, le=100, description="Сколько их, в процентах.")

    @classmethod
    def shown(cls, found: Mapped, zoom: int) -> "MapOut":
        """From the records."""
        return cls(
            features=[FeatureOut.shown(each) for each in clusters(found.located, zoom)],
            incidents=found.total,
            unplaced=len(found.unplaced),
            unplaced_share=found.unplaced_share,
        )


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
        found = usecases.mapped(work, caller.scope, given.places, query)
    return MapOut.shown(found, zoom)
