"""What may follow for an incident: the tables of moves, as a person reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.errors import AnswerWithoutLinks, IllegalMove
from core.incidents import (
    DEMANDS,
    Channel,
    Incident,
    Move,
    Nature,
    Outcome,
    Regime,
    Status,
    allowed,
)

VERBS: Mapping[Status, str] = {
    Status.REGISTERED: "Зарегистрировать снова",
    Status.ROUTED: "Направить ответственному",
    Status.RETURNED: "Получатель вернул",
    Status.IN_WORK: "Взято в работу",
    Status.INTERIM: "Дан промежуточный ответ",
    Status.FORWARDED: "Передать в другой орган",
    Status.CLOSED: "Закрыть",
    Status.FOUND: "Вернуть в обнаруженные",
    Status.VERIFIED: "Подтвердить проверкой",
    Status.REFUTED: "Опровергнуть",
    Status.REJECTED: "Отклонить",
    Status.WATCHED: "Следить за реакцией",
    Status.WORKED_OFF: "Признать отработанным",
    Status.ANSWERED: "Ответ дан",
    Status.REOPENED: "Открыть снова",
}
HANDED = "Передать другому получателю"
"""`ROUTED` of what was routed before."""

REASON, BLOCK, OUTCOME, OUTGOING = "reason", "block", "outcome", "outgoing"
FIELDS: Mapping[Status, tuple[str, ...]] = {
    Status.ROUTED: (BLOCK, REASON),
    Status.RETURNED: (REASON,),
    Status.FORWARDED: (REASON,),
    Status.REJECTED: (REASON,),
    Status.REFUTED: (REASON,),
    Status.REOPENED: (REASON,),
    Status.VERIFIED: (BLOCK, REASON),
    Status.CLOSED: (OUTCOME, OUTGOING, REASON),
    Status.WORKED_OFF: (OUTCOME, REASON),
}
"""What the form of a step asks for besides the step itself."""
REASONED = frozenset({Status.RETURNED, Status.FORWARDED, Status.REJECTED, Status.REFUTED, Status.REOPENED})
"""Steps that are refused without a reason; a test holds this against the rules."""
ORDER: Sequence[Status] = tuple(VERBS)
USUAL: Mapping[Nature, Mapping[Status, Status]] = {
    Nature.MATTER: {
        Status.REGISTERED: Status.ROUTED,
        Status.ROUTED: Status.IN_WORK,
        Status.RETURNED: Status.ROUTED,
        Status.IN_WORK: Status.ANSWERED,
        Status.INTERIM: Status.ANSWERED,
        Status.FORWARDED: Status.CLOSED,
        Status.ANSWERED: Status.CLOSED,
        Status.REOPENED: Status.IN_WORK,
    },
    Nature.RISK: {
        Status.FOUND: Status.VERIFIED,
        Status.VERIFIED: Status.ANSWERED,
        Status.REFUTED: Status.ANSWERED,
        Status.ANSWERED: Status.WATCHED,
        Status.WATCHED: Status.WORKED_OFF,
        Status.REOPENED: Status.ANSWERED,
    },
}
"""The step that mostly follows: its button is the main one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that the table allows. `lacks` says what must be done before it; empty: it can be done now."""

    to: Status
    title: str
    usual: bool
    fields: tuple[str, ...] = field(default=())
    lacks: str = ""

    @property
    def reasoned(self) -> bool:
        """Whether it is refused without a reason."""
        return self.to in REASONED


def choices_of(incident: Incident, at: datetime) -> list[Choice]:
    """The steps that may follow now, the usual one first."""
    usual = USUAL[incident.nature].get(incident.status)
    found = sorted(allowed(incident), key=lambda to: (to is not usual, ORDER.index(to)))
    return [
        Choice(to, _verb(incident, to), to is usual, _fields(incident, to), _lacks(incident, to, at)) for to in found
    ]


def _verb(incident: Incident, to: Status) -> str:
    handed = to is Status.ROUTED and incident.status not in (Status.REGISTERED, Status.RETURNED, Status.FORWARDED)
    return HANDED if handed else VERBS[to]


def _fields(incident: Incident, to: Status) -> tuple[str, ...]:
    numbered = incident.regime is Regime.APPEAL or incident.channel in (Channel.POS, Channel.IM)
    return tuple(name for name in FIELDS.get(to, ()) if name != OUTGOING or numbered)


def _lacks(incident: Incident, to: Status, at: datetime) -> str:
    """What no form of this step can bring along: an answer, its links."""
    full = Move(to, "", at, "причина", "block", "", Outcome.SOLVED, "номер", at)
    for demand in DEMANDS[incident.nature].get(to, ()):
        try:
            demand(incident, full)
        except (IllegalMove, AnswerWithoutLinks) as error:
            return said(incident, str(error))
    return ""


def said(incident: Incident, error: str) -> str:
    """A refusal without the number of the incident: the page shows which it is."""
    return error.removeprefix(f"инцидент {incident.id}: ")
