"""Which municipality is looked at first."""

from collections.abc import Iterable

from core.region.records import Summary, Told
from core.risk import Level


def burning(summary: Summary) -> tuple[int, ...]:
    """What is compared, the gravest first: critical incidents, late ones, storms that still grow, high ones, late
    answers to the ЦУР, terms that are near. Counts, not shares: a critical matter burns in a village as in a town."""
    late = summary.asked.late if summary.asked else 0
    return (
        summary.of(Level.CRITICAL),
        summary.overdue,
        summary.raging,
        summary.of(Level.HIGH),
        late,
        summary.near,
    )


def ordered(told: Iterable[Told]) -> list[Told]:
    """What burns most first; equal ones by name; those that are not seen last."""

    def place(each: Told) -> tuple[bool, list[int], str]:
        return each.summary is None, [-count for count in burning(each.summary)] if each.summary else [], each.title

    return sorted(told, key=place)
