"""What the rules ask of the world: protocols that store, models and collectors fulfil."""

from core.ports.access import Accounts, Entries, Provider
from core.ports.alerts import Alerts, Finder, Sender
from core.ports.answers import Answers, Look, Presence
from core.ports.desk import Copies, Grouping, Incidents, Proposals
from core.ports.duties import Clocks, Contacts, Routed
from core.ports.exchange import Exchange, Lists
from core.ports.keeping import Erasures, Marks, Veils
from core.ports.learning import Drifts, Labels, Shadows, Shelves
from core.ports.models import WHOLE, Assessor, Clock, Share, Unassessed
from core.ports.platforms import (
    Aside,
    Bar,
    Batch,
    Checker,
    Collector,
    Finding,
    Gate,
    Historian,
    Lease,
    Open,
    Refusal,
    bar_of,
)
from core.ports.region import NoRegion, Region
from core.ports.registers import Pages, Registers
from core.ports.reports import Indicators, Measures, Papers, Reports, RoadMaps
from core.ports.seasons import Campaigns
from core.ports.tables import (
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
    UseBook,
    Work,
)
from core.ports.views import Daily, Finds, Nowhere, Places, Spots, Views

__all__ = [
    "WHOLE",
    "Accounts",
    "Alerts",
    "Answers",
    "Aside",
    "Assessments",
    "Assessor",
    "Bar",
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
    "Drifts",
    "Entries",
    "Erasures",
    "Exchange",
    "Finder",
    "Finding",
    "Finds",
    "Flags",
    "Gate",
    "Grouping",
    "Historian",
    "Incidents",
    "Indicators",
    "Journal",
    "Labels",
    "Lease",
    "LeaseBook",
    "Ledger",
    "Lists",
    "Look",
    "Marks",
    "Measures",
    "NoRegion",
    "Nowhere",
    "Open",
    "Pages",
    "Papers",
    "Places",
    "Posts",
    "Presence",
    "Proposals",
    "Provider",
    "Quarantine",
    "Refusal",
    "Region",
    "Registers",
    "Reports",
    "RoadMaps",
    "Routed",
    "Scores",
    "Sender",
    "Shadows",
    "Share",
    "Shelves",
    "SourceHealth",
    "Sources",
    "Spots",
    "Unassessed",
    "UseBook",
    "Veils",
    "Views",
    "Work",
    "bar_of",
]
