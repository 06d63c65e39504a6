"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.desk import absorb, answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.grouping import group
from core.usecases.intake import intake
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
    "absorb",
    "add_source",
    "answer",
    "assess",
    "decide",
    "examine",
    "flag",
    "group",
    "intake",
    "link",
    "merge",
    "move",
    "plan",
    "quotas",
    "receive",
    "refuse",
    "resume",
    "review",
    "set_nature",
    "set_outcome",
    "split",
    "take",
    "unmerge",
]
