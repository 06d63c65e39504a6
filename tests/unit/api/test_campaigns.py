"""The calendar and campaigns as the risk team's machine uses them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from core import usecases
from core.scope import Right, system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE, Clock
from tests.unit.api.test_api import V1, is_problem

OWN = {"title": "Не выходите на лёд", "theme": "safety", "starts": "2026-11-20", "ends": "2026-12-20"}


@pytest.fixture
def noticed(ledger: Store, given: Services) -> None:
    usecases.notice(ledger, system(PROFILE.code), PROFILE, given.clock.now())


@pytest.fixture
def campaign(api: TestClient) -> dict[str, Any]:
    made = api.post(f"{V1}/campaigns", json=OWN | {"tasks": [{"title": "Памятка", "position": "Начальник отдела"}]})
    assert made.status_code == 201, made.text
    return {"tag": made.headers["ETag"], **made.json()}


def do(api: TestClient, campaign: dict[str, Any], what: str, body: dict[str, Any], method: str = "POST") -> Any:
    address = f"{V1}/campaigns/{campaign['id']}/{what}"
    answer = api.request(method, address, json=body, headers={"If-Match": campaign["tag"]})
    campaign["tag"] = answer.headers.get("ETag", campaign["tag"])
    return answer


def test_the_calendar_shows_the_profile_and_honest_silence(api: TestClient) -> None:
    found = api.get(f"{V1}/calendar").json()
    assert (found["day"], found["since"]) == ("2026-11-20", "2026-11-19")
    heating = next(each for each in found["seasons"] if each["code"] == "heating")
    assert (heating["weeks"], heating["now"], heating["rises"]) == ([38, 19], True, None)
    assert heating["topics"][0] == {"code": "housing-09", "title": "Начало или завершение отопительного сезона"}
    assert heating["learnt"] == {
        "theme": "housing",
        "enough": False,
        "years": 0,
        "posts": 0,
        "weeks": [],
        "times": [],
    }


@pytest.mark.usefixtures("noticed")
def test_a_notice_has_its_number_its_reasons_and_its_message(api: TestClient) -> None:
    found = api.get(f"{V1}/campaigns/notices").json()["notices"]
    assert {each["code"] for each in found} == {"heating", "ice"}
    for each in found:
        assert each["message"].startswith(f"НУЖНА ИНФОРМАЦИОННАЯ КАМПАНИЯ № К-{each['id']}: ")
        assert all(reason["text"] for reason in each["reasons"])
    assert api.get(f"{V1}/campaigns/notices", params={"after": found[0]["id"]}).json()["notices"] == found[1:]
    assert api.get(f"{V1}/campaigns/notices", params={"verdict": "declined"}).json()["notices"] == []


@pytest.mark.usefixtures("noticed")
def test_a_notice_is_accepted_into_a_campaign_or_declined_with_a_reason(api: TestClient) -> None:
    one, other = (each["id"] for each in api.get(f"{V1}/campaigns/notices").json()["notices"])
    address = f"{V1}/campaigns/notices/{{}}/verdict"
    made = api.post(address.format(one), json={"accept": True}).json()
    assert (made["notice"]["verdict"], made["campaign"]["state"], len(made["campaign"]["tasks"])) == (
        "accepted",
        "planned",
        4,
    )
    is_problem(api.post(address.format(other), json={"accept": False}), 422, "reason")
    refused = api.post(address.format(other), json={"accept": False, "reason": "зима тёплая"}).json()
    assert (refused["notice"]["verdict"], refused["campaign"]) == ("declined", None)
    is_problem(api.post(address.format(one), json={"accept": True}), 409, "уже ответили")
    is_problem(api.post(address.format(999), json={"accept": True}), 404, "К-999")


def test_a_campaign_of_ones_own_runs_its_tasks_are_done_and_it_ends(
    api: TestClient, campaign: dict[str, Any], clock: Clock
) -> None:
    assert (campaign["block"], campaign["made_by"], campaign["effect"]["days"]) == ("safety", "key:test", 1)
    assert do(api, campaign, "moves", {"to": "running"}).json()["state"] == "running"
    grown = do(api, campaign, "tasks", {"title": "Рейд", "position": "Начальник ЕДДС", "due": "2026-12-01"}).json()
    assert [task["due"] for task in grown["tasks"]] == [None, "2026-12-01"]
    for task in grown["tasks"]:
        done = do(api, campaign, f"tasks/{task['id']}", {"done": True}, "PUT").json()
    assert {task["done_by"] for task in done["tasks"]} == {"key:test"}
    is_problem(do(api, campaign, "moves", {"to": "ended"}), 409, "напишите итог")
    clock.at = NOW + timedelta(days=3)
    ended = do(api, campaign, "moves", {"to": "ended", "text": "провалов под лёд не было"}).json()
    assert (ended["state"], ended["result"], ended["effect"]["days"]) == ("ended", "провалов под лёд не было", 4)
    listed = api.get(f"{V1}/campaigns", params={"state": "ended", "theme": "safety"}).json()["campaigns"]
    assert [each["id"] for each in listed] == [campaign["id"]]
    assert api.get(f"{V1}/campaigns", params={"state": "running"}).json()["campaigns"] == []


def test_an_illegal_move_names_the_state_the_move_and_what_is_allowed(
    api: TestClient, campaign: dict[str, Any]
) -> None:
    do(api, campaign, "moves", {"to": "running"})
    answer = do(api, campaign, "moves", {"to": "planned"})
    for word in ("«идёт»", "«готовится»", "«завершена»"):
        is_problem(answer, 409, word)


def test_two_people_do_not_overwrite_each_other(api: TestClient, campaign: dict[str, Any]) -> None:
    old = campaign["tag"]
    do(api, campaign, "moves", {"to": "running"})
    campaign["tag"] = old
    is_problem(do(api, campaign, "moves", {"to": "ended", "text": "x"}), 412, "изменилась")
    campaign["tag"] = '"999-1"'
    is_problem(do(api, campaign, "tasks", {"title": "x"}), 422, "ETag")
    bare = api.post(f"{V1}/campaigns/{campaign['id']}/moves", json={"to": "running"})
    is_problem(bare, 428, "If-Match")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"theme": "none"}, "theme"),
        ({"ends": "2026-11-19"}, "ends"),
        ({"starts": "вчера"}, "нужен день"),
        ({"starts": "1999-01-01"}, "от 2000 до 2100"),
        ({"code": "aliens"}, "aliens"),
        ({"title": ""}, "title"),
        ({"name": "Иван"}, "неизвестное поле"),
        ({"tasks": [{"title": "x", "person": "Иван"}]}, "неизвестное поле"),
    ],
)
def test_a_wrong_campaign_names_its_field(api: TestClient, fields: dict[str, Any], says: str) -> None:
    is_problem(api.post(f"{V1}/campaigns", json=OWN | fields), 422, says)


def test_what_is_not_there_is_said(api: TestClient, campaign: dict[str, Any]) -> None:
    is_problem(api.get(f"{V1}/campaigns/999"), 404, "нет кампании 999")
    is_problem(api.post(f"{V1}/campaigns", json=OWN | {"incident": 999}), 404, "нет инцидента 999")
    is_problem(do(api, campaign, "tasks/999", {"done": True}, "PUT"), 404, "нет задачи 999")


def test_who_may_work_but_not_read_gets_nothing(
    browser: TestClient, key: Callable[..., str], campaign: dict[str, Any]
) -> None:
    headers = {"Authorization": f"Bearer {key(Right.WORK_CAMPAIGNS, name='blind')}", "If-Match": campaign["tag"]}
    address = f"{V1}/campaigns/{campaign['id']}/moves"
    is_problem(browser.post(address, json={"to": "running"}, headers=headers), 403, "просмотр календаря")
    is_problem(browser.post(f"{V1}/campaigns", json=OWN, headers=headers), 403, "просмотр календаря")
