"""Every page in a real browser: no barrier that axe-core finds, no sideways scroll, hostile texts, few bytes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from api.passwords import hash_password
from api.web import vendor
from core import usecases
from core.accounts import Role, User
from core.alerts import Way
from core.posts import Geo
from core.scope import system
from nlp.masks import mask
from tests.browser.conftest import LOGIN, PASSWORD, PROFILE, Desk
from tests.browser.test_queue import HOSTILE
from tests.conftest import NOW
from tests.made import post

SCOPE = system(PROFILE.code)
ROUTES = {"chat": {Way.MAX: ["1"]}, "head": {Way.EMAIL: ["head@example.test"]}}
PICTURES = os.environ.get("MCU_TEST_PICTURES")
PAGES = (
    *("/queue", "/queue?text=яма&since=2026-01-01", "/queue?status=all&text=небывалое", "/cards/1", "/cards/3"),
    *("/overview", "/overview?days=14", "/map", "/map?state=all&from=90", "/map?from=90&to=89"),
    *("/search", "/search?q=яма", "/search?what=posts&q=яма", "/search?what=incidents", "/search?q=небывалое"),
    *("/incidents", "/incidents?term=overdue", "/incidents/1", "/queue/joins", "/decisions", "/intake"),
    *("/alerts", "/alerts?state=acknowledged", "/campaigns", "/campaigns/1", "/profile?trial=yes"),
    *("/sources", "/nowhere", "/marking", "/marking?what=chosen&led=1", "/model"),
    *("/reports", "/reports/measures", "/reports/rating", "/reports/causes?theme=roads", "/reports/indicators"),
    *("/journal", "/users", "/me"),
    *("/exchange", "/registers/meeting?draft=1", "/registers/vote", "/pages", "/region"),
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FOUND = """async (rules) => (await axe.run(document, rules)).violations.flatMap(
  (each) => each.nodes.map((node) => `${each.id}: ${node.html.slice(0, 160)} | ${node.failureSummary}`))"""
AMISS = """() => [...document.querySelectorAll("table")].filter((table) => {
  const seen = (row) => [...row.cells].filter((cell) => cell.checkVisibility()).length;
  if (!table.tHead || !table.tHead.checkVisibility() || table.querySelector("[colspan], [rowspan]")) return false;
  const heads = seen(table.tHead.rows[0]);
  return [...table.tBodies].some((body) => [...body.rows].some((row) => row.checkVisibility() && seen(row) !== heads));
}).map((table) => table.className || "table")"""
"""Tables in which a value stands under the head of another column."""
UNSAID = """() => [...document.querySelectorAll("main p")].filter(
  (each) => each.textContent.trim() && !each.checkVisibility() && each.matches(".empty")).length"""
"""Words for an empty list that nobody sees."""
SHOWN = "(found) => found.filter((each) => each.checkVisibility()).map((each) => each.outerHTML.slice(0, 90))"
FIRST_PAGE_BYTES = 100_000


def no_copies(stored: object, asked: object) -> dict[int, list[object]]:
    return {}


@pytest.fixture(scope="session")
def axe() -> str:
    """The finder of barriers, as the lock file pins it."""
    path = vendor.ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        vendor.bring()
    return path.read_text(encoding="utf-8")


@pytest.fixture
def hostile(desk: Desk) -> Desk:
    """All sorts of posts, grouped; some with a point of their own; the person may do everything."""
    with desk.store.begin() as work:
        roles = frozenset({Role.HEAD, Role.ADMINISTRATOR, Role.CRC})
        work.accounts.save_user(PROFILE.code, User(LOGIN, hash_password(PASSWORD), roles))
    found = [post(n, f"яма опасно {text}", geo=Geo(58.2 + n / 100, 31.4)) for n, text in enumerate(HOSTILE, 1)]
    desk.receive(*found, post(90, "яма на Заречной", published=NOW), post(91, "спасибо за дорогу"))
    usecases.group(desk.store, SCOPE, PROFILE, no_copies, mask, NOW)  # type: ignore[arg-type]
    keys = iter(f"key{number}" for number in range(1000))
    usecases.derive(desk.store, SCOPE, PROFILE)
    usecases.address(desk.store, SCOPE, PROFILE, usecases.Post(ROUTES, lambda: next(keys)), NOW)
    usecases.notice(desk.store, SCOPE, PROFILE, NOW)
    with desk.store.begin() as work:
        usecases.decide_notice(work, SCOPE, PROFILE, 1, True, NOW)
    return desk


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A full page of cards with texts of the usual length."""
    words = "яма на Заречной у дома, просим засыпать её до морозов, дети ходят в школу по дороге; номер"
    desk.receive(*[post(n, f"{words} {n * n * 7919}" + ", и ещё раз о том же" * (n % 9)) for n in range(1, 41)])
    return desk


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    hostile: Desk, entered: Callable[..., Any], complaints: list[str], axe: str, width: int, scheme: str
) -> None:
    page = entered()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 844})
    found = []
    for path in PAGES:
        page.goto(f"{hostile.address}{path}", wait_until="load")
        if path.startswith("/map"):
            expect(page.locator("#map-state")).not_to_have_text("Загружаю инциденты…", timeout=20_000)
        page.evaluate(axe)
        found += [(path, each) for each in page.evaluate(FOUND, RULES)]
        found += [(path, f"cells and heads of {table} differ") for table in page.evaluate(AMISS)]
        if page.evaluate(UNSAID):
            found.append((path, "an empty state that is not shown"))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path, "sideways"))
        if PICTURES:
            name = "".join(c if c.isalnum() else "_" for c in path).strip("_")
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}-{scheme}.png"))
    complaints[:] = [each for each in complaints if "404" not in each]
    assert not found, "\n".join(f"{path}: {each}" for path, each in found)


