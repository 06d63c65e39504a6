"""How often the ranking of topics holds the topic that annotators chose."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from core.errors import BadInput
from core.labels import Guess, Subject
from core.ports import Assessor
from models.data import Labelled, read
from models.topics import Topics, shipped

LABELS = Path(__file__).parent / "cards" / "topics.csv"
"""Ids of texts and the topics that two annotators chose apart; the texts are not kept."""
Pair = tuple[str, str]


def labels(path: Path = LABELS) -> dict[str, Pair]:
    """The topics of two annotators by the id of the text."""
    with path.open(encoding="utf-8", newline="") as rows:
        return {row["id"]: (row["first"], row["second"]) for row in csv.DictReader(rows)}


def evaluate_topics(
    path: Path, chosen: Mapping[str, Pair], *, assessor: Assessor | None = None, ranker: Topics | None = None
) -> dict[str, float]:
    """Measures by name for the labelled texts of a file. Raises BadInput where it has none of them.

    The theme is the one of the file, or the assessor's where one is given. `top1_first` is the share of texts whose
    first guess is the first annotator's topic, `…_either` that of any of the two, `top3_both` needs both topics.
    """
    rows = [row for row in read(path, use_context=False) if row.id in chosen]
    if not rows:
        raise BadInput(f"{path.name}: в файле нет размеченных по темам текстов")
    ranker = ranker or shipped()
    made = [ranker.rank(row.text, themes) for row, themes in zip(rows, _themes(rows, assessor), strict=True)]
    pairs = [chosen[row.id] for row in rows]
    return {"n": float(len(rows)), **recall(pairs, made), **agreement(pairs)}


def _themes(rows: Sequence[Labelled], assessor: Assessor | None) -> list[Sequence[Guess]]:
    if assessor is None:
        return [[Guess(str(row.theme), 1.0)] for row in rows]
    made = assessor.assess([Subject(row.text) for row in rows], why=False, places=False)
    return [one.themes for one in made]


def recall(pairs: Sequence[Pair], made: Sequence[Sequence[Guess]]) -> dict[str, float]:
    """Shares of texts whose first guess, and whose three guesses, hold the annotators' topics."""
    found: Counter[str] = Counter()
    for pair, guesses in zip(pairs, made, strict=True):
        for depth in (1, 3):
            held = [one in [guess.code for guess in guesses[:depth]] for one in pair]
            named = {"first": held[0], "second": held[1], "either": any(held), "both": all(held)}
            found.update({f"top{depth}_{name}": int(yes) for name, yes in named.items()})
    return {name: count / len(pairs) for name, count in found.items()}


def agreement(pairs: Sequence[Pair]) -> dict[str, float]:
    """Raw agreement of the annotators and Cohen's kappa (1 where both always say the same one topic)."""
    size = len(pairs)
    raw = sum(one == other for one, other in pairs) / size
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(first[topic] * second[topic] for topic in first) / size**2
    return {"agreement": raw, "kappa": (raw - chance) / (1 - chance) if chance < 1 else 1.0}
