"""What the job tables tell of finished jobs."""

from datetime import UTC, datetime, timedelta

from dbos import DBOS

from runtime.jobs import names

KEPT, TICKS_KEPT = timedelta(days=7), timedelta(hours=1)
TIDIED_AT_ONCE = 5_000
FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


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
