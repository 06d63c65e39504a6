"""The doors: sign-in and sign-out."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api import create_app
from api.auth import COOKIE
from api.services import Services
from api.web.entry import own
from core.accounts import Role
from tests.unit.api.conftest import PASSWORD
from tests.unit.api.web.reading import enter, field


def test_pages_lead_to_the_door_and_back(browser: TestClient, person: Callable[..., str]) -> None:
    answer = browser.get("/queue?level=high", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fqueue%3Flevel%3Dhigh")
    person(Role.MONITOR)
    answer = enter(browser, next="/queue?level=high")
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?level=high")
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.partition(", ")[0].split("; ")) | {"SameSite=lax"}
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie
    assert browser.get("/", follow_redirects=False).headers["location"] == "/queue"
    assert browser.get("/login", follow_redirects=False).status_code == 303


def test_the_cookie_is_secure_where_the_settings_say_so(given: Services, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    with TestClient(create_app(replace(given, secure_cookies=True)), base_url="https://testserver") as browser:
        assert "Secure" in enter(browser).headers["set-cookie"]


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    browser: TestClient, person: Callable[..., str]
) -> None:
    person(Role.MONITOR)
    wrong, unknown = enter(browser, password="не тот пароль"), enter(browser, login="nobody")
    assert wrong.status_code == unknown.status_code == 401
    assert "Логин или пароль не подходят." in wrong.text

    def plain(answer: Response) -> str:
        return re.sub(r'name="(guard|login)" value="[^"]*"', "", answer.text)

    assert plain(wrong) == plain(unknown)
    assert 'value="nobody"' in unknown.text


def test_a_login_with_nul_is_nobody(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    answer = enter(browser, login="moni\0tor")
    assert answer.status_code == 401
    assert "Логин или пароль не подходят." in answer.text


def test_the_door_has_its_own_guard(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    form = {"login": "monitor", "password": PASSWORD, "guard": "чужой"}
    assert browser.post("/login", data=form).status_code == 403
    browser.get("/login")
    assert browser.post("/login", data=form).status_code == 403
    assert browser.post("/login", data={"login": "monitor", "password": PASSWORD}).status_code == 403
    assert COOKIE not in browser.cookies


@pytest.mark.parametrize(
    "address",
    [
        *("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "queue"),
        *("/\t/evil.example", "/queue\r\nSet-Cookie: a=b", "/logout", "/login?next=/", "///evil.example"),
        *("/..//evil.example", "/%2e%2e/%2fevil.example", "/queue//evil.example", "/./queue", "/%5cevil.example"),
    ],
)
def test_only_our_own_paths_are_gone_on_to(address: str) -> None:
    assert own(address) == "/queue"


def test_leaving_needs_the_token_and_ends_the_session(monitor: TestClient) -> None:
    assert monitor.post("/logout", data={}).status_code == 403
    csrf = field(monitor.get("/queue"), "csrf")
    assert monitor.post("/logout", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    assert monitor.get("/queue", follow_redirects=False).status_code == 303
