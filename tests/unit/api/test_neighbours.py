"""Two municipalities in one database: every route answers as if the other were not there, and nothing reaches it.

The neighbour has the same walls, numbers of posts, texts, logins and names of keys, so that whatever forgets to ask
whose a row is finds too much. On SQLite the scope of every query alone keeps them apart, on PostgreSQL the wall too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import Engine, func, select

import profiles
from api import create_app
from api.auth import COOKIE, CSRF_HEADER
from api.passwords import digest
from api.services import Services, Streams
from core.accounts import KEY_RIGHTS, Key, Role, Session, User
from core.profile import Profile
from store.engine import open_engine
from store.ledger import Store
from store.tables import metadata
from tests.conftest import NOW, plain_lemmas
from tests.shelf import Shelf
from tests.unit.api.conftest import PROFILE, Clock, Model, masked
from tests.unit.api.life import live
from tests.unit.api.papers import PAPERS
from tests.unit.api.routes import STRANGERS, Door, doors
from tests.unit.api.test_access import BLOCKS, BODIES, CSRF, OWN

NEIGHBOUR = replace(profiles.read(profiles.path_of("standard")), code="neighbour")
HOUR = NOW.replace(year=NOW.year + 1)
ALL_ROLES = frozenset(Role)
WORDS = {"platform", "source", "message", "token", "code", "kind"}
"""What of an address is no number."""
NUMBERED = ("flags", "incidents", "campaigns", "notices", "reports", "measures", "roadmaps")
ONCE = re.compile(r"""[0-9a-f-]{36}|nonce="[^"]*"|~[\w-]{60,}=*|(?m:^(process|python)_.*$)|_created({.*})? .*""")
"""What each answer has of its own."""
NEW_EACH_TIME = {"GET /me"}
"""It proposes a secret for the second factor."""


def store_of(url: str, profile: Profile) -> Store:
    return Store(open_engine(url, profile.code), plain_lemmas)


def services(store: Store, profile: Profile) -> Services:
    made = Services(store, profile, Model, Clock(), masked, "0.0-test", lambda: "# карточка")  # type: ignore[arg-type]
    return replace(made, papers=PAPERS, acts=lambda act: repr(act).encode(), streams=Streams(every=0.01, lasts=0.05))


def settle(url: str, profile: Profile) -> None:
    """A centre with a life of its own: its posts, people, keys."""
    store = store_of(url, profile)
    live(store, services(store, profile))
    with store.begin() as work:
        work.accounts.add_user(profile.code, User("anna", "-", ALL_ROLES, blocks=BLOCKS))
        session = Session(digest(f"{profile.code} anna"), "anna", CSRF, HOUR, NOW, NOW)
        work.accounts.open_session(profile.code, session, NOW)
        work.accounts.add_key(profile.code, Key("risk-team", digest(f"{profile.code} key"), KEY_RIGHTS, made=NOW))
    store.close()


@dataclass(frozen=True)
class Place:
    """Our centre on a database, asked as a person with all roles or by a key with all rights."""

    store: Store
    client: TestClient

    def ask(self, method: str, address: str, **more: Any) -> Response:
        self.client.cookies.set(COOKIE, f"{PROFILE.code} anna")
        return self.client.request(method, address, **more)


@pytest.fixture(scope="module")
def alone_url(shelf: Shelf) -> str:
    return shelf.filled(lambda url: settle(url, PROFILE))


@pytest.fixture(scope="module")
def beside_url(shelf: Shelf, alone_url: str) -> str:
    return shelf.filled(lambda url: settle(url, NEIGHBOUR), alone_url)


def opened(shelf: Shelf, start: str) -> Iterator[Place]:
    url = shelf.copy(start)
    store = store_of(url, PROFILE)
    app = create_app(services(store, PROFILE))
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        client.headers.update({CSRF_HEADER: CSRF, "If-Match": '"1-1"'})
        yield Place(store, client)
    store.close()
    shelf.drop(url)


