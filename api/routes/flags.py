"""The queue for machines: list, one card, a decision."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from fastapi import Path as PathField

from api import cursors
from api.answers import FlagOut, FlagsOut
from api.auth import Caller, ServicesDep, needs
from api.known import known
from api.problems import MEDIA, TITLES, HttpProblem
from api.questions import Moment, ReviewIn
from api.routes.texts import reader
from core import usecases
from core.errors import BadInput
from core.flags import Decision, FlagQuery, FlagStatus, Review
from core.labels import Theme
from core.risk import Level
from core.scope import Right

router = APIRouter(tags=["Карточки"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_FLAGS))]
MayReview = Annotated[Caller, Depends(needs(Right.REVIEW))]
CardId = Annotated[int, PathField(ge=1, le=2**62)]
Words = Annotated[str, Query(max_length=200)]


def etag(flag: FlagOut) -> str:
    """The card's entity tag."""
    return f'"{flag.id}-{flag.revision}"'


def asked(
    level: Annotated[list[Level], Query()] = [],  # noqa: B006 - FastAPI copies defaults
    theme: Annotated[list[Theme], Query()] = [],  # noqa: B006
    block: Annotated[list[str], Query()] = [],  # noqa: B006
    source: Annotated[list[str], Query(description="platform:address")] = [],  # noqa: B006
    status: Annotated[list[FlagStatus], Query()] = [FlagStatus.OPEN],  # noqa: B006
    place: Words = "",
    text: Words = "",
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FlagQuery:
    """The filters of a request as a query. There is none by author."""
    return FlagQuery(
        levels=tuple(level),
        themes=tuple(theme),
        blocks=tuple(block),
        sources=tuple(source),
        statuses=tuple(status),
        place=place,
        text=text,
        since=since,
        until=until,
        after=cursors.read(cursor),
        limit=limit,
    )


@router.get("/flags", summary="Карточки")
def find(query: Annotated[FlagQuery, Depends(asked)], caller: MayRead, given: ServicesDep) -> FlagsOut:
    """Карточки, самые опасные сверху."""
    known(given.profile, query.blocks)
    with given.ledger.read() as work:
        page = work.flags.find(caller.scope, query)
    mask = reader(caller, given, cards=[flag.id for flag in page.flags])
    return FlagsOut(
        flags=[FlagOut.shown(flag, mask) for flag in page.flags], total=page.total, next=cursors.write(page.next)
    )


ETAG = {"ETag": {"description": "Версия карточки для If-Match.", "schema": {"type": "string"}}}


def _conflicts() -> dict[int | str, dict[str, Any]]:
    """What a decision may meet besides the usual."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": TITLES[status], "content": {MEDIA: schema}} for status in (409, 412, 428)}


@router.get("/flags/{flag_id}", summary="Одна карточка", responses={200: {"headers": ETAG}})
def get(flag_id: CardId, caller: MayRead, given: ServicesDep, response: Response) -> FlagOut:
    """Одна карточка; заголовок ETag нужен для решения по ней."""
    with given.ledger.read() as work:
        card = FlagOut.shown(work.flags.get(caller.scope, flag_id), reader(caller, given, cards=[flag_id]))
    response.headers["ETag"] = etag(card)
    return card


def revision_of(flag_id: int, if_match: str | None) -> int:
    """The revision that the caller saw. Raises HttpProblem 428 without one, BadInput for a foreign one."""
    if not if_match:
        raise HttpProblem(428, "передайте заголовок If-Match с ETag карточки: так двое не перепишут решения друг друга")
    card, dash, revision = if_match.strip().strip('"').partition("-")
    if not dash or card != str(flag_id) or not revision.isdecimal() or len(revision) > 9:
        raise BadInput(f"заголовок If-Match: {if_match[:50]} — это не ETag карточки {flag_id}")
    return int(revision)


@router.post(
    "/flags/{flag_id}/reviews",
    status_code=201,
    summary="Решение по карточке",
    responses={201: {"headers": ETAG}, **_conflicts()},
)
def review(
    flag_id: CardId,
    body: ReviewIn,
    caller: MayReview,
    given: ServicesDep,
    response: Response,
    if_match: Annotated[str | None, Header()] = None,
) -> FlagOut:
    """Решение по карточке: подтвердить, отклонить с причиной, исправить разметку; undo отменяет последнее из них."""
    made = decision(flag_id, body, caller, given)
    caller.scope.demand(Right.READ_FLAGS)
    with given.ledger.begin() as work:
        flag = usecases.review(work, caller.scope, given.profile, made, revision_of(flag_id, if_match))
    card = FlagOut.shown(flag, reader(caller, given, cards=[flag_id]))
    response.headers["ETag"] = etag(card)
    return card


def decision(flag_id: int, body: ReviewIn, caller: Caller, given: ServicesDep) -> Review:
    """The request as a record. Raises BadInput for a rejection without a reason, a correction without labels."""
    labels = body.labels.model_dump(exclude_none=True, mode="json")
    if body.decision is Decision.REJECT and not body.reason:
        raise BadInput("поле «reason»: у отклонения должна быть причина")
    if body.decision is Decision.CORRECT and not labels:
        raise BadInput("поле «labels»: исправление ничего не исправляет")
    return Review(flag_id, caller.scope.who, body.decision, given.clock.now(), body.reason, labels)
