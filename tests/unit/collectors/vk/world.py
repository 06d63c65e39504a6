"""A wall, a collector and a real store, and what may happen to them: the machine that proves that nothing is lost.

The wall publishes, comments, replies, edits, deletes, restores and pins; VK floods, cuts connections and answers 5xx
and rubbish; the collector is killed between two batches, or between a batch and its commit, and started again.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from collectors.door import Door
from collectors.vk.collector import VkCollector
from core import usecases
from core.errors import Denied, Transient
from core.posts import Platform, Source, SourceKey
from core.privacy import Pseudonyms
from core.scope import system
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests.peers.vk import CUT, START, TORN, Vk
from tests.shelf import Files, Shelf
from tests.unit.collectors.vk.kept import WIDE, client_of

KEY = SourceKey(Platform.VK, "selo")
SCOPE = system("test")
TEXTS = st.text("абвг дё1", max_size=12)
CHOICE = st.integers(0, 10**6)
METHODS = st.sampled_from(("wall.get", "wall.getById", "wall.getComments", "groups.getById", "execute"))
RUBBISH = (
    (CUT, b""),
    (TORN, b'{"response": {"count": 1'),
    (500, b""),
    (502, b"<html>bad gateway</html>"),
    (200, b""),
    (200, b"<html>blocked</html>"),
    (200, b"null"),
    (200, b"{}"),
    (200, b'{"response": null}'),
    (200, b'{"response": {}}'),
    (200, b'{"response": {"count": 0}}'),
    (200, b'{"error": []}'),
)


class Killed(Exception):
    """The process is no more."""


@cache
def files() -> Shelf:
    """Databases for who runs the world outside the tests: files that go with the process."""
    folder = tempfile.mkdtemp(prefix="mcu-vk-")
    atexit.register(shutil.rmtree, folder)
    engine = open_engine(f"sqlite:///{folder}/template.db")
    schema.migrate(engine)
    engine.dispose()
    return Files(Path(folder) / "template.db", Path(folder))


class Ticking:
    """A clock that is a minute later each time it is asked."""

    def __init__(self) -> None:
        self.moment = datetime.fromtimestamp(START, UTC) + timedelta(days=30)

    def now(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


class VkWorld(RuleBasedStateMachine):
    """At any moment a calm pass brings the store to what the wall shows, with a tombstone for all it does not."""

    window, changing = WIDE, True
    shelf: Shelf | None = None

    @initialize(token=st.sampled_from(("service", "user-token")))
    def begin(self, token: str) -> None:
        self.databases = self.shelf or files()
        self.url = self.databases.fresh()
        self.store = Store(open_engine(self.url, SCOPE.profile), str.lower)
        self.clock, self.token = Ticking(), token
        self.vk = Vk()
        self.wall = self.vk.wall("selo")
        self.ever: set[str] = set()
        with self.store.begin() as work:
            usecases.add_source(work, SCOPE, Source(KEY), self.clock.now())
        for number in range(3):
            post = self.wall.publish(f"пост {number}")
            self.wall.comment(post, "ответ", to=self.wall.comment(post, "комментарий"))
        self.collect()

    def teardown(self) -> None:
        if hasattr(self, "vk"):
            self.settle()
            self.vk.__exit__()
            self.store.close()
            self.databases.drop(self.url)

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=4))
    def publish(self, texts: list[str]) -> None:
        for text in texts:
            self.wall.publish(text)

    @rule(count=st.integers(100, 130))
    @precondition(lambda self: len(self.wall.posts) < 200)
    def publish_much(self, count: int) -> None:
        for number in range(count):
            self.wall.publish(f"много {number}")

    @rule(choice=CHOICE, text=TEXTS, count=st.sampled_from((1, 1, 2, 12)))
    @precondition(lambda self: self.wall.posts)
    def comment(self, choice: int, text: str, count: int) -> None:
        for number in range(count):
            self.wall.comment(self.some(self.wall.posts, choice), f"{text}{number}")

    @rule(choice=CHOICE, text=TEXTS, count=st.sampled_from((1, 2, 12)))
    @precondition(lambda self: self.answerable())
    def reply(self, choice: int, text: str, count: int) -> None:
        above = self.some(self.answerable(), choice)
        for number in range(count):
            self.wall.comment(self.wall.comments[above]["post_id"], f"{text}{number}", to=above)

    @rule(choice=CHOICE, text=TEXTS)
    @precondition(lambda self: self.changing and self.wall.posts)
    def edit_post(self, choice: int, text: str) -> None:
        self.wall.edit(self.some(self.wall.posts, choice), text)

    @rule(choice=CHOICE, text=TEXTS)
    @precondition(lambda self: self.changing and self.answerable())
    def edit_comment(self, choice: int, text: str) -> None:
        self.wall.edit(self.some(self.answerable(), choice), text)

    @rule(choice=CHOICE)
    @precondition(lambda self: self.changing and self.wall.posts)
    def delete_post(self, choice: int) -> None:
        self.wall.delete(self.some(self.wall.posts, choice))

    @rule(choice=CHOICE)
    @precondition(lambda self: self.changing and self.answerable())
    def delete_comment(self, choice: int) -> None:
        self.wall.delete(self.some(self.answerable(), choice))

    @rule(choice=CHOICE)
    @precondition(lambda self: self.wall.bin)
    def restore(self, choice: int) -> None:
        self.wall.restore(self.some(self.wall.bin, choice))

    @rule(choice=CHOICE)
    @precondition(lambda self: self.wall.posts)
    def pin(self, choice: int) -> None:
        self.wall.pin(self.some(self.wall.posts, choice))

    @rule(method=METHODS, code=st.sampled_from((1, 6, 9, 10, 29)), times=st.integers(1, 4))
    def refuse(self, method: str, code: int, times: int) -> None:
        self.vk.fail(method, code, times=times)

    @rule(method=METHODS, answer=st.sampled_from(RUBBISH), times=st.integers(1, 3))
    def spoil(self, method: str, answer: tuple[int, bytes], times: int) -> None:
        self.vk.answer(method, *answer, times=times)

    @rule(after=st.integers(0, 4), committed=st.booleans())
    def killed_pass(self, after: int, committed: bool) -> None:
        """Stop consuming after so many batches: before the last one is committed, or behind that."""
        self.collect(after, committed)

    @rule()
    def whole_pass(self) -> None:
        self.collect()

    @rule()
    def settle(self) -> None:
        """When VK is calm, the store equals the wall after one pass."""
        self.vk._faults.clear()
        self.collect(calm=True)
        stored = self.stored()
        living = {key: text for key, (text, deleted) in stored.items() if not deleted}
        assert living == self.wall.texts()
        assert self.ever <= stored.keys(), "what was once stored stays, at least as a tombstone"

    def collect(self, after: int | None = None, committed: bool = True, *, calm: bool = False) -> None:
        """A process of its own: it has nothing but what the store holds."""
        client = client_of(self.vk.url, self.token, timeout=1)
        door = Door(Pseudonyms(b"k" * 32), str)
        collector = VkCollector(client=client, door=door, clock=self.clock, window=self.window)
        with self.store.read() as work:
            source = work.sources.get(SCOPE, KEY)
        try:
            for number, batch in enumerate(collector.batches(source), 1):
                self.keep(batch, die=number == after and not committed)
                if number == after:
                    raise Killed
        except Killed:
            pass
        except (Transient, Denied):
            assert not calm
        self.ever |= self.stored().keys()
        assert all(int(key) <= self.wall.last for key in self.ever), "nothing is stored that never stood there"

    def keep(self, batch: object, *, die: bool) -> None:
        with self.store.begin() as work:
            usecases.take(work, SCOPE, KEY, batch, self.clock.now())
            if die:
                raise Killed

    def stored(self) -> dict[str, tuple[str, bool]]:
        """Key -> current text and whether it is deleted; a key twice is an error."""
        with self.store.read() as work:
            found = [(each.post.key.message, each) for each in work.posts.export(SCOPE, KEY)]
        assert len({key for key, _ in found}) == len(found)
        return {key: (each.versions[-1].text, each.deleted is not None) for key, each in found}

    def answerable(self) -> list[int]:
        return [key for key, item in self.wall.comments.items() if not item.get("deleted")]

    @staticmethod
    def some(found: Iterable[int], choice: int) -> int:
        """One of these numbers, every other time one of the four newest: there things happen together."""
        newest = sorted(found, reverse=True)[: 4 if choice % 2 else None]
        return newest[choice // 2 % len(newest)]


class GrowingWorld(VkWorld):
    """A wall that only grows, read so that known comments are not looked at again: what the cursor forgets is lost."""

    window, changing = replace(WIDE, again=timedelta(0), least=10_000), False
