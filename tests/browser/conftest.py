"""A real browser over the real service. Where there is none, one plain line says so."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import uvicorn

import profiles
from api import create_app
from api.passwords import hash_password
from api.services import Services
from api.web import vendor
from core import usecases
from core.accounts import Role, User
from core.overview import Contented
from core.ports import Batch
from core.posts import Platform, Post, SourceKey
from core.region import State, Told, ordered
from core.scope import system
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NO_BROWSER, NOW, plain_lemmas
from tests.shelf import Shelf
from tests.unit.api.conftest import Clock, Model
from tests.unit.collectors.test_region import PLAIN

LOGIN, PASSWORD = "monitor", "очень длинный пароль"
PROFILE = profiles.read(profiles.path_of("standard"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


class Towns:
    """A region of three: one burns, one tells only a part, one took its key back."""

    def known(self) -> bool:
        return True

    def ask(self) -> list[Told]:
        bare = replace(
            PLAIN, profile="bare", title="Округ с очень длинным названием <img src=x>", posts=None, asked=None
        )
        bare = replace(bare, matters={}, risks={}, indicators=(), content=Contented(), stormy=0, storms=(), overdue=0)
        return ordered(
            [
                Told("bare", "https://bare.example", State.SEEN, summary=bare),
                Told(PLAIN.profile, "https://plain.example", State.SEEN, summary=PLAIN),
                Told("gone", "https://gone.example", State.REFUSED, "доступ отозван или истёк"),
            ]
        )


class Desk:
    """The service under test, and what arrives at it."""

    def __init__(self, given: Services, store: Store, address: str) -> None:
        self.given, self.store, self.address = given, store, address

    def receive(self, *posts: Post) -> None:
        """Posts come in, are assessed and weighed, as the jobs do."""
        scope = system(PROFILE.code)
        with self.store.begin() as work:
            usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(posts, {}), NOW)
        usecases.assess(self.store, scope, Model(), NOW)
        usecases.flag(self.store, scope, PROFILE, NOW)


@pytest.fixture
def desk(shelf: Shelf) -> Iterator[Desk]:
    """The real app over the real store behind a real server on a free port."""
    assert vendor.main() == 0, "python api/web/vendor.py не выполнен"
    url = shelf.fresh()
    store = Store(open_engine(url, PROFILE.code), plain_lemmas)
    with store.begin() as work:
        work.accounts.add_user(PROFILE.code, User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR})))
    given = Services(store, PROFILE, Model, Clock(), lambda text: text, "0.0-test", region=Towns())  # type: ignore[arg-type]
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(given), log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Desk(given, store, f"http://127.0.0.1:{door.getsockname()[1]}")
        server.should_exit = True
        thread.join()
    store.close()
    shelf.drop(url)


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The browser of this machine."""
    if CHROMIUM is None:
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import expect, sync_playwright

    # A busy machine is slow, not wrong.
    expect.set_options(timeout=15_000)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a test takes out what it expects."""
    return []


@pytest.fixture
def page(chromium: Any, desk: Desk, complaints: list[str]) -> Iterator[Any]:
    """A window of 1280 px; at the end nothing may stand in its console: no error, no break of the CSP."""
    with chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ru-RU") as context:
        shown = context.new_page()
        watch(shown, complaints)
        yield shown
        assert complaints == []


def watch(shown: Any, complaints: list[str]) -> None:
    """Keep what the browser complains of."""
    shown.on("console", lambda said: said.type in {"error", "warning"} and complaints.append(said.text))
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))"
    )


@pytest.fixture
def entered(page: Any, desk: Desk) -> Callable[..., Any]:
    """Sign in and go to an address."""

    def enter(path: str = "/queue") -> Any:
        page.goto(f"{desk.address}{path}")
        page.fill("[name=login]", LOGIN)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{desk.address}{path}")
        return page

    return enter
