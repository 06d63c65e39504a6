"""Rules are tried on the past; a recipient without an account answers once by a link."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core.labels import Theme
from core.letters import Letter
from core.ports import Work
from core.profile import AutoRule
from core.scope import Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE, Clock
from tests.unit.api.test_api import is_problem
from tests.unit.api.test_incidents import Desk

V1 = "/api/v1"
UK = {"position": "Директор УК", "block": PROFILE.blocks[0].code, "email": "uk@example.ru"}


def link(api: TestClient) -> str:
    assert api.put(f"{V1}/contacts/uk", json=UK).status_code == 200
    body = {"contact": "uk", "gist": "Яма, звоните +7 900 000-00-00"}
    return str(api.post(f"{V1}/incidents/{entered(api)}/links", json=body).json()["token"])


def entered(api: TestClient) -> int:
    """An incident of a theme without an accelerated term."""
    told = {"channel": "phone", "text": "Нет врача, звоните +7 900 000-00-00", "theme": "health", "place": "Луговая, 3"}
    answer = api.post(f"{V1}/incidents", json=told)
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def test_rules_are_tried_on_cards_of_the_past(api: TestClient) -> None:
    rule = {"code": "dogs", "title": "Собаки", "block": PROFILE.fallback, "words": ["собак"]}
    found = api.post(f"{V1}/rules/dry-run", json={"rules": [rule]}).json()
    assert (found["routed"], found["by_rule"]) == (1, {"dogs": 1})
    assert found["text"].startswith(f"направили бы 1 из {found['total']}")


def test_a_person_decided_otherwise_is_told(api: TestClient) -> None:
    card = api.get(f"{V1}/flags").json()["flags"][0]
    tag = {"If-Match": api.get(f"{V1}/flags/{card['id']}").headers["ETag"]}
    assert api.post(f"{V1}/flags/{card['id']}/reviews", json={"decision": "confirm"}, headers=tag).status_code == 201
    other = next(block.code for block in PROFILE.blocks if block.code != card["block"])
    rule = {"code": "all", "title": "Всё", "block": other, "themes": [card["theme"]]}
    found = api.post(f"{V1}/rules/dry-run", json={"rules": [rule]}).json()
    assert found["differs"] == [{"flag": card["id"], "rule": "all", "block": other, "by_people": card["block"]}]
    assert found["text"].endswith("расходится с людьми в 1")


def test_a_wrong_rule_is_refused_by_field(api: TestClient) -> None:
    rule = {"code": "a", "title": "А", "block": "nobody", "words": ["яма"]}
    assert "nobody" in api.post(f"{V1}/rules/dry-run", json={"rules": [rule]}).json()["detail"]
    empty = {"code": "a", "title": "А", "block": PROFILE.fallback}
    assert "без условий" in api.post(f"{V1}/rules/dry-run", json={"rules": [empty]}).json()["detail"]


def test_a_link_shows_a_masked_card_and_takes_one_answer(api: TestClient, ledger: Store) -> None:
    token = link(api)
    is_problem(api.post(f"{V1}/incidents/77/links", json={"contact": "uk", "gist": "x"}), 404, "нет инцидента")
    del api.headers["Authorization"]
    card = api.get(f"{V1}/answer/{token}").json()
    assert card["gist"] == "Яма, звоните [телефон]"
    assert card["due"] == "2026-11-23T13:00:00Z"
    assert api.post(f"{V1}/answer/{token}", json={"text": " "}).status_code == 422
    assert api.post(f"{V1}/answer/{token}", json={"text": "Засыпали 20 ноября"}).status_code == 201
    assert api.get(f"{V1}/answer/{token}").status_code == 404
    assert api.post(f"{V1}/answer/{token}", json={"text": "ещё раз"}).status_code == 404


def test_a_link_expires_and_a_guess_opens_nothing(api: TestClient, clock: Clock) -> None:
    token = link(api)
    clock.at = NOW + timedelta(days=14)
    late, guess = api.get(f"{V1}/answer/{token}"), api.get(V1 + "/answer/" + "a" * 43)
    assert (late.status_code, guess.status_code) == (404, 404)
    assert late.json()["detail"] == guess.json()["detail"]


def test_the_store_keeps_no_token(api: TestClient, ledger: Store) -> None:
    from core.contacts import digest_of

    token = link(api)
    with ledger.read() as work:
        assert work.contacts.link(system(PROFILE.code), token) is None
        assert work.contacts.link(system(PROFILE.code), digest_of(token)) is not None


def test_a_contact_needs_a_way_to_be_reached_and_a_known_block(api: TestClient) -> None:
    assert "почту или телефон" in api.put(f"{V1}/contacts/uk", json=UK | {"email": ""}).json()["detail"]
    assert "nobody" in api.put(f"{V1}/contacts/uk", json=UK | {"block": "nobody"}).json()["detail"]
    api.put(f"{V1}/contacts/uk", json=UK)
    assert [each["code"] for each in api.get(f"{V1}/contacts").json()] == ["uk"]


# Letters


class Box:
    """A box that a test can open."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def __call__(self, work: Work, scope: Scope, letter: Letter, at: datetime) -> None:
        self.letters.append(letter)


