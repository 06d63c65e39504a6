"""Several municipalities side by side for the ЦУР: what each tells of itself, and which of them burns most."""

from core.region.burning import burning, ordered
from core.region.records import Asked, Neighbour, State, Stated, Storm, Summary, Told
from core.region.settling import settled

__all__ = [
    "Asked",
    "Neighbour",
    "State",
    "Stated",
    "Storm",
    "Summary",
    "Told",
    "burning",
    "ordered",
    "settled",
]
