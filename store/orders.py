"""The orders of the list of incidents, and what stands near its end or behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, or_, tuple_

from core.errors import BadInput
from core.incidents import Deadline, Order
from store.rows import Row
from store.tables import Moment, incidents

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
FAR = datetime(9999, 1, 1, tzinfo=UTC)
"""Where what has no term stands: behind all that has one."""
DUE = func.coalesce(incidents.c.due_at, literal(FAR, Moment()))


@dataclass(frozen=True)
class Sorting:
    """How to sort, what follows a place, and which place a row has: two whole numbers."""

    columns: tuple[ColumnElement[Any], ...]
    behind: Callable[[tuple[int, int]], ColumnElement[bool]]
    place: Callable[[Row], tuple[int, int]]


def _less_dangerous(after: tuple[int, int]) -> ColumnElement[bool]:
    return tuple_(incidents.c.rank, incidents.c.id) < tuple_(*after)


def _due_later(after: tuple[int, int]) -> ColumnElement[bool]:
    moment = min(EPOCH + min(after[0], (FAR - EPOCH) // MICROSECOND) * MICROSECOND, FAR)
    place = literal(moment, Moment())
    return or_(place < DUE, and_(place == DUE, incidents.c.id < after[1]))


ORDERS = {
    Order.DANGER: Sorting(
        (incidents.c.rank.desc(), incidents.c.id.desc()), _less_dangerous, lambda row: (row["rank"], row["id"])
    ),
    Order.DUE: Sorting(
        (DUE, incidents.c.id.desc()),
        _due_later,
        lambda row: (((row["due_at"] or FAR) - EPOCH) // MICROSECOND, row["id"]),
    ),
}


def standing(wanted: Sequence[Deadline], at: datetime | None) -> ColumnElement[bool]:
    """What is near its end or behind it at a moment. Raises BadInput without one."""
    if at is None:
        raise BadInput("поле «deadline»: не сказано, на какой момент")
    told = {
        Deadline.OVERDUE: incidents.c.due_at < at,
        Deadline.NEAR: and_(incidents.c.warn_at <= at, incidents.c.due_at >= at),
    }
    return or_(*(told[each] for each in wanted))
