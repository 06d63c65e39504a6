"""May a challenger take the champion's place? A paired bootstrap over the same texts, and limits of speed and size.

B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), ch. 13: texts are drawn with replacement, both models
are measured on the same draw, and the interval is that of the difference. A measure is lost where its whole 95 %
interval lies below nothing; the main one must be gained: its whole interval lies above.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.labels import SIGN_TITLES, THEME_TITLES, Assessment
from core.learning import FIELDS
from core.ports import Assessor
from core.shelf import Measured
from models import heads
from models.data import Labelled

DRAWS, SEED = 1000, 7
LOW, HIGH = 0.025, 0.975
ENOUGH = 30
"""Texts of a theme from which it is judged by itself."""
MAIN = "theme"
TIMED = 400
"""So many of the texts are timed."""
LOST, GAINED = "loss", "gain"

Doubles = NDArray[np.float64]
Flags = NDArray[np.bool_]
Spoken = Sequence[frozenset[str]]

TITLES = {
    "theme": "тема",
    "kind": "вид",
    "solvable": "решаемость",
    "neg": "негатив",
    "risk": "риск",
    "places": "места",
    **{f"sign:{sign}": f"признак «{SIGN_TITLES[sign]}»" for sign in heads.SIGNS},
    **{f"theme:{theme}": f"тема «{THEME_TITLES[theme]}»" for theme in heads.THEMES},
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a challenger may cost: times the champion's time, bytes of the artefact; and texts to judge by."""

    slower: float = 1.5
    size: int = 60_000_000
    texts: int = 50


@dataclass(frozen=True, slots=True)
class Judged:
    """The gate's word: measures, seconds of both on the same texts, bytes, and in Russian what stands in the way; of
    how many texts more the challenger had learnt the answers, so that they did not judge (None: nobody knows)."""

    measures: tuple[Measured, ...]
    seconds: tuple[float, float]
    size: int
    findings: tuple[str, ...]
    learnt: int | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing does."""
        return not self.findings


def judge(
    rows: Sequence[Labelled],
    one: Assessor,
    other: Assessor,
    size: int,
    limits: Limits | None = None,
    spoken: Spoken | None = None,
) -> Judged:
    """Let champion and challenger assess the texts (n,), and compare. `size` is the challenger's artefact in bytes,
    `spoken` as in `compare`."""
    subjects = [row.subject() for row in rows]
    measures = compare(rows, one.assess(subjects, why=False), other.assess(subjects, why=False), spoken)
    seconds = timed([one, other], rows)
    return Judged(measures, seconds, size, _findings(measures, seconds, size, len(rows), limits or Limits()))


def timed(models: Sequence[Assessor], rows: Sequence[Labelled]) -> tuple[float, float]:
    """The best of three turns of each on the same texts, in seconds of this process on its processors.

    What else runs on the machine takes no part: by the clock on the wall a busy neighbour would refuse a good model.
    """
    subjects = [row.subject() for row in rows[:TIMED]]
    best = [float("inf"), float("inf")]
    for _ in range(3):
        for at, model in enumerate(models):
            start = time.process_time()
            model.assess(subjects, why=False)
            best[at] = min(best[at], time.process_time() - start)
    return best[0], best[1]


def compare(
    rows: Sequence[Labelled],
    one: Sequence[Assessment],
    other: Sequence[Assessment],
    spoken: Spoken | None = None,
) -> tuple[Measured, ...]:
    """All measures of two models on labelled texts (n,): heads first, then themes of at least `ENOUGH` texts.

    `spoken` names for each text the fields on which a person's word stands (None: on all). The others are the opinion
    of a model, perhaps of one of these two: they judge nobody.
    """
    known = spoken or [frozenset(FIELDS)] * len(rows)
    draws = _draws(len(rows))
    heads_of = zip(_scores(rows, one).items(), _scores(rows, other).values(), strict=True)
    masks = {field: np.asarray([field in each for each in known], bool) for field in FIELDS}
    found = [
        _mean(name, mine, theirs, draws, mask)
        for (name, mine), theirs in heads_of
        if (mask := masks["flags" if name.startswith("sign:") else name]).any()
    ]
    for theme in heads.THEMES:
        true = np.asarray([row.theme is theme for row in rows], float) * masks["theme"]
        if true.sum() >= ENOUGH:
            said = [np.asarray([each.theme is theme for each in made], float) * masks["theme"] for made in (one, other)]
            found.append(_f1(f"theme:{theme}", true, said, draws))
    return tuple(map(_verdict, found))


def _draws(n: int) -> Doubles:
    """How often each text is drawn, (draws, n)."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float64)


