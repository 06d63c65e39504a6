"""Server time and size of every page on the demo × N: `python -m bench.pages [--times 100] [--home DIR]`.

The demo's 40 days of posts are stored N times, each copy some days earlier and with its own numbers in the texts; the
model's say is that of the original, so that storing takes minutes, not hours. All else is the real way of a post:
received, assessed, weighed, grouped. Told are p50 and p95 of the app's own time for a signed-in head (httpx in the same
process: no network, no browser), by the clock and in processor time of the process (all its threads), and the bytes of
the page as a browser gets it (gzip). On a machine that others use too only the processor's time can be trusted.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from fastapi.testclient import TestClient

import profiles
from api import create_app
from api.passwords import hash_password
from bench.pictures import LOGIN, PASSWORD
from collectors.gazetteer import read as read_places
from core import usecases
from core.accounts import Role, User
from core.labels import Assessment, Subject
from core.ports import Batch
from core.posts import Platform, Post, PostKey, SourceKey
from nlp.masks import mask
from runtime import services
from runtime.commands.demo import PROFILE
from runtime.commands.gazetteer import enrol
from runtime.demo.filling import PLACES
from runtime.flow import FileOrder, readings
from runtime.founding import init
from runtime.settings import Settings
from runtime.wiring import House, open_house
from store.engine import survey

ROUNDS, WARM = 12, 2
GOAL_MS, GOAL_BYTES = 100, 100_000
APART = timedelta(days=3)
PAGES = (
    *("/queue", "/queue?status=all", "/queue?text=яма", "/queue/joins", "/cards/{card}", "/decisions"),
    *("/incidents", "/incidents?state=all&text=вода", "/incidents/{incident}", "/overview", "/map"),
    *("/search?q=яма", "/search?what=posts&q=яма", "/search?what=incidents&q=яма"),
    *("/alerts", "/campaigns", "/profile", "/profile?trial=yes", "/sources", "/intake"),
)


class Known:
    """Says of a text what the real model said of its original."""

    version = "bench-1"

    def __init__(self, said: Mapping[str, Assessment]) -> None:
        self.said = said

    def assess(self, subjects: Sequence[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
        """The original's."""
        return [self.said[each.text.rpartition(" №")[0] or each.text] for each in subjects]


def copied(post: Post, n: int) -> Post:
    """The n-th copy of a post, earlier by days and with its own number."""

    def name(message: str | None) -> str | None:
        return f"{message}-{n}" if message else message

    key = PostKey(post.key.platform, post.key.source, f"{post.key.message}-{n}")
    shift = n * APART
    return replace(
        post,
        key=key,
        text=f"{post.text} №{n}",
        published=post.published - shift,
        seen=post.seen - shift if post.seen else post.seen,
        thread=name(post.thread),
        parent=name(post.parent),
    )


def originals(house: House) -> list[Post]:
    """All posts of the demo."""
    now = house.clock.now()
    shift = timedelta(days=(now - profiles.DEMO_ENDS).days)
    paths = sorted(profiles.DEMO.glob("*.jsonl"))
    return [
        post for path in paths for each in readings(house, FileOrder(path, shift=shift), now) for post in each.posts
    ]


def said_of(house: House, posts: Sequence[Post]) -> dict[str, Assessment]:
    """What the model says of each original, by its text."""
    texts = list(dict.fromkeys(post.text for post in posts))
    return dict(zip(texts, house.assessor.assess([Subject(text) for text in texts]), strict=True))


def filled(folder: Path, times: int) -> House:
    """An installation with so many demos; one that is there already is taken as it is."""
    known = (folder / "mcu.db").exists()
    settings = Settings(home=folder)
    if not known:
        init(settings, PROFILE)
    house = open_house(settings)
    if known:
        survey(house.store.engine)
        return house
    for reading in read_places(profiles.DEMO / PLACES):
        enrol(house, reading)
    posts = originals(house)
    model = Known(said_of(house, posts))
    for n in range(times):
        _store(house, [copied(post, n) for post in posts], model)
        print(f"\r{n + 1} из {times}", end="", file=sys.stderr, flush=True)
    person = User(LOGIN, hash_password(PASSWORD), frozenset({Role.MONITOR, Role.HEAD, Role.ADMINISTRATOR}))
    with house.store.begin() as work:
        work.accounts.add_user(house.profile.code, person)
    survey(house.store.engine)
    return house


