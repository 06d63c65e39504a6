"""From steps of incidents to alerts: what is worth telling, once an incident and batch. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.alerts.audience import audience
from core.alerts.kinds import News
from core.alerts.records import Alert
from core.alerts.speaking import of_incident
from core.alerts.telling import SHOWN, tells
from core.incidents import SPREAD, Answer, Incident, Status, Step
from core.labels import Assessment, Sign
from core.profile import Profile
from core.risk import SHOWN_FROM, Level, calm

RISEN = "risen"
"""`body["why"]` of a find whose level rose."""
PRIORITY = (News.STORM, News.REOPENED, News.FOUND)
"""Of several of these in one batch the first is told: they say the same of one incident."""


@dataclass(frozen=True, slots=True)
class Told:
    """An incident as it is now, with what the model said of its posts."""

    incident: Incident
    said: Sequence[Assessment] = ()

    @property
    def lawful(self) -> bool:
        """Whether it is a lawful call to complain alone."""
        return bool(self.said) and all(map(calm, self.said)) and not self.incident.storm

    @property
    def urgent(self) -> bool:
        """Level critical, or danger to life in one of its posts; a lawful call alone never is."""
        life = any(each.signs.get(Sign.LIFE, 0.0) >= SHOWN_FROM[Sign.LIFE] for each in self.said)
        return not self.lawful and (life or self.incident.level is Level.CRITICAL)


def derive(steps: Sequence[Step], told: Mapping[int, Told], profile: Profile) -> list[Alert]:
    """The alerts of a batch of steps, in their order. An incident whose posts went to another tells nothing of its own;
    one whose newest post is older than the window of joining is no news (an archive is imported); what concerns nobody
    by the profile is no alert."""
    found: dict[tuple[int, News], Alert] = {}
    for step in steps:
        known = told.get(step.incident_id)
        kind = tells(step, known.incident, profile) if known else None
        if known is None or kind is None:
            continue
        made = _alert(kind, step, known)
        same = found.pop((step.incident_id, kind), None)
        if same and kind is News.FOUND and same.body.get("why") != RISEN:
            made = _alert(kind, step, known, why="")
        found[step.incident_id, kind] = made
    heard = [alert for alert in _first(found) if audience(alert, profile)]
    return sorted(heard, key=lambda alert: int(alert.source.partition(":")[2]))


def _first(found: Mapping[tuple[int, News], Alert]) -> list[Alert]:
    """Without those that say again what a more telling one says."""
    return [
        alert
        for (incident_id, kind), alert in found.items()
        if kind not in PRIORITY
        or not any((incident_id, better) in found for better in PRIORITY[: PRIORITY.index(kind)])
    ]


def _alert(kind: News, step: Step, told: Told, why: str | None = None) -> Alert:
    reason = (RISEN if step.action == "level" else "") if why is None else why
    extra: Mapping[str, object] = {"why": reason} if reason else {}
    if kind is News.WORKED_OFF:
        extra = _answered(told.incident, step)
    if kind is News.REOPENED:
        extra = {"spread": step.reason == SPREAD, "cause": step.reason}
    if kind is News.NOTED:
        extra = {"noted": step.reason}
    made = of_incident(kind, f"step:{step.id}", step.at, told.incident, extra)
    return replace(made, lawful=told.lawful, urgent=told.urgent and kind is not News.SPREAD)


def _answered(incident: Incident, step: Step) -> dict[str, object]:
    """The last final answer that stands on its platforms, as П. 2 asks: its text, platforms, links."""
    final = [answer for answer in incident.answers if answer.final]
    given = next((each for each in reversed(final) if each.links), final[-1] if final else Answer("", ()))
    return {
        "stage": SHOWN[Status(step.after)],
        "calm": bool(step.detail.get("proposed")),
        "answer": given.text,
        "platforms": list(given.platforms),
        "links": list(given.links),
    }
