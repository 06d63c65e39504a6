"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.desk import answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.grouping import group
from core.usecases.intake import intake
from core.usecases.mapping import mapped
from core.usecases.overview import overview
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
    "flag",
    "group",
    "intake",
    "link",
    "mapped",
    "merge",
    "move",
    "overview",
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
