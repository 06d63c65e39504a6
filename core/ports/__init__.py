"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from core.ports.desk import Copies, Grouping, Incidents, Proposals
from core.ports.duties import Clocks, Contacts, Routed
from core.ports.models import Assessor, Clock
from core.ports.platforms import Batch, Checker, Collector, Finding, Gate, Historian, Lease, Open, Refusal
from core.ports.tables import (
    Accounts,
    Assessments,
    Change,
    Flags,
    Journal,
    LeaseBook,
    Ledger,
    Posts,
    Quarantine,
    Scores,
    SourceHealth,
    Sources,
    Unassessed,
    UseBook,
    Work,
)
from core.ports.views import Daily, Views

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
    "Copies",
    "Daily",
    "Finding",
    "Flags",
    "Gate",
    "Grouping",
    "Historian",
    "Incidents",
    "Journal",
    "Lease",
    "LeaseBook",
    "Ledger",
    "Open",
    "Posts",
    "Proposals",
    "Quarantine",
    "Refusal",
    "Routed",
    "Scores",
    "SourceHealth",
    "Sources",
    "Unassessed",
    "UseBook",
    "Views",
    "Work",
]
