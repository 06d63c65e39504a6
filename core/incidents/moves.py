"""The life of an incident as tables: which step may follow which, and what each step demands.

A risk follows decree 000, Порядок, п. 1–3 (and 004, п. 4.6); a matter the practice of «Инцидент менеджмент».
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.errors import AnswerWithoutLinks, IllegalMove, Incomplete
from core.incidents.records import (
    NATURE_TITLES,
    STATUS_TITLES,
    Channel,
    Incident,
    Nature,
    Outcome,
    Regime,
    Status,
    Step,
)

Moves = Mapping[Status, frozenset[Status]]

MATTER: Moves = {
    Status.REGISTERED: frozenset({Status.ROUTED, Status.FORWARDED, Status.REJECTED}),
    Status.ROUTED: frozenset(
        {Status.IN_WORK, Status.INTERIM, Status.ANSWERED, Status.RETURNED, Status.FORWARDED, Status.ROUTED}
    ),
    Status.RETURNED: frozenset({Status.ROUTED, Status.FORWARDED, Status.REJECTED}),
    Status.IN_WORK: frozenset({Status.INTERIM, Status.ANSWERED, Status.RETURNED, Status.FORWARDED, Status.ROUTED}),
    Status.INTERIM: frozenset({Status.INTERIM, Status.ANSWERED, Status.RETURNED, Status.FORWARDED, Status.ROUTED}),
    Status.FORWARDED: frozenset({Status.ROUTED, Status.CLOSED}),
    Status.ANSWERED: frozenset({Status.CLOSED, Status.REOPENED}),
    Status.CLOSED: frozenset({Status.REOPENED}),
    Status.REOPENED: frozenset({Status.ROUTED, Status.IN_WORK, Status.INTERIM, Status.ANSWERED}),
    Status.REJECTED: frozenset({Status.REGISTERED}),
}
"""`ROUTED` after `ROUTED` hands a matter over to another recipient."""

RISK: Moves = {
    Status.FOUND: frozenset({Status.VERIFIED, Status.REFUTED, Status.REJECTED}),
    Status.VERIFIED: frozenset({Status.ANSWERED, Status.REFUTED}),
    Status.REFUTED: frozenset({Status.ANSWERED, Status.VERIFIED}),
    Status.ANSWERED: frozenset({Status.WATCHED}),
    Status.WATCHED: frozenset({Status.WORKED_OFF, Status.REOPENED}),
    Status.WORKED_OFF: frozenset({Status.REOPENED}),
    Status.REOPENED: frozenset({Status.ANSWERED}),
    Status.REJECTED: frozenset({Status.FOUND}),
}

NEXT: Mapping[Nature, Moves] = {Nature.MATTER: MATTER, Nature.RISK: RISK}
FIRST: Mapping[Nature, Status] = {Nature.MATTER: Status.REGISTERED, Nature.RISK: Status.FOUND}


@dataclass(frozen=True, slots=True)
class Move:
    """A step that somebody wants: where to, who, when, why, and what the step brings along."""

    to: Status
    who: str
    at: datetime
    reason: str = ""
    block: str = ""
    recipient: str = ""
    outcome: Outcome | None = None
    outgoing: str = ""
    until: datetime | None = None


def links(incident: Incident) -> tuple[str, ...]:
    """Links of all answers."""
    return tuple(link for answer in incident.answers for link in answer.links)


def _refuse(incident: Incident, why: str) -> IllegalMove:
    return IllegalMove(f"инцидент {incident.id}: {why}")


def _lacks(incident: Incident, field: str, what: str) -> Incomplete:
    return Incomplete(f"инцидент {incident.id}: {what}", field)


def _has_answer(incident: Incident, move: Move) -> None:
    final = [answer for answer in incident.answers if answer.final]
    again = incident.status is Status.REOPENED
    if not [answer for answer in final if not again or answer.at is None or answer.at >= incident.moved_at]:
        older = ": прежний дан до того, как инцидент открыли снова" if final else ""
        raise _refuse(incident, f"сначала внесите текст ответа{older}")


def _has_interim(incident: Incident, move: Move) -> None:
    if not any(not answer.final for answer in incident.answers):
        raise _refuse(incident, "сначала внесите промежуточный ответ")


def _has_links(incident: Incident, move: Move) -> None:
    if not links(incident):
        raise AnswerWithoutLinks(
            f"инцидент {incident.id}: нет ссылок на публикации ответа (Порядок, п. 2): добавьте хотя бы одну"
        )


def _has_reason(incident: Incident, move: Move) -> None:
    if not move.reason.strip():
        raise _lacks(incident, "reason", f"для шага «{STATUS_TITLES[move.to]}» нужна причина")


def _has_outcome(incident: Incident, move: Move) -> None:
    outcome = move.outcome or incident.outcome
    if outcome is None:
        raise _lacks(incident, "outcome", "укажите итог: решено, разъяснено, отложено, не решено или передано")
    until = move.until or incident.until
    if outcome is Outcome.POSTPONED and not (move.reason.strip() and until):
        lacking = "until" if move.reason.strip() else "reason"
        raise _lacks(incident, lacking, "отложенное закрывается с причиной и датой, до которой отложено")
    if outcome is Outcome.POSTPONED and until and until <= move.at:
        raise _lacks(incident, "until", PASSED)


def _has_number(incident: Incident, move: Move) -> None:
    """An appeal closes by its outgoing number, an item of ПОС or ИМ by its own."""
    outgoing, appeal = move.outgoing or incident.outgoing, incident.regime is Regime.APPEAL
    if appeal and not outgoing:
        raise _lacks(incident, "outgoing", "укажите исходящий номер ответа")
    if not appeal and incident.channel in (Channel.POS, Channel.IM) and not (outgoing or incident.number):
        raise _lacks(incident, "outgoing", "укажите номер в системе")


def _is_message(incident: Incident, move: Move) -> None:
    """An appeal is answered or redirected, never thrown away (59-ФЗ, ст. 9 и 10)."""
    if incident.regime is Regime.APPEAL:
        raise _refuse(incident, "обращение по 59-ФЗ не отклоняют: на него отвечают или его перенаправляют")


def _is_registered(incident: Incident, move: Move) -> None:
    """The terms of an appeal count from its registration (59-ФЗ, ст. 8, ч. 2)."""
    if incident.regime is Regime.APPEAL and not incident.number:
        raise _refuse(incident, "сначала зарегистрируйте обращение: укажите его номер")


def _sent(incident: Incident, move: Move) -> tuple[str, str]:
    """Block and recipient after a step: another block takes the recipient of the old one away."""
    recipient = move.recipient or ("" if move.block else incident.recipient)
    return move.block or incident.block, recipient


def _has_recipient(incident: Incident, move: Move) -> None:
    if not (move.block or incident.block):
        raise _lacks(incident, "block", "укажите отраслевой блок")
    if incident.status is Status.ROUTED and _sent(incident, move) == (incident.block, incident.recipient):
        raise _lacks(incident, "block", "он уже направлен туда: чтобы передать, укажите другой блок или получателя")


PASSED = "дата, до которой отложено, уже прошла"
Demand = Callable[[Incident, Move], None]
DEMANDS: Mapping[Nature, Mapping[Status, tuple[Demand, ...]]] = {
    Nature.MATTER: {
        Status.ROUTED: (_has_recipient,),
        Status.RETURNED: (_has_reason,),
        Status.FORWARDED: (_has_reason, _is_registered),
        Status.REJECTED: (_is_message, _has_reason),
        Status.REOPENED: (_has_reason,),
        Status.INTERIM: (_has_interim, _is_registered),
        Status.ANSWERED: (_has_answer, _is_registered),
        Status.CLOSED: (_has_outcome, _has_number),
    },
    Nature.RISK: {
        Status.REFUTED: (_has_reason,),
        Status.REJECTED: (_has_reason,),
        Status.REOPENED: (_has_reason,),
        Status.ANSWERED: (_has_answer,),
        Status.WATCHED: (_has_links,),
        Status.WORKED_OFF: (_has_outcome,),
    },
}
"""What a step demands besides being in the table. Each raises IllegalMove or AnswerWithoutLinks."""


def allowed(incident: Incident) -> frozenset[Status]:
    """The steps that may follow now; none for one whose posts went to another incident."""
    return frozenset() if incident.merged_into else NEXT[incident.nature].get(incident.status, frozenset())


def move(incident: Incident, wanted: Move) -> tuple[Incident, Step]:
    """The incident after a step, and the line of its history. Raises IllegalMove, AnswerWithoutLinks."""
    may = allowed(incident)
    if wanted.to not in may:
        now, to = STATUS_TITLES[incident.status], STATUS_TITLES[wanted.to]
        rest = ", ".join(f"«{STATUS_TITLES[each]}»" for each in sorted(may)) or "ничего"
        raise _refuse(incident, f"{NATURE_TITLES[incident.nature]} в состоянии «{now}» нельзя перевести в «{to}»; "
                                f"можно: {rest}")  # fmt: skip
    for demand in DEMANDS[incident.nature].get(wanted.to, ()):
        demand(incident, wanted)
    told = {
        "block": wanted.block,
        "recipient": wanted.recipient,
        "outcome": wanted.outcome,
        "outgoing": wanted.outgoing,
        "proposed": "yes" if incident.ready else "",
    }
    return _moved(incident, wanted), Step(
        wanted.at,
        wanted.who,
        "move",
        incident.status,
        wanted.to,
        wanted.reason.strip(),
        {name: str(value) for name, value in told.items() if value},
        incident.id,
    )


def _moved(incident: Incident, wanted: Move) -> Incident:
    """What came of it and the number of its answer are those of the answer: opened again, it gets others."""
    block, recipient = _sent(incident, wanted)
    again = wanted.to is Status.REOPENED
    outcome = wanted.outcome or (None if again else incident.outcome)
    return replace(
        incident,
        status=wanted.to,
        moved_at=wanted.at,
        block=block,
        recipient=recipient,
        outcome=outcome,
        outgoing=wanted.outgoing or ("" if again else incident.outgoing),
        until=(wanted.until or incident.until) if outcome is Outcome.POSTPONED else None,
        ready=None,
    )
