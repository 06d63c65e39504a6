"""Every page by keyboard alone: what can be pressed is reached, is seen when it is, and lets go."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_every_page import PAGES, hostile

__all__ = ["hostile"]
EVERY = (*PAGES, "/me", "/users", "/journal", "/reports/measures?state=all")
REACHED = """() => {
  const pressed = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(pressed)].filter((each) => !each.disabled && each.tabIndex >= 0
    && each.type !== "hidden" && each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }))
    .map((each, number) => { each.dataset.number = number; return number; }).length;
}"""
STANDS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const drawn = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
  const marked = (each) => each && drawn(getComputedStyle(each));
  const seen = drawn(style) || marked(at.closest("label")) || marked(at.parentElement);
  const within = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { number: at.dataset.number ?? null, seen, within, said: at.outerHTML.slice(0, 90) };
}"""


@pytest.mark.parametrize(("width", "paths"), [(1280, EVERY), (390, ("/queue", "/incidents/1", "/map", "/overview"))])
def test_every_control_is_reached_by_tab_seen_there_and_left_again(
    hostile: Desk, entered: Callable[..., Any], complaints: list[str], width: int, paths: Sequence[str]
) -> None:
    page = entered()
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 844})
    found: list[str] = []
    for path in paths:
        page.goto(f"{hostile.address}{path}", wait_until="load")
        if path.startswith("/map"):
            expect(page.locator("#map-state")).not_to_have_text("Загружаю инциденты…", timeout=20_000)
        page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
        count = page.evaluate(REACHED)
        radios = page.locator("input[type=radio]").count()
        reached: set[str] = set()
        for _ in range(min(count, 140) + 8):
            page.keyboard.press("Tab")
            stands = page.evaluate(STANDS)
            if stands is None:
                continue
            reached.add(stands["number"])
            if not stands["seen"]:
                found.append(f"{path}: no sign of focus: {stands['said']}")
            if not stands["within"]:
                found.append(f"{path}: focus outside the window: {stands['said']}")
        missing = count - len(reached)
        if count <= 140 and missing > radios:
            found.append(f"{path}: {missing} of {count} never reached")
    complaints[:] = [each for each in complaints if "404" not in each]
    assert not found, "\n".join(dict.fromkeys(found))
