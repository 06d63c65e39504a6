"""What an officer enters by hand: oral, on paper, by phone. Nobody's name is kept."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import BadInput
from core.incidents.records import Applicant, Channel, Regime
from core.labels import Theme
from core.profile import Profile


@dataclass(frozen=True, slots=True)
class Intake:
    """`number` is the registration number, `received` when it came to the centre."""

    channel: Channel
    regime: Regime
    applicant: Applicant
    text: str
    received: datetime
    number: str = ""
    place: str = ""
    theme: Theme | None = None
    territory: str = ""


def check(given: Intake, profile: Profile, at: datetime) -> None:
    """Raise BadInput that names the field."""
    numberless = given.regime is Regime.APPEAL and not given.number.strip()
    unknown = given.territory and given.territory not in {each.code for each in profile.territories}
    wrong = {
        "поле «text»: пусто": not given.text.strip(),
        "поле «channel»: публикации собираются сами": given.channel is Channel.NETWORK,
        "поле «number»: у обращения по 59-ФЗ должен быть регистрационный номер": numberless,
        "поле «received»: это ещё не наступило": given.received > at,
        f"поле «territory»: в профиле нет территории «{given.territory}»": unknown,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
