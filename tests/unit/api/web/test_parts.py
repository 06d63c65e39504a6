"""What the script gets."""

import pytest
from fastapi.testclient import TestClient

from core.flags import FlagQuery, Page
from core.scope import Scope
from store.flags import FlagTable
from store.ledger import Store
from tests.unit.api.web.reading import field, numbers, receive


def test_the_script_gets_parts_of_the_page(monitor: TestClient) -> None:
    csrf = field(monitor.get("/cards/1"), "csrf")
    form = {"csrf": csrf, "revision": 1, "decision": "confirm"}
    answer = monitor.post("/queue/1/decision", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert numbers(answer) == []
    assert "Карточка подтверждена" in answer.text
    assert 'id="tally" class="tally" data-count="2"' in answer.text


def test_new_cards_are_announced_and_shown(monitor: TestClient, ledger: Store) -> None:
    assert monitor.get("/queue/fresh?known=3").status_code == 204
    receive(ledger, "опасно провод", "яма новая")
    assert "Новых карточек: 2" in monitor.get("/queue/fresh?known=3").text
    assert monitor.get("/queue/fresh?known=3&shown=2").status_code == 204
    assert "Новая карточка" in monitor.get("/queue/fresh?known=3&level=critical&level=high").text
    answer = monitor.get("/queue/fresh/cards?known=3")
    assert numbers(answer) == ["4", "5"]
    assert "known=5" in answer.text


def test_what_came_is_asked_for_by_number_and_not_by_reading_all(
    monitor: TestClient, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(ledger, *[f"яма номер {n}" for n in range(230)])
    assert "known=233" in monitor.get("/queue").text
    receive(ledger, *[f"яма номер {n}" for n in range(230)], "опасно провод")
    asked: list[FlagQuery] = []
    find = FlagTable.find

    def counted(self: FlagTable, scope: Scope, query: FlagQuery) -> Page:
        asked.append(query)
        return find(self, scope, query)

    monkeypatch.setattr(FlagTable, "find", counted)
    answer = monitor.get("/queue/fresh/cards?known=233")
    assert numbers(answer) == ["234"]
    assert "known=234" in answer.text
    assert len(asked) <= 3
    assert max(query.limit for query in asked) <= 100


def test_many_new_cards_open_the_queue_anew(monitor: TestClient, ledger: Store) -> None:
    receive(ledger, *[f"яма номер {n}" for n in range(120)])
    answer = monitor.get("/queue/fresh?known=3")
    assert "Новых карточек: 120" in answer.text
    assert "hx-get" not in answer.text


def test_an_announcement_is_taken_back_when_others_decided_the_new_cards(monitor: TestClient) -> None:
    answer = monitor.get("/queue/fresh?known=3&shown=2")
    assert (answer.status_code, answer.text.strip()) == (200, "")


def test_a_conflict_sends_the_counters_too(monitor: TestClient) -> None:
    csrf = field(monitor.get("/cards/1"), "csrf")
    form = {"csrf": csrf, "revision": 1, "decision": "confirm"}
    monitor.post("/queue/1/decision", data=form)
    answer = monitor.post("/queue/1/decision", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 412
    assert 'data-count="2" hx-swap-oob="true"' in answer.text
    assert 'id="count-critical" class="count" hx-swap-oob="true"' in answer.text


def test_the_script_is_told_in_words_that_the_session_ended(browser: TestClient) -> None:
    answer = browser.get("/queue/fresh?known=0", headers={"HX-Request": "true"}, follow_redirects=False)
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/plain")
