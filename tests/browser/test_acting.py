"""What was added to a day's work, in a real browser: checking an answer, drag, live changes, alerts, campaigns."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from core import usecases
from core.alerts import Way
from core.incidents import Answer, Answered, IncidentQuery, Move, Status
from core.scope import system
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.browser.test_incidents import group, stands
from tests.conftest import NOW
from tests.made import comment, post

SCOPE = system(PROFILE.code)
ROUTES = {"chat": {Way.MAX: ["1"]}, "head": {Way.EMAIL: ["head@example.test"]}}


@pytest.fixture
def working(desk: Desk) -> Desk:
    """A risk (the first) and a matter of three posts; both were told, a campaign is asked for."""
    desk.receive(post(9, "опасно собаки у школы"))
    group(desk)
    desk.receive(post(1, "яма на Заречной"), comment(2, 1, "и у нас яма"), comment(3, 1, "колесо пробил"))
    group(desk)
    keys = iter(f"key{number}" for number in range(100))
    usecases.derive(desk.store, SCOPE, PROFILE)
    usecases.address(desk.store, SCOPE, PROFILE, usecases.Post(ROUTES, lambda: next(keys)), NOW)
    usecases.notice(desk.store, SCOPE, PROFILE, NOW)
    return desk


def test_an_answer_is_made_of_a_template_and_checked_without_a_reload(
    working: Desk, entered: Callable[..., Any]
) -> None:
    page = entered("/incidents/2")
    page.evaluate("window.stayed = true")
    page.keyboard.press("a")
    page.keyboard.type("Здравствуйте.")
    page.locator("[data-insert]").first.click()
    written = page.input_value("textarea[name=text]")
    assert written.startswith("Здравствуйте.\n\n")
    assert "[что сделано или будет сделано]" in written
    page.fill("textarea[name=text]", "Ваше обращение рассмотрено.")
    page.locator("[name=platforms][value=vk]").check()
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator(".verdict")).to_contain_text("Похоже на отписку")
    assert page.evaluate("window.stayed")
    assert page.input_value("textarea[name=text]") == "Ваше обращение рассмотрено."
    assert stands(working, 2).answers == ()


def test_a_post_is_dragged_out_into_an_incident_of_its_own(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents/2")
    page.locator(".post").nth(1).drag_to(page.locator("#split"))
    expect(page.locator("#toast")).to_contain_text("Публикации выделены в инцидент 3")
    assert len(stands(working, 2).members) == 2
    with working.store.read() as work:
        assert work.incidents.find(SCOPE, IncidentQuery()).total == 3


SEEN = "(each) => { const box = each.getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight; }"
"""Whether any of it is on the screen."""


@pytest.fixture
def long(working: Desk) -> Desk:
    """The matter has a long answer above thirty posts; another matter of its theme is the third."""
    working.receive(*[comment(100 + n, 1, f"и у дома {n} так же, уже которую неделю") for n in range(30)])
    working.receive(post(200, "крыша течёт третий год"))
    group(working)
    with working.store.begin() as work:
        (asked,) = work.proposals.find(SCOPE, Answered.OPEN)
        usecases.decide(work, SCOPE, PROFILE, asked.id, False, NOW)
        said = Answer("Ямы засыплет МКУ «Дорожник» до 5 декабря. " * 60, ("vk",))
        usecases.answer(work, SCOPE, 2, work.incidents.brief(SCOPE, 2).revision, said, NOW)
    return working


def drag(page: Any, what: Any, where: Any) -> None:
    """As a hand does it: press, pull a little, see where it may go, pull there, let go. Nothing is scrolled."""
    box = what.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + min(12, box["height"] / 2))
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 20, steps=4)
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
    expect(where).to_be_visible()
    goal = where.bounding_box()
    assert goal["y"] >= 0
    assert goal["y"] + goal["height"] <= page.viewport_size["height"]
    page.mouse.move(goal["x"] + goal["width"] / 2, goal["y"] + goal["height"] / 2, steps=12)
    page.mouse.up()


def test_a_like_incident_is_dragged_to_the_place_that_then_stands_on_the_screen(
    long: Desk, entered: Callable[..., Any]
) -> None:
    page = entered("/incidents/2")
    line = page.locator(".plain li[draggable=true]").first
    line.evaluate("(each) => each.scrollIntoView({ block: 'center' })")
    assert not page.locator("#posts").evaluate(SEEN)
    assert not page.locator(".merge-here").is_visible()
    drag(page, line, page.locator(".merge-here"))
    expect(page.locator("#toast")).to_contain_text("Инцидент 3 присоединён")
    assert len(stands(long, 2).members) == 34
    assert not page.locator(".merge-here").is_visible()


def test_a_post_far_above_the_button_is_dragged_out_on_one_screen(long: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents/2")
    first = page.locator(".post").nth(2)
    first.evaluate("(each) => each.scrollIntoView({ block: 'start' })")
    assert not page.locator("#split").evaluate(SEEN)
    drag(page, first.locator(".text"), page.locator("#split"))
    expect(page.locator("#toast")).to_contain_text("Публикации выделены в инцидент 4")
    assert len(stands(long, 2).members) == 32


def test_what_another_changed_is_announced_and_nothing_moves(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents/2")
    page.keyboard.press("a")
    page.keyboard.type("Начатый ответ")
    before = page.locator("textarea[name=text]").bounding_box()
    with working.store.begin() as work:
        move = Move(Status.ROUTED, "user:ivanova", NOW, "", "roads")
        usecases.move(work, SCOPE, PROFILE, 2, work.incidents.brief(SCOPE, 2).revision, move)
    expect(page.locator("#show-fresh")).to_have_text("Инцидент изменился — показать", timeout=20_000)
    assert page.locator("textarea[name=text]").bounding_box() == before
    expect(page.locator(".way .here")).to_contain_text("зарегистрирован")
    page.fill("textarea[name=text]", "")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".way .here")).to_contain_text("направлен")
    expect(page.locator("#show-fresh")).to_have_count(0)


def test_without_javascript_alerts_are_taken_and_a_campaign_is_led(working: Desk, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{working.address}/alerts")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        page.get_by_role("button", name="Принимаю").first.click()
        expect(page.locator("#toast")).to_contain_text("Извещение принято")
        expect(page.locator(".taken").first).to_contain_text("принял monitor")
        page.goto(f"{working.address}/campaigns")
        page.get_by_role("button", name="Подготовить").first.click()
        expect(page.locator("#toast")).to_contain_text("Кампания 1 подготовлена")
        page.get_by_role("button", name="Сделано").first.click()
        expect(page.locator(".duties .done")).to_have_count(1)
        page.get_by_role("button", name="Начать").click()
        expect(page.locator(".way .here")).to_have_text("идёт")


def test_rarer_sections_are_behind_one_word(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".rest > summary").click()
    page.get_by_role("link", name="Оповещения").click()
    page.wait_for_url("**/alerts")
    expect(page.locator("nav [aria-current]")).to_have_text("Оповещения")
