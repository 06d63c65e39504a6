"""What people's decisions teach: labels, agreement, what to label next, drift."""

from core.learning.agreement import Agreement, Disagreement, agreement, cohen, disagreements, krippendorff
from core.learning.consensus import judged, settled, teaches
from core.learning.records import (
    FIELD_TITLES,
    FIELDS,
    MARKED,
    Cause,
    Example,
    Label,
    Origin,
    Values,
    said_by,
    spoken,
    values,
    worded,
)
from core.learning.reviews import label_of, labels_of

__all__ = [
    "FIELDS",
    "FIELD_TITLES",
    "MARKED",
    "Agreement",
    "Cause",
    "Disagreement",
    "Example",
    "Label",
    "Origin",
    "Values",
    "agreement",
    "cohen",
    "disagreements",
    "judged",
    "krippendorff",
    "label_of",
    "labels_of",
    "said_by",
    "settled",
    "spoken",
    "teaches",
    "values",
    "worded",
]
