"""What the script gets."""

from fastapi.testclient import TestClient

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
    assert "Новая карточка" in monitor.get("/queue/fresh?known=1&level=critical&level=high").text
    answer = monitor.get("/queue/fresh/cards?known=3")
    assert numbers(answer) == ["4", "5"]
    assert "known=5" in answer.text


def test_the_script_is_told_in_words_that_the_session_ended(browser: TestClient) -> None:
    answer = browser.get("/queue/fresh?known=0", headers={"HX-Request": "true"}, follow_redirects=False)
    assert answer.status_code == 401
    assert answer.headers["content-type"].startswith("text/plain")