def _scores(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, Doubles]:
    """By head, how right each text is, (n,) of 0–1: exact for classes, less by the square for grades, Brier's for
    probabilities, F1 of exact spans for places."""
    both = list(zip(rows, made, strict=True))
    found: dict[str, list[float]] = {
        "theme": [float(row.theme is said.theme) for row, said in both],
        "kind": [float(row.kind is said.kind) for row, said in both],
        "solvable": [1 - (row.solvable - said.solvable) ** 2 for row, said in both],
        "neg": [1 - ((row.neg - said.neg) / 3) ** 2 for row, said in both],
        "risk": [1 - ((row.risk - said.risk) / 3) ** 2 for row, said in both],
        "places": [_spans(row.places, [place.text for place in said.places]) for row, said in both],
    }
    for sign in heads.SIGNS:
        found[f"sign:{sign}"] = [1 - ((sign in row.signs) - said.signs[sign]) ** 2 for row, said in both]
    return {name: np.asarray(values, np.float64) for name, values in found.items()}


def _spans(true: Sequence[str], said: Sequence[str]) -> float:
    hits = sum(min(true.count(place), said.count(place)) for place in set(said))
    return 2 * hits / (len(true) + len(said)) if true or said else 1.0


def _mean(name: str, one: Doubles, other: Doubles, draws: Doubles, mask: Flags) -> Measured:
    weights = draws[:, mask]
    gains = weights @ (other - one)[mask] / np.maximum(weights.sum(axis=1), 1)
    return _measured(name, float(one[mask].mean()), float(other[mask].mean()), gains, int(mask.sum()))


def _f1(name: str, true: Doubles, said: Sequence[Doubles], draws: Doubles) -> Measured:
    def by(weights: Doubles, made: Doubles) -> Doubles:
        whole = weights @ (true + made)
        return np.divide(2 * (weights @ (true * made)), whole, out=np.zeros_like(whole), where=whole > 0)

    one, other = (by(np.ones((1, len(true))), made) for made in said)
    gains = by(draws, said[1]) - by(draws, said[0])
    return _measured(name, float(one[0]), float(other[0]), gains, int(true.sum()))


def _measured(name: str, one: float, other: float, gains: Doubles, n: int) -> Measured:
    low, high = np.quantile(gains, [LOW, HIGH]).tolist()
    return Measured(name, round(one, 4), round(other, 4), round(low, 4), round(high, 4), n)


def _verdict(found: Measured) -> Measured:
    return replace(found, verdict=LOST if found.high < 0 else GAINED if found.low > 0 else "")


def _findings(
    measures: Sequence[Measured], seconds: tuple[float, float], size: int, n: int, limits: Limits
) -> tuple[str, ...]:
    main = next((each for each in measures if each.name == MAIN), Measured(MAIN, 0, 0, 0, 0, 0))
    found = [
        f"{TITLES[each.name]}: значимая потеря, {each.one:.3f} → {each.other:.3f} (n = {each.n})"
        for each in measures
        if each.verdict == LOST
    ]
    if main.verdict != GAINED:
        found.append(
            f"тема: выигрыш не доказан, {main.one:.3f} → {main.other:.3f}, 95 %: {main.low:+.3f}…{main.high:+.3f}"
        )
    if seconds[1] > limits.slower * seconds[0]:
        found.append(f"скорость: {seconds[1]:.2f} с против {seconds[0]:.2f} с, предел — в {limits.slower} раза дольше")
    if size > limits.size:
        found.append(f"размер: {size // 1_000_000} МБ, предел — {limits.size // 1_000_000} МБ")
    if n < limits.texts:
        found.append(f"текстов для проверки мало: {n}, нужно не меньше {limits.texts}")
    return tuple(found)
