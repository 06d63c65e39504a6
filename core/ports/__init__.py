"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from core.ports.duties import Clocks, Contacts, Routed
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
    "Clocks",
    "Collector",
    "Contacts",
    "Finding",
    "Flags",
    "Gate",
    "Historian",
    "Journal",
    "Ledger",
    "Open",
    "Posts",
    "Quarantine",
    "Refusal",
    "Routed",
    "Scores",
    "Sources",
    "Unassessed",
    "Work",
]
