"""Answers as the risk team's machine uses them: check, promise, links, reaction, marks, the proposed end."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from core import usecases
from core.answers.placing import Seen, Standing
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.profile import Answering
from core.scope import Right, system
from store.ledger import Store
from tests.conftest import NOW
from tests.made import comment
from tests.unit.api.conftest import PROFILE, Clock, Model
from tests.unit.api.test_api import V1, is_problem
from tests.unit.api.test_incidents import Desk, listed, matter, risk, start

__all__ = ["matter", "risk", "start"]

EMPTY = {"text": "Ваше обращение принято к сведению.", "platforms": ["vk"]}
FULL = {"text": "МКУ «Дороги» засыплет яму до 5 декабря.", "platforms": ["vk"]}
SCOPE = system(PROFILE.code)


def check(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    answer = desk.api.post(f"{V1}/incidents/{desk.number}/answers/check", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_check_warns_names_what_is_missing_and_stores_nothing(matter: Desk) -> None:
    found = check(matter, EMPTY)
    assert (found["formal"], found["verdict"]) == (True, "похоже на отписку")
    assert [each["text"] for each in found["remarks"]] == [
        "не названа мера: что сделано или будет сделано",
        "не назван срок: дата, к которой это сделано или будет сделано",
        "не назван ответственный: орган, организация или должность",
        "«принято к сведению»: напишите, что сделано или будет сделано",
    ]
    assert matter.read()["answers"] == []
    good = check(matter, FULL)
    assert (good["formal"], good["promised"], good["posts"], good["gone"]) == (False, "2026-12-05T20:59:59Z", 2, 0)
    assert (good["parts"]["body"], good["dates"][0]["bound"]) == ("МКУ «Дороги»", "by")


def test_an_answer_is_taken_all_the_same_and_keeps_what_the_check_said(matter: Desk) -> None:
    (kept,) = matter.do("answers", EMPTY).json()["answers"]
    assert (kept["formal"], kept["remarks"][0]["code"], kept["promised"]) == (True, "no_measure", None)
    kept = matter.do("answers", FULL).json()["answers"][1]
    assert (kept["formal"], kept["promised"]) == (False, "2026-12-05T20:59:59Z")


def test_telegram_is_refused_with_the_law_and_allowed_by_the_profile(matter: Desk, given: Services, key: Any) -> None:
    body = FULL | {"platforms": ["vk", "Телеграм-канал"]}
    assert check(matter, body)["allowed"] is False
    for word in ("149-ФЗ", "41-ФЗ", "юрист", "telegram = true"):
        is_problem(matter.do("answers", body, says=422), 422, word)
    assert matter.read()["answers"] == []
    free = replace(given, profile=replace(PROFILE, answers=Answering(telegram=True)))
    with TestClient(create_app(free), headers=dict(matter.api.headers)) as api:
        again = Desk(api, matter.number)
        assert check(again, body)["allowed"] is True
        assert again.do("answers", body).json()["answers"][0]["platforms"] == ["vk", "Телеграм-канал"]


def test_a_post_that_is_gone_is_told_before_the_answer_is_sent(matter: Desk, given: Services, ledger: Store) -> None:
    asked = replace(given, present=lambda key, url: False)
    with TestClient(create_app(asked), headers=dict(matter.api.headers)) as api:
        assert check(Desk(api, matter.number), FULL)["gone"] == 2
    with ledger.begin() as work:
        gone = comment(4, 1, "", deleted=NOW)
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch((gone,), {}), NOW)
    found = check(matter, FULL)
    assert found["gone"] == 1
    assert found["remarks"][-1]["text"].startswith("исходная публикация удалена (1 из 2)")


def watched(desk: Desk) -> None:
    desk.do(
        "answers", {"text": "Собак отловили 20 ноября, МБУ «Город».", "platforms": ["vk"], "links": ["https://x.ru/1"]}
    )
    for to in ("verified", "answered", "watched"):
        desk.do("moves", {"to": to})


def write(ledger: Store, clock: Clock, *found: Any) -> None:
    with ledger.begin() as work:
        usecases.receive(work, SCOPE, SourceKey(Platform.VK, "wall"), Batch(found, {}), clock.at)
    usecases.assess(ledger, SCOPE, Model(), clock.at)


def test_links_are_shown_as_placed_or_gone(risk: Desk, ledger: Store) -> None:
    watched(risk)
    (shown,) = risk.read()["answers"][0]["placements"]
    assert (shown["standing"], shown["seen_at"]) == ("unknown", None)
    usecases.control(ledger, SCOPE, lambda link: Seen(Standing.PLACED), NOW)
    usecases.control(ledger, SCOPE, lambda link: Seen(Standing.GONE), NOW + timedelta(hours=2))
    whole = risk.read()
    (shown,) = whole["answers"][0]["placements"]
    assert (shown["link"], shown["standing"], shown["since"]) == ("https://x.ru/1", "gone", "2026-11-20T14:00:00Z")
    assert [step["after"] for step in whole["history"] if step["action"] == "placing"] == ["placed", "gone"]


def test_replies_under_an_answer_count_when_its_matter_is_ended_too(risk: Desk, ledger: Store, clock: Clock) -> None:
    """The overview knew of matters whose reaction is awaited only, and said that nobody had said anything."""
    watched(risk)
    write(ledger, clock, comment(51, 2, "спасибо, отловили", published=NOW + timedelta(hours=5)))
    clock.at = NOW + timedelta(hours=49)
    usecases.watch(ledger, SCOPE, PROFILE, clock.at)
    told = []
    for move in ({}, {"to": "worked_off", "outcome": "solved"}):
        if move:
            risk.read()
            risk.do("moves", move)
        with ledger.read() as work:
            told.append(usecases.contented(work, SCOPE, PROFILE, clock.at, {}))
            old = usecases.contented(work, SCOPE, PROFILE, clock.at + timedelta(days=30), {})
    assert [(each.glad, each.answered, each.read, each.whole) for each in told] == [(1, 1, 1, 1), (1, 0, 1, 1)]
    assert (old.share, old.read) == (None, 0)


def test_the_end_is_proposed_with_the_curve_and_a_person_confirms_it(risk: Desk, ledger: Store, clock: Clock) -> None:
    watched(risk)
    waiting = risk.api.get(f"{V1}/incidents/{risk.number}/reaction").json()
    assert waiting["obstacles"][0]["text"] == "нужно ещё 48 часов без новых публикаций"
    write(ledger, clock, comment(51, 2, "спасибо, отловили", published=NOW + timedelta(hours=5)))
    clock.at = NOW + timedelta(hours=49)
    assert usecases.watch(ledger, SCOPE, PROFILE, clock.at) == 1
    found = risk.api.get(f"{V1}/incidents/{risk.number}/reaction").json()
    assert (found["before"]["total"], found["after"], found["step_hours"]) == (
        1,
        {"total": 1, "negative": 0, "share": 0.0},
        1,
    )
    assert (found["closing"]["satisfied"], found["obstacles"], len(found["curve"])) == (1, [], 2)
    assert found["proposed"]["to"] == "worked_off"
    (one,) = listed(risk.api, proposed=True)
    assert (one["id"], one["status"], one["proposed"]["total"]) == (risk.number, "watched", 1)
    assert risk.read()["proposed"]["watch_hours"] == 48
    is_problem(risk.do("moves", {"to": "worked_off"}, says=422), 422, "итог")
    done = risk.do("moves", {"to": "worked_off", "outcome": "solved"}).json()
    assert (done["status"], done["outcome"], done["proposed"]) == ("worked_off", "solved", None)
    assert listed(risk.api, proposed=True) == []


def test_marks_of_pos_come_by_the_items_number(api: TestClient) -> None:
    body = {"channel": "pos", "text": "яма у школы", "number": "77-5"}
    made = api.post(f"{V1}/incidents", json=body).json()
    told = api.post(f"{V1}/scores", json={"number": "77-5", "score": 4})
    assert (told.status_code, told.json()["id"]) == (200, made["id"])
    assert api.get(f"{V1}/incidents/{made['id']}/reaction").json()["scores"] == {"4": 1}
    is_problem(api.post(f"{V1}/scores", json={"number": "нет", "score": 4}), 404, "нет")
    is_problem(api.post(f"{V1}/scores", json={"number": "77-5", "score": 6}), 422, "score")


def test_no_author_is_in_the_reaction_and_who_may_not_read_sees_none(browser: TestClient, key: Any, risk: Desk) -> None:
    found = risk.api.get(f"{V1}/incidents/{risk.number}/reaction")
    assert "author" not in found.text
    narrow = {"Authorization": f"Bearer {key(Right.READ_FLAGS, name='narrow')}"}
    for answer in (
        browser.get(f"{V1}/incidents/{risk.number}/reaction", headers=narrow),
        browser.post(f"{V1}/incidents/{risk.number}/answers/check", json=FULL, headers=narrow),
        browser.post(f"{V1}/scores", json={"number": "1", "score": 5}, headers=narrow),
    ):
        is_problem(answer, 403, "нет права")


@pytest.mark.parametrize("text", ["x" * 20_001, ""])
def test_a_text_that_is_too_long_or_empty_is_refused(matter: Desk, text: str) -> None:
    answer = matter.api.post(f"{V1}/incidents/{matter.number}/answers/check", json=FULL | {"text": text})
    is_problem(answer, 422, "text")
