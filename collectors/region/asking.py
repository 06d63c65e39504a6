"""All municipalities of a list at once: one that is away delays nobody for longer than one answer may last."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from collectors.region.client import fetch
from collectors.region.mapping import to_summary
from core.errors import Denied, McuError, Transient
from core.region import Neighbour, State, Summary, Told, ordered, settled

TOGETHER = 16
Asking = Callable[[Neighbour], Summary]


def asked(neighbour: Neighbour) -> Summary:
    """What one says. Raises Denied, Transient or Poison."""
    return to_summary(fetch(neighbour.address, neighbour.key))


def ask(neighbours: Sequence[Neighbour], one: Asking = asked) -> list[Told]:
    """What each of them says, what burns first. Each is asked by its own key, at its own address."""
    if not neighbours:
        return []
    with ThreadPoolExecutor(min(TOGETHER, len(neighbours)), thread_name_prefix="region") as pool:
        return ordered(pool.map(lambda each: _told(each, one), neighbours))


def _told(neighbour: Neighbour, one: Asking) -> Told:
    try:
        return settled(neighbour, one(neighbour))
    except McuError as error:
        return Told(neighbour.profile, neighbour.door, _state(error), str(error))


def _state(error: McuError) -> State:
    return next((state for kind, state in STATES.items() if isinstance(error, kind)), State.STRANGE)


STATES: dict[type[McuError], State] = {Denied: State.REFUSED, Transient: State.AWAY}
