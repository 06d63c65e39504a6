"""The pages of incidents: the list, one of them, and everything that a person does there."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from api.services import Services
from api.web.incidents.history import entries_of
from api.web.incidents.procedure import FIELDS, ORDER, REASONED, USUAL, choices_of
from api.web.incidents.way import ASIDE, LINES, Mark, line_of
from core.accounts import Role
from core.incidents import DEMANDS, NEXT, STATUS_TITLES, Incident, Nature, Outcome, Proposal, Status
from core.labels import Theme
from core.reasons import Reason
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.web.desk import MATTER, RISK, done, group, rows, send, shown, stands
from tests.unit.api.web.reading import PHONE, SCOPE, Seen, enter, field, receive


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


def test_the_list_shows_the_dangerous_first_with_counts(monitor: TestClient) -> None:
    answer = monitor.get("/incidents")
    assert rows(answer) == [RISK, MATTER]
    words = Seen(answer.text).text
    for word in ("2 инцидента в работе", "обнаружен", "зарегистрирован", "2 публикации", "1 публикация"):
        assert word in words


FILTERS = {
    "nature=risk": 1,
    "status=registered": 1,
    "theme=safety": 1,
    "block=safety": 1,
    "level=high": 1,
    "level=high&level=critical&level=medium&level=low": 2,
    "storm=yes": 0,
    "storm=no": 2,
    "term=overdue": 0,
    "state=ended": 0,
    "state=all": 2,
    "place=Заречной": 2,
    "text=собаки": 1,
}


def test_filters_are_in_the_address(monitor: TestClient) -> None:
    for line, count in FILTERS.items():
        answer = monitor.get(f"/incidents?{line}")
        assert len(rows(answer)) == count, line
        assert ("по фильтрам" in answer.text, 'role="alert"' in answer.text) == (True, False), line


def test_a_filter_that_does_not_exist_is_said_and_left_out(monitor: TestClient) -> None:
    for name in ("nature", "status", "theme", "block", "territory", "level", "storm", "state"):
        answer = monitor.get(f"/incidents?{name}=x")
        assert len(rows(answer)) == 2, name
        assert "значения «x» нет; он не учтён" in answer.text, name


def test_the_pages_of_the_list_follow_each_other(monitor: TestClient, ledger: Store, given: Services) -> None:
    receive(ledger, *[f"опасно яма номер {'абвгдежзиклмнопрстуфхцчшщэюя'[n % 28] * (3 + n)}" for n in range(40)])
    group(ledger, given)
    first = monitor.get("/incidents")
    following = re.search(r'href="(/incidents\?cursor=[^"]+)"', first.text)
    assert following
    second = monitor.get(following[1].replace("&amp;", "&"))
    assert not set(rows(first)) & set(rows(second))
    assert "К началу списка" in second.text
    part = monitor.get(following[1].replace("/incidents?", "/incidents/more?"), headers={"HX-Request": "true"})
    assert rows(part) == rows(second)


def test_who_may_not_read_incidents_sees_neither_page_nor_link(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ADMINISTRATOR)
    enter(browser)
    assert browser.get("/incidents").status_code == 403
    assert browser.get("/incidents/1").status_code == 403
    assert "/incidents" not in browser.get("/start").text


def test_the_page_of_an_incident_says_what_stands_and_what_may_follow(monitor: TestClient) -> None:
    answer = shown(monitor, MATTER)
    words = Seen(answer.text).text
    for word in (
        "Первая публикация по этому вопросу",
        "В обсуждении этого инцидента",
        "Направить ответственному",
        "Передать в другой орган",
        "Блок выбран по теме «ЖКХ»",
        "Заведён: вопрос",
        "Присоединена новая публикация",
    ):
        assert word in words
    assert re.findall(r'class="(here|past|ahead)"', answer.text) == ["here", "ahead", "ahead", "ahead", "ahead"]
    assert 'href="/cards/1"' in answer.text
    offered = set(re.findall(r'name="to" value="(\w+)"', answer.text))
    assert offered == {str(each) for each in NEXT[Nature.MATTER][Status.REGISTERED]}


def test_texts_are_masked_for_who_may_not_read_them_as_written(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ANALYST)
    enter(browser)
    answer = shown(browser, MATTER)
    assert PHONE not in answer.text
    assert "[телефон]" in answer.text
    assert 'method="post"' not in answer.text.partition("<main")[2]


def test_a_risk_goes_its_way_by_plain_forms(monitor: TestClient, ledger: Store) -> None:
    page = f"/incidents/{RISK}"
    assert "сначала внесите текст ответа" not in shown(monitor, RISK).text
    done(send(monitor, ledger, RISK, "moves", to="verified", whom="roads|Начальник отдела"), page)
    assert (stands(ledger, RISK).block, stands(ledger, RISK).recipient) == ("roads", "Начальник отдела")
    answer = shown(monitor, RISK)
    assert "сначала внесите текст ответа" in answer.text
    assert "Назначил monitor" in answer.text
    form = {"text": "Собак отловят 1 декабря.", "platforms": ["vk", "site"], "final": "yes", "promised": "2026-12-01"}
    done(send(monitor, ledger, RISK, "answers", **form), page)
    done(send(monitor, ledger, RISK, "moves", to="answered"), page)
    answer = shown(monitor, RISK)
    assert "нет ссылок на публикации ответа" in answer.text
    assert "обещано к 1 декабря 2026" in answer.text
    number = stands(ledger, RISK).answers[0].id
    links = "https://vk.com/wall-1_2\nhttps://example.ru/1"
    done(send(monitor, ledger, RISK, f"answers/{number}/links", links=links), page)
    done(send(monitor, ledger, RISK, "moves", to="watched"), page)
    done(send(monitor, ledger, RISK, "moves", to="worked_off", outcome="solved"), page)
    assert stands(ledger, RISK).status is Status.WORKED_OFF
    assert stands(ledger, RISK).answers[0].links == ("https://vk.com/wall-1_2", "https://example.ru/1")
    words = Seen(shown(monitor, RISK).text).text
    assert "Реакция отслеживается → отработан" in words
    assert "Шаг сделан" in words


def test_a_matter_is_handed_over_returned_and_closed_with_its_outcome(monitor: TestClient, ledger: Store) -> None:
    page = f"/incidents/{MATTER}"
    done(send(monitor, ledger, MATTER, "moves", to="routed", whom="roads"), page)
    assert "Передать другому получателю" in shown(monitor, MATTER).text
    refused = send(monitor, ledger, MATTER, "moves", to="returned", reason=" ")
    assert (refused.status_code, "нужна причина" in refused.text) == (422, True)
    done(send(monitor, ledger, MATTER, "moves", to="returned", reason="не наш дом"), page)
    assert "возвращён получателем: не наш дом" in Seen(shown(monitor, MATTER).text).text
    done(send(monitor, ledger, MATTER, "moves", to="routed", whom="communal"), page)
    done(send(monitor, ledger, MATTER, "answers", text="Засыпали.", final="yes", platforms=["vk"]), page)
    done(send(monitor, ledger, MATTER, "moves", to="answered"), page)
    refused = send(monitor, ledger, MATTER, "moves", to="closed", outcome="postponed")
    assert (refused.status_code, "с причиной и датой" in refused.text) == (422, True)
    closed = {"to": "closed", "outcome": "postponed", "reason": "зима", "until": "2027-05-01"}
    done(send(monitor, ledger, MATTER, "moves", **closed), page)
    assert "1 мая 2027" in shown(monitor, MATTER).text
    assert stands(ledger, MATTER).outcome is Outcome.POSTPONED


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("moves", {"to": "closed"}, "нельзя перевести в «закрыт»"),
    ("moves", {"to": "чушь"}, "«шаг» — одно из"),
    ("moves", {"to": "routed", "whom": "космос"}, "нет блока"),
    ("moves", {"to": "routed", "until": "вчера"}, "нужна дата"),
    ("answers", {"text": " ", "final": "yes"}, "«текст ответа» — "),
    ("answers", {"text": "Да", "links": "javascript:alert(1)"}, "«ссылки» — недопустимые знаки"),
    ("outcome", {"outcome": ""}, "«итог» — поле обязательно"),
    ("nature", {"nature": "risk", "reason": ""}, "«причина» — поле обязательно"),
    ("split", {}, "отметьте публикации"),
    ("split", {"posts": ["1", "4"]}, "выделить все публикации нельзя"),
    ("absorb", {"other": "семь"}, "номер инцидента цифрами"),
    ("absorb", {"other": "999"}, "нет инцидента 999"),
    ("absorb", {"other": str(MATTER)}, "с самим собой"),
]


def test_a_refused_change_is_said_in_words_and_changes_nothing(monitor: TestClient, ledger: Store) -> None:
    before = stands(ledger, MATTER)
    for what, form, says in REFUSED:
        answer = send(monitor, ledger, MATTER, what, **form)
        assert answer.status_code in (409, 422), (what, form)
        assert says in answer.text, (what, form, answer.text[answer.text.find("Не записано") :][:300])
        assert "Не записано" in answer.text
        assert stands(ledger, MATTER) == before


def test_what_was_typed_is_not_lost_when_another_was_faster(monitor: TestClient, ledger: Store) -> None:
    old = stands(ledger, MATTER).revision
    done(send(monitor, ledger, MATTER, "moves", to="routed", whom="roads"), f"/incidents/{MATTER}")
    long = "Подробный ответ жителям. " * 20
    answer = send(monitor, ledger, MATTER, "answers", revision=old, text=long, final="no", links="https://vk.com/1")
    assert answer.status_code == 412
    assert "введённое осталось в форме" in answer.text
    assert f">{long}</textarea>" in answer.text
    assert re.search(r'value="no" checked', answer.text)
    assert f'name="revision" value="{old + 1}"' in answer.text


FORMS = ("moves", "answers", "outcome", "nature", "split", "absorb", "unmerge")


def test_no_form_works_without_its_token_or_without_the_right(
    browser: TestClient, person: Callable[..., str], ledger: Store
) -> None:
    person(Role.MONITOR)
    enter(browser)
    before = stands(ledger, RISK)
    form = {"to": "verified", "revision": before.revision}
    for what in FORMS:
        assert browser.post(f"/incidents/{RISK}/{what}", data=form | {"csrf": "чужой"}).status_code == 403, what
    person(Role.CURATOR, login="kurator")
    browser.cookies.clear()
    enter(browser, "kurator")
    token = field(browser.get("/api/docs"), "csrf")
    for what in FORMS:
        answer = browser.post(f"/incidents/{RISK}/{what}", data=form | {"csrf": token})
        assert (answer.status_code, "работа с инцидентами" in answer.text) == (403, True), what
    assert stands(ledger, RISK) == before


def test_posts_are_split_out_brought_back_and_parted_again(monitor: TestClient, ledger: Store) -> None:
    page = f"/incidents/{MATTER}"
    posts = stands(ledger, MATTER).post_ids
    done(send(monitor, ledger, MATTER, "split", posts=[str(posts[1])]), f"{page}#posts")
    made = 3
    told = shown(monitor, MATTER)
    assert f"Публикации выделены в инцидент {made}" in told.text
    assert f'href="/incidents/{made}"' in told.text
    assert f'Присоединить сюда<span class="unseen"> инцидент {made}' in told.text
    send(monitor, ledger, made, "answers", text="Засыпем 1 декабря", platforms="vk", links="")
    done(send(monitor, ledger, MATTER, "absorb", other=f"№ {made}", reason="одно и то же"), f"{page}#posts")
    assert stands(ledger, MATTER).post_ids == posts
    told = shown(monitor, MATTER)
    assert f"Инцидент {made} присоединён" in told.text
    assert f"Была выделена отсюда и вернулась с инцидентом {made}" in told.text
    emptied = shown(monitor, made)
    assert f'href="/incidents/{MATTER}"' in emptied.text
    assert 'name="to"' not in emptied.text
    undo = re.search(rf'<form class="undo" method="post" action="/incidents/{made}/unmerge">.*?</form>', told.text)
    assert undo
    revision = re.search(r'name="revision" value="(\d+)"', undo[0])
    assert revision
    form = {"revision": revision[1], "back": str(MATTER)}
    done(send(monitor, ledger, made, "unmerge", **form), f"{page}#posts")
    assert stands(ledger, made).post_ids == posts[1:]
    assert "снова отдельно" in shown(monitor, MATTER).text


def test_a_split_is_undone_by_the_form_of_its_note(monitor: TestClient, ledger: Store) -> None:
    before = stands(ledger, MATTER)
    send(monitor, ledger, MATTER, "split", posts=[str(before.post_ids[1])])
    told = shown(monitor, MATTER).text
    undo = re.search(r'<form class="undo" method="post" action="([^"]+)">(.*?)</form>', told, re.DOTALL)
    assert undo
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo[2]))
    done(monitor.post(undo[1], data=form, follow_redirects=False), f"/incidents/{MATTER}#posts")
    after = stands(ledger, MATTER)
    assert (after.post_ids, after.status, after.level) == (before.post_ids, before.status, before.level)
    assert after.members == before.members, "each post stands for its old reason, since its old time"
    again = monitor.post(undo[1], data=form, follow_redirects=False)
    assert (again.status_code, "инцидент изменился" in again.text) == (412, True)
    assert stands(ledger, MATTER) == after


def test_a_split_that_was_undone_offers_no_way_to_an_incident_of_nothing(monitor: TestClient, ledger: Store) -> None:
    posts = stands(ledger, MATTER).post_ids
    for made in (3, 4):
        send(monitor, ledger, MATTER, "split", posts=[str(posts[1])])
        send(monitor, ledger, MATTER, "absorb", other=str(made))
    told = shown(monitor, MATTER).text
    assert "Выделение отменено: публикации инцидента 4 снова здесь" in told
    assert told.count("<small>выделение отменено</small>") == 2
    assert "/unmerge" not in told
    assert "Выделено человеком" not in told
    assert "Сами они обратно не вернутся" not in told
    assert "Выделение в инцидент 4 отменено" in Seen(told).text
    assert "/unmerge" not in shown(monitor, 3).text
    refused = send(monitor, ledger, 3, "unmerge")
    assert (refused.status_code, "возвращать нечего" in refused.text) == (409, True)
    assert stands(ledger, 3).merged_into == MATTER


def test_a_nature_set_by_a_person_begins_anew(monitor: TestClient, ledger: Store) -> None:
    done(send(monitor, ledger, MATTER, "nature", nature="risk", reason="дети рядом"), f"/incidents/{MATTER}")
    assert (stands(ledger, MATTER).nature, stands(ledger, MATTER).status) == (Nature.RISK, Status.FOUND)
    assert "Вопрос → информационный риск: дети рядом" in Seen(shown(monitor, MATTER).text).text


def incident(nature: Nature, status: Status) -> Incident:
    return Incident(1, nature, status, Theme.HOUSING, NOW, NOW)


@pytest.mark.parametrize("nature", Nature)
def test_every_status_of_the_tables_has_its_place_its_verbs_and_its_forms(nature: Nature) -> None:
    """The page's tables are held to the rules: a new status or demand must not be forgotten here."""
    for status in NEXT[nature]:
        assert status in LINES[nature] or status in ASIDE[nature], status
        usual = USUAL[nature].get(status)
        assert usual is None or usual in NEXT[nature][status]
        offered = {choice.to for choice in choices_of(incident(nature, status), NOW)}
        assert offered == NEXT[nature][status]
        assert offered <= set(ORDER)
    for to, demands in DEMANDS[nature].items():
        assert ("_has_reason" in {demand.__name__ for demand in demands}) == (to in REASONED), to
        assert to not in REASONED or "reason" in FIELDS[to]


