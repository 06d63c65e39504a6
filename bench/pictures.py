"""Pictures of the demo for the README: `python -m bench.pictures [--home DIR]`. Needs Debian's chromium.

The demo's posts are moved to the present, so the pictures differ from day to day only in their dates.
"""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from api import create_app
from api.passwords import hash_password
from core.accounts import Role, User
from runtime import services
from runtime.commands.demo import PROFILE, fill
from runtime.console import bars
from runtime.settings import Settings
from runtime.wiring import House, init, open_house

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LOGIN, PASSWORD = "monitor", "только для картинок"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MOST_BYTES = 300_000
SHOTS = {"queue": (1280, 800), "queue-390": (390, 844)}


@contextmanager
def demo(home: Path) -> Iterator[House]:
    """The demo's installation with one person in it."""
    settings = Settings(home=home)
    init(settings, PROFILE)
    house = open_house(settings)
    try:
        with bars() as progress:
            fill(house, progress)
        with house.store.begin() as work:
            if work.accounts.user(house.profile.code, LOGIN) is None:
                person = User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR}))
                work.accounts.add_user(house.profile.code, person)
        yield house
    finally:
        house.store.close()


@contextmanager
def served(house: House) -> Iterator[str]:
    """The pages on a free port of this machine; gives the address."""
    server = uvicorn.Server(uvicorn.Config(create_app(services.make(house)), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def enter(page: Page, address: str) -> None:
    """Sign in."""
    page.goto(f"{address}/login")
    page.fill("[name=login]", LOGIN)
    page.fill("[name=password]", PASSWORD)
    page.click("form button.main")
    page.wait_for_selector(".card")


def shoot(browser: Browser, address: str, name: str, size: tuple[int, int], dark: bool = False) -> Path:
    """One picture; at most `MOST_BYTES`."""
    scheme = "dark" if dark else "light"
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, locale="ru-RU")
    enter(page, address)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path)
    page.close()
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path}: больше {MOST_BYTES} байт")
    return path


def take(house: House, chromium: str) -> None:
    """All pictures of this house."""
    with served(house) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, size in SHOTS.items():
            print(shoot(browser, address, name, size))
        browser.close()


def main() -> None:
    """Make all pictures."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--home", type=Path, help="папка данных, чтобы не заводить показ каждый раз")
    given = asked.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        sys.exit("БРАУЗЕРА НЕТ: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, demo(given.home or Path(folder)) as house:
        take(house, chromium)


if __name__ == "__main__":
    main()
