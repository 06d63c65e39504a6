"""How long to leave alone what refuses: doubled each time, up to an end, with some chance in it."""

from datetime import timedelta

DOUBLINGS = 12
JITTER = 0.1
"""So large a part of a pause is added by chance at most: those who were refused together do not come back together."""


def grown(first: timedelta, failures: int, most: timedelta, chance: float) -> timedelta:
    """The pause after so many refusals in a row, 1 or more; `chance` is from 0 to 1.

    Never shorter than `first`, which may be what a platform asked for; `most` ends the doubling, not the asked wait.
    """
    doublings = min(max(failures - 1, 0), DOUBLINGS)
    return max(first, min(first * (1 << doublings), most)) * (1 + JITTER * chance)
