"""What is pressed by a finger is large enough for one: 24 by 24 pixels on a phone (WCAG 2.2, 2.5.8), on every page."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.test_every_page import PAGES, hostile

__all__ = ["hostile"]

LEAST = 24
PRESSED = (
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], "
    "[role=checkbox], [role=radio], [role=tab], [role=menuitem], [role=option], [role=switch]"
)
SMALL = """([pressed, least]) => {
  /* A link in a sentence is as high as its line: words that are no link stand beside it. */
  const inline = (each) => {
    if (each.tagName !== "A" || getComputedStyle(each).display !== "inline") return false;
    const line = each.closest("p, li, dd, dt, td, th, small, label, summary, h1, h2, h3, blockquote, figcaption, div");
    const links = [...line.querySelectorAll("a[href]")].filter((one) => one.checkVisibility());
    const said = links.reduce((rest, one) => rest.replace(one.textContent, ""), line.textContent);
    return /\\p{L}{2}/u.test(said);
  };
  const said = (each) => each.outerHTML.replace(/\\s+/g, " ").slice(0, 110);
  const seen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.disabled
    && !each.closest("[inert], .unseen, .skip");
  return [...document.querySelectorAll(pressed)].filter((each) => seen(each) && !inline(each)).flatMap((each) => {
    const { width, height } = each.getBoundingClientRect();
    /* Half of a device's pixel is lost in rounding. */
    const small = Math.min(width, height) + 0.5 < least && Math.max(width, height) > 0;
    return small ? [`${Math.round(width)}×${Math.round(height)} ${said(each)}`] : [];
  });
}"""


def offenders(page: Any, path: str) -> Iterator[str]:
    """What is too small on a page as it opens."""
    page.goto(path, wait_until="load")
    if "/map" in path:
        expect(page.locator("#map-state")).not_to_have_text("Загружаю инциденты…", timeout=20_000)
    yield from page.evaluate(SMALL, [PRESSED, LEAST])


def opened(page: Any) -> Iterator[str]:
    """What is too small in what the page folds."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    yield from page.evaluate(SMALL, [PRESSED, LEAST])


def test_whatever_is_pressed_is_large_enough_for_a_finger(
    hostile: Desk, entered: Callable[..., Any], chromium: Any, complaints: list[str]
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}, locale="ru-RU") as context:
        small = {("/login", each): None for each in offenders(context.new_page(), f"{hostile.address}/login")}
    page = entered()
    page.set_viewport_size({"width": 390, "height": 844})
    for path in PAGES:
        small |= {(path, each): None for each in offenders(page, f"{hostile.address}{path}")}
        small |= {(path, each): None for each in opened(page)}
    complaints[:] = [each for each in complaints if "404" not in each]
    assert not small, "\n".join(f"{path}: {each}" for path, each in small)


@pytest.mark.parametrize(("style", "small"), [("width: 20px; height: 30px", 1), ("width: 24px; height: 24px", 0)])
def test_a_small_button_is_found(chromium: Any, style: str, small: int) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.set_content(f"<p>Слова <a href='#x'>ссылка</a> слова</p><button style='padding: 0; {style}'></button>")
        assert len(page.evaluate(SMALL, [PRESSED, LEAST])) == small
