"""Records on their way through the job tables: JSON without texts or payloads."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from core import errors
from core.errors import McuError
from core.ports import Change, Refusal
from core.posts import Platform, SourceKey, SourceState
from runtime.flow import FileOrder, Taken

Row = dict[str, Any]
REFUSALS = 1000
"""So many refusals of one job travel; the rest is counted, and all of them lie in quarantine."""


def order_row(order: FileOrder) -> Row:
    """An order with an absolute path: the other process has another current folder."""
    return {
        "path": str(order.path.absolute()),
        "platform": order.platform,
        "source": order.source,
        "strict": order.strict,
        "to_now": order.to_now,
        "shift": order.shift.total_seconds() if order.shift is not None else None,
        "zone": order.zone,
    }


def order_of(row: Row) -> FileOrder:
    """The order that `order_row` wrote."""
    platform = Platform(row["platform"]) if row["platform"] else None
    shift = timedelta(seconds=row["shift"]) if row["shift"] is not None else None
    return FileOrder(Path(row["path"]), platform, row["source"], row["strict"], row["to_now"], shift, row["zone"])


def taken_row(taken: Taken) -> Row:
    """What came of a source or file; refusals without their payloads."""
    change, shown = taken.change, taken.refused[:REFUSALS]
    return {
        "platform": taken.source.platform,
        "address": taken.source.address,
        "change": [change.new, change.edited, change.deleted, change.counted],
        "posts": taken.posts,
        "refused": [[each.reason, each.field, each.line] for each in shown],
        "beyond": taken.unread - len(shown),
        "state": taken.state,
        "reason": taken.reason,
        "wait": taken.wait.total_seconds() if taken.wait else None,
    }


def taken_of(row: Row) -> Taken:
    """The record that `taken_row` wrote."""
    return Taken(
        SourceKey(Platform(row["platform"]), row["address"]),
        Change(*row["change"]),
        row["posts"],
        tuple(Refusal(*each) for each in row["refused"]),
        SourceState(row["state"]),
        row["reason"],
        row["beyond"],
        timedelta(seconds=row["wait"]) if row["wait"] else None,
    )


def error_of(name: str, text: str) -> McuError:
    """Our error again by the name of its class; the text is already the whole sentence."""
    kind = getattr(errors, name, McuError)
    return kind(text) if isinstance(kind, type) and issubclass(kind, McuError) else McuError(text)
