"""A thousand open cards in a real browser: `python -m bench.thousand [COUNT]`. Needs Debian's chromium.

All cards are brought to one page by «Ещё», as a person would; then keys are pressed. Told is the time of the page's
main thread for one key, by Chromium's own counters (CDP `Performance`, thread ticks).
"""

import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from api.passwords import hash_password
from bench.pictures import FLAGS, LOGIN, PASSWORD, enter, served
from core import usecases
from core.accounts import Role, User
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from runtime.founding import init
from runtime.settings import Settings
from runtime.wiring import House, open_house

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
TEXT = "Дом {n} по Кирпичной без горячей воды уже {days} дней, в подъезде течёт труба, в управляющей компании молчат"
ROUNDS = 20
PARTS = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration", "TaskDuration")


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


def pressed(page: Page, key: str, times: int) -> dict[str, float]:
    """Milliseconds of the page's main thread for one press of a key, by part; other programs of the machine do not
    count, as a clock on the wall would count them."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = _metrics(session)
    for _ in range(times):
        page.keyboard.press(key)
        page.wait_for_timeout(250)
    after = _metrics(session)
    return {name: 1000 * (after[name] - before[name]) / times for name in PARTS}


def _metrics(session: CDPSession) -> dict[str, float]:
    return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}


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
            for name, key in (("j: следующая", "j"), ("x: отметить", "x")):
                found = pressed(page, key, ROUNDS)
                script, style, layout, task = (found[part] for part in PARTS)
                print(f"{name}: {task:.0f} мс (сценарий {script:.0f}, стили {style:.0f}, раскладка {layout:.0f})")
            browser.close()
        house.store.close()


if __name__ == "__main__":
    main()
