"""The report of an evaluation."""

import json

from models.evaluate import evaluate, place_scores
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
    assert len(report.rows()) == len(report.measures)
    assert {score.code for score in report.classes} >= {"roads", "problem"}


def test_places_agree_by_their_exact_words():
    found = place_scores([["а", "б"], []], [["а", "а"], ["в"]])
    assert found == {"places_f1": 0.5, "places_precision": 0.5, "places_recall": 0.5}
