"""The form of manual intake: what came orally, on paper, by telephone. Nobody's name has a field here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api import problems
from api.auth import Caller, ServicesDep
from api.orders import IntakeIn
from api.services import Services
from api.web import notes
from api.web.filters import plain
from api.web.incidents.listing import PATH as LIST
from api.web.rendering import page
from api.web.visiting import may, own_form
from core import usecases
from core.errors import BadInput
from core.incidents import APPLICANT_TITLES, CHANNEL_TITLES, REGIME_TITLES, Applicant, Channel, Intake, Regime
from core.labels import THEME_TITLES
from core.profile import Profile
from core.scope import Right

router = APIRouter()
PATH = "/intake"
MayEnter = Annotated[Caller, Depends(may(Right.INTAKE))]
FIELD = "поле «"


class Typed(BaseModel):
    """The form as it was typed."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    csrf: str = Field("", max_length=400)
    channel: str = Field("", max_length=40)
    regime: str = Field(Regime.MESSAGE.value, max_length=40)
    applicant: str = Field(Applicant.CITIZEN.value, max_length=40)
    number: str = Field("", max_length=1000)
    received: str = Field("", max_length=40)
    place: str = Field("", max_length=1000)
    territory: str = Field("", max_length=200)
    theme: str = Field("", max_length=40)
    text: str = Field("", max_length=100_000)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why the form was refused: a sentence for each field."""

    fields: dict[str, str]

    @property
    def said(self) -> str:
        """The sentence above the form."""
        return "Не внесено: исправьте отмеченное." if self.fields else ""


def choices(profile: Profile) -> dict[str, dict[str, str]]:
    """What each field offers, by the profile."""
    used = [Channel(code) for code in profile.channels or tuple(Channel) if code != Channel.NETWORK]
    return {
        "channel": {code.value: CHANNEL_TITLES[code] for code in used},
        "regime": {code.value: title for code, title in REGIME_TITLES.items()},
        "applicant": {code.value: title for code, title in APPLICANT_TITLES.items()},
        "territory": {each.code: each.title for each in profile.territories},
        "theme": dict(sorted(((code.value, title) for code, title in THEME_TITLES.items()), key=lambda pair: pair[1])),
    }


def record(form: Typed, profile: Profile, now: datetime) -> Intake | Wrong:
    """The record, or what is wrong with each field."""
    moment, wrong = moment_of(form.received, profile), dict[str, str]()
    if form.received.strip() and moment is None:
        wrong["received"] = "нужны дата и время"
    given = form.model_dump(exclude={"csrf", "received"}) | {"text": plain(form.text).replace("\r\n", "\n").strip()}
    told = {name: value for name, value in given.items() if str(value).strip()}
    try:
        made = IntakeIn.model_validate(told | {"received": moment}).intake(now)
    except ValidationError as error:
        found = problems.wrong_fields([{**each, "loc": ("form", *each["loc"])} for each in error.errors()])
        return Wrong({each.field: each.reason for each in found} | wrong)
    return Wrong(wrong) if wrong else made


def moment_of(given: str, profile: Profile) -> datetime | None:
    """A local moment (`2026-11-21T12:40`) as the browser sends it; None for what is none."""
    try:
        return datetime.fromisoformat(given.strip()).replace(tzinfo=ZoneInfo(profile.timezone))
    except ValueError:
        return None


def refusal(error: BadInput) -> Wrong:
    """`поле «number»: …` as the field and the sentence; what names no field stands at the text."""
    name, _, why = str(error).removeprefix(FIELD).partition("»: ")
    return Wrong({name: why} if str(error).startswith(FIELD) and why else {"text": str(error)})


def intake_page(given: Services, caller: Caller, form: Typed | None = None, wrong: Wrong | None = None) -> Response:
    """The page; `form` and `wrong` after a refusal."""
    return page(
        "intake.html",
        given,
        caller,
        status=422 if wrong else 200,
        form=form or Typed(),
        wrong=wrong or Wrong({}),
        choices=choices(given.profile),
    )


@router.get(PATH)
def show(caller: MayEnter, given: ServicesDep) -> Response:
    """The form."""
    caller.scope.demand(Right.READ_INCIDENTS)
    return intake_page(given, caller)


@router.post(PATH)
def enter(form: Annotated[Typed, Form()], caller: MayEnter, given: ServicesDep) -> Response:
    """Register it; a refusal changes nothing and keeps what was typed."""
    own_form(caller, form.csrf)
    caller.scope.demand(Right.READ_INCIDENTS)
    now = given.clock.now()
    wanted = record(form, given.profile, now)
    if isinstance(wanted, Wrong):
        return intake_page(given, caller, form, wrong=wanted)
    try:
        made = usecases.intake(given.ledger, caller.scope, given.profile, given.assessor(), given.mask, wanted, now)
    except BadInput as error:
        return intake_page(given, caller, form, wrong=refusal(error))
    answer = RedirectResponse(f"{LIST}/{made.id}", 303)
    notes.leave(answer, "incident-entered", given.secure_cookies, LIST, [(made.id, 0)])
    return answer
