"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.clocks import extend_answer, pause_clocks, register, remind, resume_clocks
from core.usecases.desk import answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.grouping import group
from core.usecases.intake import intake
from core.usecases.letters import judge, write
from core.usecases.posts import (
    add_source,
    assess,
    examine,
    flag,
    plan,
    quotas,
    receive,
    refuse,
    resume,
    review,
    take,
)

__all__ = [
    "add_source",
    "answer",
    "assess",
    "decide",
    "examine",
    "extend_answer",
    "flag",
    "group",
    "intake",
    "judge",
    "link",
    "merge",
    "move",
    "pause_clocks",
    "plan",
    "quotas",
    "receive",
    "refuse",
    "register",
    "remind",
    "resume",
    "resume_clocks",
    "review",
    "set_nature",
    "set_outcome",
    "split",
    "take",
    "unmerge",
    "write",
]
