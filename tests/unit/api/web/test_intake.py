"""The form of manual intake: what is entered, what is refused, field by field."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import create_app
from api.services import Services
from core.accounts import Role
from core.incidents import Channel, IncidentQuery, Regime
from core.labels import Guess
from core.profile import Territory
from core.routing import Whereabouts
from store.ledger import Store
from tests.unit.api.web.desk import stands
from tests.unit.api.web.reading import PHONE, SCOPE, enter, field


def send(browser: TestClient, **form: Any) -> Response:
    given = {"csrf": field(browser.get("/intake"), "csrf"), "channel": "phone", "text": "Нет света", **form}
    return browser.post("/intake", data=given, follow_redirects=False)


def test_what_comes_by_telephone_becomes_an_incident_without_a_name(monitor: TestClient, ledger: Store) -> None:
    answer = send(
        monitor,
        text=f"Нет света на Сосновой, {PHONE}",
        place="Сосновая",
        number="К-17",
        received="2026-11-20T10:30",
        applicant="group",
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/incidents/1")
    made = stands(ledger, 1)
    assert (made.channel, made.place, made.number) == (Channel.PHONE, "Сосновая", "К-17")
    assert made.opened_at.isoformat() == "2026-11-20T07:30:00+00:00"
    page = monitor.get("/incidents/1").text
    assert "Внесено: инцидент 1" in page
    assert PHONE not in page
    for word in ("по телефону", "коллективное", "К-17"):
        assert word in page


def test_the_page_finds_territory_and_topic_as_the_api_does(given: Services, ledger: Store, person: Any) -> None:
    person(Role.MONITOR)
    where = Whereabouts((Territory("losemkha", "Лосемха", ("пос. Лосемха",)),))
    told = replace(given, whereabouts=lambda: where, topic=lambda _text, _theme: (Guess("housing-10", 0.9),))
    with TestClient(create_app(told), base_url="https://testserver") as browser:
        assert enter(browser).status_code == 303
        send(browser, text="Батареи холодные", place="пос. Лосемха, Мира, 4")
    made = stands(ledger, 1)
    assert (made.territory, made.topic) == ("losemkha", "housing-10")


@pytest.mark.parametrize(
    ("form", "name", "says"),
    [
        ({"channel": ""}, "channel", "Поле обязательно"),
        ({"channel": "network"}, "channel", "Публикации собираются сами"),
        ({"text": " "}, "text", "Поле обязательно"),
        ({"received": "2030-01-01T10:00"}, "received", "ещё не наступило"),
        ({"received": "вчера"}, "received", "Нужны дата и время"),
        ({"territory": "луна"}, "territory", "нет территории"),
        ({"theme": "x"}, "theme", "Одно из"),
        ({"applicant": "x"}, "applicant", "Одно из"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    monitor: TestClient, ledger: Store, form: dict[str, str], name: str, says: str
) -> None:
    answer = send(monitor, place="Сосновая, 5", **form)
    assert answer.status_code == 422
    assert "исправьте отмеченное" in answer.text
    assert f'aria-describedby="wrong-{name}"' in answer.text
    told = answer.text.partition(f'id="wrong-{name}">')[2].partition("</span>")[0]
    assert says in told
    assert 'value="Сосновая, 5"' in answer.text
    with ledger.read() as work:
        assert work.incidents.find(SCOPE, IncidentQuery()).total == 0


def test_an_appeal_keeps_its_regime(monitor: TestClient, ledger: Store) -> None:
    send(monitor, regime="appeal", number="12-345")
    assert stands(ledger, 1).regime is Regime.APPEAL
    page = monitor.get("/incidents/1").text
    assert "обращение (59-ФЗ)" in page
    assert "Признать:" not in page


def test_who_may_not_enter_sees_no_form(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.CURATOR)
    enter(browser)
    assert browser.get("/intake").status_code == 403
    token = field(browser.get("/api/docs"), "csrf")
    assert browser.post("/intake", data={"csrf": token, "channel": "oral", "text": "яма"}).status_code == 403
    assert 'href="/intake"' not in browser.get("/incidents").text
