"""The alert chat's way out: derive, address, escalate, then send what waits, a channel at a time. Each may be run
again."""

from collections.abc import Sequence
from random import random
from secrets import token_hex

from core import usecases
from core.alerts import Alert, Delivery, Flood, Letter, News, Voice, Way, letter
from core.alerts.tokens import Receipts
from core.errors import BadSettings, Denied
from core.letters import Box
from core.ports import Sender
from core.privacy import keys_in
from core.usecases import Outgoing, Post
from runtime.keyring import read_key
from runtime.papers import places_of
from runtime.senders import Taken, routes_of, sender
from runtime.wiring import House

KEY_BYTES = 16


def fresh_key() -> str:
    """A stable number for a new message, never used before, also where a database was restored from a copy."""
    return token_hex(KEY_BYTES)


def receipts(house: House) -> Receipts:
    """The links of receipts under the key of this installation."""
    return Receipts(keys_in(read_key(house.settings.key_path))[0], house.profile.code)


def voice(house: House) -> Voice:
    """How messages of this installation speak. Links are given only where its address is known."""
    settings, links = house.settings, receipts(house)
    address = settings.public_url.rstrip("/")

    def receipt(delivery: Delivery) -> str:
        return f"{address}/receipts/{links.token(delivery)}" if address else ""

    called = places_of(house).title
    return Voice(house.mask, house.profile.timezone, address, settings.alert_telegram_answers, receipt, called)


def box(house: House) -> Box | None:
    """Where letters to recipients without an account are put; None where e-mail is not set up."""
    ready = house.settings.alert_smtp.get_secret_value() and house.settings.alert_from
    return usecases.boxed(fresh_key) if ready else None


def flood(house: House) -> Flood:
    """How many messages an address takes before they are gathered."""
    return Flood(house.settings.alert_most, house.settings.alert_span)


def prepare(house: House) -> list[Way]:
    """Derive, address, escalate; returns the channels by which something is to go now."""
    post, now = Post(routes_of(house.settings, house.profile), fresh_key), house.clock.now()
    while usecases.derive(house.store, house.scope, house.profile):
        pass
    while usecases.address(house.store, house.scope, house.profile, post, now):
        pass
    usecases.escalate(house.store, house.scope, house.profile, post, now)
    with house.store.read() as work:
        return [each for each in Way if work.alerts.due(house.scope, each, now, 1)]


def ready(house: House, channel: Way) -> list[int]:
    """The numbers of the deliveries that a channel is to send now."""
    return usecases.ready(house.store, house.scope, house.profile, channel, flood(house), fresh_key, house.clock.now())


def send(house: House, channel: Way, ids: Sequence[int]) -> list[str]:
    """Send some deliveries, one after another; returns what became of each, nothing where another process has the
    channel's session: then a later round sends them."""
    try:
        with sender(house, channel) as way:
            return [_sent(house, number, way) for number in ids]
    except (Denied, BadSettings) as error:
        refusing = Refusing(str(error))
        return [_sent(house, number, refusing) for number in ids]
    except Taken:
        return []


def _sent(house: House, delivery_id: int, way: Sender) -> str:
    outgoing = Outgoing(way, voice(house), house.clock, random)
    return usecases.deliver(house.store, house.scope, delivery_id, outgoing)


class Refusing:
    """The sender of a channel that is not set up: every delivery tells why it did not go."""

    def __init__(self, why: str) -> None:
        self._why = why

    def send(self, letter: Letter) -> str:
        """Refuse."""
        raise Denied(self._why)


def try_channel(house: House, channel: Way, address: str) -> str:
    """Send a message that says that it is a test, past the outbox; gives the platform's number of it. Raises Transient,
    Denied, Poison, BadSettings."""
    now = house.clock.now()
    alert = Alert(News.TEST, "test", now, gist="Если вы это читаете, канал работает. Отвечать не нужно.")
    made = Delivery(0, "test", channel, address, fresh_key(), now)
    with sender(house, channel) as way:
        return way.send(letter(alert, made, Voice(house.mask, house.profile.timezone)))
