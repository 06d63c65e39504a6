"""What platforms send by themselves. A hint only: what it names is read in the usual way, nothing is stored from it."""

import secrets
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Header

from api.answers import Out
from api.auth import ServicesDep
from core import hinting
from core.errors import Denied, NotFound
from core.posts import Platform, SourceKey
from core.scope import Right, system

public = APIRouter(tags=["Источники"])
LONGEST = 256
ADDED = "bot_added"


class HintOut(Out):
    """Whether the hint was of use."""

    noted: bool


@public.post("/hooks/max", summary="События МАКС")
def heard(
    body: dict[str, Any],
    given: ServicesDep,
    secret: Annotated[str, Header(alias="X-Max-Bot-Api-Secret", max_length=LONGEST)] = "",
) -> HintOut:
    """Событие бота МАКС: чат будет прочитан при ближайшем обходе. Ключ — секрет подписки в заголовке."""
    if not given.max_secret:
        raise NotFound("приём событий МАКС не настроен (MCU_MAX_WEBHOOK_SECRET)")
    if not secrets.compare_digest(secret.encode(), given.max_secret.encode()):
        raise Denied("секрет события не тот")
    chat = chat_of(body)
    if chat is None:
        return HintOut(noted=False)
    key, now = SourceKey(Platform.MAX, str(chat)), given.clock.now()
    note = hinting.admitted if body.get("update_type") == ADDED else hinting.hasten
    with given.ledger.begin() as work:
        return HintOut(noted=note(work, system(given.profile.code, (Right.COLLECT,)), key, now))


def chat_of(update: Mapping[str, Any]) -> int | None:
    """The number of the chat that an event speaks of; chats of many have negative ones."""
    message = update.get("message")
    recipient = message.get("recipient") if isinstance(message, Mapping) else None
    place = recipient if isinstance(recipient, Mapping) else update
    chat = place.get("chat_id")
    return chat if type(chat) is int and -(2**63) <= chat < 0 else None
