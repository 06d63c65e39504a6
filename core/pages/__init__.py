"""Audit of official pages («госпаблики»; decree 003, п. 2.7; 000, п. 2.2.11): what was collected of a page, what a
person has seen of it, which content was obligatory, what to advise. Pure."""

from core.pages.advising import advice
from core.pages.auditing import LEAST_A_WEEK, Audit, audit
from core.pages.outcomes import OUTCOME_TITLES, Outcome, Planned, counted
from core.pages.papers import audit_paper, audit_rows
from core.pages.plan_papers import plan_paper
from core.pages.planned import fulfilled
from core.pages.records import LEVEL_TITLES, Level, Page, PagePost, Question, Sample, Seen, checked, checked_sample

__all__ = [
    "LEAST_A_WEEK",
    "LEVEL_TITLES",
    "OUTCOME_TITLES",
    "Audit",
    "Level",
    "Outcome",
    "Page",
    "PagePost",
    "Planned",
    "Question",
    "Sample",
    "Seen",
    "advice",
    "audit",
    "audit_paper",
    "audit_rows",
    "checked",
    "checked_sample",
    "counted",
    "fulfilled",
    "plan_paper",
]
