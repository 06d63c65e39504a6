"""Incidents as reports see them: how each stood at a moment, whether it was answered in time and to the point. Pure."""

from core.cases.making import Told, case_of, pace_of
from core.cases.records import SYSTEM_TITLES, Case, CaseQuery, Pace, System, system_of

__all__ = ["SYSTEM_TITLES", "Case", "CaseQuery", "Pace", "System", "Told", "case_of", "pace_of", "system_of"]
