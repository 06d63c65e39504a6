"""A municipality's profile: blocks, themes, territories, clocks, alerts, rules. Positions only, never personal names.

A profile is data: `parse` checks a mapping (a TOML file's content) and names the wrong field.
"""

from core.profile.duties import Alerts, Answering, Campaign, ClockRule, Rung, Windows, WorkWeek, term_of
from core.profile.parse import parse, problems
from core.profile.records import LEVEL_NAMES, Block, Profile, Territory
from core.profile.routes import FIELDS, AutoRule, Template, fields_of, fill, unknown_fields

__all__ = [
    "FIELDS",
    "LEVEL_NAMES",
    "Alerts",
    "Answering",
    "AutoRule",
    "Block",
    "Campaign",
    "ClockRule",
    "Profile",
    "Rung",
    "Template",
    "Territory",
    "Windows",
    "WorkWeek",
    "fields_of",
    "fill",
    "parse",
    "problems",
    "term_of",
    "unknown_fields",
]
