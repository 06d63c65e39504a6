"""What the job tables tell of finished jobs, read so that a row that nobody understands harms nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from dbos import DBOS

from core.posts import SourceKey, SourceState
from runtime.jobs import names, turns
from runtime.jobs.rows import taken_of
from runtime.jobs.turns import Turn

KEPT, TICKS_KEPT = timedelta(days=7), timedelta(hours=1)
TIDIED_AT_ONCE = 5_000
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = structlog.get_logger("jobs")


def latest(profile: str, key: SourceKey) -> list[Turn]:
    """The last turns of a source, the last one first."""
    prefix = names.turns_of(profile, key)
    found = DBOS.list_workflows(
        # By name as well: what a collection asks for gets an id that begins with the collection's own.
        name=names.COLLECT,
        workflow_id_prefix=prefix,
        status=FINISHED,
        sort_desc=True,
        limit=turns.REMEMBERED,
        load_input=False,
    )
    # The prefix is a LIKE pattern there, in which "_" stands for any letter.
    own = [each for each in found if each.workflow_id.startswith(prefix) and each.output]
    told = [_turn(each.workflow_id, each.completed_at or 0, each.output) for each in own]
    return [turn for turn in told if turn]


def _turn(job: str, ended_ms: int, output: Any) -> Turn | None:
    try:
        taken = taken_of(output)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        log.warning("turn.unreadable", job=job, error=type(error).__name__)
        return None
    return Turn(_moment(ended_ms), taken.state is SourceState.SLOWED, taken.wait)


def last_tick() -> tuple[datetime, bool] | None:
    """When the last finished tick ended, and whether it did all it had to."""
    found = DBOS.list_workflows(
        name=names.TICK, status=FINISHED, sort_desc=True, limit=1, load_input=False, load_output=False
    )
    return (_moment(found[0].completed_at or 0), found[0].status == "SUCCESS") if found else None


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def tidy(at: datetime) -> int:
    """Forget ticks after an hour and other jobs after a week; the posts' own history is in the store."""
    return _forget(at - TICKS_KEPT, name=names.TICK) + _forget(at - KEPT)


def _forget(before: datetime, name: str | None = None) -> int:
    old = DBOS.list_workflows(
        name=name,
        completed_before=before.isoformat(),
        status=FINISHED,
        limit=TIDIED_AT_ONCE,
        load_input=False,
        load_output=False,
    )
    if old:
        DBOS.delete_workflows([each.workflow_id for each in old])
    return len(old)
