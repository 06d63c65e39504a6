"""What a label says, how far people agree, what is taught of many words."""

import csv
import io
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from core.errors import BadInput
from core.flags import Decision, Review
from core.labels import Kind, Sign, Theme
from core.learning import (
    Cause,
    agreement,
    cohen,
    disagreements,
    exchange,
    incoming,
    judged,
    krippendorff,
    labels_of,
    settled,
    spoken,
    teaches,
    values,
)
from core.learning.exchange import Format
from tests.made import DAY, said
from tests.unit.core.learning.made import example, label


def reviews(*made: tuple[Decision, dict[str, object]]) -> list[Review]:
    return [
        Review(1, "user:m", decision, DAY + timedelta(hours=at), labels=labels, id=at)
        for at, (decision, labels) in enumerate(made)
    ]


def test_a_review_is_a_label_that_was_led_by_the_model_and_an_undone_one_is_none() -> None:
    found = labels_of(
        reviews((Decision.CORRECT, {"theme": "waste"}), (Decision.REJECT, {}), (Decision.UNDO, {})), "base-1"
    )
    assert [(each.decision, dict(each.given), each.shown, each.model) for each in found] == [
        ("correct", {"theme": "waste"}, True, "base-1")
    ]


def test_a_confirmed_card_speaks_of_theme_and_kind_a_rejected_one_only_says_that_nothing_is_to_be_done() -> None:
    (confirmed,) = labels_of(reviews((Decision.CONFIRM, {})), "base-1")
    (rejected,) = labels_of(reviews((Decision.REJECT, {})), "base-1")
    assert spoken(confirmed) == {"theme", "kind"}
    assert (spoken(rejected), values(rejected, said()).solvable) == ({"solvable"}, False)
    assert values(rejected, said()).theme is Theme.HOUSING


def test_what_a_person_left_open_is_what_the_model_said() -> None:
    model = said(signs={Sign.LIFE: 0.9, Sign.CROWD: 0.8})
    found = values(label(theme="waste", flags={"crowd": False}), model)
    assert (found.theme, found.kind, found.flags) == (Theme.WASTE, Kind.PROBLEM, {Sign.LIFE})
    assert found.complete
    assert not values(label(theme="waste"), None).complete


OBSERVED = ("111", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3")


@pytest.mark.parametrize(
    ("units", "graded", "wanted"),
    [
        # Krippendorff's own example: 4 observers, 12 units (Computing Krippendorff's Alpha-Reliability, 2011, C).
        (OBSERVED, False, 0.743),
        (OBSERVED, True, 0.849),
        (["11", "22"], False, 1.0),
        (["12", "21"], False, -0.5),
    ],
)
def test_alpha_is_that_of_its_author(units: Sequence[str], graded: bool, wanted: float) -> None:
    found = krippendorff([[int(c) for c in unit if c != " "] for unit in units], graded=graded)
    assert found == pytest.approx(wanted, abs=0.001)


@drawn(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=50))
def test_kappa_is_that_of_the_reference(pairs: list[tuple[int, int]]) -> None:
    one, other = zip(*pairs, strict=True)
    if len({*one, *other}) > 1 and not (len(set(one)) == len(set(other)) == 1):
        for graded, weights in ((False, None), (True, "quadratic")):
            wanted = cohen_kappa_score(one, other, weights=weights, labels=[0, 1, 2, 3])
            assert cohen(pairs, graded=graded) == pytest.approx(wanted, abs=1e-9)


def test_nothing_in_common_measures_nothing() -> None:
    assert krippendorff([[1], [2]]) is None
    assert cohen([]) is None
    assert {each.texts for each in agreement([example()])} == {0}


def test_agreement_counts_the_last_word_of_each_person_and_blind_ones_apart() -> None:
    text = example(1, "Яма", label(theme="roads"), label(hours=1, theme="waste"), label("user:two", 2, theme="waste"))
    led = example(2, "Люк", label(theme="roads", shown=True), label("user:two", theme="housing"))
    found = {each.field: each for each in agreement([text, led])}
    assert (found["theme"].texts, found["theme"].same) == (2, 0.5)
    assert {each.field: each.texts for each in agreement([text, led], blind=True)}["theme"] == 1
    (dispute,) = disagreements([text, led])
    assert (dispute.example.id, dispute.field) == ("vk:wall/2@1", "theme")
    assert dispute.said == {"user:one": Theme.ROADS, "user:two": Theme.HOUSING}


def test_the_wider_a_disagreement_the_higher_it_stands() -> None:
    near = example(1, "Яма", label(risk=1), label("user:two", risk=2))
    far = example(2, "Люк", label(risk=0), label("user:two", risk=3))
    assert [each.example.post_id for each in disagreements([near, far])] == [2, 1]


