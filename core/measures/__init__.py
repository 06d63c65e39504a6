"""Measures that somebody answers for: what a road map, minutes, an answer, a campaign or a person set down, whether it
is done in time (decrees 001, п. 3.2а; 002, п. 4.3а). Pure: the store keeps, use cases apply."""

from core.measures.changing import NEXT, checked, move, told_elsewhere
from core.measures.counting import Execution, Sum, executed, late
from core.measures.feeding import of_answer, of_minutes, of_task, shortened
from core.measures.records import (
    ORIGIN_TITLES,
    STATE_TITLES,
    Measure,
    MeasureQuery,
    Origin,
    State,
)

__all__ = [
    "NEXT",
    "ORIGIN_TITLES",
    "STATE_TITLES",
    "Execution",
    "Measure",
    "MeasureQuery",
    "Origin",
    "State",
    "Sum",
    "checked",
    "executed",
    "late",
    "move",
    "of_answer",
    "of_minutes",
    "of_task",
    "shortened",
    "told_elsewhere",
]
