"""Counts over spans of time as columns of one statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from core.counts import Span

SPANS_AT_ONCE = 100
"""SQLite takes 2,000 columns and 32,766 parameters a statement."""


def within(column: Any, spans: Sequence[Span]) -> list[ColumnElement[bool]]:
    """Between the first beginning and the last end."""
    return [column >= min(since for since, _ in spans), column < max(until for _, until in spans)]


def sums(column: Any, spans: Sequence[Span]) -> list[ColumnElement[int]]:
    """A count a span."""
    return [
        func.coalesce(func.sum(case(((column >= since) & (column < until), 1), else_=literal(0))), 0)
        for since, until in spans
    ]
