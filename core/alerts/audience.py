"""Who is told: by kind and level, from the profile. The only place that knows."""

from collections.abc import Callable, Mapping, Sequence

from core.alerts.kinds import BLOCK, CHAT, DeliveryState, News, Way
from core.alerts.records import Alert, Delivery
from core.profile import Profile
from core.risk import Level

Routes = Mapping[str, Mapping[Way, Sequence[str]]]
"""Role -> channel -> addresses. The alert chat is the role `chat`, a block's head `block:CODE`, else `block`."""

CURATOR, HEAD, CRC, MAYOR = "curator", "head", "crc", "mayor"
CONTACT = "contact"
"""A recipient without an account: a letter goes to its address (003, Прил. 2, п. 3)."""
NAMED: Mapping[str, str] = {CHAT: "алерт-чат", CONTACT: "получатель без учётной записи"}
OTHERWISE: Mapping[str, str] = {CRC: "ЦУР", CURATOR: "куратор", HEAD: "руководитель центра", MAYOR: "Глава"}
NOTICE = (MAYOR, CRC)
"""Who is informed of a risk, each with a receipt (decree 003, Прил. 2, п. 1.2б: the Head and the ЦУР)."""


def _told(profile: Profile, level: Level) -> tuple[str, ...]:
    return tuple(profile.alerts.told.get(level, ()))


def _found(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """A lawful call to complain alone goes to the curator and the block, and nowhere else (59-ФЗ, ст. 6), if anybody is
    told of its level."""
    told = _told(profile, alert.level)
    if alert.lawful:
        return (CURATOR, BLOCK) if told else ()
    return (*((CHAT,) if alert.risk else ()), *told)


def _storm(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """A surge is told as at least a medium risk: single posts of it may be low."""
    return (CHAT, *_told(profile, max(alert.level, Level.MEDIUM, key=lambda level: level.rank)))


def _spread(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """Those who answer and the one who watches, whatever the level: the head learns of it if it is opened again."""
    return (BLOCK, CURATOR)


def _clock(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """Before the end those who answer, after it the curator as well; of a lawful call alone the head is not told."""
    if alert.lawful:
        return (CURATOR, BLOCK)
    return (BLOCK, HEAD, CURATOR) if alert.body.get("overdue") else (BLOCK, HEAD)


def _campaign(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """Decree 000, Порядок, п. 3: «направляет в чат информацию об имеющихся социально-значимых темах»."""
    return (CHAT, HEAD)


def _drift(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """Those who see the model err day by day, and the one who has it taught anew."""
    return (CHAT, HEAD)


def _nobody(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """A digest or a test has its address already."""
    return ()


AUDIENCE: Mapping[News, Callable[[Alert, Profile], tuple[str, ...]]] = {
    News.FOUND: _found,
    News.REOPENED: _found,
    News.WORKED_OFF: _found,
    News.NOTED: _found,
    News.SPREAD: _spread,
    News.STORM: _storm,
    News.CLOCK: _clock,
    News.CAMPAIGN: _campaign,
    News.DRIFT: _drift,
    News.DIGEST: _nobody,
    News.LETTER: _nobody,
    News.TEST: _nobody,
}


def audience(alert: Alert, profile: Profile) -> tuple[str, ...]:
    """Roles to be told, each once, in the order of the rule."""
    return tuple(dict.fromkeys(AUDIENCE[alert.kind](alert, profile)))


def addresses(role: str, block: str, routes: Routes) -> tuple[tuple[Way, str], ...]:
    """The ways to a recipient; none where the settings know no address."""
    own = routes.get(f"{BLOCK}:{block}") or routes.get(BLOCK) if role == BLOCK else routes.get(role)
    return tuple((channel, address) for channel, found in (own or {}).items() for address in found)


def position(role: str, block: str, profile: Profile) -> str:
    """A recipient as people call it: a position, never a name."""
    if role == BLOCK:
        found = next((each for each in profile.blocks if each.code == block), None)
        return (found.head or f"блок «{found.title}»") if found else "руководитель блока"
    return (
        NAMED.get(role) or (profile.crc if role == CRC else "") or profile.roles.get(role) or OTHERWISE.get(role, role)
    )


def notice(deliveries: Sequence[Delivery]) -> Mapping[str, DeliveryState]:
    """How far the notice to the Head and the ЦУР came: the best state of each of the two, of those that are told."""
    best: dict[str, DeliveryState] = {}
    for each in deliveries:
        if each.recipient in NOTICE:
            best[each.recipient] = min(best.get(each.recipient, each.state), each.state, key=GOOD.index)
    return best


GOOD = (
    DeliveryState.ACKNOWLEDGED,
    DeliveryState.SENT,
    DeliveryState.UNCONFIRMED,
    DeliveryState.WAITING,
    DeliveryState.FAILED,
    DeliveryState.DEAD,
)
"""States, the best first."""
