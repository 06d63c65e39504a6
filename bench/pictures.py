"""Pictures of the demo for the README and the guide: `python -m bench.pictures [--home DIR]`. Needs Debian's chromium.

The demo's posts are moved to the present, and a working day is played on them (`bench.scene`), so the pictures differ
from day to day only in their dates. They are WebP, packed by the browser itself.
"""

import argparse
import base64
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from api import create_app
from api.passwords import hash_password
from bench import scene
from core.accounts import Role, User
from core.incidents import IncidentQuery, Status
from runtime import services
from runtime.commands.demo import PROFILE
from runtime.console import bars
from runtime.demo.filling import fill
from runtime.founding import init
from runtime.settings import Settings
from runtime.wiring import House, open_house

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LOGIN, PASSWORD = "monitor", "только для картинок"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
MOST_BYTES, ALL_BYTES = 150_000, 3_000_000
WIDE, PHONE = (1280, 800), (390, 844)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, the page, the window, whether dark, what to press first, what to bring into view."""

    name: str
    path: str
    size: tuple[int, int] = WIDE
    dark: bool = False
    press: str = ""
    to: str = ""


def shots(answered: int) -> tuple[Shot, ...]:
    """All pictures; `answered` is the incident that was answered."""
    return (
        Shot("queue", "/queue", press="j"),
        Shot("queue-390", "/queue", PHONE),
        Shot("joins", "/queue/joins"),
        Shot("decisions", "/decisions"),
        Shot("incidents", "/incidents"),
        Shot("incident", f"/incidents/{answered}"),
        Shot("incident-answer", f"/incidents/{answered}", to="#answers"),
        Shot("incident-390", f"/incidents/{answered}", PHONE, dark=True),
        Shot("intake", "/intake"),
        Shot("overview", "/overview"),
        Shot("overview-390", "/overview", PHONE),
        Shot("map", "/map?from=60"),
        Shot("search", "/search?q=яма"),
        Shot("alerts", "/alerts"),
        Shot("campaigns", "/campaigns"),
        Shot("campaign", "/campaigns/1"),
        Shot("sources", "/sources"),
        Shot("profile", "/profile"),
        Shot("overview-dark", "/overview", dark=True),
    )


PACK = """async (data) => {
  const image = new Image();
  image.src = "data:image/png;base64," + data;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/webp", 0.82).split(",")[1];
}"""


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
                person = User(LOGIN, hash_password(PASSWORD), frozenset({Role.HEAD, Role.MONITOR, Role.ADMINISTRATOR}))
                work.accounts.add_user(house.profile.code, person)
        scene.play(house)
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


def shoot(page: Page, packer: Page, address: str, shot: Shot) -> Path:
    """One picture; at most `MOST_BYTES`."""
    page.set_viewport_size({"width": shot.size[0], "height": shot.size[1]})
    page.emulate_media(color_scheme="dark" if shot.dark else "light", reduced_motion="reduce")
    page.goto(f"{address}{shot.path}", wait_until="load")
    if shot.press:
        page.keyboard.press(shot.press)
    if shot.to:
        page.locator(shot.to).evaluate("(found) => found.scrollIntoView()")
    page.wait_for_timeout(500)
    taken = base64.b64encode(page.screenshot()).decode()
    path = FOLDER / f"{shot.name}.webp"
    path.write_bytes(base64.b64decode(packer.evaluate(PACK, taken)))
    if path.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{path}: больше {MOST_BYTES} байт")
    return path


def answered_of(house: House) -> int:
    """The incident that was answered and is watched."""
    with house.store.read() as work:
        return work.incidents.find(house.scope, IncidentQuery(statuses=(Status.WATCHED,))).incidents[0].id


def take(house: House, chromium: str) -> None:
    """All pictures of this house."""
    with served(house) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        page, packer = browser.new_page(locale="ru-RU"), browser.new_page()
        enter(page, address)
        made = [shoot(page, packer, address, shot) for shot in shots(answered_of(house))]
        browser.close()
    whole = sum(path.stat().st_size for path in made)
    if whole > ALL_BYTES:
        raise SystemExit(f"картинки вместе больше {ALL_BYTES} байт")
    print(f"картинок {len(made)}, вместе {whole / 1000:.0f} кБ")


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
