"""How far people agree: Cohen's kappa of two, Krippendorff's alpha of any number, and the texts on which they differ.

J. Cohen, A coefficient of agreement for nominal scales (1960); K. Krippendorff, Content Analysis, 4th ed., ch. 12.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from core.learning.records import Example, Label, spoken, values

MEASURED = ("theme", "kind", "solvable", "neg", "risk")
GRADED = frozenset({"neg", "risk"})
Unit = Mapping[str, object]
"""What each person said of one text."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one field: texts that two or more people judged, the share of pairs that agree, Krippendorff's alpha, and the
    mean of Cohen's kappas of all pairs of people (None: nothing to measure by)."""

    field: str
    texts: int
    same: float | None
    alpha: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A text with the field on which people differ, and what each of them said."""

    example: Example
    field: str
    said: Mapping[str, object]


def cohen(pairs: Sequence[tuple[object, object]], *, graded: bool = False) -> float | None:
    """Cohen's kappa of two people over the texts that both judged, with quadratic weights if graded; None of none."""
    if not pairs:
        return None
    loss = _squared if graded else _differs
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(loss(a, b) * n * m for a, n in one.items() for b, m in other.items()) / len(pairs)
    seen = sum(loss(a, b) for a, b in pairs)
    return 1.0 if chance == 0 else 1 - seen / chance


def krippendorff(units: Iterable[Sequence[object]], *, graded: bool = False) -> float | None:
    """Krippendorff's alpha over the values of each text (texts with one value do not count); None of none."""
    loss = _squared if graded else _differs
    paired = [unit for unit in units if len(unit) > 1]
    total: Counter[object] = Counter(value for unit in paired for value in unit)
    n = sum(total.values())
    if n < 2:
        return None
    seen = sum(2 * loss(a, b) / (len(unit) - 1) for unit in paired for a, b in combinations(unit, 2)) / n
    chance = sum(loss(a, b) * p * q for a, p in total.items() for b, q in total.items()) / (n * (n - 1))
    return 1.0 if chance == 0 else 1 - seen / chance


def _differs(one: object, other: object) -> float:
    return float(one != other)


def _squared(one: object, other: object) -> float:
    return float((_number(one) - _number(other)) ** 2)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def last_words(labels: Sequence[Label]) -> list[Label]:
    """The last label of each person, in their order."""
    return list({label.by: label for label in sorted(labels, key=lambda each: each.at)}.values())


def unit(example: Example, field: str, *, blind: bool = False) -> dict[str, object]:
    """What each person said of a text on a field; with `blind` only those who did not see the model's opinion."""
    return {
        label.by: getattr(values(label, example.said), field)
        for label in last_words(example.labels)
        if field in spoken(label) and (label.blind or not blind)
    }


def agreement(examples: Sequence[Example], *, blind: bool = False) -> list[Agreement]:
    """The agreement on each field."""
    return [_of(field, [unit(each, field, blind=blind) for each in examples]) for field in MEASURED]


def _of(field: str, units: Sequence[Unit]) -> Agreement:
    several = [each for each in units if len(each) > 1]
    graded = field in GRADED
    pairs = [pair for each in several for pair in combinations(each.values(), 2)]
    same = sum(a == b for a, b in pairs) / len(pairs) if pairs else None
    alpha = krippendorff([list(each.values()) for each in several], graded=graded)
    return Agreement(field, len(several), same, alpha, _mean(_kappas(several, graded)))


def _kappas(units: Sequence[Unit], graded: bool) -> list[float]:
    people = sorted({name for each in units for name in each})
    found = []
    for one, other in combinations(people, 2):
        pairs = [(each[one], each[other]) for each in units if one in each and other in each]
        kappa = cohen(pairs, graded=graded)
        found += [kappa] if kappa is not None else []
    return found


def _mean(found: Sequence[float]) -> float | None:
    return sum(found) / len(found) if found else None


def disagreements(examples: Iterable[Example], fields: Sequence[str] = MEASURED) -> list[Disagreement]:
    """The texts on which people differ, field by field, the furthest apart first."""
    found = [
        Disagreement(example, field, said)
        for example in examples
        for field in fields
        if len(set((said := unit(example, field)).values())) > 1
    ]
    return sorted(found, key=_apart(fields))


def _apart(fields: Sequence[str]) -> Callable[[Disagreement], tuple[int, float, str]]:
    def order(found: Disagreement) -> tuple[int, float, str]:
        numbers = [_number(value) for value in found.said.values()]
        far = max(numbers) - min(numbers) if found.field in GRADED else 0.0
        return fields.index(found.field), -far, found.example.id

    return order