def test_a_line_of_steps_shows_where_it_stands_for_every_status() -> None:
    for nature, moves in NEXT.items():
        for status in moves:
            places = line_of(incident(nature, status), [])
            here = [place.title for place in places if place.mark is Mark.HERE]
            assert here == [STATUS_TITLES[status]]


def test_circumstances_and_measures_are_written_on_the_page_of_a_verified_risk(
    monitor: TestClient, ledger: Store
) -> None:
    assert "Что ещё не известно" not in shown(monitor, RISK).text
    send(monitor, ledger, RISK, "moves", to="verified")
    assert "Что ещё не известно" in shown(monitor, RISK).text
    empty = send(monitor, ledger, RISK, "circumstances")
    assert (empty.status_code, "напишите, что не известно" in empty.text) == (422, True)
    assert send(monitor, ledger, RISK, "circumstances", taken="Выехала бригада").status_code == 303
    words = Seen(shown(monitor, RISK).text).text
    assert "Внесены обстоятельства и меры" in words
    assert "Принято: Выехала бригада" in words


ANSWER = {"text": "Ваше обращение рассмотрено.", "platforms": "vk", "final": "yes"}


def test_an_answer_is_checked_before_it_is_sent_and_nothing_is_kept(monitor: TestClient, ledger: Store) -> None:
    answer = send(monitor, ledger, MATTER, "answers/check", **ANSWER)
    assert answer.status_code == 200
    assert "Похоже на отписку" in answer.text
    assert ">Ваше обращение рассмотрено.</textarea>" in answer.text
    assert stands(ledger, MATTER).answers == ()
    refused = send(monitor, ledger, MATTER, "answers/check", text="")
    assert (refused.status_code, "Не записано" in refused.text) == (422, True)


