"""Which steps of an incident are worth telling, and as what. Pure."""

from core.alerts.kinds import Kind
from core.incidents import FIRST, Incident, Nature, Status, Step
from core.profile import Profile
from core.risk import Level

SHOWN = {Status.WATCHED: "published", Status.WORKED_OFF: "done"}
"""Moves of a risk that send its отработка to the chat (decree 000, Порядок, п. 2): the answer stands on its platforms;
it is worked off."""


def kind_of(step: Step, incident: Incident) -> Kind | None:
    """What a step is to be told as; None for the most of them."""
    risk = incident.nature is Nature.RISK
    if step.action == "open":
        return Kind.FOUND
    if step.action == "storm":
        return Kind.STORM
    if step.action == "nature":
        return Kind.FOUND if step.after == Nature.RISK else None
    if step.action == "level":
        return Kind.FOUND if Level(step.after).rank > Level(step.before).rank else None
    if step.action != "move":
        return None
    if step.after == Status.REOPENED:
        return Kind.REOPENED
    if step.after == FIRST[incident.nature] and step.before == Status.REJECTED:
        return Kind.FOUND
    return Kind.WORKED_OFF if risk and step.after in set(SHOWN) else None


def tells(step: Step, incident: Incident, profile: Profile) -> Kind | None:
    """What a step is told as; None where it says nothing, or nothing new."""
    kind = kind_of(step, incident)
    if incident.merged_into is not None or (kind is Kind.FOUND and incident.ended):
        return None
    stale = incident.latest_at is not None and step.at - incident.latest_at > profile.windows.join
    return None if stale and kind in (Kind.FOUND, Kind.STORM) else kind
