"""Municipalities of one database, each behind its own service on loopback, and the ЦУР that reads them."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import requests
import uvicorn

import profiles
from api import create_app
from api.passwords import digest, new_key
from api.services import Services
from core import usecases
from core.accounts import Key, Role
from core.ports import Batch
from core.posts import Platform, SourceKey
from core.profile import Profile
from core.region import Neighbour
from core.scope import Right, system
from core.usecases import access
from nlp.fingerprints import StoredCopies
from runtime import region
from store.engine import open_engine
from store.ledger import Store
from tests.conftest import NOW, plain_lemmas
from tests.made import post
from tests.unit.api.conftest import Clock, Model


@dataclass
class Town:
    """A municipality: its own profile, its own connection to the common database, its own address."""

    profile: Profile
    store: Store
    address: str = ""

    def services(self) -> Services:
        """A service that begins now."""
        return Services(self.store, self.profile, Model, Clock(), str, "0.0-test")  # type: ignore[arg-type]

    def receive(self, *texts: str) -> None:
        """Posts come in and become incidents, as the jobs do."""
        scope = system(self.profile.code)
        found = tuple(post(number, text, published=NOW) for number, text in enumerate(texts, 1))
        with self.store.begin() as work:
            usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(found, {}), NOW)
        usecases.assess(self.store, scope, Model(), NOW)
        usecases.flag(self.store, scope, self.profile, NOW)
        usecases.group(self.store, scope, self.profile, StoredCopies(), str, NOW)

    def grant(self, *rights: Right, name: str = "цур", **fields: object) -> str:
        """What `mcu key add цур --role crc` does."""
        made = new_key()
        given = frozenset(rights) or access.key_rights(Role.CRC, [])
        key = replace(Key(name, digest(made), given, made=NOW), **fields)  # type: ignore[arg-type]
        with self.store.begin() as work:
            access.add_key(work, system(self.profile.code), key, NOW)
        return made

    def revoke(self, name: str = "цур") -> None:
        with self.store.begin() as work:
            access.revoke_key(work, system(self.profile.code), name, NOW)

    def entry(self, key: str) -> Neighbour:
        """What the ЦУР writes down of it."""
        return region.neighbour(self.profile.code, self.address, key)


@contextmanager
def served(services: Services) -> Iterator[str]:
    """The app on a free port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(services), log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        address = f"http://127.0.0.1:{door.getsockname()[1]}"
        # Routes are built at their first request, under filters of warnings that all threads of a test share: one app
        # at a time.
        assert requests.get(f"{address}/api/v1/summary", timeout=30).status_code == 401
        yield address
        server.should_exit = True
        thread.join()


@contextmanager
def towns(url: str, codes: Sequence[str]) -> Iterator[list[Town]]:
    """So many municipalities over one database; on PostgreSQL each connection names its own profile."""
    with ExitStack() as held:
        found = []
        for code in codes:
            profile = profiles.read(profiles.path_of(code))
            store = Store(open_engine(url, profile.code), plain_lemmas)
            held.callback(store.close)
            town = Town(profile, store)
            town.address = held.enter_context(served(town.services()))
            found.append(town)
        yield found


def listed(path: Path, *known: Neighbour) -> region.Listed:
    """The list of the ЦУР."""
    region.write(path, known)
    return region.Listed(path)
