"""Alerts as the risk team's machine sees them, and the page behind the link of a letter."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core import usecases
from core.alerts import AlertQuery, Delivery, Flood, Letter, Voice, Way
from core.alerts.tokens import Receipts
from core.errors import Denied
from core.incidents import Incident, Nature, Status
from core.incidents.opening import opening_step
from core.labels import Theme
from core.risk import Level
from core.scope import Right, system
from core.usecases import Outgoing, Post
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.test_api import V1, is_problem

ROUTES = {
    "chat": {Way.TELEGRAM: ["-1001"]},
    "head": {Way.EMAIL: ["head@example.test"], Way.WEBHOOK: ["http://hook.test/?token=tayna"]},
}
PHONE = "яма, звоните +7 900 000-00-00"
LINKS = Receipts(b"k" * 32, PROFILE.code)


class Out:
    """Takes all but what is for Telegram."""

    def send(self, letter: Letter) -> str:
        if letter.address.startswith("-100"):
            raise Denied("чат закрыт")
        return "m1"


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


@pytest.fixture(autouse=True)
def told(ledger: Store, given: Services) -> None:
    """Two incidents, their alerts, sent."""
    scope, keys = system(PROFILE.code), iter(f"key{number}" for number in range(100))
    asks = Incident(0, Nature.MATTER, Status.REGISTERED, Theme.ROADS, NOW, NOW, level=Level.MEDIUM, title=PHONE)
    with ledger.begin() as work:
        work.incidents.record(scope, [opening_step(work.incidents.add(scope, asks), "system", NOW)])
    post = Post(ROUTES, lambda: next(keys))
    usecases.derive(ledger, scope, PROFILE)
    usecases.address(ledger, scope, PROFILE, post, NOW)
    for channel in Way:
        way = Outgoing(Out(), Voice(given.mask), given.clock, lambda: 0.0)
        for number in usecases.ready(ledger, scope, PROFILE, channel, Flood(), lambda: next(keys), NOW):
            usecases.deliver(ledger, scope, number, way)


def listed(api: TestClient, **asked: Any) -> list[dict[str, Any]]:
    answer = api.get(f"{V1}/alerts", params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["alerts"])


def risk(api: TestClient) -> dict[str, Any]:
    return next(each for each in listed(api) if each["heading"].startswith("Обнаружен"))


def by(alert: dict[str, Any], channel: str) -> dict[str, Any]:
    return next(each for each in alert["deliveries"] if each["channel"] == channel)


def test_alerts_are_listed_with_what_became_of_each_delivery(api: TestClient) -> None:
    found = api.get(f"{V1}/alerts").json()
    assert found["total"] == len(found["alerts"]) == 2
    assert found["counts"] == {"dead": 1, "sent": 4}
    alert = risk(api)
    assert (alert["kind"], alert["missing"], alert["taken_at"]) == ("found", ["curator", "block"], None)
    chat = by(alert, "telegram")
    assert (chat["state"], chat["error"], chat["position"]) == ("dead", "чат закрыт", "алерт-чат")
    assert by(alert, "email")["number"] == f"{alert['id']}-{by(alert, 'email')['id']}"
    assert api.get(f"{V1}/alerts/{alert['id']}").json() == alert
    is_problem(api.get(f"{V1}/alerts/999"), 404, "нет извещения")


def test_no_address_and_no_author_is_shown(api: TestClient) -> None:
    text = api.get(f"{V1}/alerts").text
    for secret in ("example.test", "hook.test", "-1001", "+7 900", "author"):
        assert secret not in text
    assert "[телефон]" in text


def test_filters_and_pages(api: TestClient) -> None:
    assert [each["id"] for each in listed(api, state="dead")] == [risk(api)["id"]]
    assert listed(api, state="dead", channel="email") == []
    assert listed(api, kind="storm") == []
    assert len(listed(api, incident=risk(api)["incident_id"])) == 1
    assert len(listed(api, taken=False)) == 2
    first = api.get(f"{V1}/alerts", params={"limit": 1}).json()
    rest = api.get(f"{V1}/alerts", params={"limit": 1, "after": first["next"]}).json()
    assert rest["next"] is None
    assert {first["alerts"][0]["id"], rest["alerts"][0]["id"]} == {each["id"] for each in listed(api)}
    is_problem(api.get(f"{V1}/alerts", params={"state": "lost"}), 422, "state")


def test_an_alert_is_taken_and_a_delivery_is_confirmed(api: TestClient) -> None:
    alert = risk(api)
    address = f"{V1}/alerts/{alert['id']}/acknowledge"
    taken = api.post(address, json={}).json()
    assert (taken["taken_by"], taken["taken_at"]) == ("key:test", "2026-11-20T12:00:00Z")
    mail = by(alert, "email")
    done = api.post(address, json={"delivery": mail["id"]}).json()
    assert by(done, "email")["state"] == "acknowledged"
    assert by(done, "email")["acknowledged_by"] == "key:test"
    other = next(each for each in listed(api) if each["id"] != alert["id"])["deliveries"][0]["id"]
    is_problem(api.post(address, json={"delivery": other}), 404, "нет доставки")


def test_what_is_dead_is_replayed_and_what_arrived_is_not(api: TestClient) -> None:
    alert = risk(api)
    address = f"{V1}/alerts/{alert['id']}/replay"
    again = api.post(address, json={}).json()
    assert (by(again, "telegram")["state"], by(again, "telegram")["tries"]) == ("waiting", 0)
    is_problem(api.post(address, json={"deliveries": [by(alert, "email")["id"]]}), 409, "повторять нечего")
    hook = api.post(address, json={"deliveries": [by(alert, "webhook")["id"]]}).json()
    assert by(hook, "webhook")["state"] == "waiting"
    is_problem(api.post(address, json={"deliveries": [999]}), 404, "доставки")


def test_who_may_only_read_changes_nothing(browser: TestClient, key: Callable[..., str]) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_INCIDENTS)}"
    number = risk(browser)["id"]
    is_problem(browser.post(f"{V1}/alerts/{number}/acknowledge", json={}), 403, "нет права")
    is_problem(browser.post(f"{V1}/alerts/{number}/replay", json={}), 403, "нет права")


@pytest.fixture
def letter(ledger: Store) -> Delivery:
    """The letter of the risk to the head."""
    with ledger.read() as work:
        page = work.alerts.find(system(PROFILE.code), AlertQuery(channels=(Way.EMAIL,)))
        return next(each for found in page.deliveries.values() for each in found if each.channel is Way.EMAIL)


@pytest.fixture
def stranger(given: Services) -> TestClient:
    """Nobody is signed in; the letters' links are known."""
    return TestClient(create_app(replace(given, receipts=LINKS)))


