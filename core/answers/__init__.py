"""Official answers: what they name and promise, where they may stand, whether they still stand. Every rule is pure."""

from core.answers.checking import DEMANDS, LACKING, Checked, Part, Purpose, check, is_formal
from core.answers.dates import Bound, Said, dates, promise

__all__ = [
    "DEMANDS",
    "LACKING",
    "Bound",
    "Checked",
    "Part",
    "Purpose",
    "Said",
    "check",
    "dates",
    "is_formal",
    "promise",
]
