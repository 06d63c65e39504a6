"""What goes wrong in the middle of a day: a session that ends, another monitor, no connection, no scripts, a zoom."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from core.accounts import Role
from core.scope import system
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.browser.test_every_page import PAGES, hostile
from tests.browser.test_incidents import group, stands, working
from tests.browser.test_queue import decided, filled, gone
from tests.conftest import NOW
from tests.made import post

__all__ = ["filled", "hostile", "working"]
SCOPE = system(PROFILE.code)
CUT = """() => [...document.querySelectorAll("main *, header *")].filter((each) => each.checkVisibility()
  && !each.closest(".unseen, svg, .map, .scroll, table, nav") && !each.matches("textarea, select, input")
  && getComputedStyle(each).overflowX !== "visible" && each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
  .map((each) => `${each.tagName}.${each.className}: ${each.scrollWidth} > ${each.clientWidth}`)"""
"""What is cut or scrolls sideways inside the page; tables may."""


def end_sessions(desk: Desk) -> None:
    with desk.store.begin() as work:
        work.accounts.close_sessions(PROFILE.code, LOGIN)


def come_in(page: Any, desk: Desk) -> None:
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{desk.address}/me")


def test_a_session_that_ends_under_an_answer_loses_no_word_of_it(
    working: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered("/incidents/2")
    page.keyboard.press("a")
    page.keyboard.type("Ответ, который писали час")
    page.get_by_label("ВКонтакте").check()
    end_sessions(working)
    page.locator(".writing button.main").click()
    expect(page.locator("#toast")).to_contain_text("Сеанс закончился: не записано. Введённое остаётся здесь.")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Войти в новой вкладке").click()
    come_in(opened.value, working)
    opened.value.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator("#toast")).to_contain_text("Вы снова вошли: повторите решение")
    expect(page.locator(".writing textarea").first).to_have_value("Ответ, который писали час")
    page.locator(".writing button.main").click()
    expect(page.locator(".talk .text")).to_have_text("Ответ, который писали час")
    complaints[:] = [each for each in complaints if "401" not in each]


def test_a_session_that_ends_under_a_card_says_that_nothing_is_written(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    end_sessions(filled)
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("Сеанс закончился: не записано.")
    assert {status for status, _ in decided(filled).values()} == {"open"}
    gone(page, 5)
    complaints[:] = [each for each in complaints if "401" not in each]


def test_without_a_connection_a_decision_is_told_and_made_later(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    page.context.set_offline(True)
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("Нет связи с сервером: решение не записано.")
    gone(page, 5)
    page.context.set_offline(False)
    page.keyboard.press("c")
    gone(page, 4)
    complaints[:] = [each for each in complaints if "ERR_" not in each and "htmx:" not in each]


def test_two_monitors_at_one_card_see_each_other(filled: Desk, entered: Callable[..., Any], chromium: Any) -> None:
    from api.passwords import hash_password
    from core.accounts import User

    with filled.store.begin() as work:
        work.accounts.add_user(PROFILE.code, User("ivanova", hash_password(PASSWORD), frozenset({Role.MONITOR})))
    page = entered("/cards/1")
    alone = page.locator(".card .text").bounding_box()
    with chromium.new_context() as context:
        other = context.new_page()
        other.goto(f"{filled.address}/cards/1")
        other.fill("[name=login]", "ivanova")
        other.fill("[name=password]", PASSWORD)
        other.keyboard.press("Enter")
        other.wait_for_url("**/cards/1")
        expect(other.locator("#watchers-1")).to_have_text(f"Сейчас смотрит: {LOGIN}")
        page.reload()
        expect(page.locator("#watchers-1")).to_have_text("Сейчас смотрит: ivanova")
        assert page.locator(".card .text").bounding_box() == alone
        # told anew by the script, the words keep their sign
        told = page.locator("#watchers-1")
        told.evaluate("(line) => line.replaceChildren('Сейчас смотрит: никто')")
        page.locator(".card").focus()
        expect(told).to_have_text("Сейчас смотрит: ivanova")
        expect(told.locator("svg.sign use")).to_have_attribute("href", "#sign-eye")
        assert told.locator("svg").bounding_box()["width"] > 8


def test_without_javascript_a_card_is_confirmed_and_comes_back_and_many_are_rejected(
    filled: Desk, chromium: Any, complaints: list[str]
) -> None:
    with chromium.new_context(java_script_enabled=False, locale="ru-RU") as context:
        page = context.new_page()
        page.goto(f"{filled.address}/queue?theme=housing")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        page.locator(".card button", has_text="Подтвердить").first.click()
        expect(page.locator(".card")).to_have_count(3)
        page.get_by_role("button", name="Отменить").click()
        expect(page.locator(".card")).to_have_count(4)
        for number in range(2):
            page.locator("[name=card]").nth(number).check()
        page.locator("#bulk [name=note]").fill("проверка")
        page.locator("#bulk button[value=reject]").click()
        expect(page.locator(".card")).to_have_count(2)
        page.get_by_role("button", name="Отменить").click()
        expect(page.locator(".card")).to_have_count(4)
    assert {status for status, _ in decided(filled).values()} == {"open"}


def test_the_chart_of_a_reaction_answers_under_the_same_policy(
    desk: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    desk.receive(post(1, "яма на Заречной", published=NOW))
    group(desk)
    page = entered("/incidents/1")
    page.keyboard.press("a")
    page.keyboard.type("Яму засыпят 1 декабря.")
    page.get_by_label("ВКонтакте").check()
    page.locator(".writing button.main").click()
    expect(page.locator(".talk .text")).to_have_text("Яму засыпят 1 декабря.")
    assert stands(desk, 1).answers
    page.get_by_role("button", name="Подробнее").click()
    drawn = page.locator(".alive svg")
    expect(drawn).to_be_visible()
    assert drawn.locator("path[aria-roledescription]").count() > 0
    page.get_by_role("button", name="Подробнее").or_(page.locator("[data-alive]")).first.click()
    expect(page.locator(".alive")).to_be_hidden()


@pytest.mark.parametrize("path", ["/queue", "/map"])
@pytest.mark.parametrize("width", [1280, 1100])
def test_the_name_of_the_centre_is_never_cut(path: str, width: int, desk: Desk, entered: Callable[..., Any]) -> None:
    page = entered(path)
    page.set_viewport_size({"width": width, "height": 800})
    name = "Муниципальный центр управления Ясноборского муниципального округа"
    page.locator(".centre").evaluate("(shown, name) => { shown.textContent = name; }", name)
    assert page.locator(".centre").evaluate(
        "(shown) => shown.scrollWidth <= shown.clientWidth && shown.scrollHeight <= shown.clientHeight"
        " && getComputedStyle(shown).textOverflow === 'clip' && shown.getBoundingClientRect().height < 70"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_at_a_zoom_of_200_per_cent_nothing_is_cut_and_nothing_moves_by_itself(
    hostile: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 640, "height": 400})
    found = []
    for path in PAGES:
        page.goto(f"{hostile.address}{path}", wait_until="load")
        found += [(path, each) for each in page.evaluate(CUT)]
        if page.evaluate("document.documentElement.scrollWidth") > 640:
            found.append((path, "sideways"))
        moving = page.evaluate("document.getAnimations().filter((each) => each.effect.getTiming().duration > 1).length")
        found += [(path, f"{moving} moves")] if moving else []
    complaints[:] = [each for each in complaints if "404" not in each]
    assert not found, "\n".join(f"{path}: {each}" for path, each in found)


@contextmanager
def map_with(towns: Sequence[tuple[str, float, float]], hostile: Desk, chromium: Any, **screen: Any) -> Iterator[Any]:
    """The map with these names. Without a gazetteer there are none: the page is given some."""

    def served(route: Any) -> None:
        answer = route.fetch()
        body = answer.text().replace("data-towns='[]'", f"data-towns='{json.dumps(towns)}'")
        route.fulfill(response=answer, body=body)

    with chromium.new_context(service_workers="block", locale="ru-RU", **screen) as context:
        page = context.new_page()
        page.route(re.compile(r"/map\?from=90$"), served)
        page.goto(f"{hostile.address}/map?from=90")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.locator(".spot").first.wait_for()
        # what a redirect brings is not routed
        page.reload()
        page.locator(".spot").first.wait_for()
        yield page


def test_a_name_on_the_map_stands_at_its_dot(hostile: Desk, chromium: Any) -> None:
    with map_with([("Дальнее", 58.9, 32.4)], hostile, chromium) as page:
        gap = page.locator(".town", has_text="Дальнее").evaluate(
            "(each) => each.querySelector('span').getBoundingClientRect().left - each.getBoundingClientRect().left"
        )
    assert 6 <= gap <= 16


def test_names_of_the_map_lie_beside_each_other(hostile: Desk, chromium: Any) -> None:
    towns = [(f"Староверхнее-{n}", 58.9 + n / 4000, 32.4 + n / 400) for n in range(30)]
    with map_with(towns, hostile, chromium, viewport={"width": 390, "height": 844}) as page:
        named = page.locator(".town span").evaluate_all(
            "(all) => all.filter((each) => each.style.visibility !== 'hidden').map((each) => { const at = "
            "each.getBoundingClientRect(); return [at.left, at.top, at.right, at.bottom]; })"
        )
    assert 1 <= len(named) < len(towns)
    pairs = [(one, other) for n, one in enumerate(named) for other in named[:n]]
    assert not [
        (one, other)
        for one, other in pairs
        if one[0] < other[2] - 1 and other[0] < one[2] - 1 and one[1] < other[3] - 5 and other[1] < one[3] - 5
    ]


def test_an_arrow_over_a_filter_does_not_lead_away_at_each_step(filled: Desk, entered: Callable[..., Any]) -> None:
    page = entered()
    themes = page.locator("#filters [name=theme]")
    themes.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    third = themes.locator("option").nth(3).get_attribute("value")
    page.wait_for_url(f"**/queue?theme={third}")
    expect(page.locator("#filters [name=theme]")).to_be_focused()


def test_the_slider_of_the_map_is_led_by_keyboard(hostile: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/map")
    slider = page.locator("[name=from]")
    slider.focus()
    before = int(slider.input_value())
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    after = int(slider.input_value())
    assert abs(after - before) == 3
    page.wait_for_url(f"**/map?from={after}&*")
    expect(page.locator("[name=from]")).to_be_focused()
    expect(page.locator("#from-said")).not_to_be_empty()


def test_on_a_phone_the_roles_of_a_person_are_one_line(hostile: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/users")
    page.set_viewport_size({"width": 390, "height": 844})
    told = page.locator("[data-head=Роли]").first.inner_text()
    assert "администратор, наблюдатель ЦУР, руководитель МЦУ" in told
    assert "," not in [line.strip() for line in told.splitlines()]
