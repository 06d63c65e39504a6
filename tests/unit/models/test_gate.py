"""The gate: what counts as a loss and as a gain, and that chance alone rarely does."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from core.labels import Assessment, Kind, Sign, Subject, Theme
from models.data import Labelled
from models.gate import GAINED, LOST, Limits, compare, judge
from tests.made import said

N = 200


def rows(n: int = N) -> list[Labelled]:
    themes = (Theme.HOUSING, Theme.ROADS)
    return [
        Labelled(str(at), f"текст {at}", themes[at % 2], Kind.PROBLEM, True, 1, 1, frozenset(), ("Заречной",))
        for at in range(n)
    ]


def made(rows_: Sequence[Labelled], wrong: int = 0, seed: int = 1, **fields: object) -> list[Assessment]:
    """True answers, so many of them with another theme."""
    missed = set(np.random.default_rng(seed).permutation(len(rows_))[:wrong].tolist())
    signs = dict.fromkeys(Sign, 0.0)
    return [
        said(Theme.WASTE if at in missed else row.theme, signs=signs, solvable=1.0, **fields)
        for at, row in enumerate(rows_)
    ]


class Fixed:
    """Says what it was given."""

    def __init__(self, answers: list[Assessment], version: str = "fixed", pause: int = 0) -> None:
        self.answers, self.version, self.pause = answers, version, pause

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        sum(range(self.pause))
        return self.answers[: len(subjects)]


def verdicts(one: list[Assessment], other: list[Assessment], n: int = N) -> dict[str, str]:
    return {each.name: each.verdict for each in compare(rows(n), one, other) if each.verdict}


def test_the_same_model_neither_gains_nor_loses() -> None:
    assert verdicts(made(rows(), 40), made(rows(), 40)) == {}


def test_fewer_wrong_themes_are_a_gain_and_more_are_a_loss() -> None:
    better, worse = made(rows(), 10), made(rows(), 50)
    assert verdicts(worse, better)["theme"] == GAINED
    found = verdicts(better, worse)
    assert {name for name, verdict in found.items() if verdict == LOST} >= {"theme", "theme:housing", "theme:roads"}


def test_one_text_more_proves_nothing() -> None:
    assert "theme" not in verdicts(made(rows(), 40), made(rows(), 39))


@pytest.mark.parametrize(
    ("fields", "head"),
    [
        ({"kind": Kind.CHATTER}, "kind"),
        ({"neg": 3}, "neg"),
        ({"risk": 3}, "risk"),
        ({"places": ()}, "places"),
    ],
)
def test_every_head_is_watched(fields: dict[str, object], head: str) -> None:
    good, bad = made(rows(), 20), [replace(each, **fields) for each in made(rows(), 20)]  # type: ignore[arg-type]
    assert verdicts(good, bad)[head] == LOST


def test_a_sign_that_is_cried_for_nothing_is_a_loss() -> None:
    bad = [replace(each, signs=dict.fromkeys(Sign, 0.9)) for each in made(rows(), 20)]
    assert verdicts(made(rows(), 20), bad)["sign:life"] == LOST


def test_what_only_a_model_said_judges_nobody() -> None:
    one, other = made(rows(), 40), [replace(each, places=(), neg=3) for each in made(rows(), 5)]
    themes = [frozenset({"theme"})] * N
    found = {each.name: each for each in compare(rows(), one, other, themes)}
    assert set(found) == {"theme", "theme:housing", "theme:roads"}
    half = [frozenset({"theme", "neg"}) if at < 50 else frozenset({"theme"}) for at in range(N)]
    (neg,) = [each for each in compare(rows(), one, other, half) if each.name == "neg"]
    assert (neg.n, neg.verdict) == (50, LOST)


def test_a_theme_of_few_texts_is_not_judged_by_itself() -> None:
    assert {each.name for each in compare(rows(40), made(rows(40)), made(rows(40)))}.isdisjoint({"theme:roads"})
    assert "theme:roads" in {each.name for each in compare(rows(), made(rows()), made(rows()))}


def test_two_equal_models_with_other_mistakes_seldom_look_different() -> None:
    alarms = [verdicts(made(rows(), 40, seed), made(rows(), 40, seed + 1000)) for seed in range(40)]
    assert sum("theme" in each for each in alarms) <= 6


def test_the_gate_says_in_words_what_stands_in_the_way() -> None:
    slow, good = Fixed(made(rows(), 40), pause=2_000_000), Fixed(made(rows(), 5))
    passed = judge(rows(), Fixed(made(rows(), 40), pause=1000), good, 10)
    assert passed.passed, passed.findings
    found = judge(rows(20), good, slow, 99_000_000, Limits())
    words = ("тема: выигрыш не доказан", "скорость", "размер", "текстов для проверки мало")
    assert all(any(each.startswith(word) for each in found.findings) for word in words), found.findings
