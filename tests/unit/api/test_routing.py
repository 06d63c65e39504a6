"""Rules are tried on the past; a recipient without an account answers once by a link."""

from datetime import timedelta

from fastapi.testclient import TestClient

from core.deadlines import Event, Happening, Kind, Term, Unit
from core.scope import system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE, Clock

V1 = "/api/v1"
UK = {"position": "Директор УК", "block": PROFILE.blocks[0].code, "email": "uk@example.ru"}


def link(api: TestClient) -> str:
    assert api.put(f"{V1}/contacts/uk", json=UK).status_code == 200
    body = {"contact": "uk", "gist": "Яма, звоните +7 900 000-00-00"}
    return str(api.post(f"{V1}/incidents/7/links", json=body).json()["token"])


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
    start = Event(Kind.FINAL, Happening.STARTED, NOW, term=Term(Unit.HOURS, 1))
    with ledger.begin() as work:
        work.clocks.add(system(PROFILE.code), 7, [start])
    token = link(api)
    del api.headers["Authorization"]
    card = api.get(f"{V1}/answer/{token}").json()
    assert (card["incident"], card["gist"]) == (7, "Яма, звоните [телефон]")
    assert card["due"] == "2026-11-20T13:00:00Z"
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