def test_blind_words_win_over_led_ones_and_the_commonest_over_the_rest() -> None:
    led = [label(f"user:{n}", n, theme="roads", shown=True) for n in range(3)]
    assert settled(example(1, "Яма", *led, label("user:b", 5, theme="waste"))).theme is Theme.WASTE
    blind = [label(f"user:{n}", n, theme=theme) for n, theme in enumerate(("roads", "waste", "roads"))]
    assert settled(example(1, "Яма", *blind)).theme is Theme.ROADS
    assert settled(example(1, "Яма")).theme is Theme.HOUSING
    assert not teaches(example(1, "Яма"))
    assert teaches(example(1, "Яма", led[0]))


def test_the_texts_kept_for_judging_are_the_same_at_each_training_and_a_fifth() -> None:
    texts = [f"Яма номер {n} на Заречной" for n in range(1000)]
    kept = [text for text in texts if judged(example(1, text))]
    assert 150 < len(kept) < 250
    assert kept == [text for text in texts if judged(example(2, text.upper().replace(" ", "  ")))]
    assert judged(
        example(1, next(text for text in texts if text not in kept), label(theme="roads", cause=Cause.RANDOM))
    )


FULL = {"theme": "waste", "kind": "problem", "solvable": True, "neg": 2, "risk": 1, "places": ["Заречной"]}
SIGNS = {"flags": {str(sign): sign is Sign.REPEAT for sign in Sign}}


@pytest.mark.parametrize("form", list(Format))
def test_a_file_of_labels_comes_back_as_it_left(form: Format) -> None:
    given = label(model="base-1", **FULL, **SIGNS)
    text = example(1, "=Мусор, +7 900 000-00-00\nна Заречной", given, label("user:two", theme="roads", shown=True))
    file = "".join(exchange.written([text], form, lambda said_: said_.replace("+7 900 000-00-00", "[телефон]")))
    assert "900" not in file
    first, second = incoming.read(file, form, "file").labels
    assert (first.id, first.label.by, first.label.at) == (text.id, given.by, given.at)
    assert dict(first.label.given) == FULL | SIGNS
    assert (first.label.model, first.label.blind, second.label.blind) == ("base-1", True, False)
    assert second.label.given["theme"] == "roads"


