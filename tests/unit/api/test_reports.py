"""Reports, measures and the rating over the API and the pages."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import PREFIX
from api.services import Services
from api.web import times
from core import periods, usecases
from core.accounts import Role
from core.exchange import Item, System
from core.flags import FlagQuery
from core.labels import Theme
from core.measures import Measure, Origin
from core.scope import Right, system
from core.usecases.exchange import Table
from nlp.fingerprints import StoredCopies
from nlp.lemmas import lemmas
from reports.acts import docx
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.papers import PAPERS
from tests.unit.api.web.reading import enter, field

SCOPE = system(PROFILE.code)
WEEK = {"week": "2026-W47"}
CAME = datetime(2026, 11, 10, 6, tzinfo=UTC)


@pytest.fixture
def given(given: Services, ledger: Store) -> Services:
    usecases.group(ledger, SCOPE, PROFILE, StoredCopies(), given.mask, NOW)
    return replace(given, papers=PAPERS, acts=docx, telling=lambda text: frozenset(lemmas(text)))


def make(api: TestClient) -> dict[str, Any]:
    answer = api.post(f"{PREFIX}/reports", json=WEEK)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_week_becomes_a_report_with_its_sections_and_files(api: TestClient) -> None:
    found = make(api)
    assert [each["code"] for each in found["sections"]][:2] == ["execution", "totals"]
    assert "поступило 3\u00a0сообщения" in found["sections"][1]["text"][0]
    assert api.get(f"{PREFIX}/reports").json()["reports"][0]["key"] == "2026-W47"
    for kind in ("docx", "pdf"):
        answer = api.get(f"{PREFIX}/reports/{found['id']}/file.{kind}")
        assert answer.content.decode().startswith(f"{kind}: Еженедельная аналитическая записка")
        assert "attachment" in answer.headers["content-disposition"]


def test_a_persons_words_stay_when_the_report_is_made_again_and_are_told_to_be_old(
    api: TestClient, ledger: Store
) -> None:
    found = make(api)
    address = f"{PREFIX}/reports/{found['id']}/sections/totals"
    seen = {"If-Match": f'"{found["id"]}-{found["revision"]}"'}
    assert api.put(address, json={"text": "Своё"}).status_code == 428
    edited = api.put(address, json={"text": "Неделя была трудной.\nНо прошла."}, headers=seen).json()
    assert (edited["edited"], edited["sections"][1]["stale"]) == (1, False)
    assert api.put(address, json={"text": "x"}, headers=seen).status_code == 412
    with ledger.begin() as work:
        flags = work.flags.find(SCOPE, FlagQuery(statuses=())).flags
        work.flags._connection.exec_driver_sql(f"UPDATE flags SET status = 'rejected' WHERE id = {flags[0].id}")
    again = make(api)
    section = again["sections"][1]
    assert again["id"] == found["id"]
    assert section["edited"] == "Неделя была трудной.\nНо прошла."
    assert "поступило 2\u00a0сообщения" in section["text"][0]
    assert section["stale"] is True
    seen = {"If-Match": f'"{again["id"]}-{again["revision"]}"'}
    back = api.put(address, json={"text": ""}, headers=seen).json()
    assert (back["edited"], back["sections"][1]["edited"]) == (0, None)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "неделя"),
        ({"week": "2026-W60"}, "2026-W46"),
        ({"from": "2026-11-10", "to": "2026-11-01"}, "конец раньше начала"),
        ({"week": "2026-W47", "blocks": ["moon"]}, "moon"),
        ({"week": "2026-W47", "author": "a"}, "неизвестное поле"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_words(api: TestClient, body: dict[str, Any], said: str) -> None:
    answer = api.post(f"{PREFIX}/reports", json=body)
    assert answer.status_code == 422
    assert said in answer.text or said == "неделя"


def test_a_report_of_everything_is_not_for_those_who_see_some_blocks(
    browser: TestClient, person: Any, api: TestClient
) -> None:
    found = make(api)
    del api.headers["Authorization"]
    person(Role.BLOCK_HEAD, blocks=frozenset({"roads"}))
    assert enter(browser).status_code == 303
    for path in ("/reports", f"/reports/{found['id']}", f"/api/v1/reports/{found['id']}/file.pdf"):
        assert browser.get(path).status_code == 403, path


def test_without_the_right_nothing_is_made_or_read(browser: TestClient, key: Any) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_INCIDENTS)}"
    assert browser.get(f"{PREFIX}/reports").status_code == 403
    assert browser.get(f"{PREFIX}/measures").status_code == 403
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_REPORTS, Right.READ_INCIDENTS, name='reader')}"
    assert browser.get(f"{PREFIX}/reports").status_code == 200
    assert browser.post(f"{PREFIX}/reports", json=WEEK).status_code == 403


def test_a_measure_is_entered_executed_with_its_proof_and_listed_as_late(api: TestClient) -> None:
    wanted = {"what": "Заменить лампы", "block": "roads", "due": "2026-11-18", "position": "Начальник отдела дорог"}
    made = api.post(f"{PREFIX}/measures", json=wanted)
    assert made.status_code == 201
    found = made.json()
    assert (found["late"], found["state"], found["origin"]) == (True, "open", "hand")
    assert [each["id"] for each in api.get(f"{PREFIX}/measures", params={"overdue": True}).json()["measures"]] == [
        found["id"]
    ]
    address, seen = f"{PREFIX}/measures/{found['id']}/moves", {"If-Match": made.headers["ETag"]}
    assert api.post(address, json={"to": "done"}, headers=seen).status_code == 409
    done = api.post(address, json={"to": "done", "proof": "звоните +7 900 000-00-00"}, headers=seen).json()
    assert (done["state"], done["proof"]) == ("done", "звоните [телефон]")
    assert api.post(f"{PREFIX}/measures", json={**wanted, "block": "moon"}).status_code == 422


def test_the_rating_of_a_month_names_its_formula_and_its_cases(api: TestClient) -> None:
    found = api.get(f"{PREFIX}/rating", params={"month": "2026-11"}).json()
    assert (found["version"], found["least"]) == ("1", 5)
    assert sum(len(each["received"]) for each in found["blocks"]) == 2
    assert all(each["score"] is None for each in found["blocks"])
    assert api.get(f"{PREFIX}/rating", params={"month": "2026-13"}).status_code == 422
    assert api.get(f"{PREFIX}/rating", params={"system": "pos"}).json()["blocks"] == []
    assert api.get(f"{PREFIX}/rating/file.pdf").content.startswith("pdf: Рейтинг".encode())


def record(number: int, system: System, body: str, **own: Any) -> Item:
    column = {System.POS: "Организация, в которой находится сообщение", System.IM: "Отдел"}[system]
    term = {"Дата планируемого завершения работ": "12.11.2026 00:00:00"} if system is System.POS else {}
    made = Item(system, str(number), CAME, Theme.HOUSING, "нет тепла", columns={column: body, **term, **own})
    return replace(made, digest=str(number))


@pytest.fixture
def loaded(ledger: Store) -> None:
    """Six records of one body of ПОС, all late; one of another that ended in time."""
    ended = {"Дата фактического завершения работ": "11.11.2026 12:00:00"}
    one = replace(record(9, System.POS, "<b>Школа</b>", **ended), finished=True, score=5)
    late = [record(n, System.POS, "УК «Яснодом»") for n in range(6)]
    usecases.take_table(ledger, SCOPE, Table(System.POS, "t", [*late, one], NOW))


@pytest.mark.usefixtures("loaded")
def test_bodies_of_loaded_records_stand_in_the_answer_and_on_the_page_as_in_the_document(
    api: TestClient, browser: TestClient, person: Any
) -> None:
    (system,) = api.get(f"{PREFIX}/rating", params={"month": "2026-11"}).json()["systems"]
    shown = [(each["title"], each["received"], each["late"], each["kept"], each["good"]) for each in system["bodies"]]
    assert (system["system"], shown) == ("pos", [("УК «Яснодом»", 6, 6, 0, 0), ("<b>Школа</b>", 1, 0, 1, 1)])
    assert [each["rated"] for each in system["bodies"]] == [0, None]
    assert system["bodies"][1]["minutes"] == 27 * 60
    assert api.get(f"{PREFIX}/rating", params={"month": "2026-10"}).json()["systems"] == []
    assert api.get(f"{PREFIX}/rating", params={"month": "2026-11", "system": "im"}).json()["systems"] == []
    del browser.headers["Authorization"]
    person(Role.HEAD)
    enter(browser)
    page = browser.get("/reports/rating?month=2026-11").text
    assert '<th scope="col">Учтено вопросов</th><th scope="col">Просрочено</th>' in page, "as in the file"
    assert "Учтены вопросы, которые за период поступили" in page
    assert "Органы и организации по записям: ПОС" in page
    assert "&lt;b&gt;Школа&lt;/b&gt; (мало записей)" in page
    assert "Органы и организации" not in browser.get("/reports/rating?month=2026-10").text


def test_the_pages_make_edit_and_show(browser: TestClient, person: Any) -> None:
    person(Role.HEAD)
    assert enter(browser).status_code == 303
    start = browser.get("/reports")
    assert "Составить записку" in start.text
    chosen = re.search(r'<option value="(\S+)" selected>([^<]+)</option>', start.text)
    assert chosen, "the last whole week, by its days"
    last = periods.week(chosen[1], PROFILE.timezone)
    assert chosen[2] == times.span(last.first, last.last)
    token = field(start, "csrf")
    made = browser.post("/reports", data={"csrf": token, "week": "2026-W47"}, follow_redirects=False)
    assert made.status_code == 303
    page = browser.get(made.headers["location"])
    assert "1. Исполнение мероприятий" in page.text
    assert "Отчёт составлен" in page.text
    assert '<p class="hush">Составлена ' in page.text, "a note is of the feminine gender"
    assert '<p class="hush">составлена ' in browser.get("/reports").text
    where = f"{made.headers['location']}/sections/advice"
    edit = {"csrf": field(page, "csrf"), "revision": "1", "text": "<b>Своё</b>", "own": "1"}
    assert browser.post(where, data=edit, follow_redirects=False).status_code == 303
    shown = browser.get(made.headers["location"])
    assert "&lt;b&gt;Своё&lt;/b&gt;" in shown.text
    assert "Текст изменён человеком" in shown.text
    old = browser.post(where, data={**edit, "text": "Поздно"})
    assert old.status_code == 412
    assert "Поздно" in old.text
    assert browser.post("/reports", data={"csrf": token, "week": "когда-то"}).status_code == 422
    assert browser.get(f"{made.headers['location']}/totals/0.png").content == b"days"
    assert browser.get(f"{made.headers['location']}/totals/9.png").status_code == 404


def test_the_pages_of_measures_and_of_the_rating_work_without_a_script(browser: TestClient, person: Any) -> None:
    person(Role.MONITOR)
    assert enter(browser).status_code == 303
    page = browser.get("/reports/measures")
    form = {"csrf": field(page, "csrf"), "what": "Засыпать яму", "block": "roads", "due": "2026-11-18"}
    assert browser.post("/reports/measures", data=form, follow_redirects=False).status_code == 303
    shown = browser.get("/reports/measures?state=late")
    assert "Засыпать яму" in shown.text
    assert "просрочено" in shown.text
    done = {"csrf": field(shown, "csrf"), "revision": "1", "to": "done", "proof": ""}
    refused = browser.post("/reports/measures/1", data=done)
    assert refused.status_code == 409
    assert "укажите подтверждение" in refused.text
    assert browser.post("/reports/measures/1", data={**done, "proof": "акт"}, follow_redirects=False).status_code == 303
    assert "Отраслевые блоки" in browser.get("/reports/rating?month=2026-11").text
    assert browser.get("/reports/rating?month=xx&system=yy").status_code == 200
    summary = "/exchange/summary?system=pos&amp;month=2026-11"
    assert summary in browser.get("/reports/rating?month=2026-11&system=pos").text
    assert summary not in browser.get("/reports/rating?month=2026-11").text


def test_a_measure_that_follows_minutes_is_shown_without_a_form(
    browser: TestClient, person: Any, ledger: Store
) -> None:
    person(Role.MONITOR)
    assert enter(browser).status_code == 303
    told = Measure(0, "Засыпать яму (Заседание)", "roads", NOW, origin=Origin.MINUTES, source="minutes:1")
    with ledger.begin() as work:
        followed, own = work.measures.add(SCOPE, told), work.measures.add(SCOPE, replace(told, source=""))
    page = browser.get("/reports/measures").text
    assert page.count(told.what) == 2
    assert f"/reports/measures/{followed.id}" not in page
    assert f"/reports/measures/{own.id}" in page


CARD = {"title": "Освещение", "theme": "roads", "starts": "2026-11-10", "ends": "2026-12-10", "cause": "нет ламп"}


def test_a_road_map_has_its_measures_and_what_came_of_it(api: TestClient) -> None:
    made = api.post(f"{PREFIX}/roadmaps", json=CARD)
    assert made.status_code == 201
    number, seen = made.json()["id"], {"If-Match": made.headers["ETag"]}
    wanted = {"what": "Заменить лампы", "block": "roads", "roadmap": number}
    assert api.post(f"{PREFIX}/measures", json=wanted).json()["origin"] == "roadmap"
    assert api.post(f"{PREFIX}/measures", json={**wanted, "roadmap": 99}).status_code == 404
    found = api.get(f"{PREFIX}/roadmaps/{number}").json()
    for address in (f"{PREFIX}/roadmaps/{number}/paper", f"{PREFIX}/causes/paper?theme=roads"):
        assert api.get(address).content.startswith(b"PK"), address
    assert [each["what"] for each in found["measures"]] == ["Заменить лампы"]
    assert found["effect"] == {"before": 0, "after": 0, "days": 10, "sure": False}
    assert api.post(f"{PREFIX}/roadmaps/{number}/end", json={"result": "готово"}, headers=seen).json()["ended_at"]
    assert api.post(f"{PREFIX}/roadmaps/{number}/end", json={"result": "готово"}, headers=seen).status_code == 412
    assert api.post(f"{PREFIX}/roadmaps", json={**CARD, "ends": "2026-01-01"}).status_code == 422


def test_causes_are_of_one_theme_with_masked_quotes(api: TestClient) -> None:
    found = api.get(f"{PREFIX}/causes", params={"theme": "housing"}).json()
    assert found["texts"] == 2
    assert [quote for cause in found["causes"] for quote in cause["quotes"] if "900" in quote] == []
    assert api.get(f"{PREFIX}/causes", params={"theme": "moon"}).status_code == 422
    assert api.get(f"{PREFIX}/causes/factors").json() == {"week": "2026-W46", "factors": []}


def test_plans_are_entered_and_facts_are_counted(api: TestClient) -> None:
    kept = api.put(f"{PREFIX}/indicators/received", json={"year": 2026, "month": 11, "plan": 5}).json()
    assert kept["figures"][11] == {"month": 11, "plan": 5, "fact": 2, "reached": None}
    assert api.put(f"{PREFIX}/indicators/received", json={"year": 2026, "fact": 5}).status_code == 422
    assert api.put(f"{PREFIX}/indicators/moon", json={"year": 2026, "plan": 5}).status_code == 404
    api.put(f"{PREFIX}/indicators/training", json={"year": 2026, "plan": 4})
    trained = api.put(f"{PREFIX}/indicators/training", json={"year": 2026, "fact": 5}).json()
    assert trained["figures"][0] == {"month": 0, "plan": 4, "fact": 5, "reached": True}
    told = api.get(f"{PREFIX}/indicators/file.csv", params={"year": 2026}).content.decode("utf-8-sig")
    assert "Поступило вопросов;шт.;факт;2" in told
    assert api.get(f"{PREFIX}/indicators/file.xlsx").content.startswith(b"PK")
    assert all(each["figures"][12]["fact"] is None for each in api.get(f"{PREFIX}/indicators").json()["indicators"])


def test_a_request_of_the_regional_centre_is_logged_with_its_term(api: TestClient) -> None:
    wanted = {"what": "Сведения о рисках", "received": "2026-11-01", "due": "2026-11-10", "number": "7"}
    made = api.post(f"{PREFIX}/inquiries", json=wanted)
    assert made.json()["late"] is True
    address = f"{PREFIX}/inquiries/{made.json()['id']}/answer"
    done = api.post(address, json={"result": "отправлено"}, headers={"If-Match": made.headers["ETag"]}).json()
    assert (done["sent"], done["late"]) == ("2026-11-20", True)
    assert [each["result"] for each in api.get(f"{PREFIX}/inquiries").json()["inquiries"]] == ["отправлено"]
    assert api.post(f"{PREFIX}/inquiries", json={**wanted, "due": "2026-10-01"}).status_code == 422


def test_the_pages_of_causes_and_indicators_work_without_a_script(browser: TestClient, person: Any) -> None:
    person(Role.HEAD)
    assert enter(browser).status_code == 303
    page = browser.get("/reports/causes?theme=housing")
    card = {"csrf": field(page, "csrf"), **CARD}
    assert browser.post("/reports/causes", data=card, follow_redirects=False).status_code == 303
    assert browser.post("/reports/causes", data={**card, "ends": ""}).status_code == 422
    shown = browser.get("/reports/causes")
    assert "Причина: нет ламп" in shown.text
    measure = {"csrf": field(shown, "csrf"), "what": "Лампы", "block": "roads", "roadmap": "1"}
    assert browser.post("/reports/measures", data=measure, follow_redirects=False).status_code == 303
    assert "Лампы" in browser.get("/reports/causes").text
    page = browser.get("/reports/indicators")
    token = field(page, "csrf")
    plan = {"csrf": token, "code": "in_time", "year": "2026", "month": "11", "plan": "87,5"}
    assert browser.post("/reports/indicators", data=plan, follow_redirects=False).status_code == 303
    assert "87,5" in browser.get("/reports/indicators?year=2026").text
    assert browser.post("/reports/indicators", data={**plan, "plan": "много"}).status_code == 422
    asked = {"csrf": token, "what": "Отчёт", "received": "2026-11-01", "due": "2026-11-10"}
    assert browser.post("/reports/indicators/inquiries", data=asked, follow_redirects=False).status_code == 303
    assert "просрочен" in browser.get("/reports/indicators").text
    done = {"csrf": token, "revision": "1", "result": "отправлен"}
    where = "/reports/indicators/inquiries/1"
    assert browser.post(where, data=done, follow_redirects=False).status_code == 303
    assert browser.post(where, data={**done, "revision": "2"}).status_code == 409
