"""A day's work on incidents in a real browser: by keyboard, by mouse, on a phone, without scripts."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from core import usecases
from core.flags import Decision, FlagQuery, FlagStatus, Review
from core.incidents import Incident, IncidentQuery, Status
from core.scope import system
from nlp.fingerprints import StoredCopies
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.browser.test_queue import HOSTILE
from tests.conftest import NOW
from tests.made import comment, post

SCOPE = system(PROFILE.code)
PICTURES = os.environ.get("MCU_TEST_PICTURES")


def group(desk: Desk) -> None:
    while usecases.group(desk.store, SCOPE, PROFILE, StoredCopies(), lambda text: text, NOW):
        pass


def stands(desk: Desk, number: int) -> Incident:
    with desk.store.read() as work:
        return work.incidents.get(SCOPE, number)


@pytest.fixture
def working(desk: Desk) -> Desk:
    """A risk (the first) and a matter of three posts."""
    desk.receive(post(9, "опасно собаки у школы"))
    group(desk)
    desk.receive(post(1, "яма на Заречной"), comment(2, 1, "и у нас яма"), comment(3, 1, "колесо пробил"))
    group(desk)
    return desk


def picture(page: Any, name: str) -> None:
    """Pictures for the eye, where a person asked for them."""
    if not PICTURES:
        return
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}-{scheme}.png"), full_page=True)


def test_a_risk_is_led_to_the_end_by_keyboard_and_nothing_reloads(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/incidents/1")
    page.evaluate("window.stayed = true")
    page.keyboard.press("m")
    page.keyboard.press("Tab")
    page.keyboard.type("видели сами")
    page.keyboard.press("Enter")
    expect(page.locator(".way .here")).to_contain_text("подтверждён проверкой")
    expect(page.locator(".blocked")).to_contain_text("сначала внесите текст ответа")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("Собак отловят 1 декабря.")
    page.get_by_label("ВКонтакте").check()
    page.locator(".writing button.main").click()
    expect(page.locator(".talk .text")).to_have_text("Собак отловят 1 декабря.")
    page.get_by_role("button", name="Ответ дан").click()
    expect(page.locator(".blocked")).to_contain_text("нет ссылок")
    page.get_by_text("Добавить ссылки").click()
    page.locator("[name=links]").first.fill("https://vk.com/wall-1_2")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_role("button", name="Следить за реакцией").click()
    page.locator(".next summary", has_text="Признать отработанным").click()
    page.locator(".next details[open] [name=outcome]").select_option("solved")
    page.locator(".next details[open] button.main").click()
    expect(page.locator(".way .here")).to_contain_text("отработан")
    expect(page.locator("#toast")).to_contain_text("Шаг сделан")
    assert page.evaluate("window.stayed")
    assert stands(working, 1).status is Status.WORKED_OFF
    expect(page.locator(".history li").last).to_contain_text("Заведён")
    picture(page, "incident")


def test_posts_are_split_by_keyboard_and_come_back_with_one_undo(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents/2")
    for key in ("j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator(".post [data-mark]").nth(1)).to_be_checked()
    page.keyboard.press("s")
    expect(page.locator("#toast")).to_contain_text("Публикации выделены в инцидент 3")
    expect(page.locator(".post")).to_have_count(2)
    page.keyboard.press("u")
    expect(page.locator("#toast")).to_contain_text("Выделение отменено")
    expect(page.locator(".post")).to_have_count(3)
    expect(page.locator("li", has_text="выделение отменено").locator("button")).to_have_count(0)
    assert stands(working, 3).merged_into == 2


def test_another_incident_is_taken_in_by_its_number_and_goes_back_with_one_key(
    working: Desk, entered: Callable[..., Any]
) -> None:
    page = entered("/incidents/2")
    page.keyboard.press("g")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Инцидент 1 присоединён")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("#toast")).to_contain_text("инцидент 1 снова отдельно")
    expect(page.locator(".post")).to_have_count(3)
    assert stands(working, 1).merged_into is None


def stood(page: Any, selector: str) -> None:
    """The keyboard stands there."""
    expect(page.locator(selector)).to_be_focused()


def test_a_split_is_undone_within_ten_seconds_and_the_keyboard_stays_at_the_posts(
    working: Desk, entered: Callable[..., Any]
) -> None:
    page = entered("/incidents/2")
    before = stands(working, 2).post_ids
    for key in ("j", "j", "x", "s"):
        page.keyboard.press(key)
    expect(page.locator("#toast")).to_contain_text("Публикации выделены в инцидент 3")
    expect(page.get_by_role("button", name="Отменить")).to_be_visible()
    stood(page, "#posts")
    picture(page, "split")
    page.keyboard.press("u")
    expect(page.locator(".post")).to_have_count(3)
    expect(page.locator("#toast")).to_contain_text("Выделение отменено")
    stood(page, "#posts")
    page.keyboard.press("j")
    stood(page, ".post >> nth=0")
    assert sorted(stands(working, 2).post_ids) == sorted(before)


def test_a_button_that_goes_away_takes_no_focus_with_it(working: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/incidents/2")
    page.keyboard.press("g")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Инцидент 1 присоединён")
    stood(page, "#posts")
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Шаг сделан")
    stood(page, "#incident")


def test_a_slow_person_is_told_and_keeps_what_was_typed(
    working: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered("/incidents/2")
    page.keyboard.press("a")
    page.keyboard.type("Ответ, который долго писали")
    with working.store.begin() as work:
        other = system(PROFILE.code)
        usecases.set_outcome(work, other, 2, stands(working, 2).revision, "solved", NOW)  # type: ignore[arg-type]
    page.locator(".writing button.main").click()
    expect(page.locator("#incident > .wrong")).to_contain_text("введённое осталось в форме")
    expect(page.locator(".writing textarea").first).to_have_value("Ответ, который долго писали")
    assert "412" in complaints.pop()
    page.locator(".writing button.main").click()
    expect(page.locator(".talk .text")).to_have_text("Ответ, который долго писали")


def test_many_cards_are_decided_by_keyboard_and_come_back_with_one_undo(
    desk: Desk, entered: Callable[..., Any]
) -> None:
    desk.receive(*[post(n, f"яма номер {n}") for n in range(1, 6)])
    page = entered()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#bulk")).to_be_visible()
    expect(page.locator("#bulk")).to_contain_text("Отмеченные: 2")
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    picture(page, "bulk")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Отклонено: 2 карточки")
    expect(page.locator(".card")).to_have_count(3)
    page.keyboard.press("u")
    expect(page.locator("#toast")).to_contain_text("Возвращено в очередь: 2 карточки")
    expect(page.locator(".card")).to_have_count(5)
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(".card")).to_have_count(4)
    page.keyboard.press("u")
    expect(page.locator(".card")).to_have_count(5)
    with desk.store.read() as work:
        found = work.flags.find(SCOPE, FlagQuery(statuses=())).flags
    assert {flag.status for flag in found} == {FlagStatus.OPEN}
    page.goto(f"{desk.address}/decisions")
    expect(page.locator(".decisions li")).to_have_count(6)
    picture(page, "decisions")


def test_a_decision_of_long_ago_is_taken_back_from_the_journal(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(post(1, "яма"))
    with desk.store.begin() as work:
        usecases.review(work, SCOPE, PROFILE, Review(1, "user:ivanova", Decision.REJECT, NOW, "реклама"), 1)
    page = entered("/decisions")
    page.get_by_role("button", name="Отменить").click()
    page.wait_for_url("**/queue#card-1")
    expect(page.locator(".card")).to_have_count(1)


def test_questions_of_one_matter_are_answered_by_keyboard(desk: Desk, entered: Callable[..., Any]) -> None:
    # two sources, the same place and rare words: a person is asked
    desk.receive(post(1, "яма на Заречной у колонки", source="a"), post(2, "на Заречной яма возле колонки", source="b"))
    group(desk)
    page = entered("/queue/joins")
    expect(page.locator(".pair")).to_have_count(1)
    picture(page, "joins")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("Один вопрос")
    expect(page.locator(".pair")).to_have_count(0)
    with desk.store.read() as work:
        assert work.incidents.find(SCOPE, IncidentQuery()).total == 1
    page.keyboard.press("u")
    page.wait_for_url("**/queue/joins#card-1")
    with desk.store.read() as work:
        assert work.incidents.find(SCOPE, IncidentQuery()).total == 2


def test_without_javascript_an_incident_is_entered_led_and_split(working: Desk, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False, locale="ru-RU") as context:
        page = context.new_page()
        page.goto(f"{working.address}/intake")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        page.select_option("[name=channel]", "phone")
        page.get_by_label("обращение (59-ФЗ)").check()
        page.fill("[name=text]", "Нет света на Сосновой")
        page.fill("[name=number]", "12-345")
        page.get_by_role("button", name="Внести").click()
        expect(page.locator("#toast")).to_have_text("Внесено: инцидент 3")
        page.get_by_text("Направить ответственному").first.click()
        page.select_option(".pop[open] [name=whom]", "roads")
        page.locator(".pop[open] button").click()
        expect(page.locator(".way .here")).to_contain_text("направлен ответственному")
        page.goto(f"{working.address}/incidents/2")
        page.locator("[name=posts]").first.check()
        page.get_by_role("button", name="Выделить отмеченные").click()
        expect(page.locator(".post")).to_have_count(2)
        stood(page, "#posts")
        page.get_by_role("button", name="Отменить").click()
        expect(page.locator(".post")).to_have_count(3)
        stood(page, "#posts")
        page.goto(f"{working.address}/queue")
        page.locator("[name=card]").first.check()
        page.locator("#bulk button[value=confirm]").click()
        expect(page.locator("#toast")).to_contain_text("Карточка подтверждена")
        page.get_by_role("button", name="Отменить").click()
        expect(page.locator("#toast")).to_contain_text("снова в очереди")


def test_hostile_texts_are_data_and_every_page_fits_a_phone(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*[post(n, f"опасно {text}") for n, text in enumerate(HOSTILE, 1)])
    group(desk)
    page = entered("/incidents")
    paths = ["/incidents", "/queue/joins", "/decisions", "/intake", "/queue?level=high"]
    with desk.store.read() as work:
        paths += [f"/incidents/{each.id}" for each in work.incidents.find(SCOPE, IncidentQuery()).incidents]
    for path in paths:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{desk.address}{path}")
            assert "МЦУ-Монитор" in page.title()
            assert page.evaluate("document.documentElement.scrollWidth") == width, path
        if path in ("/incidents", "/intake"):
            picture(page, path.strip("/"))
