"""The questions of one matter in a real browser: where the keyboard stands after each answer and each undo."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_incidents import group, stood
from tests.made import post


def test_the_keyboard_goes_from_pair_to_pair_and_back_with_an_undo(desk: Desk, entered: Callable[..., Any]) -> None:
    desk.receive(*(post(n, f"на Заречной яма у колонки {n}", source=str(n)) for n in (1, 2, 3)))
    group(desk)
    page = entered("/queue/joins")
    pairs = [f"#{each.get_attribute('id')}" for each in page.locator(".pair").all()]
    assert len(pairs) == 3
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator("#toast")).to_contain_text("Разные вопросы")
    stood(page, pairs[2])
    page.keyboard.press("u")
    stood(page, pairs[1])
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text("Один вопрос")
    expect(page.locator(".pair")).to_have_count(1)
    stood(page, ".pair")
    page.keyboard.press("u")
    stood(page, pairs[1])
    expect(page.locator(".pair")).to_have_count(3)
    page.keyboard.press("j")
    stood(page, pairs[2])
    page.keyboard.press("r")
    stood(page, pairs[1])
