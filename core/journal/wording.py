"""What may stand in the journal: ids, codes, counts. All else goes in as a keyed digest."""

import hashlib
import re
from collections.abc import Callable, Mapping

Keyed = Callable[[str], str]
"""A text -> its digest under the installation's key."""
CODE = re.compile(r"[\w.:@/+~#=-]{1,128}")
"""Ids and codes have no blanks. A resident's sentence has."""
WORDS = frozenset({("source.add", "basis"), ("source.state", "reason")})
"""Our own or a platform's words about a source; no resident wrote them."""
WHO_MOST, ACTION_MOST, SUBJECT_MOST = 128, 64, 1000


def plain_digest(text: str) -> str:
    """A digest without a key, for stores that were given none."""
    return "~" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def worded(action: str, detail: Mapping[str, object], keyed: Keyed) -> dict[str, object]:
    """The detail as it may be kept: JSON of ids and codes."""
    return {
        str(name): str(value) if (action, name) in WORDS else _kept(value, keyed)
        for name, value in sorted(detail.items())
    }


def _kept(value: object, keyed: Keyed) -> object:
    """Numbers that are not whole become strings: databases write them each in its own way, and the seal must hold."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return {str(name): _kept(each, keyed) for name, each in sorted(value.items())}
    if isinstance(value, list | tuple | set | frozenset):
        return [_kept(each, keyed) for each in value]
    return subject_of(str(value), keyed)


def subject_of(text: str, keyed: Keyed) -> str:
    """An id or a code as it is, anything else as its digest."""
    return text if not text or CODE.fullmatch(text) else keyed(text)
