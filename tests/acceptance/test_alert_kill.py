"""kill -9 while an alert is on its way: none is lost, and none is doubled where the channel can tell."""

import json
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.incidents import Incident, Nature, Status
from core.incidents.opening import opening_step
from core.labels import Theme
from core.risk import Level
from core.scope import system
from runtime.clock import SystemClock
from store import schema
from store.engine import open_engine
from store.ledger import Store
from tests.acceptance.program import ROOT, Program
from tests.conftest import plain_lemmas
from tests.peers.mailbox import Mailbox
from tests.peers.max import Max
from tests.peers.telegram import Telegram
from tests.peers.webhook import Receiver
from tests.shelf import as_environment

ALERTS, SECRET = 12, "секрет вебхука"
QUIET = 'quiet = "22:00-07:00"'


@dataclass(frozen=True)
class World:
    """Receivers of all channels on loopback."""

    hook: Receiver
    mailbox: Mailbox
    telegram: Telegram
    max: Max

    def settings(self) -> dict[str, str]:
        chat = {"telegram": ["-100500"], "max": ["9"], "email": ["chat@example.test"], "webhook": [self.hook.url]}
        dead = {"webhook": ["http://127.0.0.1:1/nobody"]}
        return {
            "MCU_ALERT_ROUTES": json.dumps({"chat": chat, "curator": dead}),
            "MCU_ALERT_WEBHOOK_SECRET": SECRET,
            "MCU_ALERT_WEBHOOK_INTERNAL": f"{self.hook.url.rpartition('/')[0]},http://127.0.0.1:1",
            "MCU_ALERT_SMTP": self.mailbox.url,
            "MCU_ALERT_FROM": "mcu@example.test",
            "MCU_ALERT_TELEGRAM_SESSION": self.telegram.mint(),
            "MCU_TELEGRAM_API_ID": "1",
            "MCU_TELEGRAM_API_HASH": "hash",
            "MCU_ALERT_MAX_TOKEN": "token",
            "MCU_MAX_URL": self.max.url,
            "MCU_PUBLIC_URL": "http://mcu.test",
            "MCU_COLLECT_EVERY": "10",
        }


@pytest.fixture
def world() -> Iterator[World]:
    with ExitStack() as open_:
        telegram, bot = open_.enter_context(Telegram()), open_.enter_context(Max())
        telegram.channel(500, "alerts", group=True)
        bot.chat(9, "chat")
        yield World(open_.enter_context(Receiver(SECRET)), open_.enter_context(Mailbox()), telegram, bot)


def sleepless(folder: Path) -> Path:
    """The usual profile without quiet hours: what the calendar proposes on the day of the test would wait for the
    morning if the test ran at night."""
    usual = (ROOT / "profiles" / "standard.toml").read_text(encoding="utf-8")
    assert QUIET in usual
    made = folder / "sleepless.toml"
    made.write_text(usual.replace(QUIET, ""), encoding="utf-8")
    return made


@pytest.fixture
def program(world: World, tmp_path: Path, installed: dict[str, str]) -> Iterator[Program]:
    given = {**world.settings(), "MCU_PROFILE": str(sleepless(tmp_path)), **as_environment(installed)}
    with Program(tmp_path / "home", Path("unused"), given) as made:
        yield made


def found(program: Program, count: int) -> None:
    """So many critical risks, as grouping enters them."""
    engine = open_engine(program.database)
    schema.migrate(engine)
    store, scope, now = Store(engine, plain_lemmas), system("standard"), SystemClock().now()
    risk = Incident(0, Nature.RISK, Status.FOUND, Theme.SAFETY, now, now, level=Level.CRITICAL, latest_at=now)
    with store.begin() as work:
        for number in range(1, count + 1):
            made = work.incidents.add(scope, replace(risk, title=f"Нет тепла в доме {number}"))
            work.incidents.record(scope, [opening_step(made, "system", now + timedelta(seconds=number))])
    store.close()


