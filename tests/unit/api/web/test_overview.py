"""Обзор: every figure opens the list of what it counts."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from api.services import Services
from api.web.overview import lines_of
from core.accounts import Role
from core.incidents import IncidentQuery
from core.overview import Board, Picture, days_of, measure
from core.usecases.overview import STORMS_MOST, TERMS_MOST
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import Clock
from tests.unit.api.web.desk import group
from tests.unit.api.web.reading import SCOPE, Seen, enter, numbers, receive

CELL = re.compile(r'<a class="big" href="(/queue[^"]*)">(\d+)</a>|<a href="(/queue\?status=all[^"]*)">(\d+)</a>')


def figures(text: str) -> list[tuple[str, int]]:
    """(address, number) of every figure that counts cards."""
    found = [(a or c, int(b or d)) for a, b, c, d in CELL.findall(text)]
    return [(unescape(address), number) for address, number in found]


def test_every_figure_of_cards_is_the_length_of_the_list_that_it_opens(monitor: TestClient, ledger: Store) -> None:
    receive(ledger, "яма на Кирпичной", "опасно провод")
    found = figures(monitor.get("/overview?days=14").text)
    assert len(found) > 10
    assert max(number for _, number in found) >= 4
    for address, number in found:
        tally = re.search(r'data-count="(\d+)"', monitor.get(address).text)
        assert tally, address
        assert int(tally[1]) == number, address


def test_who_may_read_no_cards_gets_no_overview(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ADMINISTRATOR)
    enter(browser)
    assert browser.get("/overview").status_code == 403
    assert browser.get("/overview/days.svg").status_code == 403


@pytest.mark.parametrize("query", ["?days=3", "?days=14", ""])
def test_another_span_of_the_table_is_one_of_those_offered(monitor: TestClient, query: str) -> None:
    shown = monitor.get(f"/overview{query}").text
    assert len(re.findall(r'days=\d+#themes" aria-current="true"', shown)) == 1


def test_the_chart_is_a_picture_for_light_and_dark_pages(monitor: TestClient) -> None:
    page = monitor.get("/overview").text
    addresses = {unescape(found) for found in re.findall(r'(?:src|srcset)="(/overview/[^"]+)"', page)}
    assert len(addresses) == 4
    for address in addresses:
        answer = monitor.get(address)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "private" in answer.headers["cache-control"]
        assert ("#1a2027" in answer.text) == ("scheme=dark" in address)
    assert monitor.get("/overview/days.svg?scheme=pink").status_code == 422


def test_a_chart_that_answers_is_the_same_chart_with_words_for_what_is_pointed_at(monitor: TestClient) -> None:
    answer = monitor.get("/overview/days.svg?form=alive&size=narrow&scheme=dark")
    spec = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert spec["width"] == 340
    assert [each["title"] for each in spec["encoding"]["tooltip"]] == ["день", "риск", "карточек"]
    assert "url" not in str(spec["data"]), "it holds its own data"


def test_the_same_numbers_stand_in_a_table(monitor: TestClient) -> None:
    seen = Seen(monitor.get("/overview").text)
    assert "Числа таблицей" in seen.text
    assert "19 ноя" in seen.text


def test_an_empty_installation_says_so_in_words(monitor: TestClient) -> None:
    text = Seen(monitor.get("/overview?days=1").text).text
    assert "Все темы идут как обычно" in text
    assert "Просроченных и близких сроков нет" in text
    assert "За этот срок карточек нет" in text
    assert numbers(monitor.get("/overview")) == []


def test_the_reader_sees_with_what_today_is_compared() -> None:
    days = days_of(NOW, "Europe/Moscow", 14)
    cards, fresh = measure((*[20] * 7, 0), (6, 8, 12, 10, 9, 11, 10, 0)), measure((0,) * 8, (0,) * 8)
    seen = Picture(days, posts=None, cards=cards, grave=fresh, opened=None, waiting={}, tallies=(), board=Board())
    told = [(line.said, line.usual) for line in lines_of(seen)]
    assert told == [("меньше обычного для этого часа", "обычно к этому часу 9,4"), ("сравнить не с чем", "")]


def test_the_page_shows_the_usual_of_this_hour(monitor: TestClient, ledger: Store) -> None:
    receive(ledger, "опасно провод")
    shown = Seen(monitor.get("/overview").text).text
    assert re.search(r"обычно[^0-9]* часу обычно к этому часу 0,[1-9]", shown), shown[:2000]


def test_of_many_late_terms_the_first_are_named_and_the_others_are_a_link_away(
    monitor: TestClient, ledger: Store, clock: Clock, given: Services
) -> None:
    """Twenty of them stood before what storms, three screens of a phone."""
    receive(ledger, *(f"{word} {word}{word} яма" for word in "абвгдежзиклм"))
    group(ledger, given)
    clock.at = NOW + timedelta(days=30)
    monitor.cookies.clear()
    enter(monitor)
    page = monitor.get("/overview").text
    terms = page.partition('id="terms"')[2].partition("</section>")[0]
    (whole,) = re.findall(r'Просрочено: <a href="([^"]+)">(\d+)</a>', terms)
    named = len(re.findall(r'<li><a href="/incidents/\d+', terms))
    assert (named, named < int(whole[1])) == (TERMS_MOST, True)
    ((address, others),) = re.findall(r'<a href="([^"]+)">ещё (\d+) инцидент', terms)
    assert (address, int(others)) == (whole[0], int(whole[1]) - named)
    assert page.index('id="storms"') < page.index('id="terms"')


def test_of_many_storms_the_gravest_are_named_and_the_others_counted(
    monitor: TestClient, ledger: Store, given: Services
) -> None:
    """Of more than twenty nobody said that there were more."""
    receive(ledger, *(f"{word} {word}{word} яма" for word in "абвгдежзиклм"))
    group(ledger, given)
    with ledger.begin() as work:
        for each in work.incidents.find(SCOPE, IncidentQuery()).incidents[:10]:
            work.incidents.save(SCOPE, replace(work.incidents.get(SCOPE, each.id), storm=True))
    storms = monitor.get("/overview").text.partition('id="storms"')[2].partition("</section>")[0]
    assert len(re.findall(r'<li[^>]*><a href="/incidents/\d+', storms)) == STORMS_MOST
    ((address, others),) = re.findall(r'<a href="([^"]+)">ещё (\d+) всплеск', storms)
    assert int(others) == 10 - STORMS_MOST
    assert len(re.findall(r'id="card-\d+"', monitor.get(unescape(address)).text)) == 10
