"""How well an assessor agrees with labels that it has not seen.

Contexts are given to it only for files whose labels were made with the post above in sight (`thread_*.jsonl`), unless
the caller says otherwise. Abstentions count as the theme that the assessor would have said.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from core.labels import SIGN_TITLES, Assessment
from core.ports import Assessor
from models import agreement, heads, intervals, reference
from models.data import Labelled, read, with_context

ENOUGH = 10
"""Themes with fewer true texts do not enter the macro-F1."""
COVERAGE = 0.8
DRAWS = 200


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 of one class with n true texts."""

    part: str
    code: str
    n: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """Measures by name, in the order in which they are shown, and the table by class."""

    model: str
    file: str
    n: int
    use_context: bool
    measures: Mapping[str, float]
    classes: tuple[ClassScore, ...]
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Low and high end of each measure, 95 % of `DRAWS` draws of the texts."""
    reference: Mapping[str, float] = field(default_factory=dict)
    """What a linear SVM reaches on this file, where that is known (`models.reference`)."""

    def to_json(self) -> str:
        """The whole report as JSON; null where nothing could be measured."""
        measured = {name: _known(value) for name, value in self.measures.items()}
        ends = {name: [_known(end) for end in both] for name, both in self.intervals.items()}
        body = {**asdict(self), "measures": measured, "intervals": ends}
        return json.dumps(body, ensure_ascii=False, indent=2, allow_nan=False)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Name, value, interval and reference of each measure for a table on the screen; a dash where there is none."""
        ends = {name: _span(both) for name, both in self.intervals.items()}
        beside = {name: _shown(value) for name, value in self.reference.items()}
        return [
            (TITLES[name], _shown(value), ends.get(name, "—"), beside.get(name, "—"))
            for name, value in self.measures.items()
        ]


def _known(value: float) -> float | None:
    return None if value != value else value


def _shown(value: float) -> str:
    return "—" if value != value else f"{value:.3f}"


def _span(ends: tuple[float, float]) -> str:
    return "—" if ends[0] != ends[0] else f"{ends[0]:.3f}–{ends[1]:.3f}"


TITLES = {
    "theme_accuracy": "тема: точность",
    "theme_macro_f1": "тема: макро-F1 (n ≥ 10)",
    "theme_accuracy_at_80": "тема: точность при охвате 80 %",
    "theme_ece": "тема: ошибка калибровки",
    "abstained": "тема: доля воздержаний",
    "kind_accuracy": "вид: точность",
    "kind_macro_f1": "вид: макро-F1",
    "solvable_f1": "решаемость: F1",
    "neg_kappa": "негатив: каппа",
    "risk_kappa": "риск: каппа",
    "risk_macro_f1": "риск: макро-F1",
    **{f"sign_{sign}_ap": f"признак «{SIGN_TITLES[sign]}»: средняя точность" for sign in heads.SIGNS},
    "places_f1": "места: F1 по точным границам",
    "places_precision": "места: точность",
    "places_recall": "места: полнота",
}


def evaluate(assessor: Assessor, path: Path, *, use_context: bool | None = None) -> Report:
    """Assess the texts of a file of labels and compare. Raises BadInput."""
    keep = with_context(path) if use_context is None else use_context
    rows = read(path, use_context=keep)
    made = assessor.assess([row.subject() for row in rows], why=False)
    return Report(
        assessor.version,
        path.name,
        len(rows),
        keep,
        measures(rows, made),
        classes(rows, made),
        spread(rows, made),
        reference.of(path.name) if keep is with_context(path) else {},
    )


def spread(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, tuple[float, float]]:
    """The interval of each measure by draws of the texts; draws in which it cannot be measured do not count."""
    draw = np.random.default_rng(intervals.SEED)
    picks = [draw.integers(0, len(rows), len(rows)).tolist() for _ in range(DRAWS)]
    drawn = [measures([rows[at] for at in pick], [made[at] for at in pick]) for pick in picks]
    return {name: intervals.ends([one[name] for one in drawn]) for name in drawn[0]}


