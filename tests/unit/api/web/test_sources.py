"""The page of sources: health, quotas, a form with the legal basis, resuming; and the same in the API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from collectors.gate import AccountGate
from core import usecases
from core.accounts import Role
from core.budgets import DEFAULTS, Account
from core.errors import Denied
from core.posts import Platform, Source, SourceKey, SourceState
from core.scope import Right, system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.reading import enter

SCOPE = system(PROFILE.code)
WALL = SourceKey(Platform.VK, "selo")


@pytest.fixture
def registered(ledger: Store) -> Store:
    """A source that was denied, a gate that was used and paused."""
    with ledger.begin() as work:
        usecases.add_source(work, SCOPE, Source(WALL, "Село <b>Луговое</b>", basis="соглашение № 5", keep_days=30), NOW)
        usecases.refuse(work, SCOPE, WALL, Denied("сообщество закрыто"), timedelta(minutes=5), NOW, 0)
    gate = AccountGate(ledger, SCOPE, Account("vk", "abcdef123456"), DEFAULTS["vk"], now=lambda: NOW)
    gate.enter("wall.get")
    gate.pause("newsfeed.search", timedelta(hours=1), "слишком много одинаковых запросов")
    return ledger


@pytest.fixture
def administrator(browser: TestClient, person: Callable[..., str]) -> TestClient:
    person(Role.ADMINISTRATOR)
    assert enter(browser).status_code == 303
    return browser


def token(browser: TestClient) -> str:
    return browser.get("/sources").text.split('name="csrf" value="')[1].split('"')[0]


def test_the_page_shows_state_reason_ground_and_quotas(administrator: TestClient, registered: Store) -> None:
    shown = administrator.get("/sources").text
    for wanted in ("сообщество закрыто", "соглашение № 5", "30 дней", "1 из 5", "слишком много одинаковых запросов"):
        assert wanted in shown
    assert "Село &lt;b&gt;Луговое" in shown
    assert 'href="/sources"' in administrator.get("/start").text


def test_a_source_is_added_with_its_ground_and_a_refusal_keeps_what_was_typed(
    administrator: TestClient, ledger: Store
) -> None:
    form = {
        "csrf": token(administrator),
        "platform": "vk",
        "address": "https://vk.com/novoe",
        "basis": "",
        "keep": "90",
    }
    done = administrator.post("/sources", data=form, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, "/sources")
    with ledger.read() as work:
        added = work.sources.get(SCOPE, SourceKey(Platform.VK, "novoe"))
    assert (added.keep_days, added.basis) == (90, "общедоступная страница сообщества (149-ФЗ, ст. 7)")
    assert "Источник добавлен" in administrator.get("/sources").text
    for wrong, status, says in (
        ({}, 409, "уже добавлен"),
        ({"address": "id5"}, 422, "личная страница"),
        ({"address": "drugoe", "keep": "много"}, 422, "нужно число дней"),
        ({"platform": "file", "address": "/etc/passwd"}, 422, "выберите площадку"),
    ):
        refused = administrator.post("/sources", data=form | {"title": "Моё"} | wrong)
        assert refused.status_code == status
        assert says in refused.text
        assert 'value="Моё"' in refused.text


def test_a_stopped_source_is_resumed_by_a_form_of_this_session(administrator: TestClient, registered: Store) -> None:
    form = {"csrf": "чужой", "key": str(WALL)}
    assert administrator.post("/sources/resume", data=form).status_code == 403
    done = administrator.post("/sources/resume", data=form | {"csrf": token(administrator)}, follow_redirects=False)
    assert done.status_code == 303
    with registered.read() as work:
        assert work.sources.get(SCOPE, WALL).state is SourceState.ACTIVE
    unknown = administrator.post("/sources/resume", data={"csrf": token(administrator), "key": "vk:nichego"})
    assert (unknown.status_code, "нет источника" in unknown.text) == (404, True)


def test_who_may_only_look_is_given_no_forms(monitor: TestClient, registered: Store) -> None:
    shown = monitor.get("/sources").text
    assert "сообщество закрыто" in shown
    assert "Добавить источник" not in shown
    assert "Читать снова" not in shown
    assert monitor.post("/sources", data={"address": "x"}).status_code == 403


def test_the_api_gives_health_and_quotas(browser: TestClient, key: Callable[..., str], registered: Store) -> None:
    browser.headers["Authorization"] = f"Bearer {key(Right.READ_SOURCES)}"
    found = {each["address"]: each for each in browser.get("/api/v1/sources").json()["sources"]}
    selo = found["selo"]
    assert (selo["state"], selo["basis"], selo["keep_days"], selo["lag_p50_s"]) == (
        "denied",
        "соглашение № 5",
        30,
        None,
    )
    quotas = {each["method"]: each for each in browser.get("/api/v1/quotas").json()["quotas"]}
    assert (quotas["wall.get"]["spent"], quotas["wall.get"]["left"]) == (1, 4999)
    assert quotas["newsfeed.search"]["paused_until"] is not None
    assert {each["account"] for each in quotas.values()} == {"abcdef"}
