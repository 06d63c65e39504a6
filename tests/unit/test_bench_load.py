"""What the loads are made of, and what their verdicts see."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from bench.load import flow, pages, traffic
from bench.load.pages import Size
from bench.load.traffic import Traffic
from tests.acceptance.crew import Kept, digest

END = datetime(2026, 11, 20, tzinfo=UTC)
MONDAY_NOON = 12
DRAWN = Traffic(("Нет воды. Третий день.", "Яма. Объехать нельзя.", "Спасибо!"), (0,) * 12 + (5,) + (0,) * 155, False)


def test_each_text_is_told_once_before_two_are_joined() -> None:
    told = list(islice(DRAWN.lines(random.Random(1)), 12))
    assert sorted(told[:3]) == sorted(DRAWN.texts)
    joined = {" ".join(told[3:])}
    assert "Третий день." in str(joined)
    assert any(each not in DRAWN.texts for each in told[3:])


def test_posts_come_in_the_hours_of_the_week_in_which_walls_have_them_and_never_after_the_end() -> None:
    made = DRAWN.moments(random.Random(1), 500, END, 4)
    assert made == sorted(made)
    assert {(each.weekday(), each.hour) for each in made} == {(0, MONDAY_NOON)}
    assert END - timedelta(weeks=5) < made[0] < made[-1] < END
    assert len({each.date() for each in made}) == 4


def test_so_many_posts_lie_in_so_many_files_each_of_its_own_source(tmp_path: Path) -> None:
    made = traffic.walls(tmp_path, DRAWN, posts=10, files=3, seed=1, end=END)
    rows = [json.loads(line) for path in made for line in path.read_text("utf-8").splitlines()]
    assert Counter(row["source"] for row in rows) == {"wall0": 4, "wall1": 4, "wall2": 2}
    assert len({(row["source"], row["id"]) for row in rows}) == 10


def test_the_middle_sixth_brings_six_times_the_posts() -> None:
    moments = list(flow.due(rate=10, seconds=60))
    calm = [each for each in moments if each < 25]
    rushing = [each for each in moments if 25 <= each < 35]
    assert len(calm) == pytest.approx(250, abs=2)
    assert len(rushing) == pytest.approx(600, abs=6)


def test_a_run_tells_its_lags_and_what_was_left_over() -> None:
    at = [END + timedelta(seconds=each) for each in range(10)]
    rows = [(at[0], at[2], at[4], at[5]), (at[1], at[2], at[4], None)]
    line = flow.Run(1, "SQLite", 3, rows).line
    assert line == "| 1 (6) | SQLite | 2 | 1 | 2.0 | 1.0 | 3.0 / 3.0 / 3.0 | 5.0 / 5.0 / 5.0 | 1 |"


def test_a_run_in_which_nothing_was_read_is_told_and_not_counted() -> None:
    assert flow.Run(50, "SQLite", 7, []).line.endswith("| 0 | 0 | 0.0 | 0.0 | – | – | 7 |")


def test_the_exponent_of_what_grows_with_the_square_is_two_and_of_what_does_not_grow_is_none() -> None:
    stages = dict.fromkeys(pages.STAGES, 3.0)
    sizes = [
        Size("SQLite", n, 1, stages, float(n), 1.0, {"queue": [n * n / 1e6], "search": [5.0]})
        for n in (1_000, 10_000, 100_000)
    ]
    told = pages.fitted(sizes)
    assert told["queue p95"] == pytest.approx(2)
    assert told["disk"] == pytest.approx(1)
    assert told["search p95"] == told["group, a post"] == pytest.approx(0)
    assert pages.fitted(sizes[:1]) == {}


# The verdict on workers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return traffic.walls(tmp_path, DRAWN, posts=3, files=1, seed=1, end=END)[0]


@pytest.fixture
def right(file: Path) -> Kept:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    texts = digest([(row["source"], str(row["id"]), row["text"]) for row in rows])
    counts = {"posts": 3, "versions": 3, "assessments": 3}
    return Kept(texts, counts, [("wall0", "1", 70, "high")], [("wall0/1",)], {"11": [2], "12": [1, 2]}, [])


def test_a_dead_ones_last_batch_may_be_asked_again_and_no_more(file: Path, right: Kept) -> None:
    assert right.wrong([file], 3, killed=1) == []
    assert right.wrong([file], 3, killed=0) == ["asked of the model again: 2, excused 0"]
    more = replace(right, asked={"11": [2], "12": [2, 2]})
    assert more.wrong([file], 3, killed=1) == ["asked of the model again: 3, excused 2"]


def test_each_harm_is_seen(file: Path, right: Kept) -> None:
    calm = replace(right, asked={"11": [3]})
    assert calm.wrong([file], 3, 0) == []
    assert replace(calm, counts={**calm.counts, "versions": 4}).wrong([file], 3, 0) == ["versions: 4, not 3"]
    assert replace(calm, posts=digest([])).wrong([file], 3, 0) == ["texts differ from the files"]
    assert replace(calm, cards=calm.cards * 2).wrong([file], 3, 0) == ["a post has two cards"]
    assert replace(calm, overlaps=["settle"]).wrong([file], 3, 0) == ["two at a time in the queue settle"]
