"""The real vk_api against the stand-in in another process: a wall of 10,000 posts and 50,000 comments into a store.

The least possible is one request for each hundred posts, and one for each hundred comments or, as VK gives comments
only post by post, one for each post with comments; `execute` puts 25 of those into one.
"""

import argparse
import math
import multiprocessing
import resource
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from collectors.door import Door
from collectors.vk.client import VkClient
from collectors.vk.collector import VkCollector
from core import usecases
from core.ports import Batch
from core.posts import Platform, Source, SourceKey
from core.privacy import Pseudonyms
from core.scope import system
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests.peers.vk import START, Vk, Wall

KEY, SCOPE = SourceKey(Platform.VK, "selo"), system("bench")
TEXT = "На улице Заречной третий день нет горячей воды, диспетчер не отвечает, соседи тоже жалуются. Когда дадут? "


class Counting:
    """A gate that is open and counts."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def enter(self, method: str) -> None:
        self.calls[method] += 1

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        pass


class Still(Wall):
    """A wall that does not change: its lists are made once, for searching them would be what is measured."""

    def __init__(self, wall: Wall) -> None:
        super().__init__(wall.owner, wall.address, wall.posts, wall.comments)
        self._threads: defaultdict[tuple[int, tuple[int, ...]], list[Any]] = defaultdict(list)
        self._told = Counter(item["post_id"] for item in wall.comments.values())
        for item in wall.comments.values():
            self._threads[item["post_id"], tuple(item["parents_stack"])].append(item)
        self._shown = super().shown()

    def shown(self) -> list[dict[str, Any]]:
        return self._shown

    def thread(self, post: int, root: int | None) -> list[dict[str, Any]]:
        return self._threads[post, () if root is None else (root,)]

    def told(self, post: int) -> int:
        return self._told[post]


class Now:
    def now(self) -> datetime:
        return datetime.fromtimestamp(START, UTC) + timedelta(days=400)


@dataclass(frozen=True)
class Measured:
    """One reading: seconds, those of them spent in the store, requests by method, what is stored, and the most
    megabytes up to the first tenth and to the end."""

    seconds: float
    storing: float
    calls: Counter[str]
    stored: int
    early: float
    late: float


def serve(posts: int, each: int, told: "multiprocessing.Queue[str]") -> None:
    """The stand-in with its wall, until the process is ended."""
    vk = Vk()
    wall = vk.wall("selo")
    for number in range(posts):
        post = wall.publish(f"{TEXT}{number}", views={"count": number})
        for comment in range(each):
            wall.comment(post, f"И у нас на Луговой тоже {number} {comment}", by=700_000 + comment)
    vk.walls = [Still(wall)]
    told.put(vk.url)
    time.sleep(3600)


def peak() -> float:
    """Megabytes that the process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read(url: str, token: str, posts: int, told: "multiprocessing.Queue[Measured]") -> None:
    """The whole past of the wall into a fresh store."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'mcu.db'}")
        schema.migrate(engine)
        store, gate = Store(engine, str.lower), Counting()
        with store.begin() as work:
            usecases.add_source(work, SCOPE, Source(KEY), Now().now())
        client = VkClient(token, url=url, rate=100_000, gate=gate)
        collector = VkCollector(client=client, door=Door(Pseudonyms(b"k" * 32), str), clock=Now())
        begun, storing, stored, early = time.perf_counter(), 0.0, 0, 0.0
        for batch in collector.history(Source(KEY), datetime.fromtimestamp(START, UTC)):
            at = time.perf_counter()
            stored += keep(store, batch)
            storing += time.perf_counter() - at
            if not early and stored > posts // 2:
                early = peak()
        told.put(Measured(time.perf_counter() - begun, storing, gate.calls, stored, early, peak()))
        store.close()


def keep(store: Store, batch: Batch) -> int:
    """Store a batch; returns how many posts are new."""
    with store.begin() as work:
        return usecases.take(work, SCOPE, KEY, batch, Now().now()).new


def measure(url: str, token: str, posts: int) -> Measured:
    """One reading in a process of its own, so that its memory is its own."""
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[Measured] = context.Queue()
    process = context.Process(target=read, args=(url, token, posts, told))
    process.start()
    found = told.get()
    process.join()
    return found


def show(name: str, found: Measured, posts: int, each: int) -> None:
    """One row of each table."""
    least = {"wall.get": math.ceil(posts / 100), "wall.getComments": posts, "execute": math.ceil(posts / 25)}
    print(f"{name}: {found.seconds:.1f} s, {found.storing:.1f} s of it in the store; {found.stored} stored, ", end="")
    print(f"memory {found.early:.0f} MB after a tenth, {found.late:.0f} MB at the end")
    for method, count in found.calls.most_common():
        print(f"  {method:20} {count:6} requests, least possible {least.get(method, 1):6}")
    print(f"  {'all':20} {found.calls.total():6} requests; at 3 a second {found.calls.total() / 180:.0f} minutes")
    assert found.stored == posts * (1 + each), "the store is not the wall"


def main() -> None:
    """Print the figures of a user token (batches) and of a service token (plain calls)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="*")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=5, help="comments of each post")
    parser.add_argument("--tokens", nargs="+", choices=("user", "service"), default=("user", "service"))
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.Queue[str] = context.Queue()
    server = context.Process(target=serve, args=(asked.posts, asked.each, told), daemon=True)
    server.start()
    url = told.get()
    for token in asked.tokens:
        show(f"{token} token", measure(url, f"{token}-token", asked.posts), asked.posts, asked.each)
    server.terminate()


if __name__ == "__main__":
    main()
