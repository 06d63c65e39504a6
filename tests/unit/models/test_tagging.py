"""The place tagger: the way back is the slope of the loss, and a text alone gives what it gives in a batch."""

from itertools import pairwise, product

import numpy as np
import pytest

from models.chain import gradients
from models.data import read
from models.network import Habits, Machine
from models.tagging import confidence, prepare, teach, together
from models.truth import true_tags
from nlp.chain import BEGIN, END, INSIDE, MAY_FOLLOW, MAY_START, MAY_STOP, OUT, SINGLE, apart, probabilities
from nlp.convolution import Network
from nlp.tagging import around, split
from tests.unit.models import made


class Row:
    def __init__(self, text, *places):
        self.text, self.places = text, places


ROWS = [Row("Яма на улице Садовой 5, у дома", "улице Садовой 5"), Row("Ручьи", "Ручьи"),
        Row("нет воды в доме ул. Мира, 7 и Лесной", "ул. Мира, 7", "Лесной")]  # fmt: skip
CHAIN = {"steps": (5, 5), "first": (5,), "last": (5,)}


@pytest.fixture
def machine():
    lexicon = prepare(ROWS)[1]
    made_machine = Machine(lexicon, Habits(units=8), np.random.default_rng(1))
    draw = np.random.default_rng(2)
    chain = {name: draw.standard_normal(size) * 0.3 for name, size in CHAIN.items()}
    made_machine.weights = {name: array.astype(float) for name, array in {**made_machine.weights, **chain}.items()}
    return made_machine


def paths(n):
    for path in product(range(5), repeat=n):
        if MAY_START[path[0]] and MAY_STOP[path[-1]] and all(MAY_FOLLOW[pair] for pair in pairwise(path)):
            yield path


def points(path, scores, chain):
    steps = sum(chain["steps"][pair] for pair in pairwise(path))
    return chain["first"][path[0]] + chain["last"][path[-1]] + steps + scores[range(len(path)), path].sum()


def loss(scores, tags, chain):
    """Minus the log-probability of the true path, by all paths (a text of one token or two)."""
    every = [points(path, scores, chain) for path in paths(len(tags))]
    return np.logaddexp.reduce(every) - points(tuple(tags), scores, chain)


SHORT = [
    Row("Ручьи", "Ручьи"),
    Row("Лесной Бор", "Лесной Бор"),
    Row("в Бор", "Бор"),
    Row("на ул. Мира 7", "ул. Мира 7"),
]


@pytest.mark.parametrize("name", ["table", "vectors", "around", "base", "taps", "shifts", "whole", "out", "level",
                                  "steps", "first", "last"])  # fmt: skip
def test_slopes_are_those_of_the_loss(name):
    lessons, lexicon = prepare(SHORT)
    machine = Machine(lexicon, Habits(units=6), np.random.default_rng(1))
    machine.weights = {key: value.astype(float) for key, value in machine.weights.items()}

    def whole_loss():
        scores, _ = machine.forward(lessons, learning=False)
        parts = np.split(scores, np.cumsum([len(lesson.tags) for lesson in lessons])[:-1])
        return sum(loss(part, one.tags, machine.weights) for part, one in zip(parts, lessons, strict=True))

    scores, trace = machine.forward(lessons, learning=False)
    found = gradients(scores, np.concatenate([one.tags for one in lessons]), trace.lengths, machine.weights)
    found |= machine.backward(found.pop("scores"), trace)
    if name == "table":
        narrow = found[name]
        found[name] = np.zeros_like(machine.weights[name])
        found[name][trace.words.touched] = narrow
    slope, weight = found[name], machine.weights[name]
    for at in np.argsort(-np.abs(slope), axis=None)[:4]:
        where, kept = np.unravel_index(at, weight.shape), weight.flat[at]
        weight[where] = kept + 1e-3
        above = whole_loss()
        weight[where] = kept - 1e-3
        below = whole_loss()
        weight[where] = kept
        assert (above - below) / 2e-3 == pytest.approx(float(slope[where]), rel=0.02, abs=2e-3)


def test_a_text_alone_has_the_scores_that_it_has_in_a_batch(machine):
    lessons = prepare(ROWS)[0]
    scores, trace = machine.forward(lessons, learning=False)
    network = Network(together([machine.weights]))
    for row, part in zip(ROWS, np.split(scores, np.cumsum(trace.lengths)[:-1]), strict=True):
        tokens = split(row.text)
        inputs, lemmas = network.words([token.text for token in tokens])
        np.testing.assert_allclose(network.scores(inputs, around(row.text, tokens, lemmas)), part, atol=5e-3)


def test_probabilities_of_spans_are_sums_over_all_paths():
    draw = np.random.default_rng(4)
    scores = draw.standard_normal((5, 5)).astype(np.float32)
    chain = {name: draw.standard_normal(size) for name, size in CHAIN.items()}
    total, wanted = 0.0, {}
    for path in paths(5):
        p, start = np.exp(points(path, scores, chain)), 0
        total += p
        for at, tag in enumerate(path):
            start = at if tag in (BEGIN, SINGLE) else start
            if tag in (END, SINGLE):
                wanted[start, at + 1] = wanted.get((start, at + 1), 0) + p
    found = probabilities(scores, chain["steps"], chain["first"], chain["last"])
    assert found.keys() == {span for span, p in wanted.items() if p / total > 0.02}
    assert all(p == pytest.approx(wanted[span] / total, rel=1e-4) for span, p in found.items())


def test_the_better_of_overlapping_spans_stays():
    assert apart({(0, 2): 0.5, (1, 4): 0.6, (4, 5): 0.4, (7, 9): 0.1}, 0.3) == [(1, 4), (4, 5)]


def test_every_occurrence_of_a_place_is_tagged_and_the_longer_goes_first():
    text = "Мира, у дома Мира 5"
    assert true_tags(text, split(text), ["Мира", "Мира 5"]) == [SINGLE, OUT, OUT, OUT, BEGIN, END]
    assert true_tags("ул. Мира 5", split("ул. Мира 5"), ["ул. Мира 5"]) == [BEGIN, INSIDE, INSIDE, END]


def test_confidence_is_left_as_it_is_where_little_was_seen():
    assert confidence([(0.5, True)]) == (1.0, 0.0)


def test_places_of_invented_texts_are_learnt_and_words_may_be_forgotten():
    rows = [Row(str(row["text"]), *row["places"]) for row in made.rows()]
    tagger = teach(rows, Habits(epochs=30, tokens=60), members=1)
    text = "Крыша течёт на улице Садовой 5"
    first = tagger.places(text)
    assert [place.text for place in first] == ["улице Садовой 5"]
    tagger.network._clear()
    assert tagger.places(text) == first
    assert tagger.places("") == ()


def test_members_that_learn_side_by_side_learn_the_same_as_one_after_another(tmp_path):
    rows = read(made.write(tmp_path)[0])[:40]
    one, two = (teach(rows, Habits(epochs=1), workers=workers) for workers in (1, 2))
    assert one.weights.table.any()
    for name in ("table", "taps", "out", "steps"):
        assert np.array_equal(getattr(one.weights, name), getattr(two.weights, name))
    assert np.array_equal(one.second.weights, two.second.weights)
    assert (one.slope, one.shift) == (two.slope, two.shift)
