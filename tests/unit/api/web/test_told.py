"""What the pages tell of an incident: its answers, its terms, its history."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.services import Services
from api.web.incidents.beside import hours
from api.web.incidents.history import entries_of
from core.accounts import Role
from core.incidents import Status, Step
from core.profile import Territory
from store.ledger import Store
from tests.conftest import NOW
from tests.unit.api.conftest import PROFILE, Clock
from tests.unit.api.web.desk import MATTER, send, shown, stands
from tests.unit.api.web.reading import SCOPE, Seen, enter


@pytest.fixture
def start(grouped_posts: str) -> str:
    return grouped_posts


def test_an_answer_that_was_given_to_many_posts_stands_there_once(monitor: TestClient, ledger: Store) -> None:
    same, other = "Свет дадут 1 декабря, сообщает РЭС.", "Столб заменят 5 декабря, сообщает РЭС."
    for number in range(3):
        form = {"text": same, "platforms": ["vk", "ok"][number % 2], "links": f"https://vk.com/wall-1_{number}"}
        send(monitor, ledger, MATTER, "answers", final="yes", **form)
    send(monitor, ledger, MATTER, "answers", text=other, final="yes")
    send(monitor, ledger, MATTER, "answers", text=same, final="no")
    told = shown(monitor, MATTER).text
    assert told.count(f">{same}</p>") == 2  # for good, and on the way
    assert told.count(f">{other}</p>") == 1
    assert "ответ на 3 сообщения" in told
    assert "ответ на 1 сообщение" not in told
    assert [f'href="https://vk.com/wall-1_{number}"' in told for number in range(3)] == [True] * 3
    assert 'id="answers">Ответы <span class="count">3</span>' in told
    words = Seen(told).text
    assert "ВКонтакте Одноклассники" in words
    (last,) = [each.id for each in stands(ledger, MATTER).answers if each.links == ("https://vk.com/wall-1_2",)]
    assert f'action="/incidents/{MATTER}/answers/{last}/links"' in told


def test_a_line_of_the_list_says_its_nearest_term_and_the_page_by_how_much_it_is_over(
    monitor: TestClient, ledger: Store, clock: Clock
) -> None:
    due = stands(ledger, MATTER).due_at
    assert due is not None
    for at, stood in ((NOW, 'class="due running"'), (due + timedelta(minutes=1), 'class="due overdue"')):
        clock.at = at
        monitor.cookies.clear()
        enter(monitor)
        answer = monitor.get("/incidents")
        assert stood in answer.text.split(f'id="card-{MATTER}"')[1]
    assert "просрочен сегодня с " in Seen(answer.text).text
    clock.at = due + timedelta(days=7)
    monitor.cookies.clear()
    enter(monitor)
    assert re.search(r"просрочено на 5 рабочих дней [^\d]", Seen(shown(monitor, MATTER).text).text)


def test_the_history_says_nothing_twice() -> None:
    said = "обещанный срок прошёл"
    step = Step(NOW, "system", "promise", Status.CLOSED, Status.CLOSED, said, {}, MATTER)
    (entry,) = entries_of([step])
    assert (entry.said, entry.reason) == (said, "")


@pytest.mark.parametrize(("minutes", "said"), [(80, "1 ч 20 мин"), (2400, "40 ч"), (25, "25 мин"), (0, "0 мин")])
def test_working_time_is_told_without_minutes_that_are_none(minutes: int, said: str) -> None:
    assert hours(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(("place", "count"), [("Лосемха", 1), ("Мира, 1", 2)])
def test_a_place_that_is_its_own_territory_is_named_once(
    given: Services, ledger: Store, browser: TestClient, person: Callable[..., str], place: str, count: int
) -> None:
    with ledger.begin() as work:
        found = work.incidents.get(SCOPE, MATTER)
        work.incidents.save(SCOPE, replace(found, place=place, territory="los"))
    profile = replace(PROFILE, territories=(Territory("los", "Лосемха"),))
    person(Role.MONITOR)
    with TestClient(create_app(replace(given, profile=profile))) as client:
        enter(client)
        line = client.get("/incidents").text.split(f'id="card-{MATTER}"')[1].partition("</article>")[0]
        head = client.get(f"/incidents/{MATTER}").text.split('class="origin"')[1].partition("</p>")[0]
    for told in (line, head):
        assert [place in told, "Лосемха" in told, told.count("Лосемха") + told.count("Мира, 1")] == [True, True, count]
