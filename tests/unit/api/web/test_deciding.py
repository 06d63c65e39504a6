"""Decisions by plain forms, good and bad."""

import pytest
from fastapi.testclient import TestClient

from core import usecases
from core.flags import Decision, FlagStatus, Review
from core.labels import Theme
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.reading import SCOPE, card, decide, field


def test_a_decision_is_a_plain_form_and_leads_back_to_the_same_filters(monitor: TestClient, ledger: Store) -> None:
    answer = decide(
        monitor, 1, "?level=low&text=%D1%8F%D0%BC%D0%B0", decision="reject", reason="Реклама", note="про  окна"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?level=low&text=%D1%8F%D0%BC%D0%B0")
    found = card(ledger, 1)
    assert (found.status, found.decision, found.decided_by) == (
        FlagStatus.REJECTED,
        "Реклама: про окна",
        "user:monitor",
    )
    assert "Карточка отклонена" in monitor.get("/queue").text
    assert "Карточка отклонена" not in monitor.get("/queue").text


def test_a_theme_is_corrected_and_the_card_stays(monitor: TestClient, ledger: Store) -> None:
    assert decide(monitor, 1, decision="correct", theme="roads").status_code == 303
    assert (card(ledger, 1).theme, card(ledger, 1).status) == (Theme.ROADS, FlagStatus.OPEN)
    assert "тема исправлена" in monitor.get("/queue").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"decision": "reject", "note": "  "}, "выберите причину"),
        ({"decision": "reject", "note": "я" * 600}, "длиннее 500"),
        ({"decision": "correct", "theme": "x"}, "выберите тему"),
        ({"decision": "correct", "theme": "housing"}, "уже стоит"),
        ({"decision": "delete"}, "такого решения нет"),
        ({}, "такого решения нет"),
    ],
)
def test_a_wrong_form_changes_nothing(monitor: TestClient, ledger: Store, form: dict[str, str], says: str) -> None:
    before = card(ledger, 1)
    answer = decide(monitor, 1, **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert card(ledger, 1) == before


def test_what_was_typed_is_not_lost_on_an_error(monitor: TestClient) -> None:
    long = "очень важное пояснение " * 30
    answer = decide(monitor, 1, decision="reject", reason="Реклама", note=long)
    assert answer.status_code == 422
    assert f'name="note" maxlength="400" value="{long}"' in answer.text
    assert '<option value="Реклама" selected>Реклама' in answer.text


@pytest.mark.parametrize("csrf", ["", "чужой"])
@pytest.mark.parametrize("script", [False, True])
def test_without_the_token_nothing_changes(monitor: TestClient, ledger: Store, csrf: str, script: bool) -> None:
    headers = {"HX-Request": "true"} if script else {}
    answer = monitor.post(
        "/queue/1/decision", data={"csrf": csrf, "revision": 1, "decision": "confirm"}, headers=headers
    )
    assert answer.status_code == 403
    assert "форма устарела" in answer.text.lower()
    assert card(ledger, 1).status is FlagStatus.OPEN


@pytest.mark.parametrize("script", [False, True])
def test_who_was_late_is_told_what_the_other_decided(monitor: TestClient, ledger: Store, script: bool) -> None:
    csrf = field(monitor.get("/cards/1"), "csrf")
    with ledger.begin() as work:
        usecases.review(work, SCOPE, PROFILE, Review(1, "user:ivanova", Decision.REJECT, NOW, "не наш район"), 1)
    headers = {"HX-Request": "true"} if script else {}
    form = {"csrf": csrf, "revision": 1, "decision": "confirm"}
    answer = monitor.post("/queue/1/decision", data=form, headers=headers)
    assert answer.status_code == 412
    assert "карточка уже отклонена: не наш район (ivanova)" in answer.text
    assert card(ledger, 1).status is FlagStatus.REJECTED


def test_a_card_that_changed_meanwhile_is_shown_as_it_is_now(monitor: TestClient, ledger: Store) -> None:
    with ledger.begin() as work:
        changed = Review(1, "user:ivanova", Decision.CORRECT, NOW, "", {"theme": "roads"})
        usecases.review(work, SCOPE, PROFILE, changed, 1)
    answer = decide(monitor, 1, decision="confirm")
    assert answer.status_code == 412
    assert "карточка изменилась" in answer.text
    assert "Дороги" in answer.text
    assert card(ledger, 1).status is FlagStatus.OPEN


def test_nul_in_a_reason_is_left_out(monitor: TestClient, ledger: Store) -> None:
    assert decide(monitor, 1, decision="reject", reason="\0", note="\0").status_code == 422
    assert decide(monitor, 1, decision="reject", reason="Рек\0лама").status_code == 303
    assert card(ledger, 1).decision == "Реклама"


@pytest.mark.parametrize("number", [99999, 2**31, 2**63, 2**64, 10**30])
def test_a_decision_on_a_card_that_is_not_there_is_a_russian_page(monitor: TestClient, number: int) -> None:
    form = {"csrf": field(monitor.get("/cards/1"), "csrf"), "revision": 1, "decision": "confirm"}
    for answer in (monitor.post(f"/queue/{number}/decision", data=form), monitor.get(f"/cards/{number}")):
        assert answer.status_code == 404
        assert "Не найдено" in answer.text


@pytest.mark.parametrize("path", ["/cards/99999", "/cards/0", "/cards/x", "/cards/99999999999999999999", "/nowhere"])
def test_what_is_not_there_is_a_russian_page(monitor: TestClient, path: str) -> None:
    answer = monitor.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Не найдено" in answer.text
