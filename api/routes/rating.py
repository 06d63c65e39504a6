"""The rating of recipients, monthly and by system (decrees 000, п. 3.4–3.5; 001, п. 3.2б; 002, п. 4.3б)."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as PathField

from api.auth import Caller, ServicesDep, needs
from api.rating import RatingOut
from api.routes.reports import MEDIA, file, room
from api.services import Services
from core import periods
from core.cases import System
from core.rating import Place, Rating
from core.scope import Right, Scope
from core.usecases.rating import rating
from core.weekly import Ordered

router = APIRouter(tags=["Отчёты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_REPORTS))]
Month = Annotated[str, Query(max_length=7, description="Месяц 2026-11; без него — нынешний.")]
Systems = Annotated[list[System], Query(description="Без него — все системы вместе.")]


def asked_of(given: Services, month: str, system: list[System]) -> Ordered:
    """The question of a request. Raises BadInput."""
    zone = given.profile.timezone
    text = month or f"{periods.today(given.clock.now(), zone):%Y-%m}"
    return Ordered(periods.month(text, zone), systems=tuple(system))


def found_of(given: Services, scope: Scope, asked: Ordered) -> Rating:
    """The rating that a caller may see."""
    with given.ledger.read() as work:
        return rating(work, scope, given.profile, given.calendar(), asked, given.clock.now())


@router.get("/rating", summary="Рейтинг получателей")
def get(
    caller: MayRead,
    given: ServicesDep,
    month: Month = "",
    system: Systems = [],  # noqa: B006 - FastAPI copies defaults
) -> RatingOut:
    """Рейтинг за месяц: количество, сроки, полнота по существу, удовлетворённость; за числами — номера вопросов."""
    titles = {each.code: each.title for each in given.profile.blocks}

    def title(place: Place) -> str:
        return place.recipient or titles.get(place.block, place.block)

    return RatingOut.seen(found_of(given, caller.scope, asked_of(given, month, system)), title)


@router.get(
    "/rating/file.{kind}",
    summary="Рейтинг файлом",
    response_class=Response,
    responses={200: {"content": {MEDIA["docx"]: {}, MEDIA["pdf"]: {}, MEDIA["xlsx"]: {}}}},
)
def download(
    kind: Annotated[Literal["docx", "pdf", "xlsx"], PathField()],
    caller: MayRead,
    given: ServicesDep,
    month: Month = "",
    system: Systems = [],  # noqa: B006
) -> Response:
    """Рейтинг за месяц: DOCX, PDF или XLSX."""
    asked = asked_of(given, month, system)
    paper = room(given).rating(found_of(given, caller.scope, asked), asked)
    return file(room(given).file(paper, kind), f"{paper.title} {asked.period.code}", kind)
