"""Incidents as the risk team's machine uses them: the whole procedure through the API only."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import create_app
from api.services import Services, Streams
from core import usecases
from core.accounts import KEY_RIGHTS
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.scope import Right, system
from nlp.fingerprints import StoredCopies
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment
from tests.unit.api.conftest import PROFILE, Clock, Model
from tests.unit.api.test_api import V1, is_problem


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


def group(ledger: Store, given: Services) -> None:
    scope, now = system(PROFILE.code), given.clock.now()
    usecases.assess(ledger, scope, Model(), now)
    usecases.flag(ledger, scope, PROFILE, now)
    usecases.group(ledger, scope, PROFILE, StoredCopies(), given.mask, now)


class Desk:
    """One incident in the hands of a machine: it keeps the newest ETag."""

    def __init__(self, api: TestClient, number: int) -> None:
        self.api, self.number = api, number
        self.read()

    def read(self) -> dict[str, Any]:
        answer = self.api.get(f"{V1}/incidents/{self.number}")
        assert answer.status_code == 200, answer.text
        self.tag = answer.headers["ETag"]
        return dict(answer.json())

    def do(self, what: str, body: dict[str, Any] | None = None, method: str = "POST", says: int = 200) -> Response:
        address = f"{V1}/incidents/{self.number}/{what}"
        answer = self.api.request(method, address, json=body, headers={"If-Match": self.tag})
        assert answer.status_code == says, answer.text
        self.tag = answer.headers.get("ETag", self.tag)
        return answer


def listed(api: TestClient, **asked: Any) -> list[dict[str, Any]]:
    answer = api.get(f"{V1}/incidents", params=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["incidents"])


@pytest.fixture
def risk(api: TestClient) -> Desk:
    return Desk(api, listed(api, nature="risk")[0]["id"])


@pytest.fixture
def matter(api: TestClient) -> Desk:
    return Desk(api, listed(api, nature="matter")[0]["id"])


def test_incidents_come_most_dangerous_first_with_posts_reasons_history_and_allowed_moves(api: TestClient) -> None:
    found = listed(api)
    assert [(each["nature"], each["posts_count"]) for each in found] == [("risk", 1), ("matter", 2)]
    whole = Desk(api, found[1]["id"]).read()
    assert [post["reason"]["text"] for post in whole["posts"]] == [
        "первая публикация по этому вопросу",
        "в обсуждении этого инцидента",
    ]
    assert "900 000" not in json.dumps(whole, ensure_ascii=False)
    assert whole["moves"] == ["forwarded", "rejected", "routed"]
    assert [step["action"] for step in whole["history"]] == ["open", "join"]
    assert whole["spread"]["sources"] == {"vk:wall": 2}


def test_a_risk_goes_from_found_to_worked_off_and_is_opened_again(
    risk: Desk, ledger: Store, given: Services, clock: Clock
) -> None:
    risk.do("moves", {"to": "verified"})
    is_problem(risk.do("moves", {"to": "answered"}, says=409), 409, "текст ответа")
    risk.do("answers", {"text": "Собак отловили 20 ноября.", "platforms": ["vk"]})
    risk.do("moves", {"to": "answered"})
    is_problem(risk.do("moves", {"to": "watched"}, says=422), 422, "ссылок")
    answer = risk.read()["answers"][0]["id"]
    risk.do(f"answers/{answer}/links", {"links": ["https://vk.com/wall-1_2"]})
    risk.do("moves", {"to": "watched"})
    is_problem(risk.do("moves", {"to": "worked_off"}, says=422), 422, "итог")
    done = risk.do("moves", {"to": "worked_off", "outcome": "solved"}).json()
    assert (done["status"], done["moves"]) == ("worked_off", ["reopened"])
    clock.at = NOW + timedelta(hours=2)
    with ledger.begin() as work:
        new = comment(50, 2, "опасно, снова стая", published=NOW + timedelta(hours=1))
        usecases.receive(work, system(PROFILE.code), SourceKey(Platform.VK, "wall"), Batch((new,), {}), clock.at)
    group(ledger, given)
    again = risk.read()
    assert (again["status"], again["posts_count"]) == ("reopened", 2)
    assert "дальнейшее распространение" in again["history"][-1]["reason"]


def test_an_illegal_move_names_the_state_the_move_and_what_is_allowed(matter: Desk) -> None:
    answer = matter.do("moves", {"to": "closed"}, says=409)
    for word in ("зарегистрирован", "закрыт", "направлен ответственному"):
        assert word in answer.json()["detail"]
    is_problem(matter.do("moves", {"to": "routed", "block": "космос"}, says=422), 422, "нет блока")


def test_an_illegal_move_of_a_risk_and_of_an_emptied_incident_is_refused_by_name(risk: Desk, matter: Desk) -> None:
    detail = risk.do("moves", {"to": "worked_off"}, says=409).json()["detail"]
    for word in (f"инцидент {risk.number}", "информационный риск", "обнаружен", "отработан", "опровергнут"):
        assert word in detail
    matter.do("merge", {"into": risk.number})
    matter.read()
    is_problem(matter.do("moves", {"to": "routed"}, says=409), 409, f"объединён с инцидентом {risk.number}")
    is_problem(risk.do("moves", {"to": "улетел"}, says=422), 422, "to")


def test_a_matter_is_routed_answered_and_closed_with_its_outcome(matter: Desk) -> None:
    for to in ("routed", "in_work"):
        matter.do("moves", {"to": to, "block": "roads", "recipient": "Начальник отдела"})
    matter.do("answers", {"text": "Засыпали", "platforms": ["vk"], "promised": "2026-12-01T00:00:00Z"})
    matter.do("moves", {"to": "answered"})
    is_problem(matter.do("moves", {"to": "closed"}, says=422), 422, "итог")
    postponed = {"outcome": "postponed", "reason": "зима"}
    is_problem(matter.do("outcome", postponed, "PUT", says=422), 422, "дата")
    matter.do("outcome", {"outcome": "solved"}, "PUT")
    closed = matter.do("moves", {"to": "closed"}).json()
    assert (closed["status"], closed["outcome"], closed["recipient"]) == ("closed", "solved", "Начальник отдела")


def test_two_people_do_not_overwrite_each_other(matter: Desk) -> None:
    old = matter.tag
    matter.do("nature", {"nature": "risk", "reason": "дети рядом"}, "PUT")
    matter.tag = old
    is_problem(matter.do("moves", {"to": "verified"}, says=412), 412, "изменился")
    matter.tag = '"999-1"'
    is_problem(matter.do("moves", {"to": "verified"}, says=422), 422, "ETag")
    bare = matter.api.post(f"{V1}/incidents/{matter.number}/moves", json={"to": "verified"})
    is_problem(bare, 428, "If-Match")


def test_posts_are_split_out_merged_back_and_the_merge_is_undone(api: TestClient, matter: Desk) -> None:
    posts = [post["post_id"] for post in matter.read()["posts"]]
    made = matter.do("split", {"posts": posts[1:]}, says=201).json()["opened"]
    assert [post["post_id"] for post in made["posts"]] == posts[1:]
    assert made["posts"][0]["reason"]["code"] == "split"
    other = Desk(api, made["id"])
    other.do("answers", {"text": "Засыпем 1 декабря", "platforms": ["vk"]})
    whole = other.do("merge", {"into": matter.number, "reason": "всё-таки одно"}).json()
    assert (whole["id"], whole["posts_count"], whole["absorbed"]) == (matter.number, 2, [made["id"]])
    emptied = other.read()
    assert (emptied["merged_into"], emptied["moves"], emptied["posts"]) == (matter.number, [], [])
    assert other.do("unmerge").json()["posts_count"] == 1
    assert [step["action"] for step in other.read()["history"]] == ["open", "answer", "merge", "unmerge"]
    is_problem(other.do("merge", {"into": other.number}, says=409), 409, "самим собой")


def test_what_comes_by_telephone_keeps_no_name_and_is_found_by_its_number(api: TestClient) -> None:
    body = {"channel": "phone", "applicant": "citizen", "text": "яма на Заречной, +7 900 000-00-00", "number": "К-17"}
    answer = api.post(f"{V1}/incidents", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["channel"], made["nature"], made["theme"]) == ("phone", "matter", "housing")
    assert "900" not in made["text"] + made["title"]
    assert [each["id"] for each in listed(api, text="К-17")] == [made["id"]]
    asked = api.get(f"{V1}/proposals").json()["proposals"][0]
    assert asked["incident_id"] == made["id"]
    verdict = api.post(f"{V1}/proposals/{asked['id']}/verdict", json={"accept": True})
    assert verdict.json()["absorbed"] == [made["id"]]
    again = api.post(f"{V1}/proposals/{asked['id']}/verdict", json={"accept": False})
    is_problem(again, 409, "уже ответили")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"channel": "network"}, "channel"),
        ({"regime": "appeal", "registered": "2026-11-20T12:00:00Z"}, "number"),
        ({"channel": "пешком"}, "channel"),
        ({"regime": "обращение"}, "regime"),
        ({"applicant": "Иван"}, "applicant"),
        ({"block": "космос"}, "block"),
        ({"theme": "космос"}, "theme"),
        ({"text": " "}, "text"),
        ({"territory": "луна"}, "territory"),
        ({"received": "2030-01-01T00:00:00Z"}, "received"),
        ({"name": "Иван"}, "неизвестное поле"),
    ],
)
def test_a_wrong_intake_names_its_field(api: TestClient, fields: dict[str, Any], says: str) -> None:
    body = {"channel": "oral", "text": "яма"} | fields
    is_problem(api.post(f"{V1}/incidents", json=body), 422, says)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"level": "high"}, 1),
        ({"theme": "safety"}, 1),
        ({"regime": "message"}, 2),
        ({"regime": "appeal"}, 0),
        ({"status": ["found", "registered"]}, 2),
        ({"block": "safety"}, 1),
        ({"storm": True}, 0),
        ({"ended": True}, 0),
        ({"place": "Заречной"}, 2),
        ({"text": "собаки"}, 1),
        ({"text": "%"}, 0),
        ({"since": "2026-11-21T00:00:00Z"}, 0),
        ({"until": "2026-11-21T00:00:00Z"}, 2),
        ({"limit": 1}, 1),
    ],
)
def test_filters(api: TestClient, asked: dict[str, Any], count: int) -> None:
    assert len(listed(api, **asked)) == count


def test_pages_walk_all_incidents_once(api: TestClient) -> None:
    first = api.get(f"{V1}/incidents", params={"limit": 1}).json()
    second = api.get(f"{V1}/incidents", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["incidents"][0]["id"] != second["incidents"][0]["id"]
    assert second["next"] is None


# Events


def stream(given: Services, headers: dict[str, str], **asked: Any) -> Response:
    short = replace(given, streams=Streams(every=0.01, beat=0.02, lasts=0.15, most=2))
    with TestClient(create_app(short)) as client:
        return client.get(f"{V1}/events", headers=headers, params=asked)


def numbers(answer: Response) -> list[int]:
    return [int(line[4:]) for line in answer.text.splitlines() if line.startswith("id: ")]


@pytest.fixture
def bearer(key: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {key(*KEY_RIGHTS, name='events')}"}


def test_events_go_on_behind_the_last_that_was_seen(given: Services, bearer: dict[str, str], matter: Desk) -> None:
    matter.do("moves", {"to": "routed"})
    everything = stream(given, bearer, after=0)
    assert everything.headers["content-type"].startswith("text/event-stream")
    seen = numbers(everything)
    assert len(seen) == 4
    assert seen == sorted(seen)
    assert "event: move" in everything.text
    assert ": жив" in everything.text
    assert numbers(stream(given, bearer | {"Last-Event-ID": str(seen[1])})) == seen[2:]
    assert numbers(stream(given, bearer)) == []


def test_events_hold_no_texts_and_need_their_right(given: Services, bearer: dict[str, str], key: Any) -> None:
    assert "собаки" not in stream(given, bearer, after=0).text
    is_problem(stream(given, bearer | {"Last-Event-ID": "yesterday"}), 422, "Last-Event-ID")
    poor = {"Authorization": f"Bearer {key(Right.READ_FLAGS, name='poor')}"}
    is_problem(stream(given, poor), 403, "просмотр инцидентов")


def test_too_many_followers_are_sent_away(given: Services, bearer: dict[str, str]) -> None:
    short = replace(given, streams=Streams(lasts=0.1, most=0))
    with TestClient(create_app(short)) as client:
        is_problem(client.get(f"{V1}/events", headers=bearer), 503, "подписчиков")


def test_circumstances_of_a_verified_risk_are_a_line_of_its_history(api: TestClient, risk: Desk) -> None:
    told = {"unknown": "причина аварии", "taken": "выехала бригада."}
    is_problem(risk.do("circumstances", told, says=409), 409, "у проверенного риска")
    risk.do("moves", {"to": "verified"})
    is_problem(risk.do("circumstances", {"unknown": " "}, says=422), 422, "напишите, что не известно")
    found = risk.do("circumstances", told).json()
    assert found["history"][-1]["action"] == "noted"
    assert found["history"][-1]["reason"] == "Не известно: причина аварии. Принято: выехала бригада"


def test_a_step_that_lacks_something_names_the_field(api: TestClient, risk: Desk) -> None:
    answer = risk.do("moves", {"to": "rejected"}, says=422)
    assert [each["field"] for each in answer.json()["errors"]] == ["reason"]
    assert answer.json()["title"] == "Неверные данные"


@pytest.mark.parametrize("field", ["block", "territory"])
def test_a_filter_by_an_unknown_code_is_a_mistake_and_no_empty_list(api: TestClient, field: str) -> None:
    is_problem(api.get(f"{V1}/incidents", params={field: "zz"}), 422, field)


def test_the_number_of_an_appeal_is_one_in_whatever_case_it_is_written(api: TestClient) -> None:
    appeal = {"channel": "paper", "regime": "appeal", "text": "Прошу отремонтировать дорогу", "number": "12-Об/15"}
    assert api.post(f"{V1}/incidents", json=appeal).status_code == 201
    is_problem(api.post(f"{V1}/incidents", json=appeal | {"number": "12-ОБ/15"}), 422, "уже внесено")
    assert api.post(f"{V1}/incidents", json=appeal | {"number": "12-Об_15"}).status_code == 201
