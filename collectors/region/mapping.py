"""A municipality's answer -> its summary. What another program says is believed only in the form that we know."""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from pydantic import TypeAdapter, ValidationError

from core.errors import Poison
from core.region import Summary

MOST, LONGEST, MANY = 10**12, 300, 200
STRANGE = "отвечает не так, как эта версия программы: обновите обе"
SUMMARY = TypeAdapter(Summary)


def to_summary(raw: bytes) -> Summary:
    """The record. Fields that we do not know are left out. Raises Poison."""
    try:
        found = SUMMARY.validate_json(raw)
    except ValidationError:
        raise Poison(STRANGE) from None
    if found.at.tzinfo is None or not all(map(sane, leaves(found))):
        raise Poison(STRANGE)
    return found


def leaves(value: object) -> Iterator[object]:
    """All plain values of a record, and all its collections."""
    if is_dataclass(value):
        for each in fields(value):
            yield from leaves(getattr(value, each.name))
    elif isinstance(value, (dict, tuple)):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


def sane(value: object) -> bool:
    """Whether a figure can be counted and a text can be shown."""
    if isinstance(value, (int, float)):
        return math.isfinite(value) and 0 <= value <= MOST
    if isinstance(value, str):
        return len(value) <= LONGEST and value.isprintable()
    return not isinstance(value, (dict, tuple)) or len(value) <= MANY
