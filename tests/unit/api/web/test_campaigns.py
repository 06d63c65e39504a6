"""The pages of campaigns: the calendar, notices with their verdict, tasks, the end with its result."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from api.web.campaigns.showing import VERBS
from api.web.campaigns.year import place, strip
from core import usecases
from core.accounts import Role
from core.campaigns import Campaign, State
from core.campaigns.cards import NEXT
from store.ledger import Store
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.reading import SCOPE, Seen, enter, field

OWN = {"title": "Не выходите на лёд", "theme": "safety", "starts": "2026-11-20", "ends": "2026-12-20"}


@pytest.fixture(autouse=True)
def noticed(ledger: Store, given: Services) -> None:
    usecases.notice(ledger, SCOPE, PROFILE, given.clock.now())


def send(browser: TestClient, path: str, **form: str) -> object:
    token = field(browser.get("/campaigns"), "csrf")
    return browser.post(path, data={"csrf": token, **form}, follow_redirects=False)


def stands(ledger: Store, number: int = 1) -> Campaign:
    with ledger.read() as work:
        return work.campaigns.get(SCOPE, number)


def test_the_calendar_shows_seasons_and_says_that_history_is_short(monitor: TestClient) -> None:
    words = Seen(monitor.get("/campaigns").text).text
    for wanted in ("Отопительный сезон", "с 14 сентября по 16 мая", "нужны два года публикаций", "Нужна кампания"):
        assert wanted in words


def test_a_notice_becomes_a_campaign_with_the_usual_tasks(monitor: TestClient, ledger: Store) -> None:
    made = send(monitor, "/campaigns/notices/1", accept="yes")
    assert (made.status_code, made.headers["location"]) == (303, "/campaigns/1")
    assert len(stands(ledger).tasks) == 4
    assert "Собрать у ответственного блока сведения" in monitor.get("/campaigns/1").text
    again = send(monitor, "/campaigns/notices/1", accept="yes")
    assert (again.status_code, "уже ответили" in again.text) == (409, True)


def test_a_refusal_needs_its_reason_in_russian_words(monitor: TestClient) -> None:
    refused = send(monitor, "/campaigns/notices/1", accept="no")
    assert refused.status_code == 422
    assert "«причина»" in refused.text
    assert "reason»" not in refused.text
    assert send(monitor, "/campaigns/notices/1", accept="no", reason="идёт своя").headers["location"] == "/campaigns"


def test_an_own_campaign_is_led_to_its_end_and_names_its_result(monitor: TestClient, ledger: Store) -> None:
    assert send(monitor, "/campaigns", **OWN).headers["location"] == "/campaigns/1"
    assert send(monitor, "/campaigns/1/tasks", revision="1", title="Памятка", due="2026-11-19").status_code == 303
    assert "просрочено" in monitor.get("/campaigns/1").text
    task = stands(ledger).tasks[0].id
    assert send(monitor, f"/campaigns/1/tasks/{task}", revision="2", done="yes").status_code == 303
    assert send(monitor, "/campaigns/1/moves", revision="3", to="running").status_code == 303
    without = send(monitor, "/campaigns/1/moves", revision="4", to="ended")
    assert (without.status_code, "напишите итог" in without.text) == (409, True)
    assert send(monitor, "/campaigns/1/moves", revision="4", to="ended", text="памятки розданы").status_code == 303
    assert (stands(ledger).state, stands(ledger).result) == (State.ENDED, "памятки розданы")


def test_what_was_typed_stays_after_a_refusal(monitor: TestClient) -> None:
    refused = send(monitor, "/campaigns", **OWN | {"ends": "2026-11-01"})
    assert refused.status_code == 422
    assert 'value="Не выходите на лёд"' in refused.text
    assert "«конец»: кончается раньше" in refused.text


def test_who_was_late_is_told_so(monitor: TestClient) -> None:
    send(monitor, "/campaigns", **OWN)
    send(monitor, "/campaigns/1/tasks", revision="1", title="Памятка")
    late = send(monitor, "/campaigns/1/tasks", revision="1", title="Листовка")
    assert (late.status_code, "кампания изменилась" in late.text) == (412, True)
    assert 'value="Листовка"' in late.text


def test_a_curator_reads_and_cannot_change(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.CURATOR, login="curator")
    enter(browser, "curator")
    assert "Своя кампания" not in browser.get("/campaigns").text
    assert send(browser, "/campaigns", **OWN).status_code == 403


def test_every_allowed_move_has_its_verb() -> None:
    assert set(VERBS) == {(before, after) for before, allowed in NEXT.items() for after in allowed}


def test_a_season_over_the_years_end_is_two_parts_of_the_strip() -> None:
    from datetime import date

    one, two = strip(date(2026, 11, 2), date(2027, 4, 4))
    assert (one.start, two.start, two.start + two.length) == (0, place(date(2026, 11, 2)), 1000)
    (whole,) = strip(date(2027, 3, 22), date(2027, 5, 16))
    assert 0 < whole.start < whole.start + whole.length < 1000
