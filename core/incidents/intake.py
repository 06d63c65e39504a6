"""What an officer enters by hand: oral, on paper, by phone. Nobody's name is kept."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import BadInput
from core.incidents.records import Applicant, Channel, Regime
from core.labels import Theme
from core.profile import Profile


@dataclass(frozen=True, slots=True)
class Intake:
    """`number` is the registration number, `received` when it came to the centre, `registered` when it got its number
    (None: now). An appeal without a number waits to be registered. `block` is the officer's choice, if he makes one."""

    channel: Channel
    regime: Regime
    applicant: Applicant
    text: str
    received: datetime
    number: str = ""
    place: str = ""
    theme: Theme | None = None
    territory: str = ""
    registered: datetime | None = None
    block: str = ""


def _codes(profile: Profile) -> set[str]:
    return {each.code for each in profile.blocks}


def check(given: Intake, profile: Profile, at: datetime) -> None:
    """Raise BadInput that names the field."""
    noted = given.registered
    unknown = given.territory and given.territory not in {each.code for each in profile.territories}
    wrong = {
        "поле «text»: пусто": not given.text.strip(),
        "поле «channel»: публикации собираются сами": given.channel is Channel.NETWORK,
        f"поле «channel»: в профиле нет канала «{given.channel}»": given.channel not in profile.channels,
        "поле «number»: дата регистрации есть, а номера нет": noted is not None and not given.number.strip(),
        "поле «received»: это ещё не наступило": given.received > at,
        "поле «registered»: раньше поступления или ещё не наступило": noted and not given.received <= noted <= at,
        f"поле «block»: в профиле нет блока «{given.block}»": given.block and given.block not in _codes(profile),
        f"поле «territory»: в профиле нет территории «{given.territory}»": unknown,
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
