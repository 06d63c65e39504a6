"""The machine in the dual: what a factor and its inverse say out of fold is what machines without the fold say."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from models import calibrate, pipelines
from models.pipelines import Task

N, H, RIDGE = 120, 5, 3.0


@pytest.fixture
def material():
    draw = np.random.default_rng(3)
    rows = draw.standard_normal((N, 40)).astype(np.float32)
    wanted = np.where(draw.random((N, H)) < 0.3, 1, -1).astype(np.float32)
    trust = draw.uniform(0.3, 3, N).astype(np.float32)
    tasks = (Task(slice(0, 3), trust), Task(slice(3, H), np.ones(N, np.float32)))
    folds = np.array_split(draw.permutation(N), 5)
    return rows @ rows.T / 10, wanted, tasks, [np.sort(fold) for fold in folds]


def apart(inner, wanted, task, fold):
    """Margins of a fold by a machine that is made without it, in double precision."""
    rest = np.setdiff1d(np.arange(len(wanted)), fold)
    part = wanted[rest, task.columns].astype(float)
    bias = np.average(part, axis=0, weights=task.trust[rest])
    system = inner[np.ix_(rest, rest)].astype(float) + np.diag(RIDGE / task.trust[rest])
    return inner[np.ix_(fold, rest)] @ np.linalg.solve(system, part - bias) + bias


def test_margins_out_of_fold_are_those_of_machines_that_have_not_seen_the_fold(material):
    inner, wanted, tasks, folds = material
    _, _, margins = pipelines.solve(inner, wanted, tasks, RIDGE, folds)
    for task in tasks:
        for fold in folds:
            assert np.allclose(margins[fold, task.columns], apart(inner, wanted, task, fold), atol=2e-4)


def test_some_rows_alone_are_solved_as_if_there_were_no_others(material):
    inner, wanted, tasks, _ = material
    rows = np.arange(0, N, 2)
    less = [Task(task.columns, task.trust[rows]) for task in tasks]
    folds = np.array_split(np.arange(len(rows)), 5)
    some = pipelines.solve(inner, wanted[rows], less, RIDGE, folds, rows)
    alone = pipelines.solve(inner[np.ix_(rows, rows)].copy(), wanted[rows], less, RIDGE, folds)
    assert all(np.array_equal(one, other) for one, other in zip(some, alone, strict=True))


def test_the_link_of_the_chain_is_the_least_of_its_cost():
    draw = np.random.default_rng(5)
    said = draw.standard_normal((400, 12))
    yes = draw.random(400) < expit(said[:, 0] * 2 - 1)

    def cost(values):
        logits = said @ values[:-1] + values[-1]
        fit = (np.logaddexp(0, logits) - np.where(yes, logits, 0)).sum()
        return calibrate.CHAIN_TRUST * fit + (values[:-1] ** 2).sum() / 2

    weights, shift = calibrate._fit_link(said, yes)
    found = minimize(cost, np.zeros(13), method="L-BFGS-B", options={"ftol": 1e-14, "gtol": 1e-9, "maxfun": 10**6})
    assert cost(np.append(weights, shift)) <= found.fun + 1e-9
    assert np.allclose(np.append(weights, shift), found.x, atol=1e-3)


@pytest.mark.parametrize("all_yes", [True, False])
def test_a_head_that_all_rows_answer_alike_stays_within_bounds(all_yes):
    weights, shift = calibrate._fit_link(np.random.default_rng(1).standard_normal((50, 3)), np.full(50, all_yes))
    assert np.isfinite(weights).all()
    assert shift == (12 if all_yes else -12)