class Killer:
    """Kills the process that runs when a receiver has taken its message and not answered yet."""

    def __init__(self, at: dict[str, int]) -> None:
        self.at, self.struck = at, list[str]()
        self.kill: Callable[[], None] = lambda: None

    def on(self, name: str) -> Callable[[int], None]:
        def told(count: int) -> None:
            if count == self.at.get(name):
                del self.at[name]
                self.struck.append(name)
                self.kill()

        return told


def addressed(program: Program) -> int:
    """How many alerts go to the chat: the risks, and the campaigns that the calendar proposes on that day."""
    ((count,),) = program._rows("SELECT count(DISTINCT alert_id) FROM deliveries WHERE recipient = 'chat'")
    return int(str(count))


def sent(program: Program, risks: int) -> bool:
    """Whether all of them went by every channel."""
    told = addressed(program)
    channels = ("telegram", "max", "email", "webhook")
    return told >= risks and states(program) == {(channel, "sent"): told for channel in channels}


def states(program: Program) -> Counter[tuple[str, str]]:
    rows = program._rows("SELECT channel, state FROM deliveries WHERE recipient = 'chat'")
    return Counter((str(channel), str(state)) for channel, state in rows)


def test_a_worker_killed_in_mid_sending_loses_no_alert_and_doubles_none_where_the_channel_can_tell(
    program: Program, world: World
) -> None:
    found(program, ALERTS)
    killer = Killer({"webhook": 3, "telegram": 5, "email": 7})
    world.hook.before_answering = killer.on("webhook")
    world.telegram.before_answering = killer.on("telegram")
    world.mailbox.before_answering = killer.on("email")
    kills = 0
    while killer.at:
        process = program.serve()
        killer.kill = process.kill
        program.until(lambda run=process: run.poll() is not None, "nobody was killed")  # type: ignore[misc]
        assert process.returncode == -signal.SIGKILL, program.said()
        kills += 1
    assert kills == len(killer.struck) == 3
    program.serve()
    program.until(lambda: sent(program, ALERTS), "not all is sent")
    told = addressed(program)

    assert len(world.hook.taken) == told
    assert world.hook.forged == 0
    assert max(world.hook.came.values()) == 2, "the kill came too late to prove anything"
    stored = [each.message for each in world.telegram.chats[500].messages.values()]
    assert len(stored) == len(set(stored)) == len(world.telegram.known) == told
    assert world.telegram.called(type(next(c for c in world.telegram.calls if hasattr(c, "random_id")))) > told
    letters = Counter(letter["Message-ID"] for letter in world.mailbox.letters)
    assert len(letters) == told
    # E-mail comes at least once: each kill may double the one letter that was under way, whichever channel it struck.
    assert 1 <= len(world.mailbox.letters) - told <= kills, "the kill came too late to prove anything"
    doubted = program._rows("SELECT key FROM deliveries WHERE unsure AND channel = 'email'")
    # A letter over which a process died before it went is doubted, too: nobody can know.
    assert {f"<{key}@example.test>" for (key,) in doubted} >= {key for key, times in letters.items() if times > 1}
    assert len(set(world.max.chats[9].texts().values())) == len(world.max.chats[9].messages) == told


def test_a_dead_receiver_blocks_no_other_and_is_seen(program: Program, world: World) -> None:
    found(program, 2)
    program.serve()
    program.until(lambda: sent(program, 2), "a dead webhook stops others")
    rows = program._rows("SELECT state, error FROM deliveries WHERE recipient = 'curator'")
    assert rows == [("failed", "вебхук: нет связи (соединение не установлено)")] * 2
    for letter in world.mailbox.letters:
        assert re.search(r"Подтвердить получение: http://mcu\.test/receipts/\d+-[0-9a-f]{32}", letter.get_content())
    assert program.run("alerts", "list", "--state", "failed", "--json") == 0
    listed = [json.loads(line) for line in program.said().splitlines() if line.startswith('{"alert"')]
    assert {(each["recipient"], each["state"]) for each in listed} >= {("curator", "failed")}
    assert program.run("alerts", "test", "curator") == 3
    assert program.run("alerts", "test", "chat") == 0
    assert len(world.hook.taken) == addressed(program) + 1
