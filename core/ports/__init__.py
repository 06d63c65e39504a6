"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from core.ports.desk import Copies, Grouping, Incidents, Proposals
from core.ports.models import Assessor, Clock
from core.ports.platforms import Batch, Checker, Collector, Finding, Gate, Historian, Open, Refusal
from core.ports.tables import (
    Accounts,
    Assessments,
    Change,
    Flags,
    Journal,
    Ledger,
    Posts,
    Quarantine,
    Scores,
    Sources,
    Unassessed,
    Work,
)

__all__ = [
    "Accounts",
    "Assessments",
    "Assessor",
    "Batch",
    "Change",
    "Checker",
    "Clock",
    "Collector",
    "Copies",
    "Finding",
    "Flags",
    "Gate",
    "Grouping",
    "Historian",
    "Incidents",
    "Journal",
    "Ledger",
    "Open",
    "Posts",
    "Proposals",
    "Quarantine",
    "Refusal",
    "Scores",
    "Sources",
    "Unassessed",
    "Work",
]
