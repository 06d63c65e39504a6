"""A job as DBOS is asked for it, from inside a job or from another process. Arguments are plain JSON values."""

from datetime import datetime

from dbos import EnqueueOptions

from core.alerts import Way
from core.ports import Share
from core.posts import SourceKey
from runtime.flow import FileOrder
from runtime.jobs import names
from runtime.jobs.rows import Row, order_row

Request = tuple[EnqueueOptions, tuple[str | Row | list[int], ...]]


def _options(name: str, queue: str) -> EnqueueOptions:
    return {
        "workflow_name": name,
        "queue_name": queue,
        "app_version": names.VERSION,
        "application_name": names.APPLICATION,
    }


def to_import(profile: str, order: FileOrder, at: datetime) -> Request:
    """Import a file; `at` stands for "now" in every step, however often it is run."""
    return _options(names.IMPORT, names.IMPORT), (profile, order_row(order), at.isoformat())


def to_collect(profile: str, key: SourceKey, turn: str, since: datetime | None = None) -> Request:
    """Read a source, or its past since a moment, at most once in each turn; while it is queued or being read, the same
    job is meant. One queue a platform keeps both apart."""
    options = _options(names.COLLECT, names.collect_queue(key.platform))
    past = f"|{since.isoformat()}" if since else ""
    options["workflow_id"] = names.turns_of(profile, key) + turn + past
    options["deduplication_id"] = f"{profile}|{key}{past}"
    options["duplication_policy"] = "return-existing"
    told = (profile, str(key.platform), key.address)
    return options, (*told, since.isoformat()) if since else told


def to_control(profile: str, turn: str) -> Request:
    """Look after answers, at most once in each turn, and never twice at a time."""
    options = _options(names.CONTROL, names.CONTROL)
    options["workflow_id"] = f"{names.CONTROL}|{profile}|{turn}"
    options["deduplication_id"] = profile
    options["duplication_policy"] = "return-existing"
    return options, (profile,)


def to_settle(profile: str, *, once: bool) -> Request:
    """Assess and weigh all that waits; `once`: unless such a job is queued or running."""
    options = _options(names.SETTLE, names.SETTLE)
    if once:
        options["deduplication_id"] = profile
        options["duplication_policy"] = "return-existing"
    return options, (profile,)


def to_assess(profile: str, share: Share) -> Request:
    """Assess one's share of what waits. Asked for by a settling job only, of which there is one at a time."""
    return _options(names.ASSESS, names.ASSESS), (profile, [share.number, share.of])


def to_send(profile: str, channel: Way) -> Request:
    """Send what waits for a channel, unless such a job is queued or running."""
    options = _options(names.SEND, names.send_queue(channel))
    options["deduplication_id"] = f"{profile}|{channel}"
    options["duplication_policy"] = "return-existing"
    return options, (profile, str(channel))
