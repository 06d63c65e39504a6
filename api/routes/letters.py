"""Asking a recipient without an account by letter; answers from templates."""

import secrets

from fastapi import APIRouter, Request
from pydantic import Field

from api.answers import Out
from api.auth import ServicesDep
from api.orders import Line
from api.questions import In, Moment
from api.routes.incidents import IncidentId, MayRead
from api.routes.moves import MayWork
from core import usecases
from core.incidents import Filled, filled
from core.usecases.letters import Means, Sent

router = APIRouter(tags=["Маршрутизация"])


class LetterIn(In):
    """To which contact, and what of: without a note the gist of the incident. Both are masked."""

    contact: Line = Field(min_length=1, max_length=64, examples=["uk"])
    note: str = Field("", max_length=2000)


class LetterOut(Out):
    """What became of a letter. Its text with the link is shown only where a person must carry it."""

    mailed: bool
    says: str = Field(examples=["письмо поставлено в очередь на адрес uk@example.ru"])
    to: str
    subject: str
    text: str = Field(description="Текст со ссылкой; пусто, если письмо отправит программа.")
    expires_at: Moment
    due: Moment | None

    @classmethod
    def shown(cls, sent: Sent) -> "LetterOut":
        """From the record."""
        letter = sent.letter
        return cls(
            mailed=sent.mailed,
            says=sent.says,
            to=letter.to,
            subject=letter.subject,
            text="" if sent.mailed else letter.text,
            expires_at=sent.expires_at,
            due=sent.due,
        )


class TemplateOut(Out):
    """A template filled with what is known of the incident."""

    code: str
    title: str
    text: str
    missing: list[str] = Field(description="Поля, которые заполнит человек.", examples=[["measure", "until"]])

    @classmethod
    def shown(cls, made: Filled) -> "TemplateOut":
        """From the record."""
        return cls(
            code=made.template.code,
            title=made.template.title,
            text=made.text,
            missing=list(dict.fromkeys(made.missing)),
        )


@router.post("/incidents/{incident_id}/letters", status_code=201, summary="Письмо получателю")
def write(
    incident_id: IncidentId, body: LetterIn, caller: MayWork, given: ServicesDep, request: Request
) -> LetterOut:  # fmt: skip
    """Письмо получателю без учётной записи: карточка под масками, срок, одноразовая ссылка для ответа."""
    home = (given.address or str(request.base_url)).rstrip("/")
    means = Means(given.mask, _token, lambda token: f"{home}/answer/{token}", given.letters)
    with given.ledger.begin() as work:
        sent = usecases.write(
            work, caller.scope, given.profile, incident_id, body.contact, body.note, means, given.clock.now()
        )
    return LetterOut.shown(sent)


def _token() -> str:
    return secrets.token_urlsafe(32)


@router.get("/incidents/{incident_id}/templates", summary="Шаблоны ответа")
def templates(incident_id: IncidentId, caller: MayRead, given: ServicesDep) -> list[TemplateOut]:
    """Шаблоны темы инцидента с заполненными полями; чего программа не знает, названо."""
    with given.ledger.read() as work:
        incident = work.incidents.get(caller.scope, incident_id)
        cards = work.incidents.cards(caller.scope, incident_id)
    published = min((card.post.published for card in cards), default=None)
    return [TemplateOut.shown(each) for each in filled(incident, given.profile, published)]
