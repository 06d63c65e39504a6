"""The analytical note (decrees 001, п. 3.2а; 002, п. 4.3а): the facts of a period, what grew, what went wrong between
the centre and residents. Pure: the store counts, `reports` writes the sentences."""

from core.weekly.comparing import Change, change, growths, shares
from core.weekly.conflicts import Clash, Conflicts, conflicts
from core.weekly.facts import Cause, Facts, Growth, Ordered

__all__ = [
    "Cause",
    "Change",
    "Clash",
    "Conflicts",
    "Facts",
    "Growth",
    "Ordered",
    "change",
    "conflicts",
    "growths",
    "shares",
]