def test_a_template_stands_in_the_answer_without_scripts_too(monitor: TestClient, given: Services) -> None:
    for each in given.profile.templates:
        answer = shown(monitor, MATTER, f"?template={each.code}")
        if f"?template={each.code}#answers" in answer.text:
            assert "{{" not in answer.text.split('<textarea name="text"')[1].split("</textarea>")[0]
            break
    else:
        pytest.fail("у темы нет шаблона")


def test_the_reaction_and_the_place_are_drawn_for_who_may_read(monitor: TestClient, ledger: Store) -> None:
    answer = monitor.get(f"/incidents/{MATTER}/reaction.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert monitor.get(f"/incidents/{MATTER}/place.svg").status_code == 404
    assert monitor.get("/incidents/999/reaction.svg").status_code == 404


def test_posts_that_joined_one_after_another_stand_in_one_line(ledger: Store) -> None:
    with ledger.read() as work:
        steps = work.incidents.history(SCOPE, MATTER)
    joined = [replace(steps[0], action="join", reason="", after="") for _ in range(5)]
    said = [each.said for each in entries_of([*steps[:1], *joined])]
    assert said[0] == "присоединено: 5 новых публикаций"
    assert len(said) == 2


def test_the_page_asks_the_store_no_more_often_for_many_questions_than_for_one(
    monitor: TestClient, ledger: Store
) -> None:
    asked: list[str] = []
    event.listen(ledger.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def statements(others: list[int]) -> int:
        with ledger.begin() as work:
            for other in others:
                work.proposals.put(SCOPE, [Proposal(RISK, other, 0.9, Reason("alike", 0.9), NOW)])
        asked.clear()
        assert monitor.get(f"/incidents/{RISK}").text.count("Один вопрос?") >= len(others)
        return len(asked)

    with ledger.begin() as work:
        one = work.incidents.brief(SCOPE, MATTER)
        others = [work.incidents.add(SCOPE, replace(one, id=0)).id for _ in range(4)]
    assert statements(others[:1]) == statements(others[1:])
