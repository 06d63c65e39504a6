"""Auto-rules tried on the past; recipients without an account and their one-time links."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as PathField
from pydantic import BaseModel, Field

from api.auth import Caller, ServicesDep, needs
from api.questions import In
from api.services import Services
from core import linking
from core.contacts import Contact, Link
from core.errors import BadInput, BadProfile
from core.profile import AutoRule, Profile
from core.profile.reading import Reader
from core.profile.sections import rule
from core.routing import Past, Trial, dry_run
from core.scope import Right, system

router = APIRouter(tags=["Маршрутизация"])
public = APIRouter(tags=["Маршрутизация"])
MayRead = Annotated[Caller, Depends(needs(Right.READ_FLAGS))]
MayLook = Annotated[Caller, Depends(needs(Right.READ_INCIDENTS))]
MayWork = Annotated[Caller, Depends(needs(Right.WORK_INCIDENTS))]
Code = Annotated[str, PathField(min_length=1, max_length=64)]
IncidentId = Annotated[int, PathField(ge=1, le=2**62)]
Token = Annotated[str, PathField(max_length=100)]


class TrialIn(In):
    """Rules to try instead of the profile's, as its tables [[rules]]; None: the profile's own."""

    rules: list[dict[str, object]] | None = Field(
        None, max_length=200, examples=[[{"code": "dogs", "title": "Собаки", "block": "safety", "words": ["собак"]}]]
    )
    limit: int = Field(300, ge=1, le=10_000)


class DiffersOut(BaseModel):
    """A card on which a rule and a person differ."""

    flag: int
    rule: str
    block: str
    by_people: str


class TrialOut(BaseModel):
    """What the rules would have done."""

    text: str = Field(examples=["направили бы 41 из 300, расходится с людьми в 3"])
    total: int
    routed: int
    judged: int
    by_rule: dict[str, int]
    differs: list[DiffersOut]

    @classmethod
    def shown(cls, found: Trial) -> "TrialOut":
        """A trial as an answer."""
        differs = [
            DiffersOut(flag=each.id, rule=each.rule, block=each.ours, by_people=each.theirs) for each in found.differs
        ]
        return cls(
            text=str(found),
            total=found.total,
            routed=found.routed,
            judged=found.judged,
            by_rule=dict(found.by_rule),
            differs=differs,
        )


class ContactIn(In):
    """A position that answers by e-mail or telephone."""

    position: str = Field(max_length=300, examples=["Директор управляющей компании"])
    block: str = Field(max_length=64, examples=["communal"])
    territory: str = Field("", max_length=64)
    email: str = Field("", max_length=320, examples=["uk@example.ru"])
    phone: str = Field("", max_length=64)
    active: bool = True


class ContactOut(ContactIn):
    """A contact with its code; how it is reached is told to who may write to it."""

    code: str

    @classmethod
    def shown(cls, contact: Contact, may_write: bool) -> "ContactOut":
        """A contact for who looks, or for who works with incidents."""
        told = {name: getattr(contact, name) for name in cls.model_fields}
        return cls(**told) if may_write else cls(**told | {"email": "", "phone": ""})


class LinkIn(In):
    """For which contact, and what it is shown: the text is masked before it is kept."""

    contact: str = Field(max_length=64, examples=["uk"])
    gist: str = Field(max_length=2000, examples=["Нет отопления, Кирпичная, 9"])


class LinkOut(BaseModel):
    """The token is shown this once."""

    token: str
    expires_at: datetime
    due: datetime | None


class CardOut(BaseModel):
    """What a recipient without an account sees."""

    incident: int
    gist: str
    centre: str
    due: datetime | None
    expires_at: datetime

    @classmethod
    def shown(cls, link: Link, profile: Profile, due: datetime | None = None) -> "CardOut":
        """A link's card."""
        return cls(
            incident=link.incident_id, gist=link.gist, centre=profile.centre, due=due, expires_at=link.expires_at
        )


class AnswerIn(In):
    """The answer."""

    text: str = Field(max_length=10_000)


