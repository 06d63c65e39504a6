"""The real app over the real store, with a model that a test can read."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

import profiles
from api import create_app
from api.passwords import digest, hash_password, new_key
from api.services import Services
from core import usecases
from core.accounts import KEY_RIGHTS, Key, Role, User
from core.errors import StaleModel
from core.labels import Assessment, Kind, Sign, Subject, Theme
from core.ports import Assessor, Batch
from core.posts import Platform, SourceKey
from core.scope import Right, system
from nlp.fingerprints import StoredCopies
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NOW, plain_lemmas
from tests.engines import Engines
from tests.made import comment, post, said, views
from tests.shelf import Shelf

PASSWORD = "очень длинный пароль"
PROFILE = profiles.read(profiles.path_of("standard"))


class Model:
    """Danger where the text says "опасно", thanks where it says "спасибо"."""

    version = "test-1"

    def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        return [self._one(subject.text) for subject in subjects]

    def _one(self, text: str) -> Assessment:
        if "опасно" in text:
            return said(Theme.SAFETY, risk=3, risk_score=2.8, neg_score=2.5, signs={Sign.LIFE: 0.9})
        if "спасибо" in text:
            return said(Theme.NONE, kind=Kind.THANKS, solvable=0.0, risk=0, risk_score=0.0)
        return said()


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self):
        return self.at


def flagged(url: str) -> None:
    """Four posts, assessed and flagged."""
    engine = open_engine(url, PROFILE.code)
    store, scope = Store(engine, plain_lemmas), system(PROFILE.code)
    found = (
        post(1, "яма на Заречной, звоните +7 900 000-00-00", counters=views(10)),
        post(2, "опасно собаки у школы"),
        post(3, "спасибо за дорогу"),
        comment(4, 1, "и у нас яма"),
    )
    with store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
    usecases.assess(store, scope, Model(), NOW)
    usecases.flag(store, scope, PROFILE, NOW)
    store.close()


def grouped(url: str) -> None:
    """Their incidents."""
    store = Store(open_engine(url, PROFILE.code), plain_lemmas)
    usecases.group(store, system(PROFILE.code), PROFILE, StoredCopies(), masked, NOW)
    store.close()


@pytest.fixture(scope="session")
def flagged_posts(shelf: Shelf) -> str:
    """A database of four flagged posts to copy."""
    return shelf.filled(flagged)


@pytest.fixture(scope="session")
def grouped_posts(shelf: Shelf, flagged_posts: str) -> str:
    """The same with their incidents."""
    return shelf.filled(grouped, flagged_posts)


@pytest.fixture
def start(flagged_posts: str) -> str:
    """With what a test begins."""
    return flagged_posts


@pytest.fixture
def ledger(start: str, shelf: Shelf, engines: Engines) -> Iterator[Store]:
    url = shelf.copy(start)
    store = Store(engines.open(url, PROFILE.code), plain_lemmas)
    yield store
    store.close()
    shelf.drop(url)


def masked(text: str) -> str:
    """A stand-in for the masks."""
    return text.replace("+7 900 000-00-00", "[телефон]")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def given(ledger: Store, clock: Clock) -> Services:
    def model() -> Assessor:
        return Model()

    return Services(ledger, PROFILE, model, clock, masked, "0.0-test", lambda: "# карточка")


@pytest.fixture
def browser(given: Services) -> Iterator[TestClient]:
    """Nobody is signed in."""
    with TestClient(create_app(given), base_url="http://testserver") as client:
        yield client


@pytest.fixture
def key(ledger: Store) -> Callable[..., str]:
    """Make a machine's key with some rights."""

    def make(*rights: Right, name: str = "test", **fields: object) -> str:
        made = new_key()
        with ledger.begin() as work:
            work.accounts.add_key(PROFILE.code, replace(Key(name, digest(made), frozenset(rights)), **fields))
        return made

    return make


@pytest.fixture
def api(browser: TestClient, key: Callable[..., str]) -> TestClient:
    """A machine with all rights that a machine may have."""
    browser.headers["Authorization"] = f"Bearer {key(*KEY_RIGHTS)}"
    return browser


@pytest.fixture
def person(ledger: Store) -> Callable[..., str]:
    """Enter a person with roles; gives the login."""

    def make(*roles: Role, login: str = "monitor", **fields: object) -> str:
        user = replace(User(login, hash_password(PASSWORD), frozenset(roles)), **fields)
        with ledger.begin() as work:
            work.accounts.add_user(PROFILE.code, user)
        return login

    return make


@pytest.fixture
def broken_model(given: Services) -> Services:
    def model() -> Assessor:
        raise StaleModel("модель не та")

    return replace(given, assessor=model, checks={"model": lambda: model().version, "database": lambda: ""})
