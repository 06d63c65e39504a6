"""Requests made up from the API's own description, sent to the whole app in process: good ones, and bad ones.

No answer may be a server error, and each must be one that the description names. `make test` sends a few to each
operation, `make fuzz` many: `python -m bench.fuzz --examples 100`.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

import profiles
from api import create_app
from api.passwords import digest, new_key
from api.services import Services, Streams
from core import usecases
from core.accounts import KEY_RIGHTS, Key
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from core.scope import system
from nlp.masks import mask
from store import schema
from store.engine import open_engine
from store.ledger import Store

ALWAYS = {401, 403, 404, 405, 408, 413, 422, 503}
"""What the transport may say of any operation."""
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class Found:
    """What came of it: answers by status, and what must not be."""

    sent: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class StillClock:
    """One moment."""

    def now(self) -> datetime:
        return NOW


def sent(client: TestClient, case: Any) -> Any:
    """The answer to a made-up request; None for one that no client can send."""
    kwargs = case.as_transport_kwargs(base_url="http://testserver")
    # What is made up for the sign-in is left out: the key of the client comes along.
    headers = {name: value for name, value in (kwargs.get("headers") or {}).items() if name.lower() != "authorization"}
    told = {name: kwargs[name] for name in ("params", "json", "data", "files") if kwargs.get(name) is not None}
    if isinstance(told.get("data"), str | bytes):
        told["content"] = told.pop("data")
    try:
        return client.request(kwargs["method"], kwargs["url"], headers=headers, **told)
    except (UnicodeError, ValueError):
        return None


def judge(operation: APIOperation, answer: Any, found: Found) -> None:
    """Count an answer, and keep it if it must not be."""
    status = answer.status_code
    found.sent[status] += 1
    described = {int(each) for each in operation.definition.raw["responses"] if str(each).isdigit()}
    if (status >= 500 and status != 503) or status not in described | ALWAYS:
        found.wrong.append(f"{operation.method.upper()} {operation.path}: {status} {answer.text[:200]}")


def operations(app: Any) -> list[APIOperation]:
    """All operations of the description."""
    described = schemathesis.openapi.from_dict(app.openapi())
    return [each.ok() for each in described.get_all_operations()]


def walk(app: Any, client: TestClient, examples: int, seed: int = 0) -> Found:
    """So many requests of each kind to each operation. A test's worth of them for a seed is always the same."""
    found = Found()
    for operation in operations(app):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _ask(client, operation, mode, examples, seed, found)
    return found


def _ask(
    client: TestClient, operation: APIOperation, mode: GenerationMode, examples: int, seed: int, found: Found
) -> None:
    @seeded(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        answer = sent(client, case)
        if answer is not None:
            judge(operation, answer, found)

    # An operation may have nothing that is wrong in this mode: then there is nothing to ask.
    with suppress(Unsatisfiable):
        run()


def posts() -> tuple[Post, ...]:
    """A few posts, so that numbers lead somewhere."""
    texts = ("яма на Заречной", "нет воды третий день", "опасно: открытый люк у школы", "спасибо за дорогу")
    return tuple(
        Post(PostKey(Platform.VK, "wall", str(number)), NOW, text, seen=NOW) for number, text in enumerate(texts, 1)
    )


def served(folder: Path) -> Iterator[tuple[Any, TestClient]]:
    """The app over a small store, and a client with all rights of a key."""
    from runtime.modelling import load_model
    from runtime.settings import load

    profile, model = profiles.read(profiles.path_of("standard")), load_model(load())
    engine = open_engine(f"sqlite:///{folder / 'mcu.db'}")
    schema.migrate(engine)
    store, key, scope = Store(engine, str.lower), new_key(), system(profile.code)
    with store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "wall"), Batch(posts(), {}), NOW)
        work.accounts.add_key(profile.code, Key("fuzz", digest(key), KEY_RIGHTS))
    usecases.assess(store, scope, model, NOW)
    usecases.flag(store, scope, profile, NOW)
    services = Services(store, profile, lambda: model, StillClock(), mask, "0")
    app = create_app(replace(services, streams=Streams(every=0.0, lasts=0.0)))
    with TestClient(app, raise_server_exceptions=False) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        yield app, client
    store.close()


def main() -> None:
    """Send, count, and fail on what must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for app, client in served(Path(folder)):
            found = walk(app, client, asked.examples, asked.seed)
    print(f"requests {found.sent.total()}, by status {dict(sorted(found.sent.items()))}, wrong {len(found.wrong)}")
    print(f"{time.perf_counter() - start:.0f} s")
    for each in sorted(set(found.wrong))[:50]:
        print(each)
    sys.exit(bool(found.wrong))


if __name__ == "__main__":
    main()
