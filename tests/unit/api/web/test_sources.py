"""The page of sources: health, quotas, a form with the legal basis, resuming; and the same in the API."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from collectors.gate import AccountGate
from core import usecases
from core.accounts import Role
from core.budgets import DEFAULTS, Account
from core.errors import Denied
from core.ports import Bar, Batch, Finding, Refusal
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


class Trial:
    """A platform that shows the wall and not its comments, and whom it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def refuse(self, key: SourceKey) -> None:
        if "Иванов" in key.address:
            raise Denied("поиск: слово «Иванов» — имя человека, людей система не ищет")

    def tried(self, source: Source) -> Sequence[Finding]:
        self.asked.append(str(source.key))
        return Finding("записи стены", True, "записей: 12"), Finding("комментарии", False, "доступ <закрыт>")


@pytest.fixture
def trial() -> Trial:
    return Trial()


@pytest.fixture
def trying(given: Services, trial: Trial, person: Callable[..., str]) -> Iterator[TestClient]:
    """An administrator's browser where platforms are tried."""
    person(Role.ADMINISTRATOR)
    with TestClient(create_app(replace(given, refuse=trial.refuse, trial=trial.tried))) as client:
        assert enter(client).status_code == 303
        yield client


def test_what_a_new_source_allows_is_said_at_once_and_can_be_asked_again(
    trying: TestClient, trial: Trial, registered: Store
) -> None:
    form = {"csrf": token(trying), "platform": "vk", "address": "novoe"}
    done = trying.post("/sources", data=form, follow_redirects=False)
    assert done.status_code == 201
    for wanted in ("Источник добавлен", "записи стены: записей: 12", "комментарии: доступ &lt;закрыт&gt;"):
        assert wanted in done.text
    again = trying.post("/sources/check", data={"csrf": form["csrf"], "key": str(WALL)})
    assert (again.status_code, "Проверка" in again.text) == (200, True)
    assert trial.asked == ["vk:novoe", "vk:selo"]
    assert trying.post("/sources/check", data={"csrf": form["csrf"], "key": "vk:nichego"}).status_code == 404
    assert trying.post("/sources/check", data={"csrf": "чужой", "key": str(WALL)}).status_code == 403


def test_a_search_for_a_person_is_refused_by_page_and_api_and_nobody_is_asked(
    trying: TestClient, trial: Trial, key: Callable[..., str], ledger: Store
) -> None:
    form = {"csrf": token(trying), "platform": "vk", "address": "search?q=Иванов"}
    refused = trying.post("/sources", data=form)
    assert (refused.status_code, "имя человека" in refused.text) == (403, True)
    headers = {"Authorization": f"Bearer {key(Right.EDIT_SOURCES)}"}
    body = {"platform": "vk", "address": "search?q=Иванов"}
    assert trying.post("/api/v1/sources", json=body, headers=headers).status_code == 403
    added = trying.post("/api/v1/sources", json=body | {"address": "search?q=нет воды"}, headers=headers).json()
    assert [(each["what"], each["works"]) for each in added["checks"]] == [
        ("записи стены", True),
        ("комментарии", False),
    ]
    assert trial.asked == ["vk:search?q=нет воды"]
    with ledger.read() as work:
        assert [each.key.address for each in work.sources.list(SCOPE) if "search" in each.key.address] == [
            "search?q=нет воды"
        ]


def test_what_was_put_aside_is_seen_on_the_page_and_in_the_api_without_its_words(
    administrator: TestClient, registered: Store, key: Callable[..., str]
) -> None:
    assert "Всё, что пришло, прочитано" in administrator.get("/sources").text
    refusal = Refusal("нет <даты> публикации", "date", 7, "слова жителя")
    with registered.begin() as work:
        usecases.take(work, SCOPE, WALL, Batch((), {}, (refusal,)), NOW)
    shown = administrator.get("/sources").text
    assert "нет &lt;даты&gt; публикации (строка 7, поле «date»)" in shown
    assert "слова жителя" not in shown
    headers = {"Authorization": f"Bearer {key(Right.READ_SOURCES)}"}
    found = administrator.get("/api/v1/sources/refused?source=vk:selo", headers=headers).json()["refused"]
    assert [(each["source"], each["line"], each["field"]) for each in found] == [("selo", 7, "date")]
    assert administrator.get("/api/v1/sources/refused?source=vk:net", headers=headers).json() == {"refused": []}


def test_a_mistaken_source_is_removed_by_a_form_and_by_the_api_with_the_right(
    administrator: TestClient, browser: TestClient, key: Callable[..., str], registered: Store
) -> None:
    assert "Больше не читать" in administrator.get("/sources").text
    form = {"csrf": token(administrator), "key": str(WALL)}
    assert administrator.post("/sources/remove", data=form | {"csrf": "чужой"}).status_code == 403
    assert administrator.post("/sources/remove", data=form, follow_redirects=False).status_code == 303
    shown = administrator.get("/sources").text
    assert ("убран из списка" in shown, "Луговое" in shown) == (True, False)
    with registered.begin() as work:
        usecases.add_source(work, SCOPE, Source(WALL), NOW)
    wanted = {"params": {"source": str(WALL)}}
    for right, status in ((Right.READ_SOURCES, 403), (Right.EDIT_SOURCES, 200), (Right.EDIT_SOURCES, 404)):
        headers = {"Authorization": f"Bearer {key(right, name=f'{right}{status}')}"}
        assert browser.request("DELETE", "/api/v1/sources", headers=headers, **wanted).status_code == status


@pytest.mark.parametrize("bar", [Bar.PERSON, Bar.ABSENT])
def test_a_private_person_and_what_is_not_there_become_no_source(
    given: Services, person: Callable[..., str], key: Callable[..., str], ledger: Store, bar: Bar
) -> None:
    def trial(source: Source) -> Sequence[Finding]:
        return (Finding("канал или группа", False, "это личная учётная запись", bar=bar),)

    person(Role.ADMINISTRATOR)
    with TestClient(create_app(replace(given, trial=trial)), base_url="https://testserver") as browser:
        assert enter(browser).status_code == 303
        form = {"csrf": token(browser), "platform": "telegram", "address": "izolda_t"}
        refused = browser.post("/sources", data=form)
        headers = {"Authorization": f"Bearer {key(Right.EDIT_SOURCES)}"}
        body = {"platform": "telegram", "address": "izolda_t"}
        again = browser.post("/api/v1/sources", json=body, headers=headers)
    assert (refused.status_code, again.status_code) == (422, 422)
    assert "личная" in refused.text
    with ledger.read() as work:
        assert all(each.key.address != "izolda_t" for each in work.sources.list(SCOPE))
        assert not [each for each in work.journal.chain(SCOPE) if "izolda" in each.subject]
