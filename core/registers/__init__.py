"""Registers that people keep, by one pattern: a kind names its fields and states in a table, an entry is a frozen
record, and all kinds share one use case, one table of the store, one set of routes and pages."""

from core.registers.agenda import Week, agenda
from core.registers.entries import (
    TASK_TITLES,
    Entry,
    EntryQuery,
    Task,
    TaskState,
    checked,
    in_state,
    late,
    move_task,
    moved,
)
from core.registers.kinds import KINDS, Field, Kind, Register, Type
from core.registers.papers import paper_of

__all__ = [
    "KINDS",
    "TASK_TITLES",
    "Entry",
    "EntryQuery",
    "Field",
    "Kind",
    "Register",
    "Task",
    "TaskState",
    "Type",
    "Week",
    "agenda",
    "checked",
    "in_state",
    "late",
    "move_task",
    "moved",
    "paper_of",
]
