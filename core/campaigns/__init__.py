"""Preventive campaigns (decree 000, Порядок, п. 3): the calendar of threats and what is learnt of it, notices that a
campaign is needed, campaigns with their tasks. Pure: the store counts and keeps, use cases apply."""

from core.campaigns.cards import NEXT, checked, lasted, move, planned, tasks_of
from core.campaigns.growing import QUIET, Habits, growing
from core.campaigns.learning import Learnt, learn
from core.campaigns.noticing import Storm, reminders, stormy
from core.campaigns.records import (
    STATE_TITLES,
    Campaign,
    CampaignQuery,
    Notice,
    NoticeKind,
    State,
    Task,
    Verdict,
)
from core.campaigns.seasons import Entry, Season, calendar, season_of
from core.campaigns.telling import message
from core.campaigns.weeks import Counts

__all__ = [
    "NEXT",
    "QUIET",
    "STATE_TITLES",
    "Campaign",
    "CampaignQuery",
    "Counts",
    "Entry",
    "Habits",
    "Learnt",
    "Notice",
    "NoticeKind",
    "Season",
    "State",
    "Storm",
    "Task",
    "Verdict",
    "calendar",
    "checked",
    "growing",
    "lasted",
    "learn",
    "message",
    "move",
    "planned",
    "reminders",
    "season_of",
    "stormy",
    "tasks_of",
]
