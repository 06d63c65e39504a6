"""Failed attempts at the door, and how long the door then stays shut.

Three counts: an account from one address is slowed soon, an address and an account as a whole late. So who guesses is
slowed, and nobody shuts out the monitor on duty by typing his login from elsewhere. Whether a login exists plays no
part: an unknown one is counted the same.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Counted(StrEnum):
    """What attempts are counted by."""

    PAIR = "pair"
    ADDRESS = "address"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures within a span, then a pause that doubles with each further failure up to the longest."""

    most: int
    within: timedelta
    pause: timedelta
    longest: timedelta


LIMITS: Mapping[Counted, Limit] = {
    Counted.PAIR: Limit(5, timedelta(minutes=15), timedelta(minutes=1), timedelta(minutes=15)),
    Counted.ADDRESS: Limit(30, timedelta(minutes=15), timedelta(minutes=5), timedelta(hours=1)),
    Counted.ACCOUNT: Limit(100, timedelta(hours=1), timedelta(minutes=15), timedelta(minutes=15)),
}
KEPT = timedelta(days=1)
"""After that a count is forgotten."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tried, as a count and a digest: neither login nor address is kept."""

    kind: Counted
    digest: str


@dataclass(frozen=True, slots=True)
class Tries:
    """Failures since `first`; the door is shut until `until`."""

    failures: int
    first: datetime
    until: datetime


def attempts_of(login: str, address: str) -> tuple[Attempt, ...]:
    """The counts that one attempt belongs to."""
    names = {Counted.PAIR: f"{login}\n{_net(address)}", Counted.ADDRESS: _net(address), Counted.ACCOUNT: login}
    return tuple(Attempt(kind, hashlib.sha256(f"{kind}\n{name}".encode()).hexdigest()) for kind, name in names.items())


def _net(address: str) -> str:
    """The address; of IPv6 its network of 64 bits, which is one household or office."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


def failed(known: Tries | None, kind: Counted, at: datetime) -> Tries:
    """The count after one more failure."""
    limit = LIMITS[kind]
    if known is None or at - known.first > max(limit.within, known.until - known.first):
        return Tries(1, at, at)
    failures = known.failures + 1
    over = failures - limit.most
    pause = min(limit.pause * 2 ** min(over, 10), limit.longest) if over >= 0 else timedelta(0)
    return Tries(failures, known.first, max(known.until, at + pause))


def wait(known: Mapping[Attempt, Tries], at: datetime) -> timedelta:
    """How long the door stays shut; zero where it is open."""
    return max((each.until - at for each in known.values()), default=timedelta(0))
