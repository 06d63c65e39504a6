"""A recipient without an account opens the link of a letter, sees the masked card and answers once."""

from fastapi.testclient import TestClient

from tests.unit.api.test_routing import link


def test_the_card_is_shown_answered_once_and_then_gone(api: TestClient) -> None:
    token = link(api)
    del api.headers["Authorization"]
    shown = api.get(f"/answer/{token}")
    assert shown.status_code == 200
    assert "Яма, звоните [телефон]" in shown.text
    assert "Ответить до" in shown.text
    assert (shown.headers["Cache-Control"], "+7 900" in shown.text) == ("no-store", False)
    empty = api.post(f"/answer/{token}", data={"text": " "})
    assert (empty.status_code, "от 1 до" in empty.text) == (422, True)
    done = api.post(f"/answer/{token}", data={"text": "Засыпали\0 1 декабря <b>"})
    assert (done.status_code, "ответ принят" in done.text) == (201, True)
    for again in (api.get(f"/answer/{token}"), api.post(f"/answer/{token}", data={"text": "ещё"})):
        assert (again.status_code, "не действует" in again.text) == (404, True)


def test_a_guess_is_told_nothing(browser: TestClient) -> None:
    assert browser.get("/answer/" + "a" * 43).status_code == 404
    assert browser.post("/answer/" + "a" * 43, data={"text": "x"}).status_code == 404
