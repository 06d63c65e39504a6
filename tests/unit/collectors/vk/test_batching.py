"""Several calls in one where the token allows it, plain ones where it does not."""

from collections import Counter
from datetime import timedelta

import pytest

from collectors.vk import batching
from collectors.vk.collector import VkCollector
from core.errors import Transient
from tests.unit.collectors.vk.kept import WIDE, Kept, client_of


class Noted:
    """A gate that notes what it is told, and refuses what was paused for long."""

    def __init__(self) -> None:
        self.entered: Counter[str] = Counter()
        self.paused: list[tuple[str, timedelta, str]] = []

    def enter(self, method: str) -> None:
        if any(name == method and wait > timedelta(minutes=1) for name, wait, _ in self.paused):
            raise Transient("метод на паузе", timedelta(hours=1))
        self.entered[method] += 1

    def pause(self, method: str, wait: timedelta, reason: str) -> None:
        self.paused.append((method, wait, reason))


@pytest.fixture
def gate() -> Noted:
    return Noted()


def reader(vk, door, clock, token, gate) -> Kept:
    return Kept(VkCollector(client=client_of(vk.url, token, gate=gate), door=door, clock=clock, window=WIDE))


@pytest.fixture
def talked(wall):
    for n in range(60):
        post = wall.publish(f"п{n}")
        for k in range(1 + n % 4):
            wall.comment(post, f"к{n}-{k}")
    long = wall.publish("длинный")
    comments = [wall.comment(long, f"к{n}") for n in range(130)]
    for n in range(12):
        wall.comment(long, f"о{n}", to=comments[3])
    return wall


def test_a_user_token_reads_25_posts_in_one_call(vk, door, clock, talked, gate):
    kept = reader(vk, door, clock, "user-token", gate)
    kept.read()
    assert kept.texts() == talked.texts()
    assert vk.called("execute") == 3
    assert vk.called("wall.getComments") == 2, "the second page and the long thread"


def test_a_service_token_is_learnt_of_once(vk, door, clock, talked, gate):
    kept = reader(vk, door, clock, "service", gate)
    kept.read()
    kept.read()
    assert kept.texts() == talked.texts()
    assert vk.called("execute") == 1
    assert [(name, wait) for name, wait, _ in gate.paused] == [("execute", timedelta(days=1))]
    reader(vk, door, clock, "service", gate).read()
    assert vk.called("execute") == 1, "the gate remembers it for other processes"


def test_a_post_that_fails_within_a_batch_is_asked_alone(vk, door, clock, talked, gate):
    vk.fail("wall.getComments", 10, times=2)
    kept = reader(vk, door, clock, "user-token", gate)
    kept.read()
    assert kept.texts() == talked.texts()


@pytest.mark.parametrize("code", [13, 10, 12])
def test_a_batch_that_fails_as_a_whole_is_asked_one_by_one(vk, door, clock, talked, gate, code):
    vk.fail("execute", code)
    kept = reader(vk, door, clock, "user-token", gate)
    kept.read()
    assert kept.texts() == talked.texts()
    assert vk.called("execute") == 3


def test_the_program_is_plain():
    program = batching.program("wall.get", [{"owner_id": -1}, {"owner_id": -2}])
    assert program == 'return [API.wall.get({"owner_id":-1}),API.wall.get({"owner_id":-2})];'


def test_every_call_passes_the_gate(vk, door, clock, talked, gate):
    reader(vk, door, clock, "user-token", gate).read()
    assert gate.entered == Counter(name for name, _ in vk.calls)


@pytest.mark.parametrize(
    ("code", "least"), [(9, timedelta(minutes=30)), (29, timedelta(hours=1)), (14, timedelta(minutes=30))]
)
def test_what_speaks_of_the_account_pauses_the_method_for_all(vk, door, clock, wall, gate, code, least):
    vk.fail("wall.get", code)
    with pytest.raises(Exception, match="ВКонтакте"):
        reader(vk, door, clock, "user-token", gate).read()
    ((method, wait, reason),) = gate.paused
    assert (method, wait >= least, bool(reason)) == ("wall.get", True, True)


def test_a_flood_is_waited_out_longer_and_longer(vk, wall, gate):
    slept = []
    client = client_of(vk.url, gate=gate, floods=3, sleep=slept.append, chance=lambda: 0.5)
    vk.fail("wall.get", 6, times=3)
    client.call("wall.get", {"owner_id": wall.owner})
    assert [round(each, 3) for each in slept if each > 0.01] == [0.4, 0.8, 1.6]
    assert [name for name, _, _ in gate.paused] == ["wall.get"] * 3
    vk.fail("wall.get", 6, times=9)
    with pytest.raises(Transient, match="слишком много"):
        client.call("wall.get", {"owner_id": wall.owner})
    assert vk.called("wall.get") == 8
