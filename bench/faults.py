"""Faults by seeds: `python -m bench.faults --seeds 100` (make bench-faults). Ends with 1 if anything differs.

A seed chooses where the fault strikes: at which page the disk is full, at which statement a migration or a transaction
is cut, at which post the model breaks down. Afterwards the store is compared with one that nothing happened to. SQLite.
"""

import argparse
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from core import usecases
from core.errors import Transient
from core.journal import broken
from core.labels import Assessment, Subject
from core.ports import Batch
from core.posts import Platform, Post, SourceKey
from core.scope import system
from store import schema
from store.engine import Engine, open_engine
from store.ledger import Store
from tests.conftest import NOW, plain_lemmas
from tests.made import post, said

SCOPE, WALL = system("bench"), SourceKey(Platform.VK, "wall")
BATCHES, IN_ONE = 6, 25
MADE = Path(tempfile.mkdtemp(prefix="mcu-faults-")) / "made.db"
Fault = Callable[[random.Random, Path], tuple[int, list[str]]]
"""Strikes in a folder; gives how many faults were injected, and what was wrong afterwards."""


def batches(chance: random.Random) -> list[list[Post]]:
    words = ["яма", "свет", "вода", "опасно люк", "мусор"]
    texts = (f"{chance.choice(words)} дом {n} {'очень ' * chance.randint(0, 40)}" for n in range(BATCHES * IN_ONE))
    made = [post(n, each) for n, each in enumerate(texts)]
    return [made[start : start + IN_ONE] for start in range(0, len(made), IN_ONE)]


def opened(folder: Path) -> Engine:
    """A migrated file of its own, copied from one that is made once."""
    if not MADE.exists():
        engine = open_engine(f"sqlite:///{MADE}")
        schema.migrate(engine)
        engine.dispose()
    shutil.copy(MADE, folder / "mcu.db")
    return open_engine(f"sqlite:///{folder / 'mcu.db'}")


def take(store: Store, batch: list[Post]) -> None:
    with store.begin() as work:
        usecases.receive(work, SCOPE, WALL, Batch(tuple(batch), {}), NOW)
        work.journal.write(SCOPE, "source.state", "vk:wall", {"posts": len(batch)}, NOW)


def wrong(store: Store, wanted: list[list[Post]]) -> list[str]:
    """What differs from a store that nothing happened to."""
    found = []
    with store.read() as work:
        texts = sorted((each.post.key.message, each.versions[-1].text) for each in work.posts.export(SCOPE, WALL))
        entries = list(work.journal.chain(SCOPE))
        harms = list(broken(entries))
    if texts != sorted((each.key.message, each.text) for batch in wanted for each in batch):
        found.append(f"posts: {len(texts)}")
    if len(entries) != len(wanted) or harms:
        found.append(f"journal: {len(entries)} entries, {harms}")
    with store.engine.connect() as connection:
        if connection.execute(text("PRAGMA integrity_check")).scalar() != "ok":
            found.append("the file is damaged")
    return found