def _store(house: House, posts: Sequence[Post], model: Known) -> None:
    now, scope = house.clock.now(), house.scope
    with house.store.begin() as work:
        usecases.receive(work, scope, SourceKey(Platform.VK, "demo"), Batch(tuple(posts), {}), now)
    while usecases.assess(house.store, scope, model, now):
        pass
    while usecases.flag(house.store, scope, house.profile, now, where=house.whereabouts):
        pass
    while usecases.group(house.store, scope, house.profile, house.copies, mask, now):
        pass


def counted(house: House) -> dict[str, int]:
    """How much there is."""
    from core.flags import FlagQuery
    from core.incidents import IncidentQuery

    with house.store.read() as work:
        return {
            "карточек": work.flags.find(house.scope, FlagQuery(statuses=(), limit=1)).total,
            "инцидентов": work.incidents.find(house.scope, IncidentQuery(limit=1)).total,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What one page took: milliseconds of the clock and of the processor in each round, bytes as they are sent."""

    clock: Sequence[float]
    cpu: Sequence[float]
    size: int

    @property
    def line(self) -> str:
        """p50 and p95 of both; a mark where the goal is missed by the clock (!) or by the processor's time (!!)."""
        told = [f"{statistics.median(each):8.1f} {late(each):8.1f}" for each in (self.clock, self.cpu)]
        missed = late(self.clock) > GOAL_MS or self.size > GOAL_BYTES
        sign = " !!" if late(self.cpu) > GOAL_MS else " !" if missed else ""
        return f"{told[0]} мс {told[1]} мс процессора {self.size / 1000:7.1f} кБ{sign}"


def late(times: Sequence[float]) -> float:
    """p95."""
    return sorted(times)[round(0.95 * (len(times) - 1))]


def measured(client: TestClient, path: str) -> Taken:
    """One page asked for again and again."""
    clock, cpu, size = [], [], 0
    for n in range(ROUNDS + WARM):
        start, worked = time.perf_counter(), time.process_time()
        with client.stream("GET", path) as answer:
            size = sum(map(len, answer.iter_raw()))
        assert answer.status_code == 200, (path, answer.status_code)
        if n >= WARM:
            clock.append(1000 * (time.perf_counter() - start))
            cpu.append(1000 * (time.process_time() - worked))
    return Taken(clock, cpu, size)


def pages(house: House) -> list[str]:
    """The pages, with the largest incident and the first card of the queue."""
    from core.flags import FlagQuery
    from core.incidents import IncidentQuery

    with house.store.read() as work:
        card = work.flags.find(house.scope, FlagQuery(limit=1)).flags[0].id
        found = work.incidents.find(house.scope, IncidentQuery(limit=200))
    large = max(found.incidents, key=lambda each: found.posts.get(each.id, 0)).id
    return [path.format(card=card, incident=large) for path in PAGES]


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=100)
    asked.add_argument("--home", type=Path, required=True, help="папка данных; полная берётся как есть")
    asked.add_argument("--fill", action="store_true", help="только наполнить")
    given = asked.parse_args()
    started = time.perf_counter()
    house = filled(given.home, given.times)
    print(json.dumps(counted(house), ensure_ascii=False), f"наполнено за {time.perf_counter() - started:.0f} с")
    if given.fill:
        return
    with TestClient(create_app(services.make(house)), base_url="http://localhost") as client:
        guard = client.get("/login").text.split('name="guard" value="')[1].split('"')[0]
        client.post("/login", data={"login": LOGIN, "password": PASSWORD, "guard": guard})
        for path in pages(house):
            print(f"{path:44} {measured(client, path).line}", flush=True)
    house.store.close()


if __name__ == "__main__":
    main()
