"""Incidents: records, tables of moves, grouping, storms. Every rule is pure; the store keeps, use cases apply."""

from core.incidents.asking import Deadline, IncidentPage, IncidentQuery, Order
from core.incidents.board import Board, Newcomer, Trace, trace_of
from core.incidents.circumstances import Circumstances, notable
from core.incidents.filling import Filled, filled
from core.incidents.gathering import gathering
from core.incidents.hotness import hot_place
from core.incidents.intake import Intake
from core.incidents.joining import Answered, Copy, Proposal, Verdict, place_of, together
from core.incidents.moves import DEMANDS, FIRST, NEXT, PASSED, Move, allowed, links, move
from core.incidents.natures import Seen, nature_of, promoted, renature
from core.incidents.nearest import likely
from core.incidents.opening import SPREAD, SPREADING
from core.incidents.promises import passed, promise_of, returned
from core.incidents.records import (
    APPLICANT_TITLES,
    CHANNEL_TITLES,
    ENDED,
    NATURE_TITLES,
    OUTCOME_TITLES,
    REGIME_TITLES,
    STATUS_TITLES,
    Answer,
    Applicant,
    Channel,
    Incident,
    Member,
    Nature,
    Outcome,
    Ready,
    Regime,
    Status,
    Step,
)
from core.incidents.splitting import comes_back, merged, parted, returns, taken_out, waits_since
from core.incidents.storms import Pulse, StormRule, Surge, curve, most, over, surge

__all__ = [
    "APPLICANT_TITLES",
    "CHANNEL_TITLES",
    "DEMANDS",
    "ENDED",
    "FIRST",
    "NATURE_TITLES",
    "NEXT",
    "OUTCOME_TITLES",
    "PASSED",
    "REGIME_TITLES",
    "SPREAD",
    "SPREADING",
    "STATUS_TITLES",
    "Answer",
    "Answered",
    "Applicant",
    "Board",
    "Channel",
    "Circumstances",
    "Copy",
    "Deadline",
    "Filled",
    "Incident",
    "IncidentPage",
    "IncidentQuery",
    "Intake",
    "Member",
    "Move",
    "Nature",
    "Newcomer",
    "Order",
    "Outcome",
    "Proposal",
    "Pulse",
    "Ready",
    "Regime",
    "Seen",
    "Status",
    "Step",
    "StormRule",
    "Surge",
    "Trace",
    "Verdict",
    "allowed",
    "comes_back",
    "curve",
    "filled",
    "gathering",
    "hot_place",
    "likely",
    "links",
    "merged",
    "most",
    "move",
    "nature_of",
    "notable",
    "over",
    "parted",
    "passed",
    "place_of",
    "promise_of",
    "promoted",
    "renature",
    "returned",
    "returns",
    "surge",
    "taken_out",
    "together",
    "trace_of",
    "waits_since",
]
