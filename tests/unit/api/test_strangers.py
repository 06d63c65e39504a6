"""A misspelt filter never looks like one that found everything: the API refuses it, a page and a file say so."""

import re
from collections import deque
from collections.abc import Callable
from html import unescape

import pytest
from fastapi.testclient import TestClient

from core.accounts import Role
from tests.unit.api.web.reading import enter

SAID = "не понят"
LISTS = ("/queue", "/incidents", "/search?q=яма", "/map", "/alerts", "/overview", "/decisions", "/sources", "/profile")


@pytest.fixture
def boss(browser: TestClient, person: Callable[..., str]) -> TestClient:
    """Who may see every page."""
    person(Role.HEAD, Role.ADMINISTRATOR, Role.MONITOR)
    enter(browser)
    return browser


@pytest.mark.parametrize("path", ["flags?levle=high", "incidents?limit=5&stat=open", "map?form=x", "sources?q=1"])
def test_the_api_refuses_a_parameter_that_it_does_not_have(boss: TestClient, path: str) -> None:
    answer = boss.get(f"/api/v1/{path}")
    name = path.rpartition("=")[0].rpartition("?")[2].rpartition("&")[2]
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"параметр не понят: «{name}»"


def test_without_a_sign_in_nothing_is_told_of_parameters(browser: TestClient) -> None:
    assert browser.get("/api/v1/flags?levle=high").status_code == 401


@pytest.mark.parametrize("path", LISTS)
def test_a_page_says_which_parameter_it_did_not_understand(boss: TestClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = boss.get(f"{path}{mark}levle=%3Cb%3E&utm_source=x")
    assert answer.status_code == 200
    assert "Параметр «<bdi>utm_source</bdi>» в адресе страницы не понят; он не учтён." in answer.text
    assert SAID not in boss.get(path).text


@pytest.mark.parametrize(
    "address",
    [
        *("/search?q=яма&theme=rodas", "/search?since=вчера", "/map?state=opne", "/map?from=много"),
        *("/alerts?state=late", "/alerts?kind=x", "/alerts?after=вчера"),
        *("/journal?group=x", "/journal?since=вчера", "/journal?until=2026-13-01"),
        *("/journal?since=2026-11-20&until=2026-11-01", "/search?since=2026-11-20&until=2026-11-01"),
        *("/queue?since=2026-11-20&until=2026-11-01", "/queue?level=x", "/incidents?status=x"),
        *("/reports/measures?state=opne", f"/reports/measures?state={'x' * 300}", "/pages?month=ноябрь"),
        *("/reports/rating?month=ноябрь", "/reports/rating?system=vk", "/reports/indicators?year=1826"),
        *("/reports/indicators?year=нынешний", "/reports/causes?theme=rodas"),
    ],
)
def test_a_page_says_which_value_it_does_not_have(boss: TestClient, address: str) -> None:
    said = re.findall(r'<p class="wrong" role="alert">\s*([^<]+)</p>', boss.get(address).text)
    assert [each.strip()[-12:] for each in said] == ["он не учтён."]
    assert unescape(said[0]).startswith("Фильтр «")


@pytest.mark.parametrize("address", ["/journal?group=", "/alerts?after=12", "/reports/measures?state=late", "/queue"])
def test_of_what_was_understood_nothing_is_said(boss: TestClient, address: str) -> None:
    assert "не учтён" not in boss.get(address).text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/exchange/file?what=posts&form=csv&since=вчера", "не дата"),
        ("/exchange/file?what=posts&form=csv&since=2026-11-20&until=2026-11-01", "конец раньше начала"),
        ("/registers/meeting/paper?month=2026-13", "нужна запись вида 2026-11"),
        ("/reports/causes/paper?theme=rodas", "одно из"),
        ("/api/v1/registers/vote?state=x", "состояния «x» нет"),
        ("/api/v1/registers/vote?since=2026-11-20&until=2026-11-01", "конец раньше начала"),
    ],
)
def test_no_file_and_no_list_is_made_of_a_value_that_does_not_fit(boss: TestClient, address: str, says: str) -> None:
    answer = boss.get(address)
    assert (answer.status_code, says in answer.text) == (422, True), answer.text[-900:]


@pytest.mark.parametrize(
    "path",
    [
        *("/exchange/file?what=posts&form=csv&untill=2026-11-01", "/pages/paper?mnth=2026-10"),
        *("/registers/meeting/paper?mnth=2026-10", "/reports/causes/paper?thme=roads"),
    ],
)
def test_no_file_is_made_of_a_question_that_was_not_understood(boss: TestClient, path: str) -> None:
    answer = boss.get(path)
    assert answer.status_code == 422
    assert "параметр не понят" in answer.text.lower()


def test_every_link_of_our_own_pages_is_understood(boss: TestClient) -> None:
    waiting, seen = deque(["/queue", "/overview", "/profile"]), set[str]()
    while waiting and len(seen) < 150:
        path = waiting.popleft()
        shape = re.sub(r"=[^&]*|\d+", "", path)
        if shape in seen:
            continue
        seen.add(shape)
        answer = boss.get(path, headers={"Accept": "text/html"})
        assert "openapi" in path or SAID not in answer.text, path
        found = re.findall(r'(?:href|src|hx-get|data-address)="(/[^"#]*)', answer.text)
        waiting.extend(unescape(each) for each in found if not each.startswith(("/assets", "/api/v1/events", "/login")))
    assert len(seen) > 30