def test_hostile_texts_are_data_on_every_page(
    hostile: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    for path in PAGES:
        page.goto(f"{hostile.address}{path}")
        assert not page.title().startswith("взлом"), path
        assert page.locator("img[src=x], p script").count() == 0, path
    complaints[:] = [each for each in complaints if "404" not in each]


def test_on_paper_there_is_nothing_to_press(hostile: Desk, entered: Callable[..., Any]) -> None:
    """Figures stay: a number that opens its list is a number on paper too."""
    page = entered()
    page.emulate_media(media="print")
    pressed = "main button, main nav, main .back, main .editing, main [type=checkbox], .top, .toast"
    for path in ("/queue", "/cards/1", "/incidents/1", "/overview", "/reports", "/reports/rating", "/campaigns"):
        page.goto(f"{hostile.address}{path}")
        found = page.locator(pressed).evaluate_all(SHOWN)
        assert found == [], path
        assert page.locator("main").inner_text().strip(), path


def test_the_map_is_printed_as_it_is_seen(hostile: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/map?from=90")
    spot, ground = page.locator(".spot").first, page.locator("#map")
    spot.wait_for()
    seen = [each.bounding_box() for each in (spot, ground)]
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(spot).to_be_visible()
    expect(page.locator(".leaflet-control-zoom")).to_be_hidden()
    expect(page.locator(".on-paper")).to_contain_text("открыты с")
    # Printers leave grounds out where they are not asked for.
    assert spot.evaluate("(sign) => getComputedStyle(sign).printColorAdjust") == "exact"
    printed = [each.bounding_box() for each in (spot, ground)]
    for side in ("x", "y"):
        shift = [(own[side] - whole[side]) / whole["width"] for own, whole in (seen, printed)]
        assert shift[0] == pytest.approx(shift[1], abs=0.01)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert ground.evaluate("(map) => map.style.width") == ""


def test_the_first_page_is_small(filled: Desk, chromium: Any) -> None:
    """Of a first visit: the worker, which would answer from what it keeps, is not there yet."""
    with chromium.new_context(service_workers="block") as context:
        page = context.new_page()
        page.goto(f"{filled.address}/queue")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/queue")
        page.wait_for_load_state("networkidle")
        sizes = page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".map((each) => [each.name, each.encodedBodySize])"
        )
    total = sum(size for _, size in sizes)
    assert 5_000 < total < FIRST_PAGE_BYTES, sizes
    print("first page, bytes:", total, "files:", len(sizes))


def test_a_spot_of_the_map_leads_to_its_incidents_and_cards(hostile: Desk, entered: Callable[..., Any]) -> None:
    page = entered("/map?from=90")
    spot = page.locator(".spot").first
    spot.wait_for()
    spot.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    expect(popup.locator("a[href^='/incidents/']").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(spot).to_be_focused()
    page.keyboard.press("Enter")
    popup.get_by_role("link", name="Карточки этого места").click()
    page.wait_for_url("**/search?what=cards*")
    expect(page.locator(".hit").first).to_be_visible()
    page.go_back()
    spot.wait_for()
    counted = spot.inner_text()
    spot.focus()
    page.keyboard.press("Enter")
    popup.get_by_role("link", name=f"Списком: {counted} инцидент").click()
    expect(page.locator(".tabs [aria-current]")).to_have_text(f"Инциденты {counted}")


def test_without_javascript_overview_map_and_search_are_read(hostile: Desk, chromium: Any) -> None:
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{hostile.address}/map?from=90")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.click("text=Войти")
        assert page.locator("noscript img").evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 300
        expect(page.locator("#map")).to_be_hidden()
        page.locator(".places summary").first.click()
        page.get_by_role("link", name="Карточки этого места").first.click()
        expect(page.locator(".hit").first).to_be_visible()
        page.goto(f"{hostile.address}/overview")
        page.locator(".levels-list a").first.click()
        expect(page.locator("h1")).to_have_text("Очередь")


def test_a_phone_that_lost_its_connection_says_so_and_keeps_no_data(
    hostile: Desk, entered: Callable[..., Any], complaints: list[str]
) -> None:
    page = entered()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((kept) => kept.keys()))))"
        ".then((found) => found.flat().map((request) => new URL(request.url).pathname))"
    )
    assert kept
    assert all(path.startswith("/assets/") for path in kept)
    page.context.set_offline(True)
    page.goto(f"{hostile.address}/overview")
    expect(page.locator("h1")).to_have_text("Нет связи с сервером")
    page.context.set_offline(False)
    page.goto(f"{hostile.address}/overview")
    expect(page.locator("h1")).to_have_text("Обзор")
    complaints[:] = [each for each in complaints if "DISCONNECTED" not in each]
