"""One post with all that is known of it. There is no list of posts by author."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from api.answers import PostOut
from api.auth import Caller, ServicesDep, needs
from api.routes.texts import reader
from core.posts import Platform, PostKey
from core.scope import Right

router = APIRouter(tags=["Публикации"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_POSTS))]


@router.get("/posts/{platform}/{source}/{message:path}", summary="Публикация")
def get(
    platform: Platform,
    source: Annotated[str, Path(max_length=1000)],
    message: Annotated[str, Path(max_length=200)],
    caller: MayRead,
    given: ServicesDep,
) -> PostOut:
    """Публикация: версии, счётчики, обсуждение, оценка, карточка."""
    key = PostKey(platform, source, message)
    with given.ledger.read() as work:
        history = work.posts.history(caller.scope, key)
        around = work.posts.thread(caller.scope, key)
        said = work.assessments.of(caller.scope, key)
        flag = work.flags.of(caller.scope, key)
    return PostOut.shown(history, around, said, flag, reader(caller, given))
