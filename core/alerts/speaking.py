"""An alert that speaks of an incident."""

from collections.abc import Mapping
from datetime import datetime

from core.alerts.kinds import News
from core.alerts.records import Alert
from core.incidents import Incident, Nature
from core.risk import Level


def number_of(incident: Incident) -> str:
    """What people call an incident: the centre's own number, else that of the program."""
    return incident.number or str(incident.id)


def of_incident(kind: News, source: str, at: datetime, incident: Incident, extra: Mapping[str, object]) -> Alert:
    """An alert that speaks of an incident."""
    return Alert(
        kind,
        source,
        at,
        incident.level,
        number_of(incident),
        incident.title,
        incident.id,
        incident.block,
        incident.territory,
        risk=incident.nature is Nature.RISK,
        urgent=incident.level is Level.CRITICAL,
        body={"theme": incident.theme, "place": incident.place, **extra},
    )
