"""The report of an evaluation."""

import json

from models.evaluate import evaluate, place_scores
from models.intervals import ends
from tests.unit.models import made


def test_a_model_knows_the_texts_that_it_learnt(assessor, tmp_path):
    plain, thread = (evaluate(assessor, path) for path in made.write(tmp_path))
    assert plain.measures["theme_accuracy"] > 0.9
    assert (plain.use_context, thread.use_context) == (False, True)
    assert thread.measures["theme_accuracy"] > 0.9
    assert evaluate(assessor, tmp_path / "thread_made.jsonl", use_context=False).use_context is False


def test_a_report_is_rows_and_json(assessor, tmp_path):
    report = evaluate(assessor, made.write(tmp_path)[0])
    assert json.loads(report.to_json())["n"] == len(made.rows())
    assert len(report.rows()) == len(report.measures) == len(report.intervals)
    assert report.rows()[0][3] == "—", "no reference is known for this file"
    assert {score.code for score in report.classes} >= {"roads", "problem"}


def test_a_measure_lies_in_its_interval_and_stands_beside_the_reference(assessor, tmp_path):
    made.write(tmp_path)[0].rename(tmp_path / "dev.jsonl")
    report = evaluate(assessor, tmp_path / "dev.jsonl")
    for name in ("theme_accuracy", "kind_accuracy", "neg_kappa"):
        low, high = report.intervals[name]
        assert low <= report.measures[name] <= high
    low, high = report.intervals["theme_accuracy"]
    assert report.rows()[0][2:] == (f"{low:.3f}–{high:.3f}", "0.740")


def test_draws_without_a_measure_do_not_count():
    assert ends([float("nan"), 1.0, 1.0]) == (1.0, 1.0)
    assert ends([float("nan")])[0] != ends([float("nan")])[0]


def test_places_agree_by_their_exact_words():
    found = place_scores([["а", "б"], []], [["а", "а"], ["в"]])
    assert found == {"places_f1": 0.5, "places_precision": 0.5, "places_recall": 0.5}
