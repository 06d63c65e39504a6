"""Разметка: blind by default, the guide beside it, nothing lost when something is wrong."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from core.accounts import Role
from core.learning import Cause
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import Clock
from tests.unit.api.web.reading import SCOPE, Seen, enter, field

FORM = {"theme": "roads", "kind": "problem", "solvable": "true", "neg": "1", "risk": "2", "signs": ["repeat"]}


def save(browser: TestClient, line: str = "", **form: object) -> object:
    shown = browser.get(f"/marking{line}")
    given = {name: field(shown, name) for name in ("csrf", "post", "version", "what")}
    if 'name="led"' in shown.text:
        given["led"] = "true"
    return browser.post("/marking", data={**given, **FORM, **form}, follow_redirects=False)


def labels(ledger: Store) -> list[object]:
    with ledger.read() as work:
        return [label for each in work.labels.examples(SCOPE) for label in each.labels]


def test_a_text_is_labelled_blindly_and_only_then_the_model_speaks(monitor: TestClient, ledger: Store) -> None:
    page = monitor.get("/marking")
    assert "checked" not in page.text, "what a person did not choose would be kept as said by a person"
    assert "Как размечать" in page.text
    answer = save(monitor)
    assert answer.status_code == 303  # type: ignore[attr-defined]
    (label,) = labels(ledger)
    assert (label.blind, label.model, label.given["flags"]["repeat"]) == (True, "test-1", True)  # type: ignore[attr-defined]
    after = Seen(monitor.get(answer.headers["location"]).text).text  # type: ignore[attr-defined]
    assert "Сохранено: «Дороги». Модель считала" in after


def test_with_the_opinion_of_the_model_the_label_is_no_blind_one(monitor: TestClient, ledger: Store) -> None:
    page = monitor.get("/marking?what=chosen&led=1")
    assert re.search(r'<option value="(housing|safety|none)" selected', page.text)
    save(monitor, "?what=chosen&led=1")
    assert [each.shown for each in labels(ledger)] == [True]  # type: ignore[attr-defined]


def test_another_slice_than_the_two_is_said_to_be_none(monitor: TestClient) -> None:
    """Once silently the random one, and a long word a refusal of the whole page."""
    for said in ("choosen", "x" * 60):
        answer = monitor.get(f"/marking?what={said}")
        assert answer.status_code == 200
        assert f"ильтр «что размечать»: значения «{said[:40]}» нет" in Seen(answer.text).text
    assert "значения" not in Seen(monitor.get("/marking?what=chosen").text).text.partition("Как размечать")[0]


def test_the_weekly_slice_is_always_blind_and_known_as_such(monitor: TestClient, ledger: Store, clock: Clock) -> None:
    clock.at = NOW.replace(day=25)
    monitor.cookies.clear()
    enter(monitor)
    page = monitor.get("/marking?led=1")
    assert "осталось 4" in page.text
    assert 'name="led"' not in page.text
    save(monitor, "?led=1", led="true")
    assert [(each.cause, each.shown) for each in labels(ledger)] == [(Cause.RANDOM, False)]  # type: ignore[attr-defined]
    assert "осталось 3" in monitor.get("/marking").text


def test_what_is_wrong_keeps_what_was_chosen(monitor: TestClient, ledger: Store) -> None:
    refused = save(monitor, theme="", places="у школы")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "выберите тему и вид" in refused.text  # type: ignore[attr-defined]
    assert "у школы" in refused.text  # type: ignore[attr-defined]
    assert save(monitor, version="vk:wall/1@7").status_code == 422  # type: ignore[attr-defined]
    assert save(monitor, csrf="x").status_code == 403  # type: ignore[attr-defined]
    assert labels(ledger) == []


@pytest.mark.parametrize("unchosen", ["neg", "risk", "solvable"])
def test_nothing_is_taken_for_granted(monitor: TestClient, ledger: Store, unchosen: str) -> None:
    refused = save(monitor, **{unchosen: None})
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "Метка не сохранена: выберите" in refused.text  # type: ignore[attr-defined]
    assert labels(ledger) == []


def test_a_skipped_text_makes_room_for_the_next(monitor: TestClient) -> None:
    first = field(monitor.get("/marking"), "post")
    second = field(monitor.get(f"/marking?what=chosen&skip={first}"), "post")
    assert first != second
    line = "&".join(f"skip={n}" for n in range(1, 5))
    assert "Размечать нечего" in monitor.get(f"/marking?what=chosen&{line}").text


def test_texts_are_masked_for_who_may_not_read_them_as_written(analyst: TestClient) -> None:
    for n in range(1, 5):
        others = "&".join(f"skip={m}" for m in range(1, 5) if m != n)
        assert "900 000" not in analyst.get(f"/marking?what=chosen&{others}").text


def test_who_keeps_the_system_reads_no_texts(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ADMINISTRATOR)
    enter(browser)
    assert browser.get("/marking").status_code == 403
    page = browser.get("/model")
    assert page.status_code == 200
    assert "Карточка модели" in page.text


def test_every_word_of_both_pages_is_russian(monitor: TestClient) -> None:
    for path in ("/marking", "/marking?what=chosen&led=1", "/model"):
        seen = Seen(monitor.get(path).text)
        left = re.sub(r"\b(monitor|wall|test-1|vk|mcu|model|shadow|train|propose|own|X)\b", " ", seen.text)
        assert re.findall(r"[A-Za-z]{2,}", left) == [], path
        assert seen.inline_scripts == 0
        assert [each for each in seen.attributes if each[1] == "style"] == []