def test_the_link_of_a_letter_confirms_by_a_button_and_not_by_looking(
    stranger: TestClient, letter: Delivery, ledger: Store
) -> None:
    address = f"/receipts/{LINKS.token(letter)}"
    shown = stranger.get(address)
    assert shown.status_code == 200
    assert "Подтвердить получение" in shown.text
    assert "Заречной" not in shown.text
    with ledger.begin() as work:
        assert work.alerts.delivery(system(PROFILE.code), letter.id).acked_at is None
    for _ in range(2):
        done = stranger.post(address)
        assert (done.status_code, "Получение подтверждено" in done.text) == (200, True)
    with ledger.begin() as work:
        kept = work.alerts.delivery(system(PROFILE.code), letter.id)
        assert (kept.acked_by, kept.acked_at) == ("link:head", NOW)
        assert work.alerts.get(system(PROFILE.code), letter.alert_id).taken_by == "link:head"


@pytest.mark.parametrize("token", ["1-" + "0" * 32, "x", "999-" + "0" * 32, "-", "1"])
def test_a_wrong_link_says_nothing_and_confirms_nothing(stranger: TestClient, token: str) -> None:
    for answer in (stranger.get(f"/receipts/{token}"), stranger.post(f"/receipts/{token}")):
        assert answer.status_code == 404


def test_without_a_key_no_link_is_good(browser: TestClient, letter: Delivery) -> None:
    assert browser.get(f"/receipts/{LINKS.token(letter)}").status_code == 404