@pytest.fixture
def alone(shelf: Shelf, alone_url: str) -> Iterator[Place]:
    yield from opened(shelf, alone_url)


@pytest.fixture
def beside(shelf: Shelf, beside_url: str) -> Iterator[Place]:
    yield from opened(shelf, beside_url)


@pytest.fixture
def theirs(beside: Place) -> Iterator[Engine]:
    """The neighbour's own connection to the common database."""
    made = open_engine(beside.store.engine.url.render_as_string(hide_password=False), NEIGHBOUR.code)
    yield made
    made.dispose()


def rows(engine: Engine, profile: str) -> dict[str, list[tuple[object, ...]]]:
    """All that is a profile's, by table."""
    with engine.connect() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table).where(table.c.profile_id == profile))), key=repr)
            for name, table in metadata.tables.items()
        }


def numbers(engine: Engine) -> list[int]:
    """The last numbers of the neighbour's things by which doors ask."""
    with engine.connect() as connection:
        tables = [metadata.tables[name] for name in NUMBERED]
        last = [select(func.max(each.c.id)).where(each.c.profile_id == NEIGHBOUR.code) for each in tables]
        return sorted({int(connection.execute(each).scalar_one()) for each in last})


def told(answer: Response) -> tuple[int, str, object]:
    kind = answer.headers.get("content-type", "")
    whole = kind.startswith(("text/", "application/json", "application/problem"))
    return answer.status_code, kind, ONCE.sub("…", answer.text) if whole else ""


def by_number(door: Door) -> bool:
    return bool(set(re.findall(r"{(\w+)", door.path)) - WORDS)


def address(door: Door, number: int) -> str:
    return door.address(**dict.fromkeys(set(re.findall(r"{(\w+)", door.path)) - WORDS, number))


def test_every_route_reads_the_same_with_a_neighbour_and_without(alone: Place, beside: Place, theirs: Engine) -> None:
    foreign = numbers(theirs)
    assert len(foreign) > 2
    wrong, read = [], 0
    for door in doors():
        if door.method != "GET" or door.name in NEW_EACH_TIME:
            continue
        for number in [1, *foreign] if by_number(door) else [1]:
            here, there = (told(each.ask("GET", address(door, number))) for each in (alone, beside))
            read += here[0] == 200
            if here != there:
                wrong.append((door.name, number, here[0], there[0]))
    assert wrong == []
    assert read > 60


def test_nothing_that_is_sent_to_a_neighbours_number_reaches_it(beside: Place, theirs: Engine) -> None:
    before = rows(theirs, NEIGHBOUR.code)
    assert {"posts", "flags", "incidents", "steps", "users", "keys", "campaigns", "reports"} <= {
        name for name, kept in before.items() if kept
    }
    done = []
    for door in doors():
        if door.method == "GET" or door.name in STRANGERS:
            continue
        for number in numbers(theirs) if by_number(door) else [1]:
            body = OWN.get(door.path) or BODIES.get(door.path.rpartition("/")[2], {})
            api = door.path.startswith("/api/")
            sent: dict[str, Any] = {"json": body} if api else {"data": {**body, "csrf": CSRF, "revision": "1"}}
            answer = beside.ask(door.method, address(door, number), headers={"If-Match": f'"{number}-1"'}, **sent)
            done += [(door.name, number)] if answer.status_code >= 500 else []
    assert done == []
    assert rows(theirs, NEIGHBOUR.code) == before


def test_a_neighbours_key_and_session_open_nothing(beside: Place) -> None:
    beside.client.cookies.set(COOKIE, f"{NEIGHBOUR.code} anna")
    assert beside.client.get("/queue").status_code == 303
    beside.client.cookies.clear()
    answer = beside.client.get("/api/v1/flags", headers={"Authorization": f"Bearer {NEIGHBOUR.code} key"})
    assert answer.status_code == 401
