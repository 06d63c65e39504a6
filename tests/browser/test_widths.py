"""Windows between a phone and a table, turned phones, long logins: nothing sticks out and nothing is crushed."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from api.passwords import hash_password
from core.accounts import Role, User
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.browser.test_incidents import group, stood
from tests.made import comment, post

LONGEST = "anastasia.preobrazhenskaya-zavadskaya"
WIDTHS = (390, 600, 761, 800, 880, 960, 961, 1079, 1081, 1280)
WIDTH = "document.documentElement.scrollWidth"


def test_the_head_of_a_page_fits_every_window_whatever_the_login(desk: Desk, page: Any) -> None:
    roles = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.MONITOR})
    with desk.store.begin() as work:
        work.accounts.add_user(PROFILE.code, User(LONGEST, hash_password(PASSWORD), roles))
    page.goto(f"{desk.address}/queue")
    page.fill("[name=login]", LONGEST)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/queue")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDTH) <= width, width
        expect(page.get_by_role("button", name="Выйти")).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("link", name="МЦУ-Монитор")).to_be_visible()


def test_on_a_turned_phone_the_note_of_a_split_is_read_and_undone(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(post(1, "яма на Заречной"), *[comment(n, 1, f"и у дома {n} " + "так же " * 30) for n in range(2, 22)])
    group(desk)
    page = entered("/incidents/1")
    page.locator("#posts").evaluate("(list) => list.scrollIntoView()")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate(WIDTH) == 390
    page.locator("[data-mark]").nth(1).check()
    page.locator("#split button").click()
    toast = page.locator("#toast")
    expect(toast).to_contain_text("Публикации выделены в инцидент 2")
    assert toast.bounding_box()["height"] < 120
    assert toast.get_by_role("link", name="Открыть").bounding_box()["height"] < 40
    page.get_by_role("button", name="Отменить").click()
    expect(page.locator(".post")).to_have_count(21)
    stood(page, "#posts")


COVERED = """() => [...document.querySelectorAll("header nav > a, header nav > details > summary")].filter((each) => {
  const box = each.getBoundingClientRect();
  return !each.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
}).map((each) => each.textContent.trim())"""
"""Sections on which something lies."""


def test_on_a_phone_the_bar_of_many_lies_above_the_sections(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*(post(n, f"яма у дома {n} на Заречной") for n in range(1, 9)))
    page = entered()
    for width in (390, 600):
        page.set_viewport_size({"width": width, "height": 844})
        page.locator("[data-mark]").first.check()
        bar = page.locator("#bulk")
        expect(bar).to_be_visible()
        assert page.evaluate(COVERED) == [], width
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.evaluate(COVERED) == [], width
        assert bar.bounding_box()["height"] < 300
        expect(page.locator("#bulk button[value=correct]")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Обзор").click()
    page.wait_for_url("**/overview")


def test_without_a_script_the_bar_of_many_leaves_the_screen_of_a_phone_to_the_cards(desk: Desk, chromium: Any) -> None:
    desk.receive(*(post(n, f"яма у дома {n} на Заречной") for n in range(1, 9)))
    phone = {"width": 390, "height": 844}
    with chromium.new_context(viewport=phone, locale="ru-RU", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{desk.address}/queue")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")
        expect(page.locator("#bulk")).not_to_be_in_viewport()
        page.get_by_role("link", name="Обзор").click()
        page.wait_for_url("**/overview")


OBSCURED = """() => {
  const each = document.activeElement, box = each.getBoundingClientRect();
  if (each === document.body || each.closest("header, .bulk")) return "";
  const seen = document.elementFromPoint(box.left + box.width / 2, Math.min(box.top + box.height / 2, innerHeight - 1));
  return seen && seen.closest("header nav, .bulk") ? each.outerHTML.slice(0, 90) : "";
}"""
"""What has the focus where something of the page's edge lies on it (WCAG 2.2, 2.4.11)."""


def test_what_has_the_focus_is_never_under_the_sections_or_the_bar(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*(post(n, f"яма у дома {n} на Заречной") for n in range(1, 30)))
    group(desk)
    page = entered()
    page.set_viewport_size({"width": 390, "height": 700})
    for path, marked in (("/queue", False), ("/queue", True), ("/incidents", False), ("/search?q=яма", False)):
        page.goto(f"{desk.address}{path}")
        if marked:
            page.locator("[data-mark]").first.check()
        found = []
        for _ in range(70):
            page.keyboard.press("Tab")
            found.append(page.evaluate(OBSCURED))
        assert [each for each in found if each] == [], (path, marked)
