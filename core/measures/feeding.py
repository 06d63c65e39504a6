"""Measures that nobody has to enter: what an answer promises, what a campaign or minutes set as their tasks."""

from zoneinfo import ZoneInfo

from core.campaigns import Campaign, Task
from core.incidents import Answer, Incident
from core.measures.records import Measure, Origin, State
from core.registers import Entry, TaskState
from core.registers import Task as MinuteTask

LONGEST = 400
STATES = {TaskState.DONE: State.DONE, TaskState.DROPPED: State.DROPPED}


def shortened(text: str) -> str:
    """A text in one line of at most 400 characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:—-") + "…"


def of_answer(incident: Incident, answer: Answer, said: str, zone: str) -> Measure | None:
    """The measure that a promised date makes; `said` is what the answer promises, masked. None without a date."""
    if answer.promised is None or answer.at is None:
        return None
    return Measure(
        0,
        shortened(said),
        incident.block,
        answer.at,
        incident.recipient,
        answer.promised.astimezone(ZoneInfo(zone)).date(),
        Origin.PROMISE,
        f"answer:{answer.id}",
        incident_id=incident.id,
        made_by=answer.by,
    )


def of_task(campaign: Campaign, task: Task) -> Measure:
    """The measure of a campaign's task, as it stands."""
    return Measure(
        0,
        shortened(f"{task.title} (кампания «{campaign.title}»)"),
        campaign.block,
        campaign.made_at,
        task.position,
        task.due,
        Origin.CAMPAIGN,
        f"task:{task.id}",
        State.DONE if task.done_at else State.OPEN,
        "отмечено в кампании" if task.done_at else "",
        moved_at=task.done_at,
        made_by=campaign.made_by,
        moved_by=task.done_by,
    )


def of_minutes(entry: Entry, task: MinuteTask) -> Measure:
    """The measure of a task of minutes (decree 004, п. III.2–3), as it stands. It was set down when it was first seen:
    sent out, or moved for the last time."""
    state = STATES.get(task.state, State.OPEN)
    moved = task.moved_at or entry.made_at
    number = entry.text("number")
    minutes = f"протокол № {number}" if number else entry.title
    return Measure(
        0,
        shortened(f"{task.what.rstrip(' .')} ({minutes})"),
        task.block,
        min(task.sent_at or moved, moved),
        task.position,
        task.due,
        Origin.MINUTES,
        f"minutes:{task.id}",
        state,
        "" if state is State.OPEN else task.proof,
        moved_at=None if state is State.OPEN else moved,
        made_by=entry.made_by,
    )
