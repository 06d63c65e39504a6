"""Our measures are those of scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from models import agreement

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


@given(pairs=PAIRS)
def test_kappa_and_classes_agree_with_the_reference(pairs):
    true, said = map(list, zip(*pairs, strict=True))
    found = agreement.by_class(true, said, 4)
    wanted = metrics.precision_recall_fscore_support(true, said, labels=range(4), zero_division=0)
    np.testing.assert_allclose(found, np.stack(wanted, axis=1), atol=1e-9)
    if len(set(true)) > 1 or len(set(said)) > 1:
        reference = metrics.cohen_kappa_score(true, said, labels=range(4), weights="quadratic")
        assert agreement.kappa(true, said) == pytest.approx(reference, abs=1e-9)


@given(pairs=st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=60))
def test_average_precision_agrees_with_the_reference(pairs):
    true, scores = map(list, zip(*pairs, strict=True))
    if any(true):
        wanted = metrics.average_precision_score(true, scores)
        assert agreement.average_precision(true, scores) == pytest.approx(wanted)
    else:
        assert np.isnan(agreement.average_precision(true, scores))


def test_a_sure_and_right_model_is_calibrated():
    assert agreement.calibration_error([1.0, 1.0], [True, True]) == 0
    assert agreement.calibration_error([1.0, 1.0], [False, False]) == 1
    assert agreement.accuracy_at([0.9, 0.1], [True, False], 0.5) == 1
