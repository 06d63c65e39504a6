"""What somebody hostile would send: made-up requests, foreign forms, injected words, slow and huge requests."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api import create_app
from api.auth import COOKIE, sign_in
from api.limits import HEADERS_MOST, _bounded
from api.services import Services, Streams
from bench.fuzz import operations, walk
from core.accounts import KEY_RIGHTS, Role
from core.scope import Right
from runtime.patience import Patient
from store.ledger import Store
from tests.unit.api.conftest import PASSWORD
from tests.unit.api.routes import SIGNED_IN, STRANGERS, doors
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import enter, field

EXAMPLES = 1


def test_made_up_requests_get_described_answers_and_no_server_error(
    given: Services, key: Callable[..., str], ledger: Store
) -> None:
    group(ledger, given)
    app = create_app(replace(given, streams=Streams(every=0.0, lasts=0.0)))
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {key(*KEY_RIGHTS)}"
        found = walk(app, client, EXAMPLES)
    assert sorted(set(found.wrong)) == []
    assert found.sent.total() >= len(operations(app)) * EXAMPLES
    assert found.sent[200] > 0
    assert found.sent[422] > 0
    assert found.sent[401] == 0


# Forms from elsewhere


def test_every_form_of_the_pages_refuses_a_foreign_token(
    browser: TestClient, person: Callable[..., str], given: Services
) -> None:
    """CSRF: the cookie comes along by itself, the token of the form does not."""
    person(*(Role.HEAD, Role.ADMINISTRATOR))
    enter(browser)
    wrong = {}
    forms = [door for door in doors() if door.method == "POST" and not door.path.startswith("/api/")]
    for door in forms:
        if door.name in STRANGERS:
            continue
        for token in ("", "x" * 43, "чужой"):
            answer = browser.post(door.address(), data={"csrf": token, "login": "x"}, follow_redirects=False)
            if answer.status_code not in (403, 422):
                wrong[door.name] = answer.status_code
    assert wrong == {}
    assert len(forms) > 20
    assert browser.get("/queue").status_code == 200


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_the_api_takes_no_form_of_another_site(browser: TestClient, person: Callable[..., str], kind: str) -> None:
    person(Role.HEAD)
    enter(browser)
    answer = browser.post("/api/v1/assess", content=b'{"texts": [{"text": "x"}]}', headers={"Content-Type": kind})
    assert answer.status_code == 403


# Injected words

INJECTED = [
    *(
        "' OR '1'='1",
        "'; DROP TABLE posts; --",
        "%' OR 1=1 --",
        '"; SELECT 1',
        "\\",
        "%",
        "_",
        "*",
        '"',
        "NEAR(",
        "a*b:c",
    ),
    *("{{ 7 * 7 }}", "{% raw %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "\u0000", "яма\x00", "\ud83d"),
]


@pytest.mark.parametrize("words", INJECTED)
def test_injected_words_are_looked_for_and_nothing_else(api: TestClient, ledger: Store, words: str) -> None:
    for address in ("/api/v1/flags", "/api/v1/incidents"):
        for name in ("text", "place", "block", "source"):
            safe = words.encode("utf-8", "surrogatepass")
            answer = api.get(address, params={name: safe})
            assert answer.status_code in (200, 400, 422), (name, answer.text)
            if answer.status_code == 200 and name in ("text", "source", "block") and words.strip("%_*\\\"' "):
                found = answer.json()
                assert found.get("total", len(found.get("incidents", []))) in (0, 3), (name, words)
    assert len(api.get("/api/v1/flags").json()["flags"]) == 3


def test_templates_do_not_run_what_residents_write(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    enter(browser)
    for address in ("/search?q=%7B%7B7*7%7D%7D", "/queue?text=%7B%7B7*7%7D%7D", "/incidents?text=%7B%7B7*7%7D%7D"):
        page = browser.get(address).text
        assert "{{7*7}}" in page
        assert ">49<" not in page


# Going elsewhere


@pytest.mark.parametrize(
    "away", ["https://evil.example", "//evil.example", "/\\evil.example", "/login/provider/back?x=1"]
)
def test_no_door_leads_to_another_site(browser: TestClient, person: Callable[..., str], away: str) -> None:
    person(Role.MONITOR)
    answer = enter(browser, next=away)
    assert answer.headers["location"] == "/queue"
    for header in ("Referer", "X-Forwarded-Host", "X-Original-URL", "X-Forwarded-Prefix"):
        answer = browser.get("/", headers={header: away}, follow_redirects=False)
        assert answer.headers["location"] == "/queue"


def test_an_answers_link_into_the_own_network_is_refused(api: TestClient, given: Services, ledger: Store) -> None:
    group(ledger, given)
    number = api.get("/api/v1/incidents").json()["incidents"][0]["id"]
    tag = api.get(f"/api/v1/incidents/{number}").headers["ETag"]
    for link in ("http://127.0.0.1/", "http://localhost:8000/x", "http://169.254.169.254/latest", "http://[::1]/"):
        body = {"text": "Сделаем до 1 декабря", "platforms": ["vk"], "links": [link]}
        answer = api.post(f"/api/v1/incidents/{number}/answers", json=body, headers={"If-Match": tag})
        assert answer.status_code == 422, link
        assert "внутренней сети" in answer.json()["detail"]


@pytest.mark.parametrize(
    "link", ["http://[::1", "http://[", "https://a]/", "http://１２７.0.0.1:x/", "http://\u2100.ru/"]
)
@pytest.mark.parametrize("what", ["answers", "answers/check"])
def test_a_link_that_no_program_can_read_breaks_nothing(
    api: TestClient, given: Services, ledger: Store, what: str, link: str
) -> None:
    group(ledger, given)
    number = api.get("/api/v1/incidents").json()["incidents"][0]["id"]
    tag = api.get(f"/api/v1/incidents/{number}").headers["ETag"]
    body = {"text": "Сделаем до 1 декабря", "platforms": ["vk"], "links": [link], "final": True}
    answer = api.post(f"/api/v1/incidents/{number}/{what}", json=body, headers={"If-Match": tag})
    assert answer.status_code in ((422,) if what == "answers" else (200, 422)), answer.text


# What is said in headers

WANTED = {
    "content-security-policy": r"default-src 'none'.*frame-ancestors 'none'.*base-uri 'none'",
    "x-content-type-options": r"nosniff",
    "referrer-policy": r"same-origin|no-referrer",
    "x-frame-options": r"DENY",
    "cross-origin-opener-policy": r"same-origin",
    "cross-origin-resource-policy": r"same-origin",
    "permissions-policy": r"camera=\(\).*geolocation=\(\)",
    "strict-transport-security": r"max-age=31536000",
}


def test_every_answer_of_every_door_carries_the_strict_headers(given: Services, person: Callable[..., str]) -> None:
    """What Mozilla's Observatory grades, and never a word of which program answers."""
    token, _ = sign_in(given, person(Role.HEAD), PASSWORD)
    with TestClient(create_app(replace(given, secure_cookies=True)), base_url="https://testserver") as client:
        for signed in (False, True):
            if signed:
                client.cookies.set(COOKIE, token)
            for door in doors():
                if door.method != "GET" or door.path == "/api/v1/events":
                    continue
                answer = client.get(door.address(), headers={"Accept": "text/html"}, follow_redirects=False)
                for name, wanted in WANTED.items():
                    assert re.search(wanted, answer.headers.get(name, "")), (door.name, name)
                assert "unsafe" not in answer.headers["content-security-policy"]
                assert answer.headers.get("cache-control"), door.name
                assert "server" not in answer.headers
                assert "x-powered-by" not in answer.headers


