"""A chart that answers: its parts come when they are asked for, under the same policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_every_page import FOUND, PICTURES, RULES, axe
from tests.conftest import NOW
from tests.made import post

__all__ = ["axe"]
LOADED = (
    "() => performance.getEntriesByType('resource').map((each) => each.name).filter((name) => name.includes('vega'))"
)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.receive(*[post(n, f"яма на Заречной, дом {n}", published=NOW) for n in range(1, 5)])
    return desk


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_a_chart_answers_when_asked_and_breaks_no_rule(
    filled: Desk, entered: Callable[..., Any], axe: str, width: int, scheme: str
) -> None:
    page = entered("/overview")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate(LOADED) == []
    button = page.get_by_role("button", name="Подробнее")
    button.focus()
    page.keyboard.press("Enter")
    bar = page.locator(".alive path[aria-roledescription=bar]").last
    expect(bar).to_be_visible()
    assert len(page.evaluate(LOADED)) == 3
    expect(page.locator(".drawn").first).to_be_hidden()
    expect(button).to_be_focused()
    for each in page.locator(".alive path[aria-roledescription=bar]").all():
        if (each.bounding_box() or {"height": 0})["height"] > 5:
            each.hover()
            break
    expect(page.locator(".tip")).to_contain_text("карточек: 4")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"chart-{width}-{scheme}.png"))
    page.evaluate(axe)
    assert page.evaluate(FOUND, RULES) == []
    page.keyboard.press("Enter")
    expect(page.locator(".drawn").first).to_be_visible()
    expect(page.locator(".alive")).to_be_hidden()


def test_a_chart_whose_parts_do_not_come_says_so_and_the_picture_stays(
    filled: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered("/overview")
    page.context.set_offline(True)
    page.get_by_role("button", name="Подробнее").click()
    expect(page.get_by_text("График не загрузился: нет связи с сервером.")).to_be_visible()
    expect(page.locator(".drawn").first).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Подробнее").click()
    expect(page.locator(".alive svg")).to_be_visible()
    complaints[:] = [each for each in complaints if "ERR_" not in each]
