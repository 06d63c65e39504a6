"""A Telegram that publishes, edits, deletes and fails, read by a collector that is killed: nothing lost, nothing twice.

`make test` spends a few seconds here; TELEGRAM_EXAMPLES=200 pytest … spends minutes.
"""

import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from telethon.tl import functions as f
from telethon.tl import types as t

from collectors.door import Door
from collectors.telegram.client import TelegramReader
from collectors.telegram.collector import TelegramCollector
from collectors.telegram.room import Window
from core import usecases
from core.errors import Transient
from core.posts import Platform, Source, SourceKey
from core.privacy import Pseudonyms
from core.scope import system
from store.engine import open_engine
from store.ledger import Store
from tests.peers.telegram import Telegram
from tests.shelf import Shelf
from tests.unit.collectors.conftest import Standing, mask

EXAMPLES = int(os.environ.get("TELEGRAM_EXAMPLES", "10"))
SCOPE, KEY = system("model"), SourceKey(Platform.TELEGRAM, "novosti")
REQUESTS = st.sampled_from(
    [f.messages.GetHistoryRequest, f.channels.GetMessagesRequest, f.channels.GetFullChannelRequest]
)
PHOTO = t.MessageMediaPhoto(photo=t.PhotoEmpty(1))
WINDOW = Window(most=10_000, least=10_000, again_most=10_000, again_every=timedelta(0))


class World(RuleBasedStateMachine):
    """The platform, the collector and its store. Each text is said once, so that texts tell messages apart."""

    shelf: Shelf

    def __init__(self) -> None:
        super().__init__()
        self.telegram = Telegram()
        self.channel = self.telegram.discussed(500, "novosti")
        self.session, self.clock, self.said = self.telegram.mint(), Standing(), 0
        self.url = self.shelf.fresh()
        self.store = Store(open_engine(self.url, SCOPE.profile), str.lower, timedelta(days=7))
        with self.store.begin() as work:
            usecases.add_source(work, SCOPE, Source(KEY), self.clock.now())

    def text(self) -> str:
        self.said += 1
        return f"слово {self.said}"

    def pick(self, data, chat) -> int | None:
        alive = sorted(number for number, message in chat.messages.items() if not message.fwd_from)
        return data.draw(st.sampled_from(alive)) if alive else None

    @rule(many=st.sampled_from([1, 2, 40, 95]))
    def publishes(self, many):
        for _ in range(many):
            self.channel.post(self.text())

    @rule(parts=st.integers(2, 5))
    def publishes_an_album(self, parts):
        album = 10_000 + self.channel.last
        for _ in range(parts):
            self.channel.post(self.text(), grouped_id=album, media=PHOTO)

    @rule(data=st.data())
    def comments(self, data):
        post = self.pick(data, self.channel)
        if post is not None:
            self.channel.comment(post, self.text())

    @rule(data=st.data(), where=st.booleans())
    def edits(self, data, where):
        chat = self.channel if where else self.channel.linked
        number = self.pick(data, chat)
        if number is not None:
            chat.edit(number, self.text())

    @rule(data=st.data(), where=st.booleans())
    def deletes(self, data, where):
        chat = self.channel if where else self.channel.linked
        number = self.pick(data, chat)
        if number is not None:
            chat.delete(number)

    @rule(request=REQUESTS, word=st.sampled_from(["FLOOD_WAIT_7", "FLOOD_PREMIUM_WAIT_7"]))
    def floods(self, request, word):
        self.telegram.fail(request, 420, word)

    @rule(request=REQUESTS)
    def has_trouble_of_its_own(self, request):
        self.telegram.fail(request, 504, "GATEWAY")

    @rule(request=REQUESTS, rubbish=st.sampled_from([b"", b"\x07" * 40]))
    def cuts_the_connection(self, request, rubbish):
        self.telegram.cut(request, rubbish=rubbish)

    @rule(batches=st.integers(1, 4), stored=st.booleans())
    def is_read_and_the_collector_killed(self, batches, stored):
        self.read(batches, stored)

    @rule()
    def is_read(self):
        self.read()

    def read(self, killed: int | None = None, stored: bool = True) -> None:
        """A fresh collector goes on from the stored cursor; it dies after a batch, stored or not."""
        self.clock.moment += timedelta(minutes=1)
        reader = TelegramReader(1, "hash", self.session, retries=0, pause=0, patience=0, deadline=10)
        door = Door(Pseudonyms(b"k" * 32), mask)
        collector = TelegramCollector(client=reader, door=door, clock=self.clock, window=WINDOW)
        with self.store.read() as work:
            source = work.sources.get(SCOPE, KEY)
        passing = collector.batches(source)
        try:
            for number, batch in enumerate(passing, 1):
                if number == killed and not stored:
                    break
                with self.store.begin() as work:
                    usecases.take(work, SCOPE, KEY, batch, self.clock.now())
                if number == killed:
                    break
        except Transient:
            pass
        finally:
            passing.close()

    def history(self) -> Counter:
        """What the platform has: albums as one text."""
        found: dict[object, list[str]] = {}
        for chat in (self.channel, self.channel.linked):
            for number, message in sorted(chat.messages.items()):
                if not message.fwd_from:
                    found.setdefault((chat.id, message.grouped_id or -number), []).append(message.message)
        return Counter("\n\n".join(texts) for texts in found.values())

    def kept(self) -> Counter:
        """What the store has."""
        with self.store.read() as work:
            return Counter(each.versions[-1].text for each in work.posts.export(SCOPE, KEY) if not each.deleted)

    def teardown(self) -> None:
        self.telegram.recover()
        self.read()
        self.read()
        try:
            assert self.kept() == self.history()
            self.read()
            assert self.kept() == self.history()
        finally:
            self.telegram.__exit__()
            self.store.close()
            self.shelf.drop(self.url)


def test_the_store_equals_the_platform_whatever_happens(shelf):
    machine = type("World", (World,), {"shelf": shelf})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
