"""What the form of manual intake carries, and the record that is made of it, or what is wrong with each field."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api import problems
from api.orders import IntakeIn
from api.web import times
from api.web.filters import plain
from core.errors import BadInput
from core.incidents import APPLICANT_TITLES, CHANNEL_TITLES, REGIME_TITLES, Applicant, Channel, Intake, Regime
from core.labels import THEME_TITLES
from core.profile import Profile

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
    moment, wrong = times.moment(form.received, profile.timezone), dict[str, str]()
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


def refusal(error: BadInput) -> Wrong:
    """`поле «number»: …` as the field and the sentence; what names no field stands at the text."""
    name, _, why = str(error).removeprefix(FIELD).partition("»: ")
    return Wrong({name: why} if str(error).startswith(FIELD) and why else {"text": str(error)})
