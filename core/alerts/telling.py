"""Which steps of an incident are worth telling, and as what. Pure."""

from core.alerts.kinds import News
from core.incidents import FIRST, Incident, Nature, Status, Step
from core.profile import Profile
from core.risk import Level

SHOWN = {Status.WATCHED: "published", Status.WORKED_OFF: "done"}
"""Moves of a risk that send its отработка to the chat (decree 000, Порядок, п. 2): the answer stands on its platforms;
it is worked off."""


def kind_of(step: Step, incident: Incident) -> News | None:
    """What a step is to be told as; None for the most of them."""
    risk = incident.nature is Nature.RISK
    if step.action == "join":
        # Not watched yet, so nothing opens it again; but who answered must learn that it goes on.
        goes_on = risk and incident.status is Status.ANSWERED and step.at >= incident.moved_at
        return News.SPREAD if goes_on else None
    if step.action == "noted":
        return News.NOTED
    if step.action == "open":
        return News.FOUND
    if step.action == "storm":
        return News.STORM
    if step.action == "nature":
        return News.FOUND if step.after == Nature.RISK else None
    if step.action == "level":
        return News.FOUND if Level(step.after).rank > Level(step.before).rank else None
    if step.action != "move":
        return None
    if step.after == Status.REOPENED:
        return News.REOPENED
    if step.after == FIRST[incident.nature] and step.before == Status.REJECTED:
        return News.FOUND
    return News.WORKED_OFF if risk and step.after in set(SHOWN) else None


def tells(step: Step, incident: Incident, profile: Profile) -> News | None:
    """What a step is told as; None where it says nothing, or nothing new."""
    kind = kind_of(step, incident)
    if incident.merged_into is not None or (kind is News.FOUND and incident.ended):
        return None
    stale = incident.latest_at is not None and step.at - incident.latest_at > profile.windows.join
    return None if stale and kind in (News.FOUND, News.STORM, News.SPREAD) else kind
