"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.answers import control, give, promises, reaction, score, watch, watch_of
from core.usecases.answers import review as review_answer
from core.usecases.desk import answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
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
    "add_source",
    "answer",
    "assess",
    "control",
    "decide",
    "examine",
    "flag",
    "give",
    "group",
    "intake",
    "link",
    "merge",
    "move",
    "plan",
    "promises",
    "quotas",
    "reaction",
    "receive",
    "refuse",
    "resume",
    "review",
    "review_answer",
    "score",
    "set_nature",
    "set_outcome",
    "split",
    "take",
    "unmerge",
    "watch",
    "watch_of",
]
