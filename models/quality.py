"""How good labels are: which of them a model that has not seen them doubts, and which texts stand in two places.

The estimate of noise is confident learning (C. Northcutt, L. Jiang, I. Chuang, 2021): a label is doubted where another
class is at least as probable as that class is on average for the texts that carry it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.labels import THEME_TITLES, Theme
from models import heads
from models.calibrate import Doubles
from models.data import Labelled
from models.trial import true_themes
from nlp.lemmas import lemmas


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row whose theme is doubted: its number, the label, what the model would say, and by how much (0–1)."""

    at: int
    id: str
    given: Theme
    likely: Theme
    gap: float

    @property
    def said(self) -> str:
        """The change in words."""
        return f"{THEME_TITLES[self.given]} → {THEME_TITLES[self.likely]}"


def doubts(rows: Sequence[Labelled], themes: Doubles) -> list[Doubt]:
    """Rows (n,) and out-of-fold probabilities of the themes (n, 27) -> the doubted labels, worst first."""
    true = true_themes(rows)
    own = themes[np.arange(len(rows)), true]
    usual = np.asarray([own[true == at].mean() if (true == at).any() else 2.0 for at in range(themes.shape[1])])
    found = []
    for at, row in enumerate(rows):
        sure = np.where(themes[at] >= usual, themes[at], -1.0)
        best = int(sure.argmax())
        if sure[best] >= 0 and best != true[at]:
            gap = float(themes[at, best] - own[at])
            found.append(Doubt(at, row.id, row.theme, heads.THEMES[best], round(gap, 4)))
    return sorted(found, key=lambda each: (-each.gap, each.at))


@dataclass(frozen=True, slots=True)
class Twins:
    """Texts of the same lemmas: (part, id) of each; `differ` where their themes do."""

    members: tuple[tuple[str, str], ...]
    differ: bool

    @property
    def across(self) -> bool:
        """Whether they stand in several parts: then what is learnt in one is known by heart in the other."""
        return len({part for part, _ in self.members}) > 1


def twins(parts: Mapping[str, Sequence[Labelled]]) -> list[Twins]:
    """Texts that occur more than once within or across parts (train, dev, …), those across parts first."""
    groups: dict[tuple[str, str], list[tuple[str, Labelled]]] = defaultdict(list)
    for part, rows in parts.items():
        for row in rows:
            groups[" ".join(lemmas(row.text)), row.context or ""].append((part, row))
    found = [
        Twins(tuple((part, row.id) for part, row in group), len({row.theme for _, row in group}) > 1)
        for group in groups.values()
        if len(group) > 1
    ]
    return sorted(found, key=lambda each: (not each.across, not each.differ, each.members))
