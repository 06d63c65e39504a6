"""What the centre does, step by step: load, decide, save. Every step can be run again with the same result."""

from core.usecases.alerting import Post, address, derive
from core.usecases.answers import control, give, promises, reaction, score, watch, watch_of
from core.usecases.answers import review as review_answer
from core.usecases.campaigns import (
    add_task,
    decide_notice,
    effect,
    move_campaign,
    plan_campaign,
    set_task,
)
from core.usecases.circumstances import circumstances
from core.usecases.clocks import extend_answer, pause_clocks, register, remind, resume_clocks
from core.usecases.delivering import Outgoing, deliver
from core.usecases.desk import absorb, answer, link, merge, move, set_nature, set_outcome, split, unmerge
from core.usecases.enrolling import open_items
from core.usecases.escalating import escalate
from core.usecases.exchange import keep_import, take_table
from core.usecases.grouping import group
from core.usecases.intake import intake
from core.usecases.learning import Brought, bring, mark, wanted, week_slice
from core.usecases.letters import boxed, judge, write
from core.usecases.linking import choose_link, link_items
from core.usecases.mapping import Behind, behind, heaped, mapped
from core.usecases.measures import add_measure, gather, move_measure
from core.usecases.noticing import notice, seasons
from core.usecases.overview import contented, overview
from core.usecases.pages import audits, keep_page, keep_sample, month_plan, under_title
from core.usecases.posts import (
    add_source,
    admit,
    ailments,
    assess,
    examine,
    flag,
    plan,
    quotas,
    receive,
    refuse,
    remove,
    resume,
    review,
    set_aside,
    take,
)
from core.usecases.questions import ask_again, decide
from core.usecases.readying import ready
from core.usecases.receipts import acknowledge
from core.usecases.receipts import receive as confirm
from core.usecases.registers import change_entry, draft_agenda, enter, give_task, send_minutes, set_entry_task
from core.usecases.replaying import replay
from core.usecases.reporting import edit_report, make_report
from core.usecases.summary import summary
from core.usecases.systems import system_summary
from core.usecases.watching import comparison, drift, drifted, shade
from core.usecases.weekly import Reading, facts

__all__ = [
    "Behind",
    "Brought",
    "Outgoing",
    "Post",
    "Reading",
    "absorb",
    "acknowledge",
    "add_measure",
    "add_source",
    "add_task",
    "address",
    "admit",
    "ailments",
    "answer",
    "ask_again",
    "assess",
    "audits",
    "behind",
    "boxed",
    "bring",
    "change_entry",
    "choose_link",
    "circumstances",
    "comparison",
    "confirm",
    "contented",
    "control",
    "decide",
    "decide_notice",
    "deliver",
    "derive",
    "draft_agenda",
    "drift",
    "drifted",
    "edit_report",
    "effect",
    "enter",
    "escalate",
    "examine",
    "extend_answer",
    "facts",
    "flag",
    "gather",
    "give",
    "give_task",
    "group",
    "heaped",
    "intake",
    "judge",
    "keep_import",
    "keep_page",
    "keep_sample",
    "link",
    "link_items",
    "make_report",
    "mapped",
    "mark",
    "merge",
    "month_plan",
    "move",
    "move_campaign",
    "move_measure",
    "notice",
    "open_items",
    "overview",
    "pause_clocks",
    "plan",
    "plan_campaign",
    "promises",
    "quotas",
    "reaction",
    "ready",
    "receive",
    "refuse",
    "register",
    "remind",
    "remove",
    "replay",
    "resume",
    "resume_clocks",
    "review",
    "review_answer",
    "score",
    "seasons",
    "send_minutes",
    "set_aside",
    "set_entry_task",
    "set_nature",
    "set_outcome",
    "set_task",
    "shade",
    "split",
    "summary",
    "system_summary",
    "take",
    "take_table",
    "under_title",
    "unmerge",
    "wanted",
    "watch",
    "watch_of",
    "week_slice",
    "write",
]
