"""What changed between two versions of a text, word by word."""

import re
from difflib import SequenceMatcher
from enum import StrEnum

TOKEN = re.compile(r"\s+|[^\s]+")
MOST_TOKENS = 2000
"""A longer text is shown without the comparison: it takes quadratic time."""


class Sort(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    GONE = "gone"
    COME = "come"


def compare(old: str, new: str) -> list[tuple[Sort, str]]:
    """Stretches in the order of reading; `GONE` stood only in the old text, `COME` only in the new one."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return [(Sort.SAME, new)]
    found: list[tuple[Sort, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((Sort.SAME, "".join(after[j1:j2])))
            continue
        if i2 > i1:
            found.append((Sort.GONE, "".join(before[i1:i2])))
        if j2 > j1:
            found.append((Sort.COME, "".join(after[j1:j2])))
    return found
