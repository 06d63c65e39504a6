"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from core.ports.alerts import Alerts, Finder, Sender
from core.ports.answers import Answers, Look, Presence
from core.ports.desk import Copies, Grouping, Incidents, Proposals
from core.ports.duties import Clocks, Contacts, Routed
from core.ports.exchange import Exchange, Lists
from core.ports.models import Assessor, Clock
from core.ports.platforms import Aside, Batch, Checker, Collector, Finding, Gate, Historian, Lease, Open, Refusal
from core.ports.registers import Pages, Registers
from core.ports.seasons import Campaigns
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
from core.ports.views import Daily, Finds, Nowhere, Places, Spots, Views

__all__ = [
    "Accounts",
    "Alerts",
    "Answers",
    "Aside",
    "Assessments",
    "Assessor",
    "Batch",
    "Campaigns",
    "Change",
    "Checker",
    "Clock",
    "Clocks",
    "Collector",
    "Contacts",
    "Copies",
    "Daily",
    "Exchange",
    "Finder",
    "Finding",
    "Finds",
    "Flags",
    "Gate",
    "Grouping",
    "Historian",
    "Incidents",
    "Journal",
    "Lease",
    "LeaseBook",
    "Ledger",
    "Lists",
    "Look",
    "Nowhere",
    "Open",
    "Pages",
    "Places",
    "Posts",
    "Presence",
    "Proposals",
    "Quarantine",
    "Refusal",
    "Registers",
    "Routed",
    "Scores",
    "Sender",
    "SourceHealth",
    "Sources",
    "Spots",
    "Unassessed",
    "UseBook",
    "Views",
    "Work",
]
