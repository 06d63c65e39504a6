"""Pictures of an incident: the residents' reaction, and where it lies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from api.auth import ServicesDep
from api.services import Services
from api.web import pictures
from api.web.incidents.listing import PATH, MayRead
from api.web.incidents.place import located
from api.web.incidents.showing import Number
from core import usecases
from core.errors import NotFound
from core.incidents import Answer
from core.maps import clusters
from core.reaction import Point, Reaction

if TYPE_CHECKING:
    from charts import Spec

router = APIRouter()
ViewDep = Annotated[pictures.View, Depends(pictures.view)]
ZOOM = 12


def _spec(found: Reaction, answers: Sequence[Answer], given: Services, view: pictures.View) -> "Spec":
    from charts import PALETTES, Mark, Voiced, voices

    points: dict[object, Point] = {}
    shown: list[Voiced] = []
    for point in found.curve:
        same = points.get(point.at)
        total, negative = point.tally.total, point.tally.negative
        if same is not None:
            shown.pop()
            total, negative = total + same.tally.total, negative + same.tally.negative
        points[point.at] = point
        shown.append(Voiced(point.at, total, negative))
    marks = [Mark(each.at, "ответ" if each.final else "промежуточный") for each in answers if each.at]
    zone = given.profile.timezone
    return voices(shown, marks, zone, PALETTES[view.scheme], view.width, found.step.total_seconds())


@router.get(f"{PATH}/{{number}}/reaction.svg")
def reaction(number: Number, caller: MayRead, given: ServicesDep, view: ViewDep) -> Response:
    """Texts of residents before and after the answers."""
    with given.ledger.read() as work:
        incident = work.incidents.get(caller.scope, number)
        found = usecases.reaction(work, caller.scope, given.profile, incident)
    return pictures.answer(_spec(found, incident.answers, given, view), view)


@router.get(f"{PATH}/{{number}}/place.svg")
def place(number: Number, caller: MayRead, given: ServicesDep, view: ViewDep) -> Response:
    """Where it lies, among the settlements. Raises NotFound for one without an address."""
    with given.ledger.read() as work:
        incident = work.incidents.brief(caller.scope, number)
        cards = work.incidents.cards(caller.scope, number)
    found = located(incident, cards, given.places)
    if found is None:
        raise NotFound(f"у инцидента {number} нет точки на карте")
    return pictures.answer(pictures.spots(clusters([found], ZOOM), given.places.towns(), given.outlines, view), view)