def test_what_holds_words_of_residents_is_kept_by_nobody(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    enter(browser)
    for address in ("/queue", "/api/v1/flags", "/incidents", "/api/v1/posts/vk/wall/1", "/search?q=яма", "/me"):
        assert browser.get(address).headers["cache-control"] == "no-store", address


# Slow and huge


@pytest.fixture
def address(given: Services) -> Iterator[tuple[str, int]]:
    """The app behind the real protocol on loopback, with less patience than usual."""

    class Hasty(Patient):
        within = 0.5

    config = uvicorn.Config(
        create_app(given), log_config=None, http=Hasty, h11_max_incomplete_event_size=HEADERS_MOST, lifespan="off"
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        yield door.getsockname()
        server.should_exit = True
        thread.join(10)


def said(address: tuple[str, int], *pieces: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Send pieces; what came back until the other side left, and after how long."""
    start = time.monotonic()
    with socket.create_connection(address, timeout=10) as line:
        back = b""
        try:
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
            while chunk := line.recv(65536):
                back += chunk
        except OSError:
            pass
    return back, time.monotonic() - start


def test_who_drips_headers_is_left(address: tuple[str, int]) -> None:
    request = b"GET /health HTTP/1.1\r\nHost: x\r\n"
    back, took = said(address, request, *[b"X-A: b\r\n"] * 20, pause=0.2)
    assert back == b""
    assert took < 5
    back, took = said(address)
    assert (back, took < 5) == (b"", True)


def test_who_asks_properly_is_answered_twice_over_one_connection(address: tuple[str, int]) -> None:
    request = b"GET /ready HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    back, _ = said(address, request, last, pause=0.3)
    assert back.count(b"HTTP/1.1 200") == 2


def test_huge_headers_are_refused(address: tuple[str, int]) -> None:
    back, _ = said(address, b"GET /ready HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 2 * HEADERS_MOST)
    assert back == b"" or back.startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))
    assert said(address, b"GET /ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[0].startswith(b"HTTP/1.1 200")


def test_headers_that_come_at_once_are_bounded_too(browser: TestClient) -> None:
    just = HEADERS_MOST - 1_000
    assert browser.get("/ready", headers={"X-A": "a" * just}).status_code == 200
    assert browser.get("/ready", headers={"X-A": "a" * just, "X-B": "b" * 1_000}).status_code == 431


def test_a_body_that_drips_is_left() -> None:
    async def never() -> dict[str, Any]:
        await asyncio.sleep(60)
        return {}

    async def ask() -> float:
        start = time.monotonic()
        with pytest.raises(Exception, match="408"):
            await _bounded(never, 1000, within=0.1)()
        return time.monotonic() - start

    assert asyncio.run(ask()) < 5


# Figures


def test_figures_are_for_who_may_see_the_health_and_hold_no_word_of_residents(
    browser: TestClient, key: Callable[..., str], given: Services, ledger: Store
) -> None:
    group(ledger, given)
    assert browser.get("/metrics").status_code == 401
    reader = {"Authorization": f"Bearer {key(Right.READ_FLAGS, name='other')}"}
    assert browser.get("/metrics", headers=reader).status_code == 403
    answer = browser.get("/metrics", headers={"Authorization": f"Bearer {key(Right.READ_HEALTH)}"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    for name in ("mcu_queue 3.0", 'mcu_errors_total{fate="denied"} 1.0', "mcu_posts_waiting 0.0", "mcu_assess_seconds"):
        assert name in answer.text, answer.text[:3000]
    for name in ("mcu_sources{", "mcu_source_silent_seconds{", "mcu_http_responses_total{", "mcu_cards{"):
        assert name in answer.text
    assert "яма" not in answer.text
    assert "900" not in answer.text


def test_readiness_asks_the_database_only(broken_model: Services) -> None:
    with TestClient(create_app(broken_model)) as client:
        assert client.get("/ready").status_code == 200
        assert client.get("/health").status_code == 503
    away = replace(broken_model, checks={"database": lambda: "нет связи"})
    with TestClient(create_app(away)) as client:
        answer = client.get("/ready")
        assert (answer.status_code, answer.json()["checks"]) == (503, {"database": "не работает"})


def test_every_door_without_a_sign_in_is_one_of_the_list() -> None:
    assert {door.name for door in doors() if not door.rights} == {*STRANGERS, *SIGNED_IN}
    assert field is not None
