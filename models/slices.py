"""Where a model is right and where not: by source, length, territory, season; and whether it knows when it is not."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from models import data

SEASONS = ("зима", "весна", "лето", "осень")
LENGTHS = ((40, "до 40 знаков"), (120, "до 120"), (400, "до 400"), (10**9, "длиннее"))
Z = 1.96
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the texts: how many, the share of right ones, and its 95 % interval (Wilson, 1927)."""

    kind: str
    name: str
    n: int
    right: float
    low: float
    high: float


def facts(path: Path) -> list[Facts]:
    """What a file of labels says of each text beside its labels, in the order of its lines: source, territory, season,
    length. Raises BadInput."""
    return [_facts(json.loads(line)) for line in data.lines(path) if line.strip()]


def _facts(raw: Mapping[str, object]) -> Facts:
    day = str(raw.get("date") or "")[:10]
    text, source, territory = (str(raw.get(name) or "") for name in ("text", "source", "territory"))
    return of(text, source, date.fromisoformat(day) if day else None, territory)


def of(text: str, source: str, day: date | None, territory: str = "") -> Facts:
    """The facts of one text; what is not known of it is left out."""
    found = {
        "source": source,
        "territory": territory,
        "season": SEASONS[day.month % 12 // 3] if day else "",
        "length": next(name for most, name in LENGTHS if len(text) < most),
    }
    return {kind: name for kind, name in found.items() if name}


def slices(known: Sequence[Facts], right: ArrayLike) -> list[Slice]:
    """Facts (n,) and whether the model was right (n,) -> all slices, by kind, the worst first."""
    groups: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each, good in zip(known, np.asarray(right, bool).tolist(), strict=True):
        for kind, name in each.items():
            groups[kind, name].append(good)
    found = [Slice(kind, name, len(good), *wilson(sum(good), len(good))) for (kind, name), good in groups.items()]
    return sorted(found, key=lambda each: (each.kind, each.right, each.name))


def wilson(hits: int, n: int) -> tuple[float, float, float]:
    """A share with its 95 % interval."""
    p = hits / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return round(p, 4), round(middle - half, 4), round(middle + half, 4)


@dataclass(frozen=True, slots=True)
class Bin:
    """Texts of about the same confidence: the mean of it, the share of right ones, how many."""

    sure: float
    right: float
    n: int


def reliability(sure: ArrayLike, right: ArrayLike, bins: int = 8) -> list[Bin]:
    """Confidence (n,) against the truth (n,), in bins of equal width; empty ones are left out."""
    p, good = np.asarray(sure, float), np.asarray(right, float)
    at = np.minimum((p * bins).astype(int), bins - 1)
    groups = [(p[at == one], good[at == one]) for one in range(bins)]
    return [Bin(round(float(a.mean()), 4), round(float(b.mean()), 4), len(a)) for a, b in groups if len(a)]
