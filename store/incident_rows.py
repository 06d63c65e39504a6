"""Incidents and what belongs to them, to columns and back. Pure: no connection here."""

from datetime import datetime, timedelta
from typing import Any

from core.incidents import (
    Answer,
    Answered,
    Applicant,
    Channel,
    Incident,
    Member,
    Nature,
    Outcome,
    Proposal,
    Ready,
    Regime,
    Status,
    Step,
)
from core.labels import Theme
from core.reasons import Reason
from core.risk import Level
from core.routing import Route
from store.rows import Row

PLAIN = (
    *("topic", "opened_at", "moved_at", "title", "place", "territory", "block", "recipient", "number", "outgoing"),
    *("until", "storm", "revision", "merged_into", "text", "by_hand", "latest_at", "storm_ended", "times"),
    *("due_at", "warn_at", "notice_at"),
)
CODED = ("nature", "status", "theme", "regime", "channel", "level", "outcome", "applicant")


def incident_columns(incident: Incident) -> dict[str, Any]:
    """An incident as columns, without its id, members and answers."""
    own = {name: getattr(incident, name) for name in (*PLAIN, *CODED)}
    route, ready = incident.route and route_body(incident.route), _ready_body(incident.ready)
    return own | {"rank": incident.level.rank, "route": route, "ready": ready}


def _ready_body(ready: Ready | None) -> dict[str, Any] | None:
    if ready is None:
        return None
    moments = {"at": ready.at.isoformat(), "quiet_since": ready.quiet_since.isoformat()}
    hours = ready.watch / timedelta(hours=1)
    return moments | {"total": ready.total, "negative": ready.negative, "hours": hours, "most": ready.most}


def _ready_of(body: Row | None) -> Ready | None:
    if body is None:
        return None
    at, since = (datetime.fromisoformat(body[name]) for name in ("at", "quiet_since"))
    return Ready(at, since, body["total"], body["negative"], timedelta(hours=body["hours"]), body["most"])


def incident_of(row: Row) -> Incident:
    """A row of `incidents` as a record without members and answers."""
    return Incident(
        id=row["id"],
        nature=Nature(row["nature"]),
        status=Status(row["status"]),
        theme=Theme(row["theme"]),
        regime=Regime(row["regime"]),
        channel=Channel(row["channel"]),
        level=Level(row["level"]),
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        applicant=Applicant(row["applicant"]) if row["applicant"] else None,
        route=route_of(row["route"]) if row["route"] else None,
        ready=_ready_of(row["ready"]),
        **{name: row[name] for name in PLAIN},
    )


def route_body(route: Route) -> dict[str, Any]:
    """A route as JSON."""
    reasons = [reason_body(each) for each in route.reasons]
    return {
        "block": route.block,
        "recipient": route.recipient,
        "also": list(route.also),
        "rule": route.rule,
        "reasons": reasons,
    }


def route_of(body: dict[str, Any]) -> Route:
    """A route from JSON."""
    reasons = tuple(Reason(*each) for each in body["reasons"])
    return Route(body["block"], body["recipient"], tuple(body["also"]), body["rule"], reasons)


def reason_body(reason: Reason) -> list[Any]:
    """One reason as JSON."""
    return [reason.code, reason.weight, dict(reason.detail)]


def member_row(profile: str, incident_id: int, member: Member) -> dict[str, Any]:
    """A member as a row."""
    return {
        "profile_id": profile,
        "incident_id": incident_id,
        "post_id": member.post_id,
        "joined_at": member.joined_at,
        "reason": reason_body(member.reason),
        "by": member.by,
        "via": list(member.via),
    }


def member_of(row: Row) -> Member:
    """A row as a member."""
    return Member(row["post_id"], row["joined_at"], Reason(*row["reason"]), row["by"], tuple(row["via"]))


def answer_row(profile: str, incident_id: int, answer: Answer) -> dict[str, Any]:
    """An answer as a row."""
    return {
        "profile_id": profile,
        "incident_id": incident_id,
        "text": answer.text,
        "platforms": list(answer.platforms),
        "links": list(answer.links),
        "final": answer.final,
        "by": answer.by,
        "at": answer.at,
        "promised": answer.promised,
        "remarks": [reason_body(each) for each in answer.remarks],
    }


def answer_of(row: Row) -> Answer:
    """A row as an answer."""
    return Answer(
        text=row["text"],
        platforms=tuple(row["platforms"]),
        links=tuple(row["links"]),
        final=row["final"],
        by=row["by"],
        at=row["at"],
        promised=row["promised"],
        remarks=tuple(Reason(*each) for each in row["remarks"]),
        id=row["id"],
    )


def step_row(profile: str, step: Step) -> dict[str, Any]:
    """A step as a row."""
    return {
        "profile_id": profile,
        "incident_id": step.incident_id,
        "at": step.at,
        "who": step.who,
        "action": step.action,
        "before": step.before,
        "after": step.after,
        "reason": step.reason,
        "detail": dict(step.detail),
    }


def step_of(row: Row) -> Step:
    """A row as a step."""
    return Step(
        at=row["at"],
        who=row["who"],
        action=row["action"],
        before=row["before"],
        after=row["after"],
        reason=row["reason"],
        detail=row["detail"],
        incident_id=row["incident_id"],
        id=row["id"],
    )


def proposal_row(profile: str, asked: Proposal) -> dict[str, Any]:
    """A proposal as a row."""
    return {
        "profile_id": profile,
        "incident_id": asked.incident_id,
        "other_id": asked.other_id,
        "score": asked.score,
        "reason": reason_body(asked.reason),
        "at": asked.at,
        "status": asked.status,
        "decided_by": asked.decided_by,
        "decided_at": asked.decided_at,
    }


def proposal_of(row: Row) -> Proposal:
    """A row as a proposal."""
    return Proposal(
        incident_id=row["incident_id"],
        other_id=row["other_id"],
        score=row["score"],
        reason=Reason(*row["reason"]),
        at=row["at"],
        status=Answered(row["status"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        id=row["id"],
    )
