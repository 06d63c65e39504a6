"""A channel that publishes, edits and deletes while its reader is killed: in the end the store equals the channel."""

import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from collectors.door import Door
from collectors.preview.client import PreviewClient
from collectors.preview.collector import PreviewCollector
from collectors.public import Public
from core.errors import Transient
from core.privacy import Pseudonyms
from tests.peers.pages import Reply
from tests.peers.preview import Preview
from tests.unit.collectors.conftest import Standing
from tests.unit.collectors.test_preview import QUICK, Kept

DOOR = Door(Pseudonyms(b"k" * 32), lambda text: re.sub(r"\d{11}", "", text))
FAULTS = st.sampled_from([Reply(502), Reply(429), Reply(200, b"<html>stub"), Reply(200, b"")])


class Reading(RuleBasedStateMachine):
    """The platform is the model; what is kept must come to equal it after an undisturbed pass."""

    @initialize(count=st.integers(0, 45))
    def begin(self, count: int) -> None:
        self.preview = Preview()
        self.channel = self.preview.channel("novosti")
        for number in range(count):
            self.channel.post(f"п{number}")
        client = PreviewClient(Public("t.me", internal=True, limits=QUICK), url=self.preview.url)
        self.kept = Kept(PreviewCollector(client=client, door=DOOR, clock=Standing()))
        self.equal = False

    @rule(parts=st.integers(1, 3), count=st.integers(1, 9))
    def publish(self, parts: int, count: int) -> None:
        for _ in range(count):
            self.channel.post("новое", parts=parts)
        self.equal = False

    @precondition(lambda self: self.channel.messages)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.channel.messages)))
        self.channel.edit(number, f"{self.channel.messages[number]['text']}!")
        self.equal = False

    @precondition(lambda self: self.channel.messages)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.channel.delete(data.draw(st.sampled_from(sorted(self.channel.messages))))
        self.equal = False

    @rule(batches=st.integers(1, 4))
    def killed(self, batches: int) -> None:
        self.kept.read(batches=batches)

    @rule(fault=FAULTS, after=st.integers(0, 2))
    def refused(self, fault: Reply, after: int) -> None:
        passing = self.kept.collector.batches(self.kept.source)
        try:
            self.kept.take(passing, batches=after or None) if after else None
            self.preview.pages.then(fault)
            self.kept.read()
        except Transient:
            return
        finally:
            self.preview.pages.forget()

    @rule()
    def read(self) -> None:
        self.kept.read()
        self.equal = True

    @invariant()
    def holds(self) -> None:
        if getattr(self, "equal", False) and self.kept.source.cursor:
            assert self.kept.texts() == self.channel.texts()

    def teardown(self) -> None:
        if hasattr(self, "preview"):
            self.kept.read()
            try:
                assert self.kept.texts() == self.channel.texts()
            finally:
                self.preview.pages.close()


Reading.TestCase.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestReading = Reading.TestCase
