"""A thousand open cards in a real browser: `python -m bench.thousand`. Needs Debian's chromium.

All cards are brought to one page by «Ещё», as a person would; then keys are pressed and boxes ticked. The time of an
interaction is that of the Event Timing API: from the key to the next painted frame (8 ms steps).
"""

import shutil
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from api.passwords import hash_password
from bench.pictures import FLAGS, LOGIN, PASSWORD, enter, served
from core import usecases
from core.accounts import Role, User
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from runtime.settings import Settings
from runtime.wiring import House, init, open_house

COUNT = 1000
TEXT = "Дом {n} по Кирпичной без горячей воды уже {days} дней, в подъезде течёт труба, в управляющей компании молчат"
WATCH = """() => { window.seen = []; new PerformanceObserver((list) => { for (const e of list.getEntries())
  if (e.interactionId) window.seen.push([e.name, e.duration]); }).observe({type: "event", durationThreshold: 16}); }"""
ROUNDS = 40


def filled(folder: Path) -> House:
    """An installation with a thousand open cards."""
    init(Settings(home=folder), "standard")
    house = open_house(Settings(home=folder))
    now, wall = house.clock.now(), SourceKey(Platform.VK, "wall")
    posts = tuple(
        Post(PostKey(Platform.VK, "wall", str(n)), now - timedelta(minutes=n), TEXT.format(n=n, days=n % 9 + 2))
        for n in range(1, COUNT + 1)
    )
    with house.store.begin() as work:
        usecases.receive(work, house.scope, wall, Batch(posts, {}), now)
        work.accounts.add_user(house.profile.code, User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR})))
    while usecases.assess(house.store, house.scope, house.assessor, now):
        pass
    while usecases.flag(house.store, house.scope, house.profile, now):
        pass
    return house


def gather(page: Page) -> int:
    """All cards on one page; gives their count."""
    while page.locator(".more a").count():
        before = page.locator(".card").count()
        page.evaluate("htmx.trigger(document.querySelector('.more a'), 'click')")
        expect(page.locator(".card")).not_to_have_count(before, timeout=60_000)
    return page.locator(".card").count()


def pressed(page: Page, key: str, times: int) -> list[float]:
    """Milliseconds of each interaction of a key."""
    page.evaluate("window.seen = []")
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(120)
    found: list[float] = page.evaluate("window.seen.filter((e) => e[0] === 'keydown').map((e) => e[1])")
    # What took less than 16 ms is not reported by the browser: it counts as 16.
    return sorted(found + [16.0] * (times - len(found)))


def main() -> None:
    """Measure and print."""
    chromium = shutil.which("chromium") or sys.exit("БРАУЗЕРА НЕТ: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        house = filled(Path(folder))
        with served(house) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="ru-RU")
            enter(page, address)
            start = time.perf_counter()
            print(f"карточек на странице: {gather(page)}, собраны за {time.perf_counter() - start:.1f} с")
            page.evaluate(WATCH)
            for name, key in (("j: следующая", "j"), ("x: отметить", "x"), ("k: предыдущая", "k")):
                found = pressed(page, key, ROUNDS)
                p95 = statistics.quantiles(found, n=20)[-1]
                print(f"{name}: медиана {statistics.median(found):.0f}, p95 {p95:.0f}, наибольшее {found[-1]:.0f} мс")
            browser.close()
        house.store.close()


if __name__ == "__main__":
    main()
