"""The queue as a browser without JavaScript sees it."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import QueryParams

from api.web.filters import read
from core.accounts import Role
from store.ledger import Store
from tests.unit.api.conftest import PROFILE
from tests.unit.api.web.reading import PHONE, Seen, decide, enter, numbers, receive


def test_the_queue_shows_the_most_dangerous_first_with_all_that_is_known(monitor: TestClient) -> None:
    answer = monitor.get("/queue")
    text = Seen(answer.text).text
    assert re.findall(r"(опасно собаки|и у нас яма|яма на Заречной)", re.sub(r"</?mark[^>]*>", "", answer.text))[0] == (
        "опасно собаки"
    )
    for words in (
        "3 карточки ждут",
        "Безопасность",
        "угроза жизни",
        "ВКонтакте",
        "комментарий",
        "содержание",
        "Заречной",
    ):
        assert words in text
    assert PHONE in text


def test_who_may_not_read_as_written_sees_masks_and_no_decisions(analyst: TestClient) -> None:
    text = Seen(analyst.get("/queue").text).text
    assert PHONE not in text
    assert "[телефон]" in text
    assert "Подтвердить" not in text
    assert PHONE not in analyst.get("/cards/3").text + analyst.get("/cards/1").text + analyst.get("/cards/2").text
    refused = analyst.post("/queue/1/decision", data={"decision": "confirm"})
    assert refused.status_code == 403
    assert "нет права «разбор карточек»" in refused.text.lower()


def test_the_administrator_reads_no_texts(browser: TestClient, person: Callable[..., str]) -> None:
    person(Role.ADMINISTRATOR)
    enter(browser)
    answer = browser.get("/queue")
    assert (answer.status_code, answer.url.path) == (200, "/start")
    for words in ("Что вам доступно", "Выйти", "изменение источников", "mcu source list", "mcu user"):
        assert words in answer.text
    assert "собаки" not in answer.text
    assert 'href="/queue" >Очередь' not in answer.text
    assert browser.get("/cards/1").status_code == 403
    assert browser.get("/queue/more").status_code == 403


def test_who_reads_cards_is_led_from_the_start_page_to_the_queue(monitor: TestClient) -> None:
    assert monitor.get("/start").url.path == "/queue"


@pytest.mark.parametrize("name", ["level", "theme", "block", "source", "place", "text", "status", "since", "until"])
def test_nul_in_a_filter_is_not_carried_to_the_store(monitor: TestClient, name: str) -> None:
    found = read(QueryParams({name: "\0x\0"}), PROFILE, ())
    assert "\0" not in "".join(value for _, value in found.pairs) + "".join(found.wrong) + found.line
    assert "%00" not in found.line
    assert monitor.get(f"/queue?{name}=%00x%00").status_code in {200, 400}


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("", 3),
        ("?level=critical&level=high", 1),
        ("?theme=safety", 1),
        ("?block=safety", 1),
        ("?source=vk:wall", 3),
        ("?place=Заречной", 3),
        ("?text=собаки", 1),
        ("?status=rejected", 0),
        ("?status=all", 3),
        ("?since=2026-11-19&until=2026-11-19", 3),
        ("?since=2026-11-20", 0),
        ("?until=2026-11-18", 0),
        ("?level=&theme=&block=&source=&place=&text=&status=&since=&until=", 3),
    ],
)
def test_filters_in_the_address_bar(monitor: TestClient, line: str, count: int) -> None:
    assert len(numbers(monitor.get(f"/queue{line}"))) == count


@pytest.mark.parametrize(
    "line", ["?level=x", "?theme=x", "?block=x", "?source=vk:x", "?status=x", "?since=31.12", "?until=9999-12-31"]
)
def test_a_filter_that_is_not_known_is_left_out_and_said_so(monitor: TestClient, line: str) -> None:
    answer = monitor.get(f"/queue{line}")
    assert answer.status_code == 200
    assert len(numbers(answer)) == 3
    assert "он не учтён" in answer.text


def test_a_foreign_cursor_is_refused_in_words(monitor: TestClient) -> None:
    answer = monitor.get("/queue?cursor=x")
    assert answer.status_code == 422
    assert "Параметр «cursor»: такого места в списке нет" in answer.text


def test_more_cards_come_by_a_plain_link(monitor: TestClient, ledger: Store) -> None:
    receive(ledger, *[f"яма номер {n}" for n in range(40)])
    seen: list[str] = []
    line = "/queue?text=яма"
    while line:
        answer = monitor.get(line)
        seen += numbers(answer)
        more = re.search(r'class="more"><a class="button" href="([^"]+)"', answer.text)
        line = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 42
    assert len(numbers(monitor.get("/queue/more"))) == 30


def test_an_empty_queue_says_so(monitor: TestClient) -> None:
    for number in (1, 2, 3):
        decide(monitor, number, decision="confirm")
    assert 'class="empty shown"' in monitor.get("/queue").text
    assert "Все карточки разобраны" in monitor.get("/queue").text


@pytest.mark.parametrize(
    ("line", "high", "low"),
    [
        ("", 1, 2),
        ("?level=low", 1, 2),
        ("?text=собаки", 1, 0),
        ("?theme=safety&level=low", 1, 0),
        ("?since=2026-11-20", 0, 0),
    ],
)
def test_the_levels_count_within_the_other_filters(monitor: TestClient, line: str, high: int, low: int) -> None:
    text = monitor.get(f"/queue{line}").text
    counts = {level: int(count) for level, count in re.findall(r'id="count-(\w+)" class="count">(\d+)<', text)}
    assert (counts["high"], counts["low"], counts["critical"]) == (high, low, 0)
