"""The JSON API as a machine uses it, good and bad."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response

import models
from api import create_app
from api.app import PREFIX
from api.auth import COOKIE, sign_in
from api.problems import BODY_MOST
from api.services import Services
from core.accounts import KEY_RIGHTS, Role
from core.scope import Right
from tests.conftest import NOW
from tests.unit.api.conftest import PASSWORD

V1 = "/api/v1"
REVIEW = {"decision": "confirm"}


def flags(api: TestClient, **asked: Any) -> dict[str, Any]:
    answer = api.get(f"{V1}/flags", params=asked)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def first(api: TestClient) -> tuple[int, str]:
    """Id and ETag of the most dangerous card."""
    number = flags(api)["flags"][0]["id"]
    return number, api.get(f"{V1}/flags/{number}").headers["ETag"]


def is_problem(answer: Response, status: int, says: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert says in body["detail"], body
    assert body["title"]


def test_flags_come_most_dangerous_first_with_parts_that_sum_to_the_score(api: TestClient) -> None:
    found = flags(api)
    assert [card["key"]["message"] for card in found["flags"]] == ["2", "4", "1"]
    for card in found["flags"]:
        assert round(sum(part["points"] for part in card["parts"])) == card["score"]
        assert all(reason["text"] for reason in card["reasons"])


def names(node: Any) -> set[str]:
    """All names of properties and parameters in a description."""
    if isinstance(node, list):
        return set().union(*map(names, node))
    if not isinstance(node, dict):
        return set()
    own = set(node.get("properties", {})) | ({node["name"]} if "in" in node and "name" in node else set())
    return own.union(*map(names, node.values()))


def test_the_api_neither_takes_nor_gives_an_author(api: TestClient) -> None:
    described = names(api.get(f"{V1}/openapi.json").json())
    assert {"text", "level", "cursor", "If-Match", "decided_by"} <= described | {"If-Match", "if-match"}
    assert [name for name in described if "author" in name.lower() or "user" in name.lower()] == []


@pytest.mark.parametrize(
    ("asked", "messages"),
    [
        ({"level": "low"}, {"1", "4"}),
        ({"theme": "safety"}, {"2"}),
        ({"block": "safety"}, {"2"}),
        ({"source": "vk:wall"}, {"1", "2", "4"}),
        ({"source": "vk:other"}, set()),
        ({"text": "собаки"}, {"2"}),
        ({"place": "Заречной"}, {"1", "2", "4"}),
        ({"since": "2026-11-20T00:00:00Z"}, set()),
        ({"until": "2026-11-20T00:00:00Z"}, {"1", "2", "4"}),
        ({"status": "confirmed"}, set()),
        ({"level": ["low", "high", "critical"]}, {"1", "2", "4"}),
    ],
)
def test_filters(api: TestClient, asked: dict[str, Any], messages: set[str]) -> None:
    assert {card["key"]["message"] for card in flags(api, **asked)["flags"]} == messages


def test_paging_by_cursor_walks_all_cards_once(api: TestClient) -> None:
    seen, cursor = [], None
    while True:
        page = flags(api, limit=1, **({"cursor": cursor} if cursor else {}))
        seen += [card["id"] for card in page["flags"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == page["total"] == 3


def test_a_post_shows_versions_thread_assessment_and_card(api: TestClient) -> None:
    found = api.get(f"{V1}/posts/vk/wall/1").json()
    assert [each["number"] for each in found["versions"]] == [1]
    assert [each["key"]["message"] for each in found["around"]] == ["4"]
    assert found["assessment"]["theme"] == found["flag"]["theme"] == "housing"
    assert found["counters"][0]["views"] == 10


def test_a_machine_reads_masked_texts(api: TestClient) -> None:
    texts = [card["text"] + card["thread_text"] for card in flags(api)["flags"]]
    texts += [json.dumps(api.get(f"{V1}/posts/vk/wall/1").json(), ensure_ascii=False)]
    assert not any("900 000" in text for text in texts)
    assert any("[телефон]" in text for text in texts)


def test_a_decision_moves_the_card_and_gives_a_new_tag(api: TestClient) -> None:
    number, tag = first(api)
    answer = api.post(f"{V1}/flags/{number}/reviews", json=REVIEW, headers={"If-Match": tag})
    assert answer.status_code == 201
    assert answer.json()["status"] == "confirmed"
    assert answer.headers["ETag"] != tag
    assert number not in [card["id"] for card in flags(api)["flags"]]


def test_corrected_labels_are_kept_and_change_the_block(api: TestClient) -> None:
    number, tag = first(api)
    body = {"decision": "correct", "labels": {"theme": "roads", "neg": 1, "flags": {"life": False}}}
    card = api.post(f"{V1}/flags/{number}/reviews", json=body, headers={"If-Match": tag}).json()
    assert (card["theme"], card["block"], card["status"]) == ("roads", "roads", "open")
    assert card["labels"] == {"theme": "roads", "neg": 1, "flags": {"life": False}}


def test_two_monitors_do_not_overwrite_each_other(api: TestClient) -> None:
    number, tag = first(api)
    address = f"{V1}/flags/{number}/reviews"
    api.post(address, json=REVIEW, headers={"If-Match": tag})
    again = api.post(address, json=REVIEW, headers={"If-Match": tag})
    is_problem(again, 412, "изменилась")
    fresh = api.get(f"{V1}/flags/{number}").headers["ETag"]
    is_problem(api.post(address, json=REVIEW, headers={"If-Match": fresh}), 409, "уже разобрана")


@pytest.mark.parametrize(
    ("tag", "status", "says"),
    [
        (None, 428, "If-Match"),
        ('"999-1"', 422, "ETag"),
        ("чушь".encode(), 422, "ETag"),
        ('"1-99999999999"', 422, "ETag"),
    ],
)
def test_a_wrong_tag_changes_nothing(api: TestClient, tag: Any, status: int, says: str) -> None:
    number, good = first(api)
    answer = api.post(f"{V1}/flags/{number}/reviews", json=REVIEW, headers={"If-Match": tag} if tag else {})
    is_problem(answer, status, says)
    assert api.get(f"{V1}/flags/{number}").headers["ETag"] == good


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"decision": "reject"}, "причина"),
        ({"decision": "correct"}, "labels"),
        ({"decision": "maybe"}, "decision"),
        ({}, "decision"),
        ({"decision": "confirm", "author": "x"}, "неизвестное поле"),
        ({"decision": "correct", "labels": {"theme": "космос"}}, "labels.theme"),
        ({"decision": "correct", "labels": {"neg": 7}}, "не больше 3"),
        ({"decision": "reject", "reason": "x" * 501}, "не больше 500"),
    ],
)
def test_a_wrong_review_names_the_field_and_changes_nothing(api: TestClient, body: dict[str, Any], says: str) -> None:
    number, tag = first(api)
    is_problem(api.post(f"{V1}/flags/{number}/reviews", json=body, headers={"If-Match": tag}), 422, says)
    assert api.get(f"{V1}/flags/{number}").headers["ETag"] == tag


def test_a_request_without_its_body_is_told_so_in_words(api: TestClient) -> None:
    number, tag = first(api)
    refused = api.post(f"{V1}/flags/{number}/reviews", headers={"If-Match": tag})
    assert refused.json()["detail"] == "тело запроса пусто"
    refused = api.post(f"{V1}/flags/{number}/reviews", json={}, headers={"If-Match": tag})
    assert refused.json()["detail"] == "поле «decision»: обязательно"


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"cursor": "!!!"}, "cursor"),
        ({"cursor": base64.urlsafe_b64encode(b"[1]").decode()}, "cursor"),
        ({"cursor": base64.urlsafe_b64encode(b'["a", 1]').decode()}, "cursor"),
        ({"cursor": base64.urlsafe_b64encode(b"[1e400, 1]").decode()}, "cursor"),
        ({"limit": 0}, "limit"),
        ({"limit": 100_000}, "limit"),
        ({"level": "ужас"}, "level"),
        ({"since": "вчера"}, "since"),
        ({"since": "2026-11-20T00:00:00"}, "часовым поясом"),
    ],
)
def test_a_wrong_question_is_named(api: TestClient, asked: dict[str, Any], says: str) -> None:
    is_problem(api.get(f"{V1}/flags", params=asked), 422, says)


def test_assess_answers_in_order_with_the_given_ids(api: TestClient) -> None:
    body = {"texts": [{"id": "a", "text": "яма"}, {"text": "опасно", "context": "пост"}]}
    found = api.post(f"{V1}/assess", json=body).json()["assessments"]
    assert [(each["id"], each["theme"]) for each in found] == [("a", "housing"), (None, "safety")]


@pytest.mark.parametrize(("count", "status"), [(1000, 200), (1001, 422), (0, 422)])
def test_a_batch_has_its_bounds(api: TestClient, count: int, status: int) -> None:
    answer = api.post(f"{V1}/assess", json={"texts": [{"text": "яма"}] * count})
    assert answer.status_code == status
    if status != 200:
        is_problem(answer, 422, "texts")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_huge_body_is_refused_before_it_is_read(api: TestClient, chunked: bool) -> None:
    piece = b" " * 1_000_000
    body: Any = (piece for _ in range(50)) if chunked else piece * 50
    is_problem(api.post(f"{V1}/assess", content=body), 413, f"{BODY_MOST // 1_000_000} МБ")


WORDLESS = ['"', "%", "*", "🙂", "!?", " "]


@pytest.mark.parametrize("text", WORDLESS)
@pytest.mark.parametrize("field", ["text", "place"])
def test_a_search_without_words_finds_nothing_or_all_but_never_fails(api: TestClient, field: str, text: str) -> None:
    assert flags(api, **{field: text})["total"] in {0, 3}


@pytest.mark.parametrize("address", ["/flags/9223372036854775808", "/flags/0", "/flags/-1", "/flags/x"])
def test_an_impossible_id_is_refused(api: TestClient, address: str) -> None:
    is_problem(api.get(V1 + address), 422, "flag_id")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_no_database_keeps_is_refused(api: TestClient, moment: str) -> None:
    is_problem(api.get(f"{V1}/flags", params={"since": moment}), 422, "от 1970 до 9000")


def test_a_zero_byte_is_refused_everywhere(api: TestClient) -> None:
    for address in (f"{V1}/posts/vk/%00/1", f"{V1}/flags?block=%00"):
        is_problem(api.get(address), 400, "нулевой байт")


def test_the_description_is_sound(api: TestClient) -> None:
    described = api.get(f"{V1}/openapi.json").json()
    text = json.dumps(described, ensure_ascii=False)
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(re.findall(r'"\$ref": "([^"]+)"', text)) <= known
    assert "Successful Response" not in text
    assert set(described["components"]["securitySchemes"]) == {"key", "session"}
    assert {"409", "412", "428"} <= set(described["paths"][f"{V1}/flags/{{flag_id}}/reviews"]["post"]["responses"])


def test_who_may_decide_but_not_read_gets_no_card(browser: TestClient, key: Callable[..., str]) -> None:
    headers = {"Authorization": f"Bearer {key(Right.REVIEW)}", "If-Match": '"1-1"'}
    is_problem(browser.post(f"{V1}/flags/1/reviews", json=REVIEW, headers=headers), 403, "просмотр карточек")


def test_what_is_no_json_is_refused(api: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    is_problem(api.post(f"{V1}/assess", content=b"{", headers=headers), 422, "JSON")


@pytest.mark.parametrize("address", [f"{V1}/flags/999", f"{V1}/posts/vk/wall/999", f"{V1}/nowhere", "/nowhere"])
def test_what_is_not_there_is_a_problem_document(api: TestClient, address: str) -> None:
    is_problem(api.get(address), 404, "нет")


def test_sources_are_listed_and_added_once(browser: TestClient, key: Callable[..., str]) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_SOURCES, Right.EDIT_SOURCES)}"
    body = {"platform": "vk", "address": "@novosti", "title": "Новости"}
    assert browser.post(f"{V1}/sources", json=body).status_code == 201
    is_problem(browser.post(f"{V1}/sources", json=body), 409, "уже добавлен")
    is_problem(browser.post(f"{V1}/sources", json={"platform": "file", "address": "/etc/passwd"}), 422, "platform")
    assert "novosti" in [each["address"] for each in browser.get(f"{V1}/sources").json()["sources"]]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer mcu_wrong"}, {"Authorization": "Basic eDp5"}])
def test_without_a_good_key_nothing_answers_but_health(given: Services, headers: dict[str, str]) -> None:
    app = create_app(given)
    with TestClient(app) as client:
        for door in doors(app):
            if door.unlocked:
                continue
            is_problem(client.request(door.method, door.address(), headers=headers, json={}), 401, "")
        assert client.get("/health", headers=headers).status_code == 200


def test_an_expired_or_revoked_key_is_refused(browser: TestClient, key: Callable[..., str]) -> None:
    old = key(*KEY_RIGHTS, name="old", expires=NOW - timedelta(seconds=1))
    gone = key(*KEY_RIGHTS, name="gone", revoked=True)
    for each in (old, gone):
        is_problem(browser.get(f"{V1}/flags", headers={"Authorization": f"Bearer {each}"}), 401, "ключ")


def right_of(route: APIRoute) -> Right | None:
    return next((found for each in route.dependant.dependencies if (found := getattr(each.call, "right", None))), None)


@dataclass(frozen=True)
class Door:
    """A route of the API: where it is and which right it names."""

    path: str
    method: str
    right: Right | None

    @property
    def unlocked(self) -> bool:
        """A one-time link is its own key; a platform that sends events has its own secret."""
        return self.path in (f"{PREFIX}/answer/{{token}}", f"{PREFIX}/hooks/max")

    def address(self) -> str:
        return re.sub(r"{(\w+)(?::path)?}", lambda found: "vk" if found[1] == "platform" else "1", self.path)


def doors(app: FastAPI) -> list[Door]:
    found = []
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and context.path.startswith(PREFIX):
            found += [Door(context.path, method, right_of(route)) for method in sorted(context.methods)]
    return found


DOORS = doors(create_app(None))  # type: ignore[arg-type]


def test_the_api_has_the_doors_that_its_description_names() -> None:
    described = {
        (path, method.upper())
        for path, found in create_app(None).openapi()["paths"].items()
        for method in found  # type: ignore[arg-type]
    }
    assert {(door.path.replace(":path", ""), door.method) for door in DOORS} == described - {("/health", "GET")} | {
        (f"{PREFIX}/openapi.json", "GET")
    }


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
def test_every_route_names_its_right_and_refuses_who_lacks_it(
    door: Door, browser: TestClient, key: Callable[..., str]
) -> None:
    if door.path == f"{PREFIX}/openapi.json" or door.unlocked:
        assert door.right is None
        return
    assert door.right is not None
    headers = {"Authorization": f"Bearer {key(*(set(Right) - {door.right}))}", "If-Match": '"1-1"'}
    bodies = {"assess": {"texts": [{"text": "а"}]}, "reviews": REVIEW, "sources": {"platform": "vk", "address": "x"}}
    body = bodies.get(door.path.rsplit("/", 1)[1], {})
    is_problem(browser.request(door.method, door.address(), headers=headers, json=body), 403, "нет права")


def test_a_model_that_cannot_be_loaded_is_said_and_the_queue_goes_on(
    broken_model: Services, key: Callable[..., str]
) -> None:
    headers = {"Authorization": f"Bearer {key(*KEY_RIGHTS)}"}
    with TestClient(create_app(broken_model)) as client:
        is_problem(client.post(f"{V1}/assess", json={"texts": [{"text": "а"}]}, headers=headers), 503, "модель не та")
        health = client.get("/health")
        assert (health.status_code, health.json()["checks"]["model"]) == (503, "не работает")
        assert client.get(f"{V1}/health", headers=headers).json()["checks"]["model"] == "модель не та"
        assert client.get(f"{V1}/flags", headers=headers).status_code == 200


def test_the_committed_description_is_the_one_of_the_app() -> None:
    described = json.loads(Path("docs/openapi.json").read_text(encoding="utf-8"))
    assert described == create_app(None).openapi(), "run: make openapi"  # type: ignore[arg-type]


def test_strict_headers_stand_on_every_answer(api: TestClient) -> None:
    for address in ("/health", f"{V1}/flags", "/nowhere"):
        policy = api.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_forged_form_token_of_any_alphabet_is_refused(
    browser: TestClient, person: Callable[..., str], given: Services
) -> None:
    token, _ = sign_in(given, person(Role.MONITOR), PASSWORD)
    browser.cookies.set(COOKIE, token)
    address, body = f"{V1}/flags/1/reviews", REVIEW
    for forged in ("", "чушь".encode(), "x"):
        headers = {"X-CSRF-Token": forged, "If-Match": '"1-1"'} if forged else {"If-Match": '"1-1"'}
        is_problem(browser.post(address, json=body, headers=headers), 403, "форма устарела")


def test_the_model_shows_its_card(api: TestClient, given: Services) -> None:
    found = api.get(f"{V1}/model").json()
    assert found == {"version": "test-1", "card": "# карточка"}
    assert "Model card" in models.card()
    assert models.card(Path("/no/such")) == ""