def measures(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, float]:
    """All measures by name; nan where the file has nothing to measure by."""
    return {
        **_theme(rows, made),
        **_kind(rows, made),
        "solvable_f1": _f1([row.solvable for row in rows], [one.solvable >= 0.5 for one in made]),
        **_grades(rows, made),
        **{
            f"sign_{sign}_ap": agreement.average_precision(
                [sign in row.signs for row in rows], [one.signs[sign] for one in made]
            )
            for sign in heads.SIGNS
        },
        **place_scores([row.places for row in rows], [[place.text for place in one.places] for one in made]),
    }


def _theme(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, float]:
    right = [one.theme is row.theme for row, one in zip(rows, made, strict=True)]
    sure = [one.themes[0].p for one in made]
    table = [score for score in _table("theme", rows, made) if score.n >= ENOUGH]
    return {
        "theme_accuracy": _mean(right),
        "theme_macro_f1": _mean(score.f1 for score in table),
        "theme_accuracy_at_80": agreement.accuracy_at(sure, right, COVERAGE),
        "theme_ece": agreement.calibration_error(sure, right),
        "abstained": _mean(one.abstain for one in made),
    }


def _kind(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, float]:
    table = [score for score in _table("kind", rows, made) if score.n]
    return {
        "kind_accuracy": _mean(one.kind is row.kind for row, one in zip(rows, made, strict=True)),
        "kind_macro_f1": _mean(score.f1 for score in table),
    }


def _grades(rows: Sequence[Labelled], made: Sequence[Assessment]) -> dict[str, float]:
    risk = agreement.by_class([row.risk for row in rows], [one.risk for one in made], 4)
    return {
        "neg_kappa": agreement.kappa([row.neg for row in rows], [one.neg for one in made]),
        "risk_kappa": agreement.kappa([row.risk for row in rows], [one.risk for one in made]),
        "risk_macro_f1": _mean(risk[risk[:, 3] > 0, 2]),
    }


def place_scores(true: Sequence[Sequence[str]], said: Sequence[Sequence[str]]) -> dict[str, float]:
    """Exact agreement of the texts of places. The guide lists a place once, so repeats within a text count once."""
    pairs = [(set(one), set(other)) for one, other in zip(true, said, strict=True)]
    hits = sum(len(one & other) for one, other in pairs)
    truth, given = sum(len(one) for one, _ in pairs), sum(len(other) for _, other in pairs)
    return {
        "places_f1": _share(2 * hits, truth + given),
        "places_precision": _share(hits, given),
        "places_recall": _share(hits, truth),
    }


def classes(rows: Sequence[Labelled], made: Sequence[Assessment]) -> tuple[ClassScore, ...]:
    """The table by theme and by kind; classes that occur on neither side are left out."""
    both = [*_table("theme", rows, made), *_table("kind", rows, made)]
    return tuple(score for score in both if score.n or score.precision or score.recall)


def _table(part: str, rows: Sequence[Labelled], made: Sequence[Assessment]) -> list[ClassScore]:
    codes: tuple[str, ...] = heads.THEMES if part == "theme" else heads.KINDS
    index = {code: at for at, code in enumerate(codes)}
    true = [index[getattr(row, part)] for row in rows]
    said = [index[getattr(one, part)] for one in made]
    found = agreement.by_class(true, said, len(codes))
    return [
        ClassScore(part, str(code), int(n), round(p, 4), round(r, 4), round(f, 4))
        for code, (p, r, f, n) in zip(codes, found.tolist(), strict=True)
    ]


def _f1(true: Sequence[bool], said: Sequence[bool]) -> float:
    hits = sum(one and other for one, other in zip(true, said, strict=True))
    return _share(2 * hits, sum(true) + sum(said))


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(map(float, found)) / len(found) if found else float("nan")


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