@router.post("/rules/dry-run", summary="Автоправила на прошлом")
def trial(body: TrialIn, caller: MayRead, given: ServicesDep) -> TrialOut:
    """Что автоправила сделали бы с прошлыми карточками; ничего не меняется."""
    tried = given.profile.rules if body.rules is None else rules_of(body.rules, {b.code for b in given.profile.blocks})
    with given.ledger.read() as work:
        found = work.past.routed(caller.scope, body.limit)
    return TrialOut.shown(dry_run(tried, found if Right.READ_UNMASKED in caller.scope.rights else veiled(found, given)))


def veiled(found: Iterable[Past], given: Services) -> Iterator[Past]:
    """The past as who reads masked texts knows it: counts of one's own words must not tell what a mask hides."""
    for each in found:
        text, place = given.mask(each.matter.text), given.mask(each.matter.place)
        yield replace(each, matter=replace(each.matter, text=text, place=place))


def rules_of(tables: list[dict[str, object]], blocks: set[str]) -> tuple[AutoRule, ...]:
    """Rules of a request. Raises BadInput that names the field."""
    try:
        made = tuple(map(rule, Reader({"rules": tables}, "запрос").tables("rules")))
    except BadProfile as error:
        raise BadInput(str(error)) from None
    for each in made:
        if each.block not in blocks:
            raise BadInput(f"правило «{each.code}»: нет блока «{each.block}»")
    return made


@router.get("/contacts", summary="Получатели без учётной записи")
def contacts(caller: MayLook, given: ServicesDep) -> list[ContactOut]:
    """Должности своих блоков, которые отвечают по почте или телефону; адреса — тем, кто работает с инцидентами."""
    with given.ledger.read() as work:
        found = linking.known(work, caller.scope)
    scope = caller.scope
    return [ContactOut.shown(each, scope.may(Right.WORK_INCIDENTS, each.block, each.territory)) for each in found]


@router.put("/contacts/{code}", summary="Внести получателя")
def save(code: Code, body: ContactIn, caller: MayWork, given: ServicesDep) -> ContactOut:
    """Внести или изменить получателя без учётной записи."""
    if body.block not in {block.code for block in given.profile.blocks}:
        raise BadInput(f"поле «block»: нет блока «{body.block}»")
    with given.ledger.begin() as work:
        linking.keep(work, caller.scope, Contact(code, **body.model_dump()), given.clock.now())
    return ContactOut(code=code, **body.model_dump())


@router.post("/incidents/{incident_id}/links", status_code=201, summary="Одноразовая ссылка")
def make(incident_id: IncidentId, body: LinkIn, caller: MayWork, given: ServicesDep) -> LinkOut:
    """Одноразовая ссылка для ответа получателя без учётной записи; показывается один раз."""
    gist, now = given.mask(body.gist), given.clock.now()
    with given.ledger.begin() as work:
        made = linking.make(work, caller.scope, incident_id, body.contact, gist, given.calendar(), _token, now)
    return LinkOut(token=made.token, expires_at=made.link.expires_at, due=made.due)


def _token() -> str:
    return secrets.token_urlsafe(32)


@public.get("/answer/{token}", summary="Карточка по ссылке")
def card(token: Token, given: ServicesDep) -> CardOut:
    """Карточка для получателя: текст под масками, срок. Входа не нужно: ссылка и есть ключ."""
    scope, now = system(given.profile.code, ()), given.clock.now()
    with given.ledger.read() as work:
        link = linking.show(work, scope, token, now)
        due = linking.nearest(work, scope, link.incident_id, given.calendar(), now)
    return CardOut.shown(link, given.profile, due)


@public.post("/answer/{token}", status_code=201, summary="Ответ по ссылке")
def answer(token: Token, body: AnswerIn, given: ServicesDep) -> CardOut:
    """Ответ получателя: один раз. Ответом инцидента его делает сотрудник МЦУ."""
    scope = system(given.profile.code, ())
    with given.ledger.begin() as work:
        link = linking.answer(work, scope, token, body.text, given.clock.now())
    return CardOut.shown(link, given.profile)
