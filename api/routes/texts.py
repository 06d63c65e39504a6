"""How a caller sees residents' words: as written with the right to it, and then noted; masked otherwise."""

from collections.abc import Callable, Iterable

from api.auth import Caller
from api.readings import NOW
from api.services import Services
from core.scope import Right


def reader(caller: Caller, given: Services, **things: Iterable[int]) -> Callable[[str], str]:
    """The function through which the caller reads texts; `things` are ids of what they belong to, by kind."""
    reading = NOW.get()
    if reading is None or Right.READ_UNMASKED not in caller.scope.rights:
        # Without a request there is nothing that a reading could be noted of.
        return given.mask
    reading.of(caller.scope, things)
    return reading.read