def test_complete_rows_are_training_data_as_they_are() -> None:
    from models.data import labelled

    (row,) = exchange.rows([example(1, "Мусор на Заречной", label(**FULL, **SIGNS))], str)
    found = labelled(json.loads(json.dumps(row)), "строка 1", keep_context=False)
    assert (found.theme, found.neg, found.signs, found.places) == (Theme.WASTE, 2, {Sign.REPEAT}, ("Заречной",))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"theme": "waste"}, "id"),
        ({"id": "vk:wall/1@1"}, "ни одной метки"),
        ({"id": "vk:wall/1@1", "theme": "мусор"}, "theme"),
        ({"id": "vk:wall/1@1", "neg": 7}, "neg"),
        ({"id": "vk:wall/1@1", "neg": 1, "at": "вчера"}, "at"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_field(row: dict[str, object], why: str) -> None:
    found = incoming.read(json.dumps({"at": DAY.isoformat(), **row}), Format.JSONL, "file")
    assert found.labels == ()
    ((where, said_),) = found.refused
    assert where == "строка 1"
    assert why in said_


GOOD = {"id": "vk:wall/1@1", "theme": "waste", "at": DAY.isoformat()}
BROKEN: dict[Format, list[str]] = {
    Format.JSONL: ["{", "5", "[]", "null", '{"id": 1}', '{"id": "x", "neg": [1], "at": "2026-01-01"}', "\u2028"],
    Format.CSV: ["", ",,", "vk:wall/1@1", 'vk:wall/1@1,мусор,2026-01-01,"лишнее"'],
    Format.STUDIO: ["5", "null", "[]", '{"annotations": [5]}', '{"data": 1, "annotations": [{"result": 5}]}'],
}


def file_of(form: Format, broken: list[str]) -> str:
    if form is Format.JSONL:
        return "\n".join([*broken, json.dumps(GOOD)])
    if form is Format.CSV:
        return "\n".join(["id,theme,at", *broken, ",".join(GOOD.values())])
    results = [{"from_name": "theme", "value": {"choices": ["waste"]}}]
    task = {"data": {"id": GOOD["id"]}, "annotations": [{"created_at": GOOD["at"], "result": results}]}
    return "[" + ",".join([*broken, json.dumps(task)]) + "]"


@pytest.mark.parametrize("form", list(Format))
def test_broken_rows_are_refused_one_by_one_and_the_good_one_counts(form: Format) -> None:
    found = incoming.read(file_of(form, BROKEN[form]), form, "file")
    assert [(each.id, dict(each.label.given)) for each in found.labels] == [(GOOD["id"], {"theme": "waste"})]
    empty = sum(not each.strip() for each in BROKEN[form])
    assert len(found.refused) == len(BROKEN[form]) - empty


@pytest.mark.parametrize("content", ["{", "{}", '"нет"', "5"])
def test_a_file_that_is_no_export_of_label_studio_is_refused_as_a_whole(content: str) -> None:
    with pytest.raises(BadInput):
        incoming.read(content, Format.STUDIO, "file")


def test_a_task_that_was_passed_over_is_no_label_and_annotators_stay_apart() -> None:
    results = [{"from_name": "theme", "value": {"choices": ["waste"]}}]
    said_ = [{"created_at": GOOD["at"], "completed_by": who, "result": results} for who in (1, 2)]
    passed = {"was_cancelled": True, "completed_by": 3, "result": []}
    tasks = [{"data": {"id": GOOD["id"]}, "annotations": [*said_, passed]}, {"data": {"id": "x"}, "annotations": []}]
    found = incoming.read(json.dumps(tasks), Format.STUDIO, "studio")
    assert [each.label.by for each in found.labels] == ["studio:1", "studio:2"]
    assert found.refused == ()


@pytest.mark.parametrize("form", list(Format))
def test_what_the_model_said_does_not_become_a_persons_word_on_the_way(form: Format) -> None:
    (confirmed,) = labels_of(reviews((Decision.CONFIRM, {})), "base-1")
    (rejected,) = labels_of(reviews((Decision.REJECT, {})), "base-1")
    file = "".join(exchange.written([example(1, "Яма", confirmed), example(2, "Люк", rejected)], form, str))
    one, other = incoming.read(file, form, "file").labels
    assert set(one.label.given) == {"theme", "kind"}
    assert dict(other.label.given) == {"solvable": False}


@pytest.mark.parametrize("form", list(Format))
def test_of_signs_only_those_that_the_person_named_come_back(form: Format) -> None:
    model = said(signs=dict.fromkeys(Sign, 0.9))
    named = label(flags={"life": True, "obscene": False})
    file = "".join(exchange.written([example(1, "Яма", named, said=model)], form, str))
    (one,) = incoming.read(file, form, "file").labels
    assert dict(one.label.given) == {"flags": {"life": True, "obscene": False}}


def test_a_table_that_people_fill_in_is_empty_where_nobody_spoke_and_what_they_add_counts() -> None:
    text = example(1, "Яма", label(theme="roads", flags={"life": True}))
    (row,) = csv.DictReader(io.StringIO("".join(exchange.written([text], Format.CSV, str))))
    assert (row["theme"], row["kind"], row["neg"], row["places"]) == ("roads", "", "", "")
    row |= {"kind": "question", "flags": '["life", "vulnerable"]'}
    out = io.StringIO()
    table = csv.DictWriter(out, list(row))
    table.writeheader()
    table.writerow(row)
    (one,) = incoming.read(out.getvalue(), Format.CSV, "file").labels
    assert dict(one.label.given) == {
        "theme": "roads", "kind": "question", "flags": {"life": True, "vulnerable": True},
    }  # fmt: skip


def test_complete_rows_name_the_fields_that_are_the_models() -> None:
    (row,) = exchange.rows([example(1, "Яма", label(theme="roads", flags={"life": True}))], str)
    assert (row["given"], row["signs"]) == (["flags", "theme"], ["life"])
    assert row["guessed"] == ["kind", "neg", "places", "risk", "solvable"]


def test_a_task_of_label_studio_holds_only_what_the_person_said() -> None:
    text = example(1, "Яма", label(theme="roads"))
    (task,) = json.loads("".join(exchange.written([text], Format.STUDIO, str)))
    (annotation,) = task["annotations"]
    assert [each["from_name"] for each in annotation["result"]] == ["theme"]
    assert task["predictions"]


def test_a_cell_that_a_table_would_take_for_a_formula_is_disarmed() -> None:
    file = "".join(exchange.written([example(1, "=1+1", label(theme="roads"))], Format.CSV, str))
    assert "'=1+1" in file


def test_random_orders_of_labels_settle_alike() -> None:
    labels = [label(f"user:{n}", n, theme=theme) for n, theme in enumerate(("roads", "waste", "waste", "roads"))]
    text = example(1, "Яма")
    found = {settled(replace(text, labels=tuple(random.sample(labels, 4)))).theme for _ in range(10)}
    assert found == {Theme.ROADS}
