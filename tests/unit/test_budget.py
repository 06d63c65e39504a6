"""The budget of speed holds, and a slower way is told with both figures."""

import subprocess
import sys
from pathlib import Path

from bench.budget import agreed, exceeded

ROOT = Path(__file__).parents[2]


def test_assessing_storing_and_the_queue_keep_to_their_budget() -> None:
    run = subprocess.run([sys.executable, "-m", "bench.budget"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert all(name in run.stdout for name in agreed())


def test_a_figure_a_fifth_over_its_budget_is_told_with_both() -> None:
    budget = {"queue: steps": 1000.0, "queue: calls": 10.0}
    assert exceeded({"queue: steps": 1199.0, "queue: calls": 3.0}, budget) == []
    assert exceeded({"queue: steps": 1201.0, "queue: calls": 10.0}, budget) == ["queue: steps: 1201.0, agreed 1000.0"]


def test_a_figure_that_was_not_measured_is_over_its_budget() -> None:
    assert exceeded({}, {"queue: steps": 1000.0}) == ["queue: steps: nan, agreed 1000.0"]
