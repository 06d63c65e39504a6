"""The page of alerts: what was told, whether it arrived, taking it, sending it again."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from core import usecases
from core.accounts import Role
from core.alerts import AlertQuery, DeliveryState, Flood, Letter, Voice, Way
from core.errors import Denied
from core.usecases import Outgoing, Post
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import SCOPE, Seen, enter, field

ROUTES = {"chat": {Way.TELEGRAM: ["-1001"]}, "head": {Way.EMAIL: ["head@example.test"]}}


class Out:
    """Takes all but what is for the chat."""

    def send(self, letter: Letter) -> str:
        if letter.address.startswith("-100"):
            raise Denied("чат закрыт")
        return "m1"


@pytest.fixture(autouse=True)
def told(ledger: Store, given: Services) -> None:
    """The dogs' risk was told; the chat refused."""
    group(ledger, given)
    keys = iter(f"key{number}" for number in range(100))
    usecases.derive(ledger, SCOPE, PROFILE)
    usecases.address(ledger, SCOPE, PROFILE, Post(ROUTES, lambda: next(keys)), NOW)
    for channel in Way:
        way = Outgoing(Out(), Voice(given.mask), given.clock, lambda: 0.0)
        for number in usecases.ready(ledger, SCOPE, PROFILE, channel, Flood(), lambda: next(keys), NOW):
            usecases.deliver(ledger, SCOPE, number, way)


def deliveries(ledger: Store) -> dict[str, DeliveryState]:
    with ledger.read() as work:
        found = work.alerts.find(SCOPE, AlertQuery())
        return {each.recipient: each.state for all_ in found.deliveries.values() for each in all_}


def send(browser: TestClient, what: str, line: str = "", **form: str) -> object:
    token = field(browser.get("/alerts"), "csrf")
    return browser.post(f"/alerts/{what}{line}", data={"csrf": token, **form}, follow_redirects=False)


def test_the_page_says_to_whom_by_which_way_and_whether_it_arrived(monitor: TestClient) -> None:
    words = Seen(monitor.get("/alerts").text).text
    for wanted in ("Обнаружен информационный риск № 2", "алерт-чат, Телеграм", "чат закрыт", "Никто не принял"):
        assert wanted in words
    assert "head@example.test" not in words


@pytest.mark.parametrize(
    ("line", "shown"), [("", 1), ("state=trouble", 1), ("state=acknowledged", 0), ("taken=yes", 0), ("kind=x", 1)]
)
def test_filters_stand_in_the_address(monitor: TestClient, line: str, shown: int) -> None:
    answer = monitor.get(f"/alerts?{line}")
    assert answer.text.count('class="alert ') == shown
    assert ("По этим фильтрам извещений нет" in answer.text) is not shown


def test_taking_ends_the_ladder_and_says_who(monitor: TestClient) -> None:
    answer = send(monitor, "1/acknowledge", "?state=trouble")
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts?state=trouble#alert-1")
    words = Seen(monitor.get("/alerts").text).text
    assert "принял monitor" in words
    assert "Извещение принято" in words


def test_what_did_not_arrive_is_sent_again_and_what_arrived_is_not(monitor: TestClient, ledger: Store) -> None:
    assert deliveries(ledger)["chat"] is DeliveryState.DEAD
    assert send(monitor, "1/replay").status_code == 303
    assert deliveries(ledger)["chat"] is DeliveryState.WAITING
    again = send(monitor, "1/replay")
    assert (again.status_code, "повторять нечего" in again.text) == (409, True)


def test_a_receipt_by_telephone_is_noted_with_the_recipient(monitor: TestClient, ledger: Store) -> None:
    with ledger.read() as work:
        found = work.alerts.find(SCOPE, AlertQuery()).deliveries[1]
    number = next(each.id for each in found if each.recipient == "head")
    assert send(monitor, "1/acknowledge", delivery=str(number)).status_code == 303
    assert deliveries(ledger)["head"] is DeliveryState.ACKNOWLEDGED


def test_who_may_only_look_gets_no_buttons_and_is_refused(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.CURATOR, login="curator")
    enter(browser, "curator")
    shown = browser.get("/alerts")
    assert "Принимаю" not in shown.text
    assert send(browser, "1/acknowledge").status_code == 403
    assert browser.post("/alerts/1/acknowledge", data={"csrf": "x"}).status_code == 403
