"""Exchange, registers and the audit through the API and the pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.limits import TABLE_MOST
from collectors.exchange import Door
from core.accounts import KEY_RIGHTS, Role
from core.exchange import Order, System
from core.exchange.worked import END
from core.lists import List, ListQuery
from core.scope import Right, system
from nlp.fingerprints import StoredCopies
from nlp.masks import mask
from reports.acts import docx
from reports.exchange import list_rows, write
from runtime import exchange
from runtime.masking import Masking
from tests import tables
from tests.unit.api.web.reading import enter, field
from tests.unit.core.test_registers import text_of

DOOR = Door(mask, datetime(2026, 11, 27, tzinfo=UTC), ZoneInfo("Europe/Moscow"))
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def given(given):
    """The services with what the wiring hands in, over the same store."""

    mask = Masking(given.ledger, system(given.profile.code), given.profile, given.clock)
    house = SimpleNamespace(store=given.ledger, profile=given.profile, clock=given.clock, mask=mask)
    taking = exchange.taking(house)

    def giving(scope, order: Order, path: Path) -> int:
        with given.ledger.read() as work:
            head, rows, count = list_rows(work, scope, List(order.what), ListQuery(order.since, order.until), mask, str)
            return write(path, order.form, "Лист", head, rows, ZoneInfo("Europe/Moscow"), count)

    return replace(given, mask=mask, taking=taking, giving=giving, acts=docx, near=StoredCopies())


@pytest.fixture
def table(tmp_path):
    good, bad = tables.rows(System.POS, 2)
    return tables.write(tmp_path / "t.xlsx", System.POS, [good, bad | {"Категория": ""}]).read_bytes()


def test_a_table_is_loaded_with_its_protocol_and_its_items_are_listed(api, table):
    answer = api.post("/api/v1/exchange/pos/imports", files={"file": ("t.xlsx", table, XLSX)})
    assert answer.status_code == 201, answer.text
    done = answer.json()
    assert (done["rows"], done["added"], done["bad"]) == (2, 1, 1)
    assert done["spoilt"][0]["column"] == "E «Категория»"
    assert api.get(f"/api/v1/exchange/imports/{done['id']}").json() == done
    items = api.get("/api/v1/exchange/items").json()["items"]
    assert [each["number"] for each in items] == ["3000001"]
    listed = api.get("/api/v1/exchange/exports/items", params={"form": "csv"})
    assert listed.status_code == 200
    assert len(listed.text.strip().splitlines()) == 2


def test_the_month_of_a_system_is_summed_up_in_figures_and_as_a_document(api, browser, key, tmp_path):
    came = {"Дата поступления": "12.11.2026 09:00:00"}
    rows = [row | came | ({END: "12.11.2026"} if row[END] else {}) for row in tables.rows(System.POS, 6)]
    table = tables.write(tmp_path / "t.xlsx", System.POS, rows).read_bytes()
    assert api.post("/api/v1/exchange/pos/imports", files={"file": ("t.xlsx", table, XLSX)}).status_code == 201
    told = api.get("/api/v1/exchange/pos/summary", params={"month": "2026-11"}).json()
    assert (told["now"]["received"], told["before"]["received"]) == (6, 0)
    assert sum(each["worked"]["received"] for each in told["bodies"]) == 6
    assert sum(each["now"] for each in told["subjects"]) == 6
    assert api.get("/api/v1/exchange/im/summary", params={"month": "2026-11"}).json()["now"]["received"] == 0
    paper = api.get("/api/v1/exchange/pos/summary/paper", params={"month": "2026-11"})
    assert paper.status_code == 200, paper.text
    assert "Сводный отчёт по обращениям в части ПОС" in text_of(paper.content)
    assert api.get("/api/v1/exchange/pos/summary", params={"month": "ноябрь"}).status_code == 422
    answer = browser.get(
        "/api/v1/exchange/pos/summary", headers={"Authorization": f"Bearer {key(Right.READ_INCIDENTS, name='few')}"}
    )
    assert answer.status_code == 403


def test_what_is_no_table_or_too_large_is_refused(api):
    answer = api.post("/api/v1/exchange/im/imports", files={"file": ("t.xlsx", b"PK\x03\x04 no", XLSX)})
    assert (answer.status_code, "архив" in answer.text) == (422, True)
    length = {"Content-Length": str(TABLE_MOST + 1)}
    assert api.post("/api/v1/exchange/im/imports", headers=length, content=b"x").status_code == 413


def test_exchange_needs_its_rights(browser, key, table):
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_INCIDENTS)}"
    assert browser.get("/api/v1/exchange/items").status_code == 403
    assert browser.get("/api/v1/exchange/exports/flags").status_code == 403
    assert browser.post("/api/v1/exchange/pos/imports", files={"file": ("t", table, XLSX)}).status_code == 403
    assert browser.get("/api/v1/registers/vote").status_code == 403


def test_an_unknown_export_is_refused_by_its_name(api):
    answer = api.get("/api/v1/exchange/exports/people")
    assert (answer.status_code, "выгрузки «people» нет" in answer.text) == (422, True)


def test_a_name_where_a_position_stands_is_refused_with_its_field(api):
    told = {"form": "очная", "agenda": "О дорогах", "present": "Глава округа\nИванов Пётр Сергеевич"}
    made = {"title": "Заседание", "day": "2026-11-23", "body": told}
    refused = api.post("/api/v1/registers/meeting", json=made)
    assert refused.status_code == 422
    assert "поле «Участвовали»: имён не нужно" in refused.json()["detail"]
    fine = api.post("/api/v1/registers/meeting", json=made | {"body": told | {"present": "Глава округа"}})
    address = f"/api/v1/registers/entries/{fine.json()['id']}"
    change = {"body": {"present": "Петрова Анна Ильинична"}}
    assert api.put(address, json=change, headers={"If-Match": fine.headers["ETag"]}).status_code == 422


def test_a_meeting_from_its_agenda_to_the_tasks_done(api):
    points = api.get("/api/v1/registers/agenda").json()["points"]
    assert points[0].startswith("О сообщениях и обращениях за неделю")
    told = {"form": "очная", "agenda": "\n".join(points)}
    made = api.post("/api/v1/registers/meeting", json={"title": "Заседание", "day": "2026-11-23", "body": told})
    assert made.status_code == 201, made.text
    address, tag = f"/api/v1/registers/entries/{made.json()['id']}", made.headers["ETag"]
    task = {"what": "Засыпать яму", "position": "Начальник отдела ЖКХ", "due": "2026-11-30"}
    given = api.post(f"{address}/tasks", json=task).json()
    held = {"state": "held", "body": {"number": "7", "present": "Глава округа", "decided": "Принять к исполнению"}}
    answer = api.put(address, json=held, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
    sent = api.post(f"{address}/send", headers={"If-Match": answer.headers["ETag"]}).json()
    assert (sent["state"], sent["tasks"][0]["state"]) == ("sent", "sent")
    refused = api.post(f"{address}/tasks/{given['id']}/moves", json={"to": "done"})
    assert refused.status_code == 409
    done = api.post(f"{address}/tasks/{given['id']}/moves", json={"to": "done", "proof": "акт"}).json()
    assert (done["state"], done["proof"]) == ("done", "акт")
    paper = api.get(f"{address}/paper")
    assert paper.content.startswith(b"PK")
    assert api.put(address, json={"title": "x"}, headers={"If-Match": tag}).status_code == 412


def test_an_official_page_is_audited(api):
    unknown = api.post("/api/v1/pages", json={"source": "vk:unknown_page", "organisation": "Администрация"})
    assert unknown.status_code == 404
    made = api.post("/api/v1/pages", json={"source": "vk:wall", "organisation": "Администрация"})
    assert made.status_code == 201, made.text
    sample = {"level": "federal", "title": "Пособие", "starts": "2026-11-01", "ends": "2026-11-30", "tag": "пособие"}
    assert api.post("/api/v1/pages/samples", json=sample).status_code == 201
    days = {"since": "2026-11-01", "until": "2026-11-20"}
    (one,) = api.get("/api/v1/pages/audit", params=days).json()["audits"]
    assert (one["posts"], one["questions"], one["answered"], one["missing"]) == (3, 1, 0, ["Пособие"])
    assert api.get("/api/v1/pages/audit/paper", params=days).content.startswith(b"PK")


def test_planned_publications_of_a_page_that_nobody_registered_are_told_with_their_entries(api):
    assert api.post("/api/v1/pages", json={"source": "vk:wall", "organisation": "Администрация"}).status_code == 201
    days = {"since": "2026-11-01", "until": "2026-11-20"}
    for place, title in (("vk:wall", "Своя"), ("vk:nobody", "Чужая")):
        entry = {"title": title, "day": "2026-11-10", "body": {"page": place}}
        assert api.post("/api/v1/registers/plan", json=entry).status_code == 201
    told = api.get("/api/v1/pages/audit", params=days).json()
    assert [(each["title"], each["page"]) for each in told["strays"]] == [("Чужая", "vk:nobody")]
    assert [each["title"] for each in told["audits"][0]["plan"]] == ["Своя"]
    paper = text_of(api.get("/api/v1/pages/audit/paper", params=days).content)
    assert "Контент-план: страницы нет в реестре" in paper
    months = text_of(api.get("/api/v1/registers/plan/paper", params={"month": "2026-11"}).content)
    (own,) = (each["plan"] for each in told["audits"])
    assert f"Итого по страницам реестра — {len(own)}; страница не из реестра — 1" in months
    assert [each["outcome"] for each in own] == ["unseen"]
    assert "Всего 2 публикации; страница не собиралась — 2." in months, "the same as in the report on pages"
    assert f"{told['strays'][0]['id']}\n10.11.2026\nЧужая\nvk:nobody" in paper
    assert "Своя\nАдминистрация (ВКонтакте)" in months, "a page is told by its title, not by its key"
    assert "vk:wall" not in months
    sheet = text_of(api.get(f"/api/v1/registers/entries/{int(told['strays'][0]['id']) - 1}/paper").content)
    assert "Администрация (ВКонтакте)" in sheet
    assert "vk:wall" not in sheet


PATHS = [
    "/exchange",
    "/registers/meeting",
    "/registers/meeting?draft=1",
    *(f"/registers/{kind}" for kind in ("vote", "line", "plan", "advice", "practice", "training")),
    "/pages",
]


def test_the_pages_open_for_who_may_see_them(browser: TestClient, person):
    person(Role.HEAD, Role.INCIDENT)
    assert enter(browser).status_code == 303
    for path in PATHS:
        answer = browser.get(path)
        assert (answer.status_code, answer.url.path) == (200, path.partition("?")[0]), answer.text[:300]
    plan = browser.get("/registers/plan/paper", params={"month": "2026-11"})
    assert "Контент-план" in text_of(plan.content)
    assert unquote(plan.headers["content-disposition"]).endswith("контент-план-2026-11.docx")
    shown = browser.get("/exchange/summary", params={"system": "pos", "month": "2026-11"})
    assert "Записей ПОС за эти дни не загружено" in text_of(shown.content)


def test_a_register_with_entries_offers_the_month_of_today_as_a_document(
    browser: TestClient, key: Callable[..., str], person: Callable[..., str]
) -> None:
    bearer = {"Authorization": f"Bearer {key(*KEY_RIGHTS)}"}
    meeting = {"title": "Заседание", "day": "2026-11-23", "body": {"form": "очная", "agenda": "О тепле"}}
    assert browser.post("/api/v1/registers/meeting", json=meeting, headers=bearer).status_code == 201
    person(Role.HEAD, Role.INCIDENT)
    enter(browser)
    assert re.search(r'type="month" name="month" value="\d{4}-\d{2}"', browser.get("/registers/meeting").text)


def send(browser: TestClient, name: str, body: bytes) -> Response:
    form = {"csrf": field(browser.get("/exchange"), "csrf"), "system": "pos"}
    return browser.post("/exchange", data=form, files={"file": (name, body, XLSX)})


def test_a_refused_file_is_named_once(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.HEAD, Role.INCIDENT)
    enter(browser)
    shown = send(browser, "im_ren.xlsx", b"")
    assert shown.status_code == 422
    assert '<p class="wrong" role="alert">im_ren.xlsx: это не таблица xlsx: файл пуст</p>' in shown.text


@pytest.mark.parametrize(
    ("change", "link"),
    [({"Стадия": "Ждём"}, ">0, протокол с замечаниями<"), ({"Категория": ""}, ">1, протокол<"), ({}, "")],
)
def test_the_last_loads_lead_to_each_protocol_that_holds_anything(
    browser: TestClient, person: Callable[..., str], tmp_path: Path, change: dict[str, str], link: str
) -> None:
    person(Role.HEAD, Role.INCIDENT)
    enter(browser)
    path = tables.write(tmp_path / "t.xlsx", System.POS, [next(tables.rows(System.POS, 1)) | change])
    assert send(browser, "t.xlsx", path.read_bytes()).status_code == 200
    shown = browser.get("/exchange").text
    assert ("/exchange/protocols/" in shown) is bool(link)
    assert link in shown