def full_disk(chance: random.Random, folder: Path) -> tuple[int, list[str]]:
    """No room beyond a page; room again; what was refused comes again."""
    store, wanted, struck = Store(opened(folder), plain_lemmas), batches(chance), 0
    with store.engine.connect() as connection:
        pages = int(connection.execute(text("PRAGMA page_count")).scalar_one()) + chance.randint(0, 40)
    store.engine.dispose()

    def bound(connection: object, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(store.engine, "connect", bound)
    late = []
    for batch in wanted:
        try:
            take(store, batch)
        except Transient:
            struck, late = struck + 1, [*late, batch]
    event.remove(store.engine, "connect", bound)
    store.engine.dispose()
    for batch in late:
        take(store, batch)
    found = wrong(store, wanted)
    store.close()
    return struck, found


@contextmanager
def cut(engine: Engine, at: int, error: Callable[[], BaseException]) -> Iterator[list[int]]:
    """Break down at the at-th change."""
    numbers, struck = itertools.count(1), list[int]()

    def strike(connection: object, cursor: object, words: str, *rest: object) -> None:
        if words.lstrip().startswith(("CREATE", "ALTER", "INSERT", "UPDATE", "DROP")) and next(numbers) == at:
            struck.append(at)
            raise error()

    event.listen(engine, "before_cursor_execute", strike)
    yield struck
    event.remove(engine, "before_cursor_execute", strike)


def migration(chance: random.Random, folder: Path) -> tuple[int, list[str]]:
    """A migration is cut at some statement; the next start finishes it."""
    engine = open_engine(f"sqlite:///{folder / 'cut.db'}")
    with cut(engine, chance.randint(1, 150), KeyboardInterrupt) as struck, suppress(KeyboardInterrupt):
        schema.migrate(engine)
    found = [] if not struck or schema.revision(engine) is None else ["half a schema was left"]
    schema.migrate(engine)
    found += [] if schema.check(engine) else ["the schema is not the newest"]
    engine.dispose()
    return len(struck), found


def transaction(chance: random.Random, folder: Path) -> tuple[int, list[str]]:
    """A transaction is cut at some statement; its batch comes again, as after a kill."""
    store, wanted, struck = Store(opened(folder), plain_lemmas), batches(chance), 0
    for batch in wanted:
        gone = cut(store.engine, chance.randint(1, 9), lambda: OperationalError("", {}, Exception("gone")))
        with gone as happened, suppress(Transient):
            take(store, batch)
        struck += len(happened)
        if happened:
            take(store, batch)
    found = wrong(store, wanted)
    store.close()
    return struck, found


def poison(chance: random.Random, folder: Path) -> tuple[int, list[str]]:
    """The model breaks down at some posts; the others are assessed once each."""
    store, wanted = Store(opened(folder), plain_lemmas), batches(chance)
    for batch in wanted:
        take(store, batch)
    bad = set(chance.sample([each.text for batch in wanted for each in batch], chance.randint(1, 12)))
    asked: list[str] = []

    class Fragile:
        version = "bench-1"

        def assess(self, subjects: list[Subject], *, why: bool = True, places: bool = True) -> list[Assessment]:
            if any(each.text in bad for each in subjects):
                raise ValueError("poison")
            asked.extend(each.text for each in subjects)
            return [said() for _ in subjects]

    while usecases.assess(store, SCOPE, Fragile(), NOW, limit=64):
        pass
    good = sorted(each.text for batch in wanted for each in batch if each.text not in bad)
    found = wrong(store, wanted) + ([] if sorted(asked) == good else [f"asked {len(asked)} of {len(good)}"])
    with store.read() as work:
        aside = len(work.quarantine.list(SCOPE, limit=500))
    store.close()
    return len(bad), found + ([] if aside >= len(bad) else [f"put aside {aside} of {len(bad)}"])


FAULTS: dict[str, Fault] = {
    "full disk": full_disk,
    "cut migration": migration,
    "cut transaction": transaction,
    "poisoned post": poison,
}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    asked, failed = parser.parse_args(), 0
    for name, fault in FAULTS.items():
        struck, bad, begun = 0, list[str](), time.monotonic()
        for seed in range(1, asked.seeds + 1):
            with tempfile.TemporaryDirectory(prefix="mcu-fault-") as folder:
                count, found = fault(random.Random(seed), Path(folder))
            struck, bad = struck + count, bad + [f"seed {seed}: {each}" for each in found]
        failed += len(bad)
        lost = "; ".join(bad[:3]) or "nothing lost, nothing doubled"
        print(
            f"{name:16} {asked.seeds} seeds, {struck:4} faults, {time.monotonic() - begun:4.0f} s: {lost}", flush=True
        )
    shutil.rmtree(MADE.parent)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
