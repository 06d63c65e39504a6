"""The real Telethon against a Telegram in another process: messages a second from the wire to the store.

    python -m bench.collect_telegram                  # 50,000 messages of a group into a fresh SQLite file
    python -m bench.collect_telegram --messages 5000 --profile

The group's pages are encoded by the stand-in before the clock starts; what it still takes for each answer (its own
encryption) is told apart. Memory is read every 5,000 messages. razdel on the posts of `bench.nlp`, alone before and
after, is the yardstick of the machine.
"""

import argparse
import cProfile
import multiprocessing
import os
import pstats
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from telethon.tl import functions as f
from telethon.tl import types as t
from telethon.tl.core import GzipPacked

from bench.nlp import DEMO, WALL, machine, texts, yardstick
from collectors.door import Door
from collectors.telegram.client import TelegramReader
from collectors.telegram.collector import TelegramCollector
from collectors.telegram.room import Window
from core import usecases
from core.posts import Platform, Source, SourceKey
from core.privacy import Pseudonyms
from core.scope import system
from nlp.lemmas import index_line
from nlp.masks import mask
from runtime.clock import SystemClock
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests.peers.telegram import START, Telegram

NAME, GROUP, PEOPLE = "chat", 600, 5_000
PARTS = (
    "Опять {what} на {where}, {since}.",
    "Кто знает, почему {what} на {where}?",
    "Позвонила в диспетчерскую: {what} из-за аварии, обещают к вечеру.",
    "Спасибо всем, кто откликнулся, вопрос с тем, что {what}, решили.",
    "А у нас на {where} всё в порядке, хотя {since} тоже было плохо.",
    "Соседи, {since} {what}; пишите заявки, иначе никто не приедет!",
)
WHAT = ("нет воды", "не горит фонарь", "не вывозят мусор", "яма на дороге", "холодные батареи", "не ходит автобус")
WHERE = (
    "Заречной",
    "Луговой",
    "Кузнечной",
    "Торфяной",
    "улице Речников",
    "остановке у школы",
    "площади",
    "Садовой, 12",
)
SINCE = ("третий день", "с утра", "уже неделю", "с понедельника", "второй год", "вчера вечером", "каждую осень")


def text(dice: random.Random) -> str:
    """An invented message of one to four sentences."""
    said = dice.choices(PARTS, k=dice.choice((1, 1, 2, 2, 3, 4)))
    words = {"what": WHAT, "where": WHERE, "since": SINCE}
    return " ".join(part.format(**{name: dice.choice(many) for name, many in words.items()}) for part in said)


def extras(dice: random.Random, number: int) -> dict[str, Any]:
    """What a message of a group carries: an author, often a reply, sometimes reactions, a photo, a forward."""
    found: dict[str, Any] = {"from_id": t.PeerUser(7_000_000 + dice.randrange(PEOPLE))}
    if number > 10 and dice.random() < 0.4:
        found["reply_to"] = t.MessageReplyHeader(reply_to_msg_id=number - dice.randrange(1, 10))
    if dice.random() < 0.3:
        liked = [t.ReactionCount(t.ReactionEmoji(sign), dice.randrange(1, 40)) for sign in dice.sample("👍❤😢🔥", 2)]
        found["reactions"] = t.MessageReactions(liked)
    if dice.random() < 0.15:
        found["media"] = t.MessageMediaPhoto(photo=t.PhotoEmpty(number))
    if dice.random() < 0.05:
        found["fwd_from"] = t.MessageFwdHeader(START, from_id=t.PeerChannel(999), channel_post=number)
    return found


class Encoded(Telegram):
    """Answers whole pages of history that were encoded beforehand; counts the seconds that it works."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[int, bytes] = {}
        self.busy = 0.0

    def encode(self) -> None:
        """Make the pages of a walk from the first message on."""
        last = max(self.chats[GROUP].messages)
        for first in range(1, last + 2, 100):
            peer = t.InputPeerChannel(GROUP, 3 * GROUP)
            asked = f.messages.GetHistoryRequest(peer, first, None, -100, 100, 0, 0, 0)
            self.pages[first] = bytes(GzipPacked(bytes(super()._history(asked))))

    def answer(self, request: Any) -> Any:
        if isinstance(request, f.messages.GetHistoryRequest) and request.add_offset == -100:
            return self.pages.get(request.offset_id) or super().answer(request)
        return super().answer(request)


def serve(messages: int, said: Any, over: Any) -> None:
    """The platform's process: says the session's text and the seconds it took to encode, then waits to be told."""
    dice = random.Random(2026)
    with Encoded() as telegram:
        telegram.users = [t.User(id=7_000_000 + n, access_hash=n, first_name=f"Житель{n}") for n in range(60)]
        group = telegram.channel(GROUP, NAME, group=True)
        for number in range(1, messages + 1):
            moment = START + timedelta(seconds=number)
            group.post(text(dice), date=moment, **extras(dice, number))
        started = time.process_time()
        telegram.encode()
        said.send((telegram.mint(), time.process_time() - started))
        started = time.process_time()
        over.wait()
        said.send(time.process_time() - started)


def memory() -> float:
    """Resident megabytes of this process now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure_machine() -> None:
    """razdel's speed, in a process of its own so that its memory is not ours."""
    given = texts(WALL if WALL.exists() else DEMO)
    razdel = multiprocessing.Process(target=yardstick, args=(given[:2000],))
    razdel.start()
    razdel.join()


def collect(session: str, store: Store, most: int) -> Iterator[int]:
    """Collect and store; yields how many messages are stored so far."""
    scope, clock = system("bench"), SystemClock()
    source = Source(SourceKey(Platform.TELEGRAM, NAME))
    with store.begin() as work:
        usecases.add_source(work, scope, source, clock.now())
    collector = TelegramCollector(
        client=TelegramReader(1, "hash", session),
        door=Door(Pseudonyms(os.urandom(32)), mask),
        clock=clock,
        window=Window(history=timedelta(days=3650), most=most + 1),
    )
    stored = 0
    for batch in collector.batches(source):
        with store.begin() as work:
            usecases.take(work, scope, source.key, batch, clock.now())
        stored += len(batch.posts)
        yield stored


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("part", nargs="*")
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    print(machine())
    measure_machine()
    said, heard = multiprocessing.Pipe()
    over = multiprocessing.Event()
    platform = multiprocessing.Process(target=serve, args=(given.messages, heard, over), daemon=True)
    platform.start()
    session, encoding = said.recv()
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/bench.db")
        schema.migrate(engine)
        store = Store(engine, index_line, timedelta(days=7))
        index_line("разогрев")
        print("stored   messages/s   of its own processor   resident MB")
        profile = cProfile.Profile()
        wall, own, shown, stored = time.perf_counter(), time.process_time(), 0, 0
        if given.profile:
            profile.enable()
        for stored in collect(session, store, given.messages):
            if stored - shown >= 5_000:
                shown = stored
                told = stored / (time.perf_counter() - wall), stored / (time.process_time() - own)
                print(f"{stored:6}   {told[0]:10.0f}   {told[1]:20.0f}   {memory():11.0f}", flush=True)
        profile.disable()
        wall, own = time.perf_counter() - wall, time.process_time() - own
        store.close()
    over.set()
    print(f"{stored} messages in {wall:.1f} s, {own:.1f} s of it its own processor's", end=": ")
    print(f"{stored / wall:.0f} and {stored / own:.0f} a second")
    print(f"the stand-in, another process: {encoding:.1f} s of encoding beforehand, {said.recv():.1f} s meanwhile")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if given.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    platform.join(10)
    measure_machine()


if __name__ == "__main__":
    main()
