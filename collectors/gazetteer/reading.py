"""What is read from a file of places at a time. The forms themselves are `table`, `osm` and `gar`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from collectors.door import storable
from core.errors import Poison
from core.geo import Entry
from core.ports import Refusal

Found = tuple[int, Entry | Poison]
"""Bytes read so far, and an entry or why there is none."""


class Form(StrEnum):
    """How a file of places is written (docs/ru/справочник.md)."""

    CSV = "csv"
    OSM = "osm"
    GAR = "gar"


@dataclass(frozen=True, slots=True)
class Reading:
    """A batch: entries that the file has not named before, refusals, and how far it is read (bytes)."""

    entries: tuple[Entry, ...]
    refused: tuple[Refusal, ...]
    done: int
    total: int


def batches(found: Iterable[Found], total: int, size: int, *, strict: bool) -> Iterator[Reading]:
    """Batches of `size` entries; of several entries with one key the first stays. Raises Poison when strict."""
    seen: set[int] = set()
    entries: list[Entry] = []
    refused: list[Refusal] = []
    done = 0
    for done, each in found:
        if isinstance(each, Poison):
            if strict:
                raise each
            refused.append(Refusal(storable(each.reason), storable(each.field), each.line))
        elif (key := hash(each.key)) not in seen:
            seen.add(key)
            entries.append(each)
        if len(entries) >= size:
            yield Reading(tuple(entries), tuple(refused), done, total)
            entries, refused = [], []
    if entries or refused:
        yield Reading(tuple(entries), tuple(refused), total, total)
