"""Windows between a phone and a table, turned phones, long logins: nothing sticks out and nothing is crushed."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from api.passwords import hash_password
from core.accounts import Role, User
from tests.browser.conftest import PASSWORD, PROFILE, Desk
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
