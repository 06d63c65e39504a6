"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.alerting import Post, address, derive
from core.usecases.delivering import Outgoing, deliver
from core.usecases.desk import answer, decide, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.escalating import escalate
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
from core.usecases.readying import ready
from core.usecases.receipts import acknowledge
from core.usecases.receipts import receive as confirm
from core.usecases.replaying import replay

__all__ = [
    "Outgoing",
    "Post",
    "acknowledge",
    "add_source",
    "address",
    "answer",
    "assess",
    "confirm",
    "decide",
    "deliver",
    "derive",
    "escalate",
    "examine",
    "flag",
    "group",
    "intake",
    "link",
    "merge",
    "move",
    "plan",
    "quotas",
    "ready",
    "receive",
    "refuse",
    "replay",
    "resume",
    "review",
    "set_nature",
    "set_outcome",
    "split",
    "take",
    "unmerge",
]
