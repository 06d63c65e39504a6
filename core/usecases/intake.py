"""What came by another channel: oral, on paper, by phone. The gist is masked; nobody's name is kept."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import BadInput
from core.incidents import FIRST, Applicant, Channel, Incident, Nature, Proposal, Regime, Seen, nature_of
from core.incidents.joining import Newcomer, likely
from core.incidents.opening import opening_step, title_of
from core.labels import Subject, Theme
from core.ports import Assessor, Ledger
from core.posts import Platform, PostKey
from core.profile import Profile
from core.reasons import Reason
from core.risk import Signals, weigh
from core.routing import blocks_of
from core.scope import Right, Scope


@dataclass(frozen=True, slots=True)
class Intake:
    """What an officer enters. `number` is the registration number, `received` when it came to the centre."""

    channel: Channel
    regime: Regime
    applicant: Applicant
    text: str
    received: datetime
    number: str = ""
    place: str = ""
    theme: Theme | None = None
    territory: str = ""


def intake(
    ledger: Ledger,
    scope: Scope,
    profile: Profile,
    assessor: Assessor,
    mask: Callable[[str], str],
    given: Intake,
    at: datetime,
) -> Incident:
    """Register one; the model says theme and level where the officer names no theme. An appeal is always a matter, and
    needs its registration number. A like one that is open is proposed. Raises BadInput."""
    scope.demand(Right.INTAKE)
    _check(given, profile, at)
    said = assessor.assess([Subject(given.text)], why=False)[0]
    theme = given.theme or said.theme
    level = weigh(replace(said, theme=theme), Signals(), profile).level
    appeal = given.regime is Regime.APPEAL
    nature = Nature.MATTER if appeal else nature_of(Seen(level, said))
    place = given.place or next((each.text for each in said.places), "")
    fresh = Incident(
        0,
        nature,
        FIRST[nature],
        theme,
        given.received,
        at,
        regime=given.regime,
        channel=given.channel,
        level=level,
        title=title_of(given.text, mask),
        place=place,
        territory=given.territory,
        block=blocks_of(profile, theme)[0].code,
        number=given.number.strip(),
        applicant=given.applicant,
        text=mask(given.text),
        by_hand=True,
        latest_at=given.received,
    )
    with ledger.begin() as work:
        made = work.incidents.add(scope, fresh)
        told = {"channel": given.channel, "regime": given.regime}
        work.incidents.record(scope, [opening_step(made, scope.who, at, **told)])
        gist, words = work.grouping.gist(scope, made.id)
        post = Newcomer(-made.id, PostKey(Platform.FILE, "", f"incident {made.id}"), given.received, theme, level, said,
                        made.block, gist, words=words)  # fmt: skip
        board = work.grouping.board(scope, given.received - profile.repeat_window, [post])
        found = [] if appeal else likely(post, board, profile.repeat_window, besides=made.id)
        asked = [(trace.incident_id, round(points, 2)) for trace, points in found]
        work.proposals.put(
            scope, [Proposal(made.id, other, points, Reason("alike", points), at) for other, points in asked]
        )
    return made


def _check(given: Intake, profile: Profile, at: datetime) -> None:
    wrong = {
        "поле «text»: пусто": not given.text.strip(),
        "поле «channel»: публикации собираются сами": given.channel is Channel.NETWORK,
        "поле «number»: у обращения по 59-ФЗ должен быть регистрационный номер": given.regime is Regime.APPEAL
        and not given.number.strip(),
        "поле «received»: это ещё не наступило": given.received > at,
        f"поле «territory»: в профиле нет территории «{given.territory}»": bool(given.territory)
        and given.territory not in {each.code for each in profile.territories},
    }
    for why, so in wrong.items():
        if so:
            raise BadInput(why)
