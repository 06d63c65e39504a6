"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.campaigns import (
    add_task,
    decide_notice,
    effect,
    move_campaign,
    plan_campaign,
    set_task,
)
from core.usecases.desk import answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.grouping import group
from core.usecases.intake import intake
from core.usecases.noticing import notice, seasons
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
    "add_task",
    "answer",
    "assess",
    "decide",
    "decide_notice",
    "effect",
    "examine",
    "flag",
    "group",
    "intake",
    "link",
    "merge",
    "move",
    "move_campaign",
    "notice",
    "plan",
    "plan_campaign",
    "quotas",
    "receive",
    "refuse",
    "resume",
    "review",
    "seasons",
    "set_nature",
    "set_outcome",
    "set_task",
    "split",
    "take",
    "unmerge",
]