def write(api: TestClient, number: int, **body: str) -> dict[str, Any]:
    answer = api.post(f"{V1}/incidents/{number}/letters", json={"contact": "uk"} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_letter_without_mail_says_so_and_is_given_to_the_officer(api: TestClient) -> None:
    number = entered(api)
    api.put(f"{V1}/contacts/uk", json=UK)
    sent = write(api, number)
    assert (sent["mailed"], sent["to"]) == (False, "uk@example.ru")
    assert "отправка почты не настроена" in sent["says"]
    for told in ("Нет врача, звоните [телефон]", "Луговая, 3", "Ответить до: 23.11.2026, 16:00", "/answer/"):
        assert told in sent["text"]
    assert "900" not in sent["text"]
    api.put(f"{V1}/contacts/uk", json=UK | {"email": "", "phone": "112"})
    assert "нет почты: свяжитесь по телефону 112" in write(api, number)["says"]


def test_a_letter_is_put_in_the_box_and_its_link_stays_there(
    given: Services, api: TestClient, key: Callable[..., str]
) -> None:
    box, number = Box(), entered(api)
    api.put(f"{V1}/contacts/uk", json=UK)
    with TestClient(create_app(replace(given, letters=box, address="https://mcu.example/"))) as client:
        client.headers["Authorization"] = api.headers["Authorization"]
        sent = write(client, number, note="Врача нет, звоните +7 900 000-00-00")
    (letter,) = box.letters
    assert (sent["mailed"], sent["text"], letter.to) == (True, "", "uk@example.ru")
    assert "https://mcu.example/answer/" in letter.text
    assert "Врача нет, звоните [телефон]" in letter.text
    assert [step["action"] for step in Desk(api, number).read()["history"]][-1] == "letter"


def answered(api: TestClient) -> Desk:
    """An incident to which an answer came by a link."""
    desk = Desk(api, entered(api))
    api.put(f"{V1}/contacts/uk", json=UK)
    token = write(api, desk.number)["text"].split("/answer/")[1].split()[0]
    assert api.post(f"{V1}/answer/{token}", json={"text": "Врач выйдет 1 декабря"}).status_code == 201
    return desk


def test_an_answer_by_a_link_is_offered_and_becomes_the_incidents_when_an_officer_accepts(api: TestClient) -> None:
    desk = answered(api)
    shown = desk.read()
    (offer,) = shown["offers"]
    assert (offer["position"], offer["text"], shown["answers"]) == ("Директор УК", "Врач выйдет 1 декабря", [])
    assert shown["history"][-1]["action"] == "offer"
    shown = desk.do(f"offers/{offer['id']}/verdict", {"accept": True, "platforms": ["телефон"]}).json()
    assert ([each["text"] for each in shown["answers"]], shown["offers"]) == (["Врач выйдет 1 декабря"], [])
    again = desk.do(f"offers/{offer['id']}/verdict", {"accept": True}, says=409)
    is_problem(again, 409, "уже решили")


def test_an_answer_by_a_link_is_declined_with_a_reason(api: TestClient) -> None:
    desk = answered(api)
    offer = desk.read()["offers"][0]["id"]
    is_problem(desk.do(f"offers/{offer}/verdict", {"accept": False}, says=422), 422, "причину")
    shown = desk.do(f"offers/{offer}/verdict", {"accept": False, "reason": "не о том"}).json()
    assert (shown["answers"], shown["offers"], shown["history"][-1]["reason"]) == ([], [], "не о том")
    is_problem(desk.do("offers/999/verdict", {"accept": True}, says=404), 404, "нет ответа по ссылке")


def test_templates_are_filled_with_what_is_known_and_name_what_is_not(api: TestClient) -> None:
    made = api.get(f"{V1}/incidents/{entered(api)}/templates").json()
    assert [each["code"] for each in made] == ["general"]
    assert set(made[0]["missing"]) == {"measure", "until"}
    assert "Ответственный: Заместитель главы администрации по социальным вопросам" in made[0]["text"]
    assert "{{measure}}" in made[0]["text"]


# Routes of incidents


def test_an_incident_says_where_the_rules_sent_it_and_why(api: TestClient) -> None:
    shown = Desk(api, entered(api)).read()
    assert (shown["block"], shown["route"]["block"]) == ("social", "social")
    assert [each["text"] for each in shown["route"]["reasons"]] == ["блок выбран по теме «Здравоохранение»"]


def test_auto_rules_come_first_and_a_theme_without_a_block_goes_to_the_fallback(
    given: Services, api: TestClient
) -> None:
    rule = AutoRule("pits", "Ямы у школ", "safety", "Начальник отдела ГО", words=("яма",), levels=frozenset({"low"}))
    blocks = tuple(block for block in PROFILE.blocks if Theme.ROADS not in block.themes)
    own = replace(PROFILE, rules=(rule,), blocks=blocks)
    with TestClient(create_app(replace(given, profile=own))) as client:
        client.headers["Authorization"] = api.headers["Authorization"]
        ruled, lost = (
            client.post(f"{V1}/incidents", json={"channel": "oral", "text": text, "theme": "roads"}).json()
            for text in ("яма у школы", "дорога плохая")
        )
    assert (ruled["block"], ruled["recipient"], ruled["route"]["rule"]) == (
        "safety",
        "Начальник отдела ГО",
        "pits",
    )
    assert ruled["route"]["reasons"][0]["text"] == "направлено автоправилом «Ямы у школ»"
    assert (lost["block"], lost["route"]["reasons"][0]["code"]) == (PROFILE.fallback, "route_fallback")


def test_a_matter_is_handed_over_and_returned_with_a_reason(api: TestClient) -> None:
    desk = Desk(api, entered(api))
    desk.do("moves", {"to": "routed"})
    is_problem(desk.do("moves", {"to": "routed"}, says=422), 422, "уже направлен туда")
    shown = desk.do("moves", {"to": "routed", "block": "general", "recipient": "Управделами"}).json()
    assert (shown["block"], shown["recipient"], shown["route"]["block"]) == ("general", "Управделами", "social")
    assert shown["history"][-1]["detail"] == {"block": "general", "recipient": "Управделами"}
    is_problem(desk.do("moves", {"to": "returned"}, says=422), 422, "нужна причина")
    back = desk.do("moves", {"to": "returned", "reason": "не наш вопрос"}).json()
    assert (back["status"], back["history"][-1]["reason"]) == ("returned", "не наш вопрос")
    assert {each["kind"]: each["state"] for each in back["clocks"]}["draft"] == "stopped"
    again = desk.do("moves", {"to": "routed", "block": "social"}).json()
    assert {each["kind"]: each["state"] for each in again["clocks"]}["draft"] == "running"


def test_the_third_time_makes_a_hot_place(api: TestClient) -> None:
    found = [Desk(api, entered(api)).read() for _ in range(3)]
    assert [each["times"] for each in found] == [1, 2, 3]
    assert [each["hot"] and each["hot"]["text"] for each in found] == [
        None,
        None,
        "горячая точка: то же место и та же тема 3-й раз за 30 дней",
    ]
    listed = api.get(f"{V1}/incidents").json()["incidents"]
    assert [each["hot"] is not None for each in listed if each["theme"] == "health"] == [True, False, False]


@pytest.mark.parametrize("place", ["Луговая, 4", ""])
def test_another_place_is_not_hot(api: TestClient, place: str) -> None:
    for _ in range(3):
        entered(api)
    told = {"channel": "phone", "text": "спасибо, врача нет", "theme": "health", "place": place}
    made = api.post(f"{V1}/incidents", json=told).json()
    assert made["hot"] is None
