"""Decisions on many cards, undo, who else looks, kept filters, the journal: by plain forms."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.services import Services
from api.web import kept, notes
from api.web.presence import Presence
from core.accounts import Role
from core.flags import FlagStatus
from core.labels import Theme
from core.scope import Scope, system
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import Seen, card, decide, enter, field, numbers, receive


def send(browser: TestClient, what: str, line: str = "", **form: object) -> Response:
    given = {"csrf": field(browser.get("/api/docs"), "csrf"), **form}
    return browser.post(f"/queue/{what}{line}", data=given, follow_redirects=False)


def test_many_cards_are_decided_at_once_and_one_undo_brings_all_back(monitor: TestClient, ledger: Store) -> None:
    form = {"decision": "reject", "reason": "Реклама", "card": ["1-1", "2-1"]}
    answer = send(monitor, "decisions", "?level=low", **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue?level=low")
    assert [card(ledger, n).status for n in (1, 2, 3)] == [FlagStatus.REJECTED, FlagStatus.REJECTED, FlagStatus.OPEN]
    told = monitor.get("/queue")
    assert "Отклонено: 2 карточки" in told.text
    assert re.findall(r'<input type="hidden" name="card" value="([\d-]+)">', told.text) == ["1-2", "2-2"]
    answer = send(monitor, "undo", card=["1-2", "2-2"])
    assert answer.headers["location"] == "/queue#card-1"
    assert {card(ledger, n).status for n in (1, 2, 3)} == {FlagStatus.OPEN}
    assert "Возвращено в очередь: 2 карточки" in monitor.get("/queue").text


def test_cards_that_changed_meanwhile_are_left_and_said(monitor: TestClient, ledger: Store) -> None:
    decide(monitor, 1, decision="confirm")
    send(monitor, "decisions", decision="correct", theme="roads", card=["1-1", "2-1", "999-1"])
    assert (card(ledger, 2).theme, card(ledger, 1).status) == (Theme.ROADS, FlagStatus.CONFIRMED)
    assert "Тема исправлена: 1 карточка. Не записано: 2 — изменились или уже разобраны" in monitor.get("/queue").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"decision": "confirm"}, "отметьте карточки"),
        ({"decision": "reject", "card": ["1-1"]}, "выберите причину"),
        ({"decision": "correct", "card": ["1-1"]}, "выберите тему"),
        ({"decision": "undo", "card": ["1-1"]}, "такого решения нет"),
        ({"decision": "confirm", "card": ["x"]}, "отметка не с этой страницы"),
    ],
)
def test_a_wrong_decision_on_many_changes_nothing_and_keeps_the_marks(
    monitor: TestClient, ledger: Store, form: dict[str, object], says: str
) -> None:
    answer = send(monitor, "decisions", **form)
    assert (answer.status_code, says in answer.text) == (422, True)
    assert card(ledger, 1).status is FlagStatus.OPEN
    assert len(re.findall("data-mark checked", answer.text)) == (1 if form.get("card") == ["1-1"] else 0)


def test_the_script_gets_the_undo_with_the_decision(monitor: TestClient) -> None:
    token = field(monitor.get("/cards/1"), "csrf")
    form = {"csrf": token, "revision": 1, "decision": "confirm"}
    answer = monitor.post("/queue/1/decision?level=low", data=form, headers={"HX-Request": "true"})
    assert 'action="/queue/undo?level=low"' in answer.text
    assert 'name="card" value="1-2"' in answer.text


def test_a_long_text_is_cut_between_words_in_the_journal_of_decisions(monitor: TestClient, ledger: Store) -> None:
    receive(ledger, "опасно: " + "провод висит над самой дорогой к школе, " * 9)
    number = max(map(int, numbers(monitor.get("/queue"))))
    decide(monitor, number, decision="confirm")
    (text,) = re.findall(r'<span dir="auto">(опасно: [^<]*)</span>', monitor.get("/decisions").text)
    assert len(text) <= 121
    assert text[-1] == "…"
    said = "опасно: провод висит над самой дорогой к школе"
    assert set(text[:-1].replace(",", "").split()) <= set(said.split())


def test_the_journal_shows_decisions_and_takes_the_last_back(monitor: TestClient, ledger: Store) -> None:
    assert "Решений пока нет" in monitor.get("/decisions").text
    decide(monitor, 1, decision="correct", theme="roads")
    decide(monitor, 1, decision="reject", reason="Реклама", revision="2")
    answer = monitor.get("/decisions")
    words = Seen(answer.text).text
    assert "Отклонена : Реклама" in words or "Отклонена: Реклама" in words
    assert "Тема исправлена: Дороги" in words
    assert re.findall(r'name="card" value="([\d-]+)"', answer.text) == ["1-3"]
    assert "Вернуть в очередь" in monitor.get("/cards/1").text
    send(monitor, "undo", card=["1-3"])
    answer = monitor.get("/decisions")
    assert answer.text.count("отменено") == 2
    assert re.findall(r'name="card" value="([\d-]+)"', answer.text) == ["1-4"]
    assert card(ledger, 1).theme is Theme.ROADS


def test_nothing_is_undone_without_the_token_or_the_right(
    browser: TestClient, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.MONITOR)
    enter(browser)
    decide(browser, 1, decision="confirm")
    for what in ("undo", "decisions", "filters?level=low"):
        assert browser.post(f"/queue/{what}", data={"csrf": "чужой", "card": "1-2"}).status_code == 403
    browser.cookies.clear()
    person(Role.CURATOR, login="kurator")
    enter(browser, "kurator")
    assert send(browser, "undo", card="1-2").status_code == 403
    assert "Отменить" not in browser.get("/decisions").text
    assert card(ledger, 1).status is FlagStatus.CONFIRMED


def test_a_colleague_at_the_same_card_is_named(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    person(Role.MONITOR, login="ivanova")
    enter(browser, "ivanova")
    browser.get("/cards/1")
    browser.cookies.clear()
    enter(browser)
    assert "Сейчас смотрит: ivanova" in browser.get("/cards/1").text
    assert browser.get("/queue/presence?looking=2").json() == {"1": ["ivanova"]}
    assert "Сейчас смотрит" not in browser.get("/cards/2").text


def test_who_left_is_forgotten_and_other_profiles_are_not_seen() -> None:
    seen, mine = Presence(), Scope("a", "user:me")
    seen.look(Scope("a", "user:she"), 7, NOW)
    seen.look(Scope("b", "user:he"), 7, NOW)
    assert seen.look(mine, 7, NOW) == ["she"]
    assert seen.look(mine, 7, NOW + timedelta(minutes=1)) == []
    seen.look(Scope("a", "user:she"), 7, NOW)
    seen.look(Scope("a", "user:she"), 0, NOW)
    assert seen.others(mine, NOW) == {}


def test_filters_are_kept_under_a_name_by_each_person(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.MONITOR)
    person(Role.MONITOR, login="ivanova")
    enter(browser)
    answer = send(browser, "filters", "?level=high&text=%D1%8F%D0%BC%D0%B0", name="  Ямы  ")
    assert answer.headers["location"] == "/queue?level=high&text=%D1%8F%D0%BC%D0%B0"
    shown = browser.get("/queue").text
    assert '<a href="/queue?level=high&amp;text=%D1%8F%D0%BC%D0%B0">Ямы</a>' in shown
    assert "Фильтр сохранён" in shown
    assert send(browser, "filters", "", name="пусто").status_code == 422
    assert send(browser, "filters", "?level=low", name=" ").status_code == 422
    send(browser, "filters", "", drop="Ямы")
    assert ">Ямы</a>" not in browser.get("/queue").text
    send(browser, "filters", "?level=high", name="Мои")
    browser.post("/logout", data={"csrf": field(browser.get("/api/docs"), "csrf")})
    enter(browser, "ivanova")
    assert ">Мои</a>" not in browser.get("/queue").text


@pytest.mark.parametrize("value", ["чушь", "e30=", "WzFd", "W1siYSJdXQ==", "W1sxLDJdXQ==", "gICA"])
def test_a_cookie_that_is_not_ours_is_no_filter(monitor: TestClient, value: str, person: Callable[..., str]) -> None:
    name = kept.cookie_of(type("Caller", (), {"scope": Scope("x", "user:monitor")})())  # type: ignore[arg-type]
    monitor.cookies.set(name, value.encode("ascii", "ignore").decode())
    assert monitor.get("/queue").status_code == 200


def test_a_note_that_is_not_ours_is_not_said(monitor: TestClient) -> None:
    for value in ("confirm.1-1x", "nothing", "confirm." + "1-1." * 300, "<script>"):
        monitor.cookies.set(notes.COOKIE, value)
        assert 'aria-live="polite"></div>\n</body>' in monitor.get("/queue").text


def test_a_card_leads_to_its_incident_and_back(monitor: TestClient, ledger: Store, given: Services) -> None:
    assert "Инцидент 1" not in monitor.get("/queue").text
    group(ledger, given)
    assert 'href="/incidents/1">Инцидент 1</a>' in monitor.get("/queue").text
    page = monitor.get("/cards/1").text
    assert 'href="/incidents/1"' in page
    assert "Другие карточки инцидента" in page
    assert 'href="/cards/1"' in monitor.get("/incidents/1").text


def test_questions_of_one_matter_are_answered_beside_the_queue(
    monitor: TestClient, ledger: Store, given: Services
) -> None:
    group(ledger, given)
    token = field(monitor.get("/api/docs"), "csrf")
    entered = {"csrf": token, "channel": "phone", "text": "яма на Заречной", "regime": "message"}
    for _ in range(2):
        assert monitor.post("/intake", data=entered, follow_redirects=False).status_code == 303
    waiting = re.search(r'Один вопрос\? <span class="count">(\d+)</span>', monitor.get("/queue").text)
    assert waiting
    asked = numbers(monitor.get("/queue/joins"))
    assert len(asked) == int(waiting[1]) >= 2
    form = {"csrf": token, "accept": "no"}
    answer = monitor.post(f"/proposals/{asked[0]}/verdict", data=form, follow_redirects=False)
    assert answer.headers["location"] == f"/queue/joins#card-{asked[1]}", "the keyboard goes on to the next pair"
    again = monitor.post(f"/proposals/{asked[0]}/verdict", data=form, follow_redirects=False)
    assert (again.status_code, "уже ответили" in again.text) == (409, True)
    wrong = monitor.post(f"/proposals/{asked[1]}/verdict", data={"csrf": token, "accept": "x"}, follow_redirects=False)
    assert wrong.status_code == 409
    assert monitor.post(f"/proposals/{asked[1]}/verdict", data={"accept": "yes"}).status_code == 403
    yes = {"csrf": token, "accept": "yes"}
    monitor.post(f"/proposals/{asked[1]}/verdict", data=yes, follow_redirects=False)
    told = monitor.get("/queue/joins").text
    assert len(numbers(monitor.get("/queue/joins"))) < len(asked) - 1
    undo = re.search(r'<form class="undo" method="post" action="([^"]+)">(.*?)</form>', told, re.DOTALL)
    assert undo
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo[2]))
    parted = monitor.post(undo[1], data=form, follow_redirects=False)
    assert (parted.status_code, parted.headers["location"]) == (303, f"/queue/joins#card-{asked[1]}")
    back = monitor.get("/queue/joins")
    assert "Ответ отменён" in back.text
    assert numbers(back) == asked[1:], "also what fell with the merge is asked again"


def test_a_no_is_taken_back_at_once_or_later(monitor: TestClient, ledger: Store, given: Services) -> None:
    group(ledger, given)
    token = field(monitor.get("/api/docs"), "csrf")
    entered = {"csrf": token, "channel": "phone", "text": "яма на Заречной", "regime": "message"}
    assert monitor.post("/intake", data=entered, follow_redirects=False).status_code == 303
    asked = numbers(monitor.get("/queue/joins"))[0]
    scope = system(given.profile.code)
    with ledger.read() as work:
        pair = work.proposals.get(scope, int(asked))
    no, sign = {"csrf": token, "accept": "no", "back": str(pair.incident_id)}, {"csrf": token}
    address = f"/proposals/{asked}/again"
    assert monitor.post(address, data=sign, follow_redirects=False).status_code == 409, "nobody said no"
    monitor.post(f"/proposals/{asked}/verdict", data={"csrf": token, "accept": "no"}, follow_redirects=False)
    assert f'action="{address}"' in monitor.get("/queue/joins").text, "the note has its undo"
    assert monitor.post(address, data=sign, follow_redirects=False).headers["location"] == f"/queue/joins#card-{asked}"
    assert asked in numbers(monitor.get("/queue/joins"))
    monitor.post(f"/proposals/{asked}/verdict", data=no, follow_redirects=False)
    monitor.get(f"/incidents/{pair.incident_id}")
    for number in (pair.incident_id, pair.other_id):
        assert "Названы разными" in monitor.get(f"/incidents/{number}").text, "later, on either's page"
    with ledger.read() as work:
        assert [*work.proposals.kept_apart(scope, pair.incident_id), *work.proposals.kept_apart(scope, pair.other_id)]
    back = monitor.post(address, data=sign | {"back": str(pair.other_id)}, follow_redirects=False)
    assert back.headers["location"] == f"/incidents/{pair.other_id}"
    with ledger.read() as work:
        assert not work.proposals.kept_apart(system(given.profile.code), pair.other_id)
        assert [each.action for each in work.incidents.history(system(given.profile.code), pair.incident_id)][
            -1
        ] == "unapart"
    assert "снова спрашивается" in monitor.get(f"/incidents/{pair.incident_id}").text


def test_the_script_is_told_in_place_why_a_decision_on_many_is_refused(monitor: TestClient) -> None:
    csrf = field(monitor.get("/cards/1"), "csrf")
    form = {"csrf": csrf, "decision": "reject", "card": ["1-1"]}
    answer = monitor.post("/queue/decisions", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert 'id="bulk-wrong"' in answer.text
    assert "<html" not in answer.text
    assert "выберите причину отклонения" in answer.text
