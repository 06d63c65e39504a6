"""Changes of incidents as they happen: server-sent events, resumed behind the last that was seen."""

import json
from collections.abc import AsyncIterator
from typing import Annotated

import anyio
from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse

from api.answers import Mask
from api.auth import Caller, ServicesDep, needs
from api.incidents import StepOut
from api.services import Services
from core.errors import BadInput, Busy
from core.incidents import Step
from core.scope import Right, Scope

router = APIRouter(tags=["Инциденты"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
AT_ONCE = 200
MEDIA = "text/event-stream"
EXAMPLE = 'id: 17\nevent: move\ndata: {"id": 17, "incident_id": 3, "before": "found", "after": "verified", …}\n\n'


@router.get(
    "/events",
    summary="Изменения инцидентов",
    response_class=StreamingResponse,
    responses={200: {"content": {MEDIA: {"example": EXAMPLE}}, "description": "Поток событий"}},
)
async def events(
    request: Request,
    caller: MayRead,
    given: ServicesDep,
    last_event_id: Annotated[str | None, Header()] = None,
    after: Annotated[int | None, Query(ge=0, le=2**62, description="То же, что Last-Event-ID.")] = None,
) -> StreamingResponse:
    """Поток событий (SSE): каждое изменение инцидента, с заголовком Last-Event-ID — с места обрыва, без него — новые.

    Соединение закрывается само через несколько минут: подключитесь снова с последним номером.
    """
    start = after if last_event_id is None else _number(last_event_id)
    open_now: set[object] = request.app.state.__dict__.setdefault("_streams", set())
    if len(open_now) >= given.streams.most:
        raise Busy("слишком много подписчиков на события: повторите позже")
    if start is None:
        start = await to_thread.run_sync(_last, given, caller.scope)
    return StreamingResponse(_followed(given, caller.scope, start, open_now), media_type=MEDIA)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise BadInput("заголовок Last-Event-ID: нужен номер события")
    return int(text)


def _last(given: Services, scope: Scope) -> int:
    with given.ledger.read() as work:
        return work.incidents.last_event(scope)


def _read(given: Services, scope: Scope, after: int) -> list[Step]:
    with given.ledger.read() as work:
        return work.incidents.events(scope, after, AT_ONCE)


async def _followed(given: Services, scope: Scope, after: int, open_now: set[object]) -> AsyncIterator[str]:
    """Look, tell, wait; a comment as a sign of life; an end after a while, so that no right outlives its key."""
    mark, bounds = object(), given.streams
    open_now.add(mark)
    began = beaten = anyio.current_time()
    try:
        yield f"retry: {int(bounds.every * 1000)}\n\n"
        while anyio.current_time() - began < bounds.lasts:
            found = await to_thread.run_sync(_read, given, scope, after)
            for step in found:
                yield _event(step, given.mask)
                after = step.id
            if len(found) == AT_ONCE:
                continue
            if anyio.current_time() - beaten >= bounds.beat:
                beaten = anyio.current_time()
                yield ": жив\n\n"
            await anyio.sleep(bounds.every)
    finally:
        open_now.discard(mark)


def _event(step: Step, mask: Mask) -> str:
    """Masked for everybody: nobody could note what a stream of many hours gave out."""
    body = json.dumps(StepOut.told(step, mask).model_dump(mode="json"), ensure_ascii=False)
    return f"id: {step.id}\nevent: {step.action}\ndata: {body}\n\n"
